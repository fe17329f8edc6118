"""Signing in on both databases: what is stored, what is counted, and what happens at once."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from issuer import accounts, records
from issuer.access import Actor, Role
from issuer.accounts import Origin
from issuer.accounts.model import Erasure, ErasureReason, ErasureState, OrganisationKind, Person
from issuer.app.ids import RandomIds
from issuer.errors import (
    ConflictError,
    ForbiddenError,
    GoneError,
    LimitError,
    RuleError,
    SignInError,
    StateError,
)
from issuer.identity import Argon2Passwords
from issuer.identity.password_hash import Cost
from issuer.records import SqlUnitOfWork, tables
from tests.databases import upgraded
from tests.plain_keys import PLAIN_KEYS
from tests.sign_in import plain_sign_in

__all__ = ["upgraded"]

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
PASSWORD = "otter lamp violet run"  # noqa: S105 # of people who do not exist


@dataclass
class CountingPasswords:
    """The real hash, with a count of how often it was asked."""

    real: accounts.SignIn = field(default_factory=plain_sign_in)
    asked: int = 0

    def hash(self, password: str) -> str:
        """Hash."""
        return self.real.passwords.hash(password)

    def verify(self, encoded: str, password: str) -> bool:
        """Compare, and count."""
        self.asked += 1
        return self.real.passwords.verify(encoded, password)

    def verify_nobody(self, password: str) -> None:
        """Compare with nobody's, and count."""
        self.asked += 1
        self.real.passwords.verify_nobody(password)

    def is_outdated(self, encoded: str) -> bool:
        """Tell whether the parameters are old."""
        return self.real.passwords.is_outdated(encoded)


@dataclass(kw_only=True)
class School:
    """A school on a fresh database, with a teacher who has a password."""

    engine: sa.Engine
    services: accounts.Services
    passwords: CountingPasswords
    organisation: str
    teacher: Person
    now: list[datetime]

    def sign_in(
        self, name: str = "teacher", password: str = PASSWORD, **origin: str
    ) -> accounts.Opened:
        """Try to sign in."""
        command = accounts.SignInWithPassword(
            organisation=self.organisation, name=name, password=password, origin=Origin(**origin)
        )
        return accounts.sign_in(command, self.services)

    def told(self, **given: str) -> str:
        """Try to sign in and return the code of the refusal."""
        with pytest.raises((SignInError, LimitError)) as caught:
            self.sign_in(**given)
        return caught.value.code

    def invite(self, person: Person, handle: str | None = None, email: str | None = None) -> str:
        """Return the secret of a new link."""
        command = accounts.Invite(
            organisation=self.organisation, person=person.id, handle=handle, email=email
        )
        return accounts.invite(command, self.services).secret

    def enrol(self, name: str, *roles: Role, group: str | None = None) -> Person:
        """Take somebody in."""
        command = accounts.EnrolPerson(
            organisation=self.organisation, name=name, roles=frozenset(roles), group=group
        )
        return accounts.enrol_person(command, self.services)


@pytest.fixture
def school(upgraded: str) -> Iterator[School]:
    """Give a school with a teacher."""
    engine = records.open_engine(upgraded)
    now, passwords = [NOW], CountingPasswords()
    services = accounts.Services(
        unit_of_work=lambda: SqlUnitOfWork(engine, write=True, sealer=PLAIN_KEYS),
        read_only=lambda: SqlUnitOfWork(engine, write=False, sealer=PLAIN_KEYS),
        clock=lambda: now[0],
        ids=RandomIds(),
        sign_in=replace(plain_sign_in(), passwords=passwords),
    )
    organisation = accounts.create_organisation(
        accounts.CreateOrganisation(
            slug="riverbend",
            kind=OrganisationKind.SCHOOL,
            name="Riverbend",
            base_url="https://badges.riverbend.example",
        ),
        services,
    )
    made = School(
        engine=engine,
        services=services,
        passwords=passwords,
        organisation=organisation.id,
        teacher=Person(
            id="", organisation="", name="", roles=frozenset({Role.TEACHER}), created_at=NOW
        ),
        now=now,
    )
    made.teacher = made.enrol("Teacher", Role.TEACHER)
    secret = made.invite(made.teacher, handle="teacher", email="teacher@riverbend.example")
    accept = accounts.AcceptInvitation(secret=secret, password=PASSWORD)
    accounts.accept_invitation(accept, services)
    yield made
    engine.dispose()


