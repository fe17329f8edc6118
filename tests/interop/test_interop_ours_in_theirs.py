"""Our credentials in independent verifiers: what we sign holds, and each near miss does not."""

import copy
import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import pytest

from issuer import badges
from issuer.clock import system_clock
from issuer.documents import Document, write_document
from tests.interop.credentials import (
    ACADEMY,
    GUILD,
    LIST_URL,
    SUSPENSIONS_URL,
    TUTOR,
    Party,
    badge,
    endorsement,
    good_documents,
    good_lists,
    signed,
    signed_anyhow,
    status_list,
)
from tests.interop.peers import BIT_SET, NOT_VALID, VALID, NodePeer, openbadgeslib_refusal

pytestmark = pytest.mark.interop

#: How the two verifiers word the reasons that we mean; any other reason would prove nothing.
CHANGED = r"Invalid signature|signature mismatch"
UNDEFINED = r"Safe mode validation error|no pinned context defines"
BIT = r"bit set: True|is set at index"
NO_LIST = r"offline loader: refused .*/status/|could not fetch status list"
NO_KEY = r"offline loader: refused did:web|could not fetch DID document"
WRONG_PARTY = r"Credential issuer must match|does not belong to the credential issuer"

Refusal = Callable[[bytes, Mapping[str, Document], Mapping[str, bytes]], str | None]


@pytest.fixture
def now() -> datetime:
    """Return the present: the other programs read the wall clock."""
    return system_clock()


@pytest.fixture(params=["node", "openbadgeslib"])
def refusal(request: pytest.FixtureRequest) -> Refusal:
    """Return a way to ask one of the verifiers why it refuses; None means that it does not."""
    if request.param == "openbadgeslib":
        return openbadgeslib_refusal
    peer: NodePeer = request.getfixturevalue("node_peer")

    def node_refusal(
        credential: bytes, documents: Mapping[str, Document], lists: Mapping[str, bytes]
    ) -> str | None:
        answer = peer.verify(credential, documents, lists)
        if (answer.status, answer.verified, answer.bit_set) == (VALID, True, False):
            return None
        return answer.errors or f"bit set: {answer.bit_set}, exit status {answer.status}"

    return node_refusal


def signed_badge(party: Party, now: datetime, **changes: Any) -> dict[str, Any]:
    """Return a badge of the academy or of a party without a host."""
    if party is TUTOR:
        changes.setdefault(
            "credential_status",
            badges.StatusListEntry.at(
                purpose="revocation", index=3, status_list="https://tutor.example/status/1"
            ),
        )
    return signed(badge(party, now, **changes), party, now)


def lists_of(party: Party, now: datetime) -> Mapping[str, bytes]:
    """Return the status lists of a party."""
    if party is TUTOR:
        url = "https://tutor.example/status/1"
        return {url: write_document(status_list(TUTOR, now, [4], url=url))}
    return good_lists(now)


@pytest.mark.parametrize("party", [ACADEMY, TUTOR], ids=["did:web", "did:key"])
def test_good_badge_verifies_elsewhere(party: Party, now: datetime, refusal: Refusal) -> None:
    """Another implementation reads signature, contexts and list as we meant them."""
    data = write_document(signed_badge(party, now))
    assert refusal(data, good_documents(), lists_of(party, now)) is None


@pytest.mark.parametrize("party", [ACADEMY, TUTOR], ids=["did:web", "did:key"])
def test_changed_letter_is_refused_elsewhere(party: Party, now: datetime, refusal: Refusal) -> None:
    """One letter in the learner's level breaks the signature for everyone."""
    data = write_document(signed_badge(party, now)).replace(b'"Proficient"', b'"Proficienz"', 1)
    assert re.search(CHANGED, refusal(data, good_documents(), lists_of(party, now)) or "valid")


def test_unknown_term_is_refused_elsewhere(now: datetime, refusal: Refusal) -> None:
    """A member that no context defines is not silently accepted."""
    document = signed_badge(ACADEMY, now)
    document["credentialSubject"]["achievement"]["honours"] = "summa"
    assert re.search(
        UNDEFINED, refusal(write_document(document), good_documents(), good_lists(now)) or "valid"
    )


def test_revoked_index_is_seen_elsewhere(now: datetime, refusal: Refusal) -> None:
    """The bit that we set is the bit that the other implementation reads."""
    lists = {LIST_URL: write_document(status_list(ACADEMY, now, [48213]))}
    data = write_document(signed_badge(ACADEMY, now))
    assert re.search(BIT, refusal(data, good_documents(), lists) or "valid")


