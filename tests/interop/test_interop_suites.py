"""Suites beside eddsa-rdfc-2022, between two programs."""

from datetime import datetime
from typing import Any

import pytest

from issuer import proofs
from issuer.badges import CREDENTIALS_V1
from issuer.clock import system_clock
from issuer.documents import write_document
from issuer.proofs import JCS
from issuer.verification import verify
from tests.interop.credentials import ACADEMY, badge, good_documents, services_for
from tests.interop.peers import VALID, NodePeer

pytestmark = pytest.mark.interop

ED25519_2020 = "https://w3id.org/security/suites/ed25519-2020/v1"
OB_3_0_1 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json"


@pytest.fixture
def now() -> datetime:
    """Return the present: the other program reads the wall clock."""
    return system_clock()


def unsigned(now: datetime, *contexts: str) -> dict[str, Any]:
    """Return a badge without status, under further contexts."""
    document = badge(ACADEMY, now)
    document["@context"] = [*document["@context"], *contexts]
    del document["credentialStatus"]
    return document


def older(now: datetime) -> dict[str, Any]:
    """Return a badge by the data model 1.1, in the words of its time."""
    document = unsigned(now)
    document["@context"] = [CREDENTIALS_V1, OB_3_0_1, ED25519_2020]
    document["issuanceDate"] = document.pop("validFrom")
    document["expirationDate"] = document.pop("validUntil")
    for name in ("awardedDate", "evidence"):
        del document[name]
    return document


@pytest.mark.parametrize("curve", ["P-256", "P-384"])
def test_ecdsa_badge_of_the_peer_is_valid_here(
    curve: str, now: datetime, node_peer: NodePeer
) -> None:
    """A wallet's key on a NIST curve, made and used by the other program."""
    data = node_peer.issue_with(curve, unsigned(now), ACADEMY, now)
    assert () == verify(data, services_for(now)).codes
    changed = data.replace(b'"Proficient"', b'"Proficienz"')
    assert data != changed
    assert ("proof",) == verify(changed, services_for(now)).codes


def test_jcs_badge_of_the_peer_is_valid_here(now: datetime, node_peer: NodePeer) -> None:
    """What the other program wrote as JCS, we write alike."""
    data = node_peer.issue_with(JCS.name, unsigned(now), ACADEMY, now)
    assert () == verify(data, services_for(now)).codes
    changed = data.replace(b'"Proficient"', b'"Proficienz"')
    assert ("proof",) == verify(changed, services_for(now)).codes


@pytest.mark.parametrize("make", [lambda now: unsigned(now, ED25519_2020), older])
def test_older_ed25519_badge_of_the_peer_is_valid_here(
    make: Any, now: datetime, node_peer: NodePeer
) -> None:
    """Ed25519Signature2020, in both data models."""
    data = node_peer.issue_with("Ed25519Signature2020", make(now), ACADEMY, now)
    assert () == verify(data, services_for(now)).codes
    changed = data.replace(b'"Proficient"', b'"Proficienz"')
    assert ("proof",) == verify(changed, services_for(now)).codes


def test_jcs_credential_of_ours_is_valid_at_the_peer(now: datetime, node_peer: NodePeer) -> None:
    """A generic credential of ours, with letters and numbers that JCS writes in one way only."""
    credential: dict[str, Any] = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential"],
        "issuer": ACADEMY.did,
        "name": "Ünïcode “quotes” \\ \u2028 🦉",
        "credentialSubject": {"id": "urn:uuid:6f5f5c0e-2b1d-4f0a-9a77-3d2c1b0a9f8e"},
    }
    options = proofs.proof_options(now, ACADEMY.method_id, JCS)
    prepared = proofs.prepare_generic(credential, options, JCS)
    proofs.rehearse(prepared)
    signed = proofs.sign(prepared, ACADEMY)
    answer = node_peer.verify(signed.data, good_documents(), {})
    assert (VALID, "") == (answer.status, answer.errors)
    changed = {**signed.document, "name": "another"}
    assert not node_peer.verify(write_document(changed), good_documents(), {}).verified