@pytest.mark.parametrize("name", ["teacher", " Teacher ", "TEACHER@riverbend.example"])
def test_name_and_address_lead_to_the_same_person(school: School, name: str) -> None:
    """A login is found by a keyed index of either, however it is spelt."""
    opened = school.sign_in(name=name)
    resumed = accounts.resume(opened.secret, Origin(), school.services)

    assert (school.teacher.id, Role.TEACHER) == (resumed.person.id, resumed.actor.role)


def _unknown(school: School) -> str:
    return school.told(name="nobody-here")


def _wrong(school: School) -> str:
    return school.told(password="another one entirely")  # noqa: S106 # a wrong one


def _without_password(school: School) -> str:
    school.invite(school.enrol("New", Role.TEACHER), handle="new-one")
    return school.told(name="new-one")


def _disabled(school: School) -> str:
    admin = Actor(
        person=school.enrol("Admin", Role.ADMIN).id,
        organisation=school.organisation,
        role=Role.ADMIN,
    )
    accounts.change_login(
        accounts.ChangeLogin(actor=admin, person=school.teacher.id, disabled=True), school.services
    )
    return school.told()


def _long(school: School) -> str:
    return school.told(password="x" * 5_000)


@pytest.mark.parametrize("attempt", [_unknown, _wrong, _without_password, _disabled, _long])
def test_t77_every_refusal_costs_one_hash_and_says_the_same(
    school: School, attempt: Callable[[School], str]
) -> None:
    """T77: unknown, wrong, without password, blocked: one answer, one hash each."""
    school.passwords.asked = 0

    assert ("refused", 1) == (attempt(school), school.passwords.asked)


def test_t77_at_most_thirty_tries_reach_the_hash_of_one_account(school: School) -> None:
    """T77: from a hundred networks at once, by handle and by address; then an hour's pause."""
    school.passwords.asked = 0

    def attempt(number: int) -> str:
        name = "teacher" if number % 2 else "teacher@riverbend.example"
        return school.told(name=name, password=f"guess number {number}", network=f"n{number % 100}")

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(attempt, range(120)))

    assert {"refused": 20, "too_many_tries": 100} == {code: told.count(code) for code in set(told)}
    assert 20 == school.passwords.asked
    school.now[0] += timedelta(hours=1, seconds=1)
    assert school.sign_in().session.person == school.teacher.id


def test_t77_strangers_cannot_lock_a_person_out(school: School) -> None:
    """T77: a browser that signed in before has tries of its own, ten and no more."""
    mark = school.sign_in().device_mark
    for number in range(25):
        school.told(password=f"guess number {number}")
    assert "too_many_tries" == school.told()
    assert school.sign_in(device_mark=mark).session.person == school.teacher.id
    school.passwords.asked = 0
    told = [school.told(password=f"guess {n}", device_mark=mark) for n in range(15)]

    assert (10, 5) == (school.passwords.asked, told.count("too_many_tries"))


def test_mark_of_another_account_is_a_strangers(school: School) -> None:
    """A device mark counts for the account that it was made at, and is not made up."""
    other = school.enrol("Other", Role.TEACHER)
    secret = school.invite(other, handle="other")
    mark = accounts.accept_invitation(
        accounts.AcceptInvitation(secret=secret, password=PASSWORD), school.services
    ).device_mark
    for number in range(20):
        school.told(password=f"guess number {number}", device_mark=mark)

    assert "too_many_tries" == school.told(device_mark=mark)


