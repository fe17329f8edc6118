"""Contexts that we hold ourselves: letter for letter their editors', and badges signed by those.

The other program signs with the contexts of its own packages, so a wrong letter in ours would make
its honest signatures fail here.
"""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from issuer import vocab
from issuer.badges import CREDENTIALS_V1
from issuer.clock import system_clock
from issuer.documents import Document, canonical_bytes, write_document
from issuer.verification import Outcome, VerificationReport, verify
from tests.interop.credentials import ACADEMY, BASE, GUILD, Party, badge, services_for
from tests.interop.peers import NodePeer
from tests.interop.test_interop_suites import ED25519_2020, OB_3_0_1, older

pytestmark = pytest.mark.interop

DATA_INTEGRITY_V1 = "https://w3id.org/security/data-integrity/v1"
STATUS_2021 = "https://w3id.org/vc/status-list/2021/v1"
STATUS_V1 = "https://www.w3.org/ns/credentials/status/v1"
OURS = (DATA_INTEGRITY_V1, STATUS_2021, STATUS_V1)
LIST_2021 = f"{BASE}/status/2021"
INDEX = 48213


@pytest.fixture
def now() -> datetime:
    """Return the present: the other program reads the wall clock."""
    return system_clock()


def older_badge(now: datetime, *contexts: str, status: Document | None = None) -> dict[str, Any]:
    """Return a badge by the data model 1.1 under further contexts, with a status."""
    document = older(now)
    document["@context"] = [CREDENTIALS_V1, OB_3_0_1, *contexts]
    if status is not None:
        document["credentialStatus"] = status
    return document


def entry_2021(**members: Any) -> Document:
    """Return an entry of StatusList2021."""
    return {
        "id": f"{LIST_2021}#{INDEX}",
        "type": "StatusList2021Entry",
        "statusPurpose": "revocation",
        "statusListIndex": str(INDEX),
        "statusListCredential": LIST_2021,
        **members,
    }


def found(report: VerificationReport) -> list[tuple[str, Outcome]]:
    """Return what was found beside what holds."""
    return [(f.code, f.outcome) for f in report.findings if f.outcome is not Outcome.VALID]


class World:
    """A badge of 2021 by the other program, and the list that it made for it."""

    def __init__(self, peer: NodePeer, now: datetime) -> None:
        self.peer = peer
        self.now = now

    def badge(self, status: Document) -> bytes:
        """Return a signed badge with this status."""
        unsigned = older_badge(self.now, STATUS_2021, ED25519_2020, status=status)
        return self.peer.issue_with("Ed25519Signature2020", unsigned, ACADEMY, self.now)

    def listed(self, *indices: int, party: Party = ACADEMY) -> bytes:
        """Return a signed list with these bits set."""
        return self.peer.list_2021(LIST_2021, party, self.now - timedelta(minutes=1), *indices)

    def report(self, data: bytes, listed: bytes) -> VerificationReport:
        """Verify a badge where this list stands at its address."""
        return verify(data, services_for(self.now, lists={LIST_2021: listed}))


@pytest.fixture
def world(node_peer: NodePeer, now: datetime) -> World:
    """Return the other program as an issuer of 2021."""
    return World(node_peer, now)


def test_contexts_of_ours_are_those_of_their_editors(node_peer: NodePeer) -> None:
    """In JCS form they are what the packages publish, at the same addresses."""
    published = node_peer.published_contexts()
    assert set(OURS) < set(published)
    for url in OURS:
        assert canonical_bytes(published[url]) == canonical_bytes(vocab.context_for(url)), url


def test_badge_of_2021_is_valid_while_its_bit_is_clear(world: World) -> None:
    """Form, signature, list, its signature and its issuer: all of it is checked."""
    report = world.report(world.badge(entry_2021()), world.listed(INDEX - 1, INDEX + 1))
    assert ([], True) == (found(report), report.is_valid)
    assert {"older_model", "status_undated"} <= {f.code for f in report.findings if f.is_note}


def test_badge_of_2021_is_revoked_when_its_bit_is_set(world: World) -> None:
    """By the other program's own list."""
    report = world.report(world.badge(entry_2021()), world.listed(INDEX))
    assert [("revoked", Outcome.INVALID)] == found(report)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b'"statusListIndex":"48213"', b'"statusListIndex":"48214"'),
        (b'"statusPurpose":"revocation"', b'"statusPurpose":"suspension"'),
        (b"/status/2021#48213", b"/status/2021#48214"),
        (b'"statusListCredential":"https://b', b'"statusListCredential":"https://x'),
        (b'"Proficient"', b'"Proficienz"'),
    ],
    ids=["index", "purpose", "id of the entry", "address of the list", "a level"],
)
def test_changed_badge_of_2021_is_refused(before: bytes, after: bytes, world: World) -> None:
    """Every word of the entry is covered by the signature."""
    data = world.badge(entry_2021())
    assert 1 == data.count(before)
    report = world.report(data.replace(before, after), world.listed())
    assert ("proof", Outcome.INVALID) in found(report)


