"""Credentials of an independent issuer in our verifier."""

from datetime import datetime

import pytest

from issuer.clock import system_clock
from issuer.verification import verify
from tests.interop.credentials import (
    ACADEMY,
    GUILD,
    TUTOR,
    Party,
    badge,
    endorsement,
    services_for,
)
from tests.interop.peers import NodePeer

pytestmark = pytest.mark.interop


@pytest.fixture
def now() -> datetime:
    """Return the present: the other program reads the wall clock."""
    return system_clock()


@pytest.mark.parametrize("party", [ACADEMY, TUTOR], ids=["did:web", "did:key"])
def test_badge_of_the_peer_is_valid_here(party: Party, now: datetime, node_peer: NodePeer) -> None:
    """What another program signed with another canonicalizer, we read alike."""
    unsigned = badge(party, now)
    if party is TUTOR:
        del unsigned["credentialStatus"]
    data = node_peer.issue(unsigned, party, now)
    assert () == verify(data, services_for(now)).codes


def test_endorsement_of_the_peer_is_valid_here(now: datetime, node_peer: NodePeer) -> None:
    """An endorsement by itself is a credential that we verify."""
    data = node_peer.issue(endorsement(GUILD, now), GUILD, now)
    assert () == verify(data, services_for(now)).codes


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b'"Proficient"', b'"Proficienz"'),
        (b"2028", b"2038"),
        (b'"statusListIndex":"48213"', b'"statusListIndex":"48214"'),
    ],
    ids=["a level", "a date", "the status index"],
)
def test_changed_badge_of_the_peer_is_refused_here(
    before: bytes, after: bytes, now: datetime, node_peer: NodePeer
) -> None:
    """A change after the other program's signature is found."""
    data = node_peer.issue(badge(ACADEMY, now, valid_until="2028-12-31T00:00:00Z"), ACADEMY, now)
    assert data != data.replace(before, after)
    assert ("proof",) == verify(data.replace(before, after), services_for(now)).codes


def test_term_added_to_a_badge_of_the_peer_is_refused_here(
    now: datetime, node_peer: NodePeer
) -> None:
    """A member that no context defines was not signed by anyone."""
    data = node_peer.issue(badge(ACADEMY, now), ACADEMY, now)
    added = data.replace(b'"credentialSubject":{', b'"credentialSubject":{"honours":"summa",')
    assert ("undefined_term",) == verify(added, services_for(now)).codes
