"""Keys that are changed by two people, on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from issuer import issuance, records
from issuer.access import ANSWER_WITHIN, Actor, ProposalState, Role
from issuer.errors import ForbiddenError, IssuerError, NotFoundError, RuleError, StateError
from issuer.issuance import AnswerKeys, AskForKeys, KeyAct, KeyProposal
from issuer.issuance.model import KeyState
from tests import awarding
from tests.awarding import ACADEMY, SettableClock
from tests.databases import upgraded

__all__ = ["upgraded"]


class TickingClock(SettableClock):
    """Goes on a little with every look, as clocks do."""

    def __call__(self) -> datetime:
        """Return the present."""
        self.now += timedelta(microseconds=1)
        return self.now


@dataclass(kw_only=True)
class School:
    """A school in which two people change keys."""

    engine: sa.Engine
    clock: SettableClock
    services: issuance.Services

    def ask(self, who: str | None = "teal", **changes: Any) -> KeyProposal:
        """Ask for a new key."""
        wish = AskForKeys(organisation=ACADEMY, actor=_admin(who), act=KeyAct.ROTATE)
        return issuance.propose_keys(replace(wish, **changes), self.services)

    def answer(self, proposal: KeyProposal, who: str | None = "rook") -> AnswerKeys:
        """Return what the second person says."""
        return AnswerKeys(organisation=ACADEMY, actor=_admin(who), proposal=proposal.id)

    def states(self) -> list[str]:
        """Return the states of the keys for credentials, oldest first."""
        keys = issuance.list_keys(ACADEMY, self.services)
        return [key.state.value for key in keys if key.algorithm == "Ed25519"]

    def events(self) -> list[tuple[str, str]]:
        """Return name and actor of what was recorded about two people."""
        question = "SELECT name, actor FROM event WHERE name LIKE 'keys.%' ORDER BY number"
        with self.engine.connect() as connection:
            return [(name, actor) for name, actor in connection.execute(sa.text(question))]


def _admin(who: str | None) -> Actor | None:
    return None if who is None else awarding.actor(who, Role.ADMIN)


@pytest.fixture
def school(upgraded: str) -> Iterator[School]:
    """Give a school with a key that two people have to agree on."""
    engine = records.open_engine(upgraded)
    clock = TickingClock()
    services = awarding.services_on(engine, clock=clock)
    awarding.open_school(services)
    with awarding.records_of(services) as uow:
        organisation = uow.organisations.get(ACADEMY)
        uow.organisations.save(replace(organisation, second_person_for_keys=True))
        uow.commit()
    yield School(engine=engine, clock=clock, services=services)
    engine.dispose()


def test_nobody_begins_a_rotation_alone(school: School) -> None:
    """The verb of API and page says what to do instead."""
    with pytest.raises(RuleError) as caught:
        issuance.rotate_key(
            issuance.ManageKeys(actor=awarding.actor("teal", Role.ADMIN)), school.services
        )
    assert ("second_person", ["active"]) == (caught.value.code, school.states())


def test_two_people_rotate(school: School) -> None:
    """Asking changes nothing; agreeing publishes the new key, and each leaves an event."""
    proposal = school.ask()
    before = school.states()
    issuance.confirm_keys(school.answer(proposal), school.services)
    assert (["active"], ["active", "published"]) == (before, school.states())
    events = [("keys.proposed", "academy-teal"), ("keys.confirmed", "academy-rook")]
    assert events == school.events()


@pytest.mark.parametrize("who", ["teal", None])
def test_who_asked_cannot_agree(school: School, who: str | None) -> None:
    """Neither a person nor the operator is two people."""
    proposal = school.ask(who)
    with pytest.raises(ForbiddenError) as caught:
        issuance.confirm_keys(school.answer(proposal, who), school.services)
    assert ("same_person", ["active"]) == (caught.value.code, school.states())


def test_the_database_refuses_one_person_too(school: School) -> None:
    """Whatever the code says."""
    proposal = school.ask()
    settled = "UPDATE key_proposal SET state = 'confirmed', settled_by = proposed_by WHERE id = :id"
    with school.engine.begin() as connection, pytest.raises(IntegrityError):
        connection.execute(sa.text(settled), {"id": proposal.id})


def test_an_old_proposal_is_not_agreed_to(school: School) -> None:
    """After three days whoever still wants it asks again, and may."""
    proposal = school.ask()
    school.clock.now += ANSWER_WITHIN
    with pytest.raises(StateError) as caught:
        issuance.confirm_keys(school.answer(proposal), school.services)
    school.ask()
    assert ("expired", ["keys.proposed", "keys.expired", "keys.proposed"]) == (
        caught.value.code,
        [name for name, _ in school.events()],
    )


def test_upkeep_closes_what_nobody_answered(school: School) -> None:
    """With an event, and once."""
    school.ask()
    school.clock.now += ANSWER_WITHIN
    closed = issuance.expire_key_proposals(school.services)
    assert (1, 0) == (closed, issuance.expire_key_proposals(school.services))


def test_a_declined_proposal_changes_nothing(school: School) -> None:
    """It cannot be agreed to afterwards."""
    proposal = school.ask()
    declined = issuance.decline_keys(school.answer(proposal), school.services)
    with pytest.raises(StateError):
        issuance.confirm_keys(school.answer(proposal), school.services)
    assert (ProposalState.DECLINED, ["active"]) == (declined.state, school.states())


def test_two_people_end_a_key(school: School) -> None:
    """The emergency: the key is ended by the second person, and another one signs."""
    key = issuance.list_keys(ACADEMY, school.services)[0]
    proposal = school.ask(None, act=KeyAct.COMPROMISE, subject=key.id)
    before = issuance.find_key(key.id, school.services).state
    issuance.confirm_keys(school.answer(proposal), school.services)
    after = issuance.find_key(key.id, school.services).state
    assert (KeyState.ACTIVE, KeyState.COMPROMISED) == (before, after)


@pytest.mark.parametrize(
    ("wait", "step", "left"),
    [
        (None, "after_agreement", ["active", "published"]),
        (None, "after_key_created", ["active", "published"]),
        (0, "after_key_publication", ["retired", "active"]),
        (0, "after_rotation", ["retired", "active"]),
    ],
)
def test_what_was_agreed_on_is_done_by_the_outbox(
    school: School, wait: int | None, step: str, left: list[str]
) -> None:
    """Whoever agreed may die at any step; it is done once, however often it is done."""

    def die(name: str) -> None:
        if name == step:
            raise KeyboardInterrupt

    proposal = school.ask(wait=wait)
    school.clock.now += timedelta(minutes=1)
    with pytest.raises(KeyboardInterrupt):
        issuance.confirm_keys(school.answer(proposal), replace(school.services, reached=die))
    issuance.carry_out_keys(proposal.id, school.services)
    issuance.carry_out_keys(proposal.id, school.services)
    assert left == school.states()


def test_a_finished_rotation_is_not_begun_again_by_a_late_item(school: School) -> None:
    """The outbox may come days later, when the new key signs already."""
    proposal = school.ask(wait=60)
    issuance.confirm_keys(school.answer(proposal), school.services)
    school.clock.now += timedelta(minutes=5)
    issuance.switch_due_keys(school.services)
    issuance.carry_out_keys(proposal.id, school.services)
    assert ["retired", "active"] == school.states()


@pytest.mark.parametrize(
    ("wish", "error"),
    [
        ({"subject": "RSA"}, IssuerError),
        ({"act": KeyAct.COMPROMISE, "subject": "did:web:elsewhere#key"}, NotFoundError),
        ({}, StateError),
    ],
)
def test_what_cannot_be_done_is_not_asked_for(
    school: School, wish: dict[str, Any], error: type[IssuerError]
) -> None:
    """An algorithm of nobody, a key of nobody, and what somebody asked for already."""
    school.ask(None)
    with pytest.raises(error):
        school.ask(**wish)


def test_another_school_answers_nothing_here(school: School) -> None:
    """To it there is no such proposal."""
    proposal = school.ask()
    stranger = replace(school.answer(proposal), organisation="elsewhere", actor=None)
    with pytest.raises(NotFoundError):
        issuance.confirm_keys(stranger, school.services)
