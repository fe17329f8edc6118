"""The generic profile and @digitalbazaar/vc: both directions, all three endpoints."""

from collections.abc import Callable
from typing import Any

import pytest

from issuer.clock import system_clock
from issuer.documents import read_document, write_document
from issuer.vocab import CREDENTIALS_V2
from tests.interop.credentials import did_key_party
from tests.interop.peers import BIT_SET, NOT_VALID, VALID, NodePeer
from tests.vcapi import Generic, with_context, with_members

pytestmark = pytest.mark.interop

PEER = did_key_party(b"an issuer of the other program!!")
Shape = Callable[..., dict[str, Any]]
WORDS = {"@vocab": "https://words.example/#"}


def plain(house: Generic, **members: Any) -> dict[str, Any]:
    """Return a credential in words that it brings itself."""
    return house.credential(with_context(WORDS), with_members(**members))


def bare(house: Generic, **members: Any) -> dict[str, Any]:
    """Return a credential in the words of the data model alone.

    The other program's eddsa-jcs-2022 compares contexts by identity, so that one which stands in
    the document never equals its copy in the proof.
    """
    words = {"type": "VerifiableCredential", "credentialSubject": {"id": "did:example:kestrel"}}
    return house.credential(with_context(), with_members(**words, **members))


@pytest.fixture
def house() -> Generic:
    """Return a profile at the present time: the other program reads the wall clock."""
    return Generic(now=system_clock())


def served_list(house: Generic, credential: dict[str, Any]) -> dict[str, bytes]:
    """Return the status list of a credential as it is served."""
    url = credential["credentialStatus"]["statusListCredential"]
    path = url.removeprefix(house.services.base_url)
    return {url: house.app.test_client().get(path).data}


FRENCH = {"@value": "Nœuds", "@language": "fr", "@direction": "ltr"}


@pytest.mark.parametrize(
    ("endpoint", "shape", "members"),
    [
        ("", plain, {}),
        ("", plain, {"name": FRENCH}),
        ("", plain, {"hours": 1.5}),
        ("", bare, {}),
        ("jcs/", bare, {}),
        ("jcs/", bare, {"name": FRENCH}),
        ("jcs/", bare, {"description": "Ties \u20ac\U0001f980 knots"}),
    ],
)
def test_our_generic_credential_is_valid_there(
    endpoint: str, shape: Shape, members: dict[str, Any], house: Generic, node_peer: NodePeer
) -> None:
    """Another canonicalizer reads our contexts, languages and numbers alike."""
    issued = house.issued(shape(house, **members), endpoint)
    answer = node_peer.verify(write_document(issued), {}, {})

    assert VALID == answer.status, answer.errors


@pytest.mark.parametrize("endpoint", ["", "jcs/"])
def test_our_generic_credential_changed_is_refused_there(
    endpoint: str, house: Generic, node_peer: NodePeer
) -> None:
    """One claim changed after signing."""
    issued = house.issued(bare(house, name="Knots"), endpoint)
    issued["name"] = "Sailing"

    assert NOT_VALID == node_peer.verify(write_document(issued), {}, {}).status


def test_status_entry_is_read_there(house: Generic, node_peer: NodePeer) -> None:
    """Not set, then set: the other program reads our list both times."""
    issued = house.issued(plain(house), "status/", options={"credentialId": "urn:a:1"})
    data = write_document(issued)
    before = node_peer.verify(data, {}, served_list(house, issued))
    body = {
        "credentialId": "urn:a:1",
        "credentialStatus": {"type": "BitstringStatusListEntry", "statusPurpose": "revocation"},
        "status": True,
    }
    assert 200 == house.call("POST", "/vc/credentials/status", json=body).status_code
    after = node_peer.verify(data, {}, served_list(house, issued))

    assert (VALID, BIT_SET) == (before.status, after.status), before.errors


@pytest.mark.parametrize("endpoint", ["", "jcs/", "status/"])
@pytest.mark.parametrize(
    "members",
    [{}, {"name": {"@value": "عقد", "@language": "ar", "@direction": "rtl"}}],
    ids=["plain", "a direction"],
)
def test_credential_of_the_peer_verifies_here(
    endpoint: str, members: dict[str, Any], house: Generic, node_peer: NodePeer
) -> None:
    """Every verify address reads what the other program signed."""
    unsigned = plain(house, issuer=PEER.did, **members)
    theirs = read_document(node_peer.issue(unsigned, PEER, house.now))
    answer = house.verify(theirs, endpoint)

    assert (200, True) == (answer.status_code, answer.get_json()["verified"]), answer.text
    assert CREDENTIALS_V2 in str(theirs["@context"])


def test_changed_credential_of_the_peer_is_refused_here(
    house: Generic, node_peer: NodePeer
) -> None:
    """A claim changed after the other program's signature."""
    theirs = dict(read_document(node_peer.issue(plain(house, issuer=PEER.did), PEER, house.now)))

    assert 400 == house.verify({**theirs, "name": "Another"}).status_code