def test_good_sign_ins_use_up_nothing(school: School) -> None:
    """Whoever signs in thirty times a day is not a guesser."""
    for _ in range(30):
        school.sign_in()

    assert school.sign_in().session.ended_at is None


def test_counted_tries_are_counted_once_each(school: School) -> None:
    """Forty at once are counted one to forty, and a new window begins at one."""

    def count(_: int) -> int:
        with school.services.unit_of_work() as uow:
            number = uow.tries.count("key", NOW, NOW - timedelta(hours=1))
            uow.commit()
        return number

    with ThreadPoolExecutor(8) as pool:
        counted = sorted(pool.map(count, range(40)))
    later = NOW + timedelta(hours=2)
    with school.services.unit_of_work() as uow:
        again = uow.tries.count("key", later, later - timedelta(hours=1))

    assert ([*range(1, 41)], 1) == (counted, again)


def test_t82_one_link_used_at_once_lets_one_in(school: School) -> None:
    """T82: eight at once, one session; the others are told that it is used."""
    secret = school.invite(school.teacher)

    def use(number: int) -> bool:
        command = accounts.AcceptInvitation(secret=secret, password=f"{PASSWORD} {number}")
        try:
            accounts.accept_invitation(command, school.services)
        except GoneError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert 1 == sum(pool.map(use, range(8)))


def test_asking_for_a_reset_says_nothing_and_posts_one_mail(school: School) -> None:
    """A mail for whoever has an address; nothing for others; three an hour at most."""
    for name in ("teacher", "nobody-here", *["teacher"] * 5):
        command = accounts.AskReset(organisation=school.organisation, name=name)
        accounts.ask_reset(command, school.services)
    with school.engine.connect() as connection:
        kinds = connection.execute(sa.select(tables.issuance.outbox.c.kind)).scalars().all()

    # The first is the invitation of the fixture, which named an address.
    assert ["mail.invitation"] * 4 == list(kinds)


def test_reset_ends_all_sessions(school: School) -> None:
    """Whoever resets throws everybody else out."""
    thief = school.sign_in()
    secret = school.invite(school.teacher)
    command = accounts.AcceptInvitation(secret=secret, password="velvet cactus north nine")  # noqa: S106 # theirs
    opened = accounts.accept_invitation(command, school.services)

    with pytest.raises(SignInError):
        accounts.resume(thief.secret, Origin(), school.services)
    assert accounts.resume(opened.secret, Origin(), school.services).person == school.teacher


def test_ended_session_takes_no_other_role(school: School) -> None:
    """Whoever ended it, by the time that the role is asked for, there is nothing to go on with."""
    session = school.sign_in().session
    accounts.sign_out_everywhere(session, school.services)
    with pytest.raises(SignInError) as caught:
        accounts.switch_role(
            accounts.SwitchRole(session=session, role=Role.TEACHER), school.services
        )
    assert "session" == caught.value.code


def test_all_sessions_end_even_one_that_changes_its_role_meanwhile(school: School) -> None:
    """What begins while the others are being ended is ended as well."""
    session = school.sign_in().session
    with ThreadPoolExecutor(1) as pool:
        with school.services.unit_of_work() as uow:
            old = uow.sessions.get(school.organisation, session.id)
            uow.sessions.save(replace(old, ended_at=NOW))
            uow.sessions.add(replace(old, id="anew", secret_hash="0" * 64))
            ending = pool.submit(accounts.sign_out_everywhere, session, school.services)
            # Time to come as far as the row; that it comes sooner or later changes no result.
            with pytest.raises(TimeoutError):
                ending.result(timeout=0.3)
            uow.commit()
        ending.result(timeout=60)
    with school.services.read_only() as uow:
        left = uow.sessions.open_of(school.organisation, session.person)
    assert () == left


