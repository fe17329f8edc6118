"""What a page rests on is told apart by the rows alone, on both databases."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from issuer import issuance, records
from issuer.access import Role
from issuer.issuance.model import Visibility
from issuer.issuance.model.page_states import PageState
from tests import awarding
from tests.awarding import ACADEMY, BASE, KESTREL, START, WREN, SettableClock
from tests.databases import upgraded

__all__ = ["upgraded"]

_ID = issuance.CredentialId(f"{BASE}/credentials/k1")
#: How long Kestrel's badge holds.
_HOLDS = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class School:
    """A school in which Kestrel, an adult, holds a badge and Wren, a child, another one."""

    engine: sa.Engine
    services: issuance.Services
    clock: SettableClock

    def state(self, public_id: str = "k1") -> PageState | None:
        """Return what a page rests on now."""
        return issuance.page_state(public_id, self.services)

    def change(self) -> issuance.ChangeStatus:
        """Return a registrar's command about Kestrel's badge."""
        return issuance.ChangeStatus(
            actor=awarding.actor(awarding.REGISTRAR, Role.REGISTRAR),
            credential_id=_ID,
            reason_code=issuance.ReasonCode.MISATTRIBUTED_WORK,
            reason_text="a private reason",
        )


@pytest.fixture
def school(upgraded: str) -> Iterator[School]:
    """Give both their badges on an upgraded database."""
    engine = records.open_engine(upgraded)
    clock = SettableClock()
    services = awarding.services_on(engine, clock=clock)
    awarding.open_school(services)
    for name, learner in (("k1", KESTREL), ("w1", WREN)):
        award = awarding.add_award(services, name, learner=learner, valid_until=START + _HOLDS)
        issuance.issue_award(award, services)
    yield School(engine=engine, services=services, clock=clock)
    engine.dispose()


def _show(school: School) -> None:
    with awarding.records_of(school.services) as uow:
        uow.credentials.set_visibility(_ID, Visibility.PUBLIC)
        uow.commit()


def _agree(school: School) -> None:
    awarding.give_consent(school.services, KESTREL)


def _suspend(school: School) -> None:
    issuance.suspend_credential(school.change(), school.services)


def _grow(school: School) -> None:
    with awarding.records_of(school.services) as uow:
        person = uow.people.get(ACADEMY, f"{ACADEMY}-{KESTREL}")
        uow.people.save(replace(person, birth_date=START.date()))
        uow.commit()


def _settle(school: School) -> None:
    with awarding.records_of(school.services) as uow:
        uow.organisations.save(replace(uow.organisations.get(ACADEMY), age_of_majority=21))
        uow.commit()


@pytest.mark.parametrize("act", [_show, _agree, _suspend, _grow, _settle])
def test_whatever_a_page_says_is_another_state_once_it_changed(
    school: School, act: Callable[[School], None]
) -> None:
    """Visibility, consent, standing, age, a setting of the school."""
    before = school.state()
    act(school)
    after = school.state()

    assert before is not None
    assert after is not None
    assert before.token != after.token


def test_page_that_has_its_place_in_the_log_by_now_is_another(school: School) -> None:
    """On PostgreSQL the place comes later than the badge; SQLite gives it at once."""
    before = school.state()
    with school.engine.begin() as connection:
        late = connection.execute(
            sa.text("UPDATE audit_leaf SET leaf_index = event_number WHERE leaf_index IS NULL")
        )

    assert (late.rowcount > 0) == (before != school.state())
    assert (late.rowcount > 0) == (school.engine.dialect.name == "postgresql")


def test_state_is_the_same_as_long_as_nothing_changes(school: School) -> None:
    """What happens to somebody else, and what time it is, make no other state."""
    before = school.state()
    awarding.give_consent(school.services, WREN)
    school.clock.pass_time(hours=1)

    assert before is not None
    assert before == school.state()


@pytest.mark.parametrize("public_id", ["w1", "nothing-here"])
def test_private_and_unknown_have_no_state(school: School, public_id: str) -> None:
    """Nothing is kept about what nobody may see."""
    assert school.state(public_id) is None


def test_page_turns_when_the_badge_ends_though_nothing_is_stored(school: School) -> None:
    """Two looks within one minute, before and after the end, have nothing in common."""
    state = school.state()
    assert state is not None
    end = START + _HOLDS
    looks = [state.at(end + timedelta(seconds=step)) for step in (-1, 0, 1)]

    assert looks[0] != looks[1]
    assert looks[1] == looks[2]


def test_page_is_looked_up_anew_each_minute(school: School) -> None:
    """It says when it was looked up."""
    state = school.state()
    assert state is not None

    assert state.at(START) == state.at(START + timedelta(seconds=59))
    assert state.at(START) != state.at(START + timedelta(seconds=60))
