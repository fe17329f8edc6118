"""Tokens across programs: ours in openbadgeslib and Node's `jose`, theirs in our verifier."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from openbadgeslib.ob3 import Achievement, Issuer, OB3Signer, OpenBadgeCredential
from openbadgeslib.ob3.did import build_did_document

from issuer import issuance, records
from issuer.clock import system_clock
from issuer.documents import Document, read_document, write_document
from issuer.images import extract, render_png
from issuer.verification import Outcome, VerificationReport, verify
from tests import awarding
from tests.interop.credentials import ACADEMY as PARTY
from tests.interop.credentials import ACADEMY_DID, LEARNER, badge, good_documents, services_for
from tests.interop.peers import NodePeer, openbadgeslib_token_refusal
from tests.tokens import ALGORITHMS, RSA_ALGORITHMS, TokenKey, b64, claims_of, number, token_key

pytestmark = pytest.mark.interop

PEER = "did:web:peer.example"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"></svg>'


@dataclass(frozen=True, kw_only=True)
class Issued:
    """A token that this service made, and what it publishes for readers."""

    token: bytes
    did: str
    documents: dict[str, Document]
    lists: dict[str, bytes]
    key_set: Document


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Issued]:
    """Issue a badge today and ask for its `.jwt`."""
    engine = records.open_engine(f"sqlite:///{tmp_path_factory.mktemp('school')}/issuer.sqlite3")
    records.upgrade(engine)
    services = awarding.services_on(engine, clock=system_clock)
    awarding.open_school(services)
    issuance.issue_award(awarding.add_award(services, "k1"), services)
    record = issuance.credential_token("k1", services)
    listed = issuance.published_status_list(record.list_id, services)
    assert record.data is not None
    assert listed.data is not None
    did = awarding.organisation().did
    document = issuance.did_document_of(awarding.ACADEMY, services)
    yield Issued(
        token=record.data,
        did=did,
        documents={did: read_document(write_document(document))},
        lists={listed.url: listed.data},
        key_set=issuance.jwk_set_of([awarding.ACADEMY], services),
    )
    engine.dispose()


def tampered(token: bytes) -> bytes:
    """Return the token with one letter of its payload changed."""
    place = len(token) // 2
    letter = b"A" if token[place : place + 1] != b"A" else b"B"
    return token[:place] + letter + token[place + 1 :]


def test_our_token_is_read_by_openbadgeslib(issued: Issued) -> None:
    """OB-36 to OB-38: key from our DID document by `kid`, claims, dates and status."""
    given = (issued.did, issued.documents, issued.lists)
    assert openbadgeslib_token_refusal(issued.token, *given) is None
    assert openbadgeslib_token_refusal(tampered(issued.token), *given) is not None


def test_our_token_is_read_by_jose(issued: Issued, node_peer: NodePeer) -> None:
    """OB-39: `jose` finds the key in our JWK Set by its name."""
    said = node_peer.read_token(issued.token, issued.key_set)
    assert isinstance(said, dict)
    assert (issued.did, ["alg", "kid", "typ"], "Team Leadership") == (
        said["payload"]["iss"],
        sorted(said["header"]),
        said["payload"]["name"],
    )


def test_our_changed_token_is_refused_by_jose(issued: Issued, node_peer: NodePeer) -> None:
    """One letter, and nobody believes it."""
    refusal = node_peer.read_token(tampered(issued.token), issued.key_set)
    assert "ERR_JWS_SIGNATURE_VERIFICATION_FAILED" == refusal


def test_our_token_verifies_in_our_verifier(issued: Issued) -> None:
    """What we issue we accept, from the published documents alone."""
    services = services_for(system_clock(), documents=issued.documents, lists=issued.lists)
    report = verify(issued.token, services)
    assert ((), Outcome.VALID) == (report.codes, report.outcome)


def peers_badge(algorithm: str, now: datetime, **members: Any) -> OpenBadgeCredential:
    """Return a badge as openbadgeslib shapes it."""
    return OpenBadgeCredential(
        issuer=Issuer(id=PEER, name="Peer Academy (fictional)", url="https://peer.example"),
        recipient_id=LEARNER,
        achievement=Achievement(
            id="https://peer.example/achievements/1",
            name=f"Signed in {algorithm}",
            description="Made by another program.",
            criteria_narrative="Be issued elsewhere.",
        ),
        issuance_date=now - timedelta(days=1),
        **members,
    )


def pem_of(key: TokenKey) -> bytes:
    """Return a private key as openbadgeslib takes it."""
    pem: bytes = key.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return pem


def verified(token: str | bytes, algorithm: str, now: datetime) -> VerificationReport:
    """Verify a token of the peer, whose DID document openbadgeslib wrote."""
    data = token.encode("ascii") if isinstance(token, str) else token
    documents = {PEER: build_did_document(PEER, [("key-1", token_key(algorithm).members)])}
    return verify(data, services_for(now, documents=documents))


@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "EdDSA"])
def test_token_of_openbadgeslib_is_valid_here(algorithm: str) -> None:
    """Its header brings the key as `jwk`, which counts since its DID document has it too."""
    now = system_clock()
    signer = OB3Signer(pem_of(token_key(algorithm)), algorithm)
    report = verified(signer.sign(peers_badge(algorithm, now)), algorithm, now)
    assert ((), f"Signed in {algorithm}") == (
        report.codes,
        report.facts.name if report.facts else None,
    )


@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
def test_token_of_openbadgeslib_by_a_key_that_is_not_published_is_refused(algorithm: str) -> None:
    """OB-38: the key in its header does not vouch for itself."""
    now = system_clock()
    token = OB3Signer(pem_of(token_key(algorithm)), algorithm).sign(peers_badge(algorithm, now))
    other = "EdDSA" if algorithm == "RS256" else "RS256"
    assert ("key_source",) == verified(token, other, now).codes


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_picture_baked_by_openbadgeslib_is_valid_here(kind: str) -> None:
    """OB-56: a token inside a picture is read like one in a file."""
    now = system_clock()
    signer = OB3Signer(pem_of(token_key("ES256")), "ES256")
    if kind == "svg":
        baked = signer.sign_into_svg(peers_badge("ES256", now), SVG)
    else:
        baked = signer.sign_into_png(peers_badge("ES256", now), render_png(SVG, 8))
    assert ("jwt", ()) == (extract(baked).kind, verified(baked, "ES256", now).codes)


@pytest.mark.parametrize("typ", ["JWT", "vc+jwt"])
@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_token_of_jose_is_valid_here(algorithm: str, typ: str, node_peer: NodePeer) -> None:
    """Every algorithm of both profiles, signed in another language."""
    now = system_clock()
    key = token_key(algorithm)
    document = badge(PARTY, now)
    token = node_peer.sign_token(
        {**document, **claims_of(document)},
        {"alg": algorithm, "kid": key.method_id, "typ": typ},
        private_jwk(key),
    )
    services = services_for(now, documents={**good_documents(), ACADEMY_DID: with_key(key)})
    theirs = {"ES384", "ES512"} if typ == "JWT" else set(RSA_ALGORITHMS)
    assert (() if algorithm not in theirs else ("alg",)) == verify(token, services).codes


@pytest.mark.parametrize("algorithm", RSA_ALGORITHMS)
def test_changed_token_of_jose_is_refused(algorithm: str, node_peer: NodePeer) -> None:
    """One letter of a token by an RSA key, in each of its algorithms."""
    now, key = system_clock(), token_key(algorithm)
    document = badge(PARTY, now)
    head = {"alg": algorithm, "kid": key.method_id, "typ": "JWT"}
    token = node_peer.sign_token({**document, **claims_of(document)}, head, private_jwk(key))
    services = services_for(now, documents={**good_documents(), ACADEMY_DID: with_key(key)})
    changed = token.split(b".")
    changed[2] = (b"A" if changed[2][:1] != b"A" else b"B") + changed[2][1:]
    assert ("proof",) == verify(b".".join(changed), services).codes


def with_key(key: TokenKey) -> Document:
    """Return the academy's document with its own key, which signs its lists, and this one."""
    document: dict[str, Any] = json.loads(write_document(PARTY.document))
    document["verificationMethod"].append(key.method.to_dict())
    document["assertionMethod"].append(key.method_id)
    return document


def private_jwk(key: TokenKey) -> Document:
    """Return a private key as `jose` takes it."""
    if key.algorithm in RSA_ALGORITHMS:
        numbers = key.private.private_numbers()
        parts = {"p": numbers.p, "q": numbers.q, "dp": numbers.dmp1, "dq": numbers.dmq1}
        return {
            **key.members,
            "d": number(numbers.d, 256),
            "qi": number(numbers.iqmp, 128),
            **{name: number(value, 128) for name, value in parts.items()},
        }
    if key.algorithm == "EdDSA":
        return {**key.members, "d": b64(key.private.private_bytes_raw())}
    size = (key.private.curve.key_size + 7) // 8
    return {**key.members, "d": number(key.private.private_numbers().private_value, size)}