def test_hold_is_not_put_on_somebody_whose_erasure_is_being_confirmed(school: School) -> None:
    """Of two who decide about one person at once, the second knows what the first decided."""
    admin = Actor(
        person=school.enrol("Admin", Role.ADMIN).id,
        organisation=school.organisation,
        role=Role.ADMIN,
    )
    learner = school.enrol("Learner", Role.LEARNER)
    erasure = Erasure(
        id="erasure",
        organisation=school.organisation,
        person=learner.id,
        reason=ErasureReason.LEFT,
        state=ErasureState.CONFIRMED,
        proposed_by="system",
        proposed_at=NOW,
    )
    hold = accounts.HoldPerson(actor=admin, person=learner.id, reason="A court asks for it.")
    with ThreadPoolExecutor(1) as pool:
        with school.services.unit_of_work() as uow:
            uow.people.lock(school.organisation, learner.id)
            uow.erasures.add(erasure)
            holding = pool.submit(accounts.hold_person, hold, school.services)
            with pytest.raises(TimeoutError):
                holding.result(timeout=0.3)
            uow.commit()
        with pytest.raises(StateError):
            holding.result(timeout=60)


def test_name_of_another_is_not_given_twice(school: School) -> None:
    """Handles and addresses are one person's each."""
    other = school.enrol("Other", Role.TEACHER)
    for given in ({"handle": "teacher"}, {"email": "teacher@riverbend.example"}):
        with pytest.raises(ConflictError) as caught:
            school.invite(other, **given)
        assert "name_taken" == caught.value.code


def test_hash_of_older_parameters_is_replaced_at_the_next_sign_in(school: School) -> None:
    """Parameters can be raised: whoever comes in is hashed anew."""
    stronger = plain_sign_in()
    services = replace(
        school.services, sign_in=replace(stronger, passwords=_Stronger(CountingPasswords()))
    )
    command = accounts.SignInWithPassword(
        organisation=school.organisation, name="teacher", password=PASSWORD
    )
    accounts.sign_in(command, services)
    with services.read_only() as uow:
        login = uow.logins.of_person(school.organisation, school.teacher.id)

    assert login is not None
    assert (login.password_hash or "").startswith("$argon2id$v=19$m=16,t=2,p=1$")


class _Stronger:
    """Hashes with other parameters than the fixture's."""

    def __init__(self, counting: CountingPasswords) -> None:
        self._real = Argon2Passwords(Cost(passes=2, memory=16, lanes=1))
        self.verify_nobody = counting.verify_nobody
        self.hash, self.verify = self._real.hash, self._real.verify
        self.is_outdated = self._real.is_outdated


def test_t82_no_table_holds_a_usable_secret(school: School) -> None:
    """T82: session, link, class code and own code are found in no column of any table."""
    registrar = school.enrol("Registrar", Role.REGISTRAR)
    school.enrol("Wren", Role.LEARNER, group="kites")
    actor = Actor(person=registrar.id, organisation=school.organisation, role=Role.REGISTRAR)
    made = accounts.make_class_code(
        accounts.MakeClassCode(actor=actor, group="kites"), school.services
    )
    secrets = [
        school.sign_in().secret,
        school.invite(registrar),
        made.code,
        made.code.replace("-", ""),
        made.cards[0].code,
        made.cards[0].code.replace("-", ""),
        PASSWORD,
    ]
    with school.engine.connect() as connection:
        stored = " ".join(
            str(tuple(row))
            for table in tables.metadata.sorted_tables
            for row in connection.execute(sa.select(table))
        )

    assert [] == [secret for secret in secrets if secret in stored]


def test_cards_are_printed_again_with_the_same_own_codes(school: School) -> None:
    """The class code changes with each print, a learner's own only when asked for."""
    registrar = school.enrol("Registrar", Role.REGISTRAR)
    school.enrol("Wren", Role.LEARNER, group="kites")
    actor = Actor(person=registrar.id, organisation=school.organisation, role=Role.REGISTRAR)

    def made(*, renew: bool) -> tuple[str, str]:
        command = accounts.MakeClassCode(actor=actor, group="kites", renew=renew)
        cards = accounts.make_class_code(command, school.services)
        return cards.code, cards.cards[0].code

    first, second, third = made(renew=False), made(renew=False), made(renew=True)

    assert first[1] == second[1]
    assert 3 == len({first[0], second[0], third[0]})
    assert second[1] != third[1]
    old = accounts.JoinWithCode(class_code=second[0], personal_code=third[1])
    with pytest.raises(SignInError):
        accounts.join_with_code(old, school.services)


