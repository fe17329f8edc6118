"""Rules of two that are switched off by two people, on SQLite and on PostgreSQL."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from issuer import accounts, records
from issuer.access import ANSWER_WITHIN, Actor, ProposalState, Role
from issuer.accounts import ChangeSettings, seconding
from issuer.accounts.branding import Branding, ChangeBranding, change_branding
from issuer.accounts.model import Organisation, OrganisationKind, RuleOfTwo, SettingsProposal
from issuer.accounts.seconding import AnswerSettings
from issuer.errors import ForbiddenError, NotFoundError, RuleError, StateError
from tests.awarding import BASE, SettableClock
from tests.databases import upgraded
from tests.posting import people_on

__all__ = ["upgraded"]


@dataclass(kw_only=True)
class School:
    """A school with two administrators in which two people revoke and change keys."""

    engine: sa.Engine
    clock: SettableClock
    services: accounts.Services
    organisation: str
    people: dict[str, str]

    def actor(self, who: str | None, role: Role = Role.ADMIN) -> Actor | None:
        """Return who acts; None is the operator."""
        if who is None:
            return None
        return Actor(person=self.people[who], organisation=self.organisation, role=role)

    def change(self, who: str = "teal", **settings: Any) -> Organisation:
        """Change settings as an administrator."""
        actor = self.actor(who)
        assert actor is not None
        return accounts.change_settings(ChangeSettings(actor=actor, **settings), self.services)

    def waiting(self) -> tuple[SettingsProposal, ...]:
        """Return what waits."""
        return seconding.list_settings_proposals(self.organisation, self.services)

    def answer(self, who: str | None = "rook", role: Role = Role.ADMIN) -> AnswerSettings:
        """Return what somebody says to the oldest proposal."""
        return AnswerSettings(
            organisation=self.organisation,
            actor=self.actor(who, role),
            proposal=self.waiting()[0].id,
        )

    def rules(self) -> tuple[bool, bool]:
        """Return whether two people revoke, and whether they change keys."""
        with self.services.read_only() as uow:
            now = uow.organisations.get(self.organisation)
        return now.second_person_for_revocation, now.second_person_for_keys

    def events(self) -> list[tuple[str, str]]:
        """Return name and actor of what was recorded about settings."""
        question = "SELECT name, actor FROM event WHERE name LIKE 'settings.%' ORDER BY number"
        with self.engine.connect() as connection:
            return [(name, actor) for name, actor in connection.execute(sa.text(question))]


@pytest.fixture
def school(upgraded: str) -> Iterator[School]:
    """Give a school in which both rules are on."""
    engine = records.open_engine(upgraded)
    clock = SettableClock()
    services = people_on(engine, clock)
    organisation = accounts.create_organisation(
        accounts.CreateOrganisation(
            slug="academy", kind=OrganisationKind.SCHOOL, name="Academy", base_url=BASE
        ),
        services,
    ).id
    people = {
        name: accounts.enrol_person(
            accounts.EnrolPerson(organisation=organisation, name=name, roles=frozenset({role})),
            services,
        ).id
        for name, role in {
            "teal": Role.ADMIN,
            "rook": Role.ADMIN,
            "heron": Role.REGISTRAR,
            "dunlin": Role.TEACHER,
        }.items()
    }
    school = School(
        engine=engine, clock=clock, services=services, organisation=organisation, people=people
    )
    school.change(second_person_for_revocation=True, second_person_for_keys=True)
    yield school
    engine.dispose()


def test_switching_on_is_immediate(school: School) -> None:
    """One person alone makes the school more careful."""
    assert ((True, True), ()) == (school.rules(), school.waiting())


@pytest.mark.parametrize("late", ["settings", "looks", "answer"])
def test_what_is_saved_at_the_same_time_takes_nothing_back(school: School, late: str) -> None:
    """Whoever read the row before another administrator made the school safer waits for them."""
    school.change(second_person_for_revocation=False)
    actor, answer = school.actor("teal"), school.answer()
    assert actor is not None
    looks = ChangeBranding(actor=actor, branding=Branding(colour="#1f6fb2"), base_url=BASE)
    acts: dict[str, Callable[[], object]] = {
        "settings": lambda: school.change(description="A school."),
        "looks": lambda: change_branding(looks, school.services),
        "answer": lambda: seconding.confirm_settings(answer, school.services),
    }
    with ThreadPoolExecutor(1) as pool:
        with school.services.unit_of_work() as uow:
            before = uow.organisations.lock(school.organisation)
            uow.organisations.save(replace(before, staff_second_factor=True))
            waiting = pool.submit(acts[late])
            # Time to come as far as the row; that it comes sooner or later changes no result.
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.3)
            uow.commit()
        waiting.result(timeout=60)
    with school.services.read_only() as uow:
        after = uow.organisations.get(school.organisation)
    assert after.staff_second_factor


@pytest.mark.parametrize("rule", RuleOfTwo)
def test_asking_switches_nothing_off(school: School, rule: RuleOfTwo) -> None:
    """The answer says how it is now, and what else was wanted happens at once."""
    wanted: dict[str, Any] = {rule.value: False, "sole_teacher": True}
    changed = school.change(**wanted)
    (proposal,) = school.waiting()
    assert (True, (True, True), rule, school.people["teal"]) == (
        changed.sole_teacher,
        school.rules(),
        proposal.setting,
        proposal.proposed_by,
    )


@pytest.mark.parametrize("second", ["rook", None])
def test_a_second_person_switches_off(school: School, second: str | None) -> None:
    """Another administrator, or the operator at the terminal; each step leaves an event."""
    school.change(second_person_for_keys=False)
    seconding.confirm_settings(school.answer(second), school.services)
    by = "system" if second is None else school.people[second]
    events = [("settings.proposed", school.people["teal"]), ("settings.confirmed", by)]
    assert ((True, False), events) == (school.rules(), school.events())


def test_who_asked_does_not_agree(school: School) -> None:
    """However often the same person asks."""
    school.change(second_person_for_keys=False)
    school.change(second_person_for_keys=False)
    with pytest.raises(ForbiddenError) as caught:
        seconding.confirm_settings(school.answer("teal"), school.services)
    assert ("same_person", 1, (True, True)) == (
        caught.value.code,
        len(school.waiting()),
        school.rules(),
    )


def test_asking_what_another_one_asked_is_no_agreement(school: School) -> None:
    """The second one says yes by answering, never by a form full of other settings."""
    school.change("teal", second_person_for_keys=False)
    school.change("rook", second_person_for_keys=False)
    assert ([school.people["teal"]], (True, True)) == (
        [each.proposed_by for each in school.waiting()],
        school.rules(),
    )


def test_the_database_refuses_one_person_too(school: School) -> None:
    """Whatever the code says."""
    school.change(second_person_for_keys=False)
    settled = "UPDATE settings_proposal SET state = 'confirmed', settled_by = proposed_by"
    with school.engine.begin() as connection, pytest.raises(IntegrityError):
        connection.execute(sa.text(settled))


def test_an_old_proposal_is_not_agreed_to(school: School) -> None:
    """After three days whoever still wants it asks again, and may."""
    school.change(second_person_for_keys=False)
    late = school.answer()
    school.clock.now += ANSWER_WITHIN
    with pytest.raises(StateError) as caught:
        seconding.confirm_settings(late, school.services)
    school.change(second_person_for_keys=False)
    names = ["settings.proposed", "settings.expired", "settings.proposed"]
    assert ("expired", names) == (caught.value.code, [name for name, _ in school.events()])


def test_upkeep_closes_what_nobody_answered(school: School) -> None:
    """With an event, and once."""
    school.change(second_person_for_keys=False)
    school.clock.now += ANSWER_WITHIN
    closed = seconding.expire_settings_proposals(school.services)
    assert (1, 0) == (closed, seconding.expire_settings_proposals(school.services))


def test_a_declined_proposal_changes_nothing(school: School) -> None:
    """It cannot be agreed to afterwards."""
    school.change(second_person_for_keys=False)
    answer = school.answer()
    declined = seconding.decline_settings(answer, school.services)
    with pytest.raises(StateError):
        seconding.confirm_settings(answer, school.services)
    assert (ProposalState.DECLINED, (True, True)) == (declined.state, school.rules())


def test_only_administrators_agree(school: School) -> None:
    """A registrar may not change settings, so not as a second person either."""
    school.change(second_person_for_keys=False)
    with pytest.raises(ForbiddenError):
        seconding.confirm_settings(school.answer("heron", Role.REGISTRAR), school.services)
    assert (True, True) == school.rules()


def test_another_school_answers_nothing_here(school: School) -> None:
    """To it there is no such proposal."""
    school.change(second_person_for_keys=False)
    stranger = Actor(person="stork", organisation="elsewhere", role=Role.ADMIN)
    proposal = school.waiting()[0].id
    for organisation in ("elsewhere", school.organisation):
        command = AnswerSettings(organisation=organisation, actor=stranger, proposal=proposal)
        with pytest.raises(NotFoundError):
            seconding.confirm_settings(command, school.services)
    assert (True, True) == school.rules()


def test_no_name_of_ones_own_becomes_the_second_person(school: School) -> None:
    """Neither as the only administrator left nor in a sole-teacher school."""
    school.change(sole_teacher=True)
    teal, rook = school.actor("teal"), school.people["rook"]
    assert teal is not None
    (grant,) = accounts.list_grants(teal, rook, school.services)
    withdraw = accounts.WithdrawRole(actor=teal, person=rook, grant=grant.id)
    accounts.withdraw_role(withdraw, school.services)
    give = accounts.GrantRole(actor=teal, person=school.people["dunlin"], role=Role.ADMIN)
    given = accounts.grant_role(give, school.services)
    enrol = accounts.EnrolPerson(
        organisation=school.organisation, actor=teal, name="x", roles=frozenset({Role.ADMIN})
    )
    enrolled = accounts.enrol_person(enrol, school.services)
    assert (True, frozenset()) == (given.needs_confirmation, enrolled.roles)


def test_nobody_comes_in_as_another_administrator(school: School) -> None:
    """Neither by a token nor by a link; for others, and for oneself, as before."""
    teal = school.actor("teal")
    for who in ("rook", "heron", "teal"):
        person, role = school.people[who], Role.REGISTRAR if who == "heron" else Role.ADMIN
        token = accounts.MakeToken(
            organisation=school.organisation, actor=teal, person=person, role=role, label="x"
        )
        invitation = accounts.Invite(
            organisation=school.organisation, actor=teal, person=person, handle=f"the-{who}"
        )
        if who != "rook":
            accounts.make_token(token, school.services)
            accounts.invite(invitation, school.services)
            continue
        with pytest.raises(ForbiddenError) as by_token:
            accounts.make_token(token, school.services)
        with pytest.raises(ForbiddenError) as by_link:
            accounts.invite(invitation, school.services)
        assert ("second_person", "second_person") == (by_token.value.code, by_link.value.code)


def test_nobody_takes_another_administrators_factors(school: School) -> None:
    """A sign-in with nothing but a password is half a way in."""
    teal = school.actor("teal")
    assert teal is not None
    invite = accounts.Invite(
        organisation=school.organisation, person=school.people["rook"], handle="rook"
    )
    accounts.invite(invite, school.services)
    forget = accounts.ChangeLogin(actor=teal, person=school.people["rook"], forget_factors=True)
    with pytest.raises(ForbiddenError) as caught:
        accounts.change_login(forget, school.services)
    assert "second_person" == caught.value.code


def test_the_last_administrator_still_stays(school: School) -> None:
    """The wall of before: somebody has to be able to give roles."""
    teal = school.actor("teal")
    assert teal is not None
    for who in ("rook", "teal"):
        (grant,) = accounts.list_grants(teal, school.people[who], school.services)
        command = accounts.WithdrawRole(actor=teal, person=school.people[who], grant=grant.id)
        if who == "rook":
            accounts.withdraw_role(command, school.services)
            continue
        with pytest.raises(RuleError):
            accounts.withdraw_role(command, school.services)