@pytest.mark.parametrize("index", [0, 1, 7, 8, 131_071])
def test_bit_order_is_the_same_elsewhere(index: int, now: datetime, refusal: Refusal) -> None:
    """T42: with every bit set but ours, the badge is not revoked."""
    others = set(range(131_072)) - {index}
    lists = {LIST_URL: write_document(status_list(ACADEMY, now, others))}
    entry = badges.StatusListEntry.at(purpose="revocation", index=index, status_list=LIST_URL)
    data = write_document(signed_badge(ACADEMY, now, credential_status=entry))
    assert refusal(data, good_documents(), lists) is None


def test_suspension_is_seen_elsewhere(now: datetime, refusal: Refusal) -> None:
    """A badge whose single purpose is suspension shows it to everyone (ruling 3)."""
    entry = badges.StatusListEntry.at(purpose="suspension", index=9, status_list=SUSPENSIONS_URL)
    lists = {
        SUSPENSIONS_URL: write_document(
            status_list(ACADEMY, now, [9], url=SUSPENSIONS_URL, purpose="suspension")
        )
    }
    data = write_document(signed_badge(ACADEMY, now, credential_status=entry))
    assert re.search(BIT, refusal(data, good_documents(), lists) or "valid")


def test_missing_list_is_not_valid_elsewhere(now: datetime, refusal: Refusal) -> None:
    """Without the list nobody says that the badge holds."""
    data = write_document(signed_badge(ACADEMY, now))
    assert re.search(NO_LIST, refusal(data, good_documents(), {}) or "valid")


def test_missing_key_is_not_valid_elsewhere(now: datetime, refusal: Refusal) -> None:
    """Without the DID document nobody says that the badge holds."""
    data = write_document(signed_badge(ACADEMY, now))
    assert re.search(NO_KEY, refusal(data, {}, good_lists(now)) or "valid")


def test_badge_with_endorsement_verifies_elsewhere(now: datetime, refusal: Refusal) -> None:
    """An embedded endorsement does not disturb the badge around it."""
    inner = signed(endorsement(GUILD, now), GUILD, now)
    data = write_document(signed_badge(ACADEMY, now, endorsement=(inner,)))
    assert refusal(data, good_documents(), good_lists(now)) is None


def test_embedded_endorsement_verifies_on_its_own(now: datetime, node_peer: NodePeer) -> None:
    """The endorsement taken out of the badge is a whole credential (OB-28)."""
    inner = signed(endorsement(GUILD, now), GUILD, now)
    outer = json.loads(write_document(signed_badge(ACADEMY, now, endorsement=(inner,))))
    taken_out = write_document(outer["endorsement"][0])
    answer = node_peer.verify(taken_out, good_documents(), {})
    assert (VALID, True, "") == (answer.status, answer.verified, answer.errors)


def test_changed_endorsement_is_refused_on_its_own(now: datetime, node_peer: NodePeer) -> None:
    """What the endorser said cannot be improved afterwards."""
    inner = copy.deepcopy(signed(endorsement(GUILD, now), GUILD, now))
    inner["credentialSubject"]["endorsementComment"] = "The best we ever saw."
    answer = node_peer.verify(write_document(inner), good_documents(), {})
    assert NOT_VALID == answer.status


def test_revoked_badge_is_verified_with_the_bit_set(now: datetime, node_peer: NodePeer) -> None:
    """The peer calls a revoked badge `verified`: its status result is what counts."""
    lists = {LIST_URL: write_document(status_list(ACADEMY, now, [48213]))}
    answer = node_peer.verify(write_document(signed_badge(ACADEMY, now)), good_documents(), lists)
    assert (BIT_SET, True, True) == (answer.status, answer.verified, answer.bit_set)


def test_our_list_is_verified_by_its_proof_elsewhere(now: datetime, node_peer: NodePeer) -> None:
    """A list of ours whose own signature was broken is not believed."""
    whole = status_list(ACADEMY, now, [7])
    broken = {**whole, "validUntil": "2099-01-01T00:00:00Z"}
    data = write_document(signed_badge(ACADEMY, now))
    said = [
        node_peer.verify(data, good_documents(), {LIST_URL: write_document(each)})
        for each in (whole, broken)
    ]
    assert [(VALID, True), (NOT_VALID, False)] == [(a.status, a.status_checked) for a in said]


def test_key_of_another_party_is_refused_elsewhere(now: datetime, refusal: Refusal) -> None:
    """DI-5: a signature by the wrong party proves nothing, though the signature is good."""
    document = signed_anyhow(badge(ACADEMY, now), GUILD, now)
    assert re.search(
        WRONG_PARTY, refusal(write_document(document), good_documents(), good_lists(now)) or "valid"
    )