def test_list_of_2021_that_was_changed_is_refused(world: World) -> None:
    """Whoever clears a bit breaks the list's signature."""
    revoking, clear = json.loads(world.listed(INDEX)), json.loads(world.listed())
    revoking["credentialSubject"]["encodedList"] = clear["credentialSubject"]["encodedList"]
    report = world.report(world.badge(entry_2021()), write_document(revoking))
    assert [("status_proof", Outcome.INVALID)] == found(report)


def test_list_of_2021_of_another_issuer_is_refused(world: World) -> None:
    """A stranger's list at this address says nothing, well signed as it is."""
    report = world.report(world.badge(entry_2021()), world.listed(party=GUILD))
    assert [("status_issuer", Outcome.INVALID)] == found(report)


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"statusPurpose": "suspension"}, "status_purpose"),
        ({"statusListIndex": "131072"}, "status_range"),
        ({"statusListIndex": "-1"}, "status_range"),
        ({"statusListIndex": "048213"}, "status_range"),
        ({"id": LIST_2021}, "status_entry"),
    ],
)
def test_entry_of_2021_that_does_not_fit_is_refused(
    members: dict[str, Any], code: str, world: World
) -> None:
    """Signed like that by its issuer, it still says nothing about this badge."""
    report = world.report(world.badge(entry_2021(**members)), world.listed())
    assert [(code, Outcome.INVALID)] == found(report)


def test_badge_that_names_its_context_twice_is_refused(now: datetime, node_peer: NodePeer) -> None:
    """An ordered set holds nothing twice, even where the other program signs it."""
    unsigned = older_badge(now, STATUS_2021, STATUS_2021, ED25519_2020, status=entry_2021())
    data = node_peer.issue_with("Ed25519Signature2020", unsigned, ACADEMY, now)
    assert [("context", Outcome.INVALID)] == found(verify(data, services_for(now)))


def test_inline_context_of_the_issuer_is_refused(now: datetime, node_peer: NodePeer) -> None:
    """It could give the index another meaning outside of the entry, and readers would not see."""
    inline: Any = {"statusListIndex": "https://evil.example/words#index"}
    unsigned = older_badge(now, inline, STATUS_2021, ED25519_2020, status=entry_2021())
    data = node_peer.issue_with("Ed25519Signature2020", unsigned, ACADEMY, now)
    assert [("context", Outcome.INVALID)] == found(verify(data, services_for(now)))


def test_badge_under_the_first_data_integrity_context_is_valid(
    now: datetime, node_peer: NodePeer
) -> None:
    """eddsa-rdfc-2022 as it was signed in the data model 1.1."""
    unsigned = older_badge(now, DATA_INTEGRITY_V1)
    data = node_peer.issue_with("eddsa-rdfc-2022/v1", unsigned, ACADEMY, now)
    assert [] == found(verify(data, services_for(now)))
    changed = data.replace(b'"Proficient"', b'"Proficienz"')
    assert data != changed
    assert [("proof", Outcome.INVALID)] == found(verify(changed, services_for(now)))


def test_bitstring_entry_in_the_older_model_is_valid(now: datetime, node_peer: NodePeer) -> None:
    """The status context gives the entry its words, which the data model 1.1 has not."""
    document = badge(ACADEMY, now)
    status: Any = document["credentialStatus"]
    unsigned = older_badge(now, STATUS_V1, ED25519_2020, status=status)
    data = node_peer.issue_with("Ed25519Signature2020", unsigned, ACADEMY, now)
    assert [] == found(verify(data, services_for(now)))
    changed = data.replace(b'"statusListIndex":"48213"', b'"statusListIndex":"48214"')
    assert data != changed
    assert [("proof", Outcome.INVALID)] == found(verify(changed, services_for(now)))


def test_status_context_says_what_the_newer_model_says(now: datetime, node_peer: NodePeer) -> None:
    """VC 2.0 has its words already, in the same meaning: naming it changes nothing."""
    document = badge(ACADEMY, now)
    document["@context"].append(STATUS_V1)
    data = node_peer.issue(document, ACADEMY, now)
    assert [] == found(verify(data, services_for(now)))


def test_both_programs_refuse_the_first_data_integrity_context_in_the_newer_model(
    now: datetime, node_peer: NodePeer
) -> None:
    """VC 2.0 protects these words; a second meaning is an error of JSON-LD."""
    document = json.loads(node_peer.issue(badge(ACADEMY, now), ACADEMY, now))
    document["@context"].append(DATA_INTEGRITY_V1)
    data = write_document(document)
    assert "protected" in node_peer.verify(data, {ACADEMY.did: ACADEMY.document}, {}).errors
    assert [("context", Outcome.INVALID)] == found(verify(data, services_for(now)))
