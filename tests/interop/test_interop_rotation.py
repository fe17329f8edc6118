"""Three rotations, and every badge from before them verifies elsewhere too (reliability row 19)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from issuer import issuance, records
from issuer.clock import system_clock
from tests import awarding
from tests.awarding import ACADEMY, BASE, SettableClock
from tests.databases import fresh_sqlite
from tests.interop.peers import openbadgeslib_refusal

pytestmark = pytest.mark.interop


@pytest.fixture
def services(tmp_path: Path) -> Iterator[issuance.Services]:
    """Give a school of today: the other program reads the wall clock."""
    engine = records.open_engine(fresh_sqlite(tmp_path))
    records.upgrade(engine)
    clock = SettableClock(system_clock() - timedelta(hours=1))
    given = awarding.services_on(engine, clock=clock)
    awarding.open_school(given)
    yield given
    engine.dispose()


def _issued(name: str, services: issuance.Services) -> bytes:
    award = replace(awarding.award_of(name), awarded_at=services.clock() - timedelta(days=1))
    awarding.add_awards(services, (award,))
    issuance.issue_award(award.id, services)
    record = issuance.credential_of_award(award.id, services)
    assert record is not None
    assert record.data is not None
    return record.data


def test_badges_from_before_three_rotations_verify_elsewhere(services: issuance.Services) -> None:
    """Openbadgeslib accepts the badge of each of four keys with the DID document of today."""
    badges = []
    for number in range(4):
        badges.append(_issued(f"k{number}", services))
        if number < 3:
            issuance.replace_key(ACADEMY, services)
    did = awarding.organisation().did
    documents = {did: issuance.did_document_of(ACADEMY, services)}
    with services.read_only() as uow:
        (record,) = (uow.status_lists.get(each.id) for each in uow.status_lists.all())
    assert record.data is not None
    lists = {record.url: record.data}
    refusals = [openbadgeslib_refusal(badge, documents, lists) for badge in badges]
    assert ([None] * 4, True) == (refusals, record.url.startswith(BASE))


def test_a_badge_by_an_ended_key_is_refused_elsewhere(services: issuance.Services) -> None:
    """The same program refuses it once the key is out of the DID document's assertions."""
    badge = _issued("k1", services)
    with services.read_only() as uow:
        key = uow.keys.active(ACADEMY)
    assert key is not None
    issuance.compromise_key(key.id, services)
    documents = {awarding.organisation().did: issuance.did_document_of(ACADEMY, services)}
    assert openbadgeslib_refusal(badge, documents, {}) is not None