def test_card_of_somebody_with_another_role_is_not_made(school: School) -> None:
    """A printed code stands for learners only, never for staff."""
    registrar = school.enrol("Registrar", Role.REGISTRAR)
    school.enrol("Wren", Role.LEARNER, group="kites")
    school.enrol("Both", Role.LEARNER, Role.TEACHER, group="kites")
    actor = Actor(person=registrar.id, organisation=school.organisation, role=Role.REGISTRAR)
    cards = accounts.make_class_code(
        accounts.MakeClassCode(actor=actor, group="kites"), school.services
    ).cards

    assert ["Wren"] == [card.person.name for card in cards]


def test_guardian_is_taken_in_and_tied_by_one_link(school: School) -> None:
    """Accepting makes person, tie and sign-in in one transaction; the role sees the child."""
    registrar = school.enrol("Registrar", Role.REGISTRAR)
    child = school.enrol("Wren", Role.LEARNER)
    actor = Actor(person=registrar.id, organisation=school.organisation, role=Role.REGISTRAR)
    invited = accounts.invite_guardian(
        accounts.InviteGuardian(actor=actor, child=child.id), school.services
    )
    command = accounts.AcceptInvitation(
        secret=invited.secret, password=PASSWORD, name="Guardian of Wren", handle="wrens-own"
    )
    opened = accounts.accept_invitation(command, school.services)
    guardian = accounts.resume(opened.secret, Origin(), school.services).actor

    assert Role.GUARDIAN == guardian.role
    assert (child,) == accounts.list_children(guardian, school.services)
    assert school.sign_in(name="wrens-own").session.person == guardian.person


def test_t94_under_thirteen_there_is_no_password_and_no_address(school: School) -> None:
    """T94: a child comes in by link or card; the birthday changes it."""
    command = accounts.EnrolPerson(
        organisation=school.organisation,
        name="Wren",
        roles=frozenset({Role.LEARNER}),
        birth_date=date(2013, 11, 21),
    )
    child = accounts.enrol_person(command, school.services)
    with pytest.raises(RuleError) as asked:
        school.invite(child, email="wren@riverbend.example")
    secret = school.invite(child)
    chosen = accounts.AcceptInvitation(secret=secret, password=PASSWORD)
    with pytest.raises(RuleError) as told:
        accounts.accept_invitation(chosen, school.services)
    school.now[0] += timedelta(days=1)

    assert ("too_young", "too_young") == (asked.value.code, told.value.code)
    assert accounts.accept_invitation(chosen, school.services).session.person == child.id


def test_child_comes_in_by_link_without_a_password(school: School) -> None:
    """A learner's link is enough to begin; there is nothing to guess afterwards."""
    child = school.enrol("Wren", Role.LEARNER)
    secret = school.invite(child, handle="wren")
    opened = accounts.accept_invitation(accounts.AcceptInvitation(secret=secret), school.services)

    assert ("invitation",) == accounts.resume(
        opened.secret, Origin(), school.services
    ).session.factors
    assert "refused" == school.told(name="wren", password="")


def test_registrar_cannot_take_over_an_administrator(school: School) -> None:
    """Only administrators make links for, or block, whoever holds a powerful role."""
    registrar = school.enrol("Registrar", Role.REGISTRAR)
    admin = school.enrol("Admin", Role.ADMIN)
    actor = Actor(person=registrar.id, organisation=school.organisation, role=Role.REGISTRAR)
    command = accounts.Invite(organisation=school.organisation, person=admin.id, actor=actor)
    with pytest.raises(ForbiddenError) as caught:
        accounts.invite(command, school.services)

    assert "grant" == caught.value.code
