"""Prepare, rehearse, sign: what is refused before the key is touched, and what comes out."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from issuer.documents import read_document, write_document
from issuer.errors import (
    ContextError,
    InvalidProofError,
    IssuerError,
    MalformedError,
    ShapeError,
    UndefinedTermError,
)
from issuer.proofs import (
    PreparedCredential,
    prepare,
    proof_options,
    rehearse,
    require_issuer_binding,
    sign,
    verify_proof,
)
from issuer.proofs.strictness import ISSUING, VERIFYING
from issuer.proofs.suites import RDFC
from issuer.status import StatusList, status_list_credential
from tests import specimens

OPTIONS = proof_options(specimens.CREATED, specimens.method_of().id)


def prepared() -> PreparedCredential:
    """Return the small badge, prepared."""
    return prepare(specimens.small_badge(), OPTIONS)


class SpySigner(specimens.SeedSigner):
    """Counts what it is asked to sign."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[bytes] = []

    def sign(self, data: bytes) -> bytes:
        """Sign and remember."""
        self.seen.append(data)
        return super().sign(data)


class OtherSigner(specimens.SeedSigner):
    """Returns what a broken or foreign key store might."""

    def __init__(self, answer: Callable[[bytes], bytes]) -> None:
        super().__init__()
        self._answer = answer

    def sign(self, data: bytes) -> bytes:
        """Return the prepared answer."""
        return self._answer(data)


def test_signed_badge_verifies_from_its_bytes() -> None:
    """The bytes to store hold a document that a stranger can verify."""
    signed = sign(prepared(), specimens.SeedSigner())
    read = read_document(signed.data)
    verify_proof(read, specimens.method_of(), now=specimens.CREATED)
    require_issuer_binding(read, specimens.method_of())
    assert signed.document == read
    assert signed.data == write_document(signed.document)


def test_signing_adds_a_list_of_one_proof_and_nothing_else() -> None:
    """Every member comes back as it was; the proof is the options and a value."""
    document = dict(sign(prepared(), specimens.SeedSigner()).document)
    (proof,) = document.pop("proof")  # type: ignore[misc] # a list of one object
    assert specimens.small_badge() == document
    assert isinstance(proof, dict)
    assert {name: value for name, value in proof.items() if name != "proofValue"} == OPTIONS


def test_key_signs_64_bytes_once() -> None:
    """The key sees both hashes and nothing else, one time."""
    signer = SpySigner()
    ready = prepared()
    sign(ready, signer)
    assert [ready.hash_data] == signer.seen
    assert len(ready.hash_data) == 64


def test_same_input_gives_same_bytes() -> None:
    """Ed25519 is deterministic, and so is the writing."""
    assert sign(prepared(), specimens.SeedSigner()) == sign(prepared(), specimens.SeedSigner())


def test_change_of_the_input_after_preparing_does_not_reach_the_signature() -> None:
    """What was checked is what is signed."""
    document = specimens.small_badge()
    ready = prepare(document, OPTIONS)
    document["credentialSubject"]["achievement"]["name"] = "Another achievement"
    signed = sign(ready, specimens.SeedSigner())
    verify_proof(signed.document, specimens.method_of())
    assert specimens.at(dict(signed.document), "/credentialSubject/achievement/name") == "Teamwork"


def test_rehearsal_passes_without_the_key() -> None:
    """A throw-away key proves that verification would accept the document."""
    rehearse(prepared())
    rehearse(prepare(specimens.unsigned_badge(), OPTIONS))


def test_status_list_and_endorsement_are_signed_too() -> None:
    """The other two kinds pass the same way."""
    now = datetime(2026, 1, 1, tzinfo=UTC)
    status_list = status_list_credential(
        list_url="https://badges.riverbend.example/status/1",
        issuer=specimens.ISSUER,
        purpose="revocation",
        status_list=StatusList.from_bits([5]),
        valid_from=now,
        valid_until=now + timedelta(days=1),
        ttl=timedelta(minutes=5),
    )
    endorsement = specimens.without(specimens.endorsement(), "/proof")
    endorsement["issuer"] = specimens.signed_badge()["issuer"]
    for document in (status_list, endorsement):
        ready = prepare(document, OPTIONS)
        rehearse(ready)
        signed = sign(ready, specimens.SeedSigner())
        verify_proof(read_document(signed.data), specimens.method_of())


def test_proof_options_are_those_of_the_standard() -> None:
    """Whole seconds of UTC, purpose and suite fixed (OB-30)."""
    created = datetime(2026, 4, 10, 17, 0, 5, 999, tzinfo=timezone(timedelta(hours=2)))
    assert proof_options(created, "did:web:a.example#z6Mk") == {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-04-10T15:00:05Z",
        "verificationMethod": "did:web:a.example#z6Mk",
        "proofPurpose": "assertionMethod",
    }


ACHIEVEMENT = "/credentialSubject/achievement"


@pytest.mark.parametrize(
    ("pointer", "value", "error", "code"),
    [
        ("/proof", [], ShapeError, "shape"),
        ("/type", ["VerifiableCredential"], ShapeError, "shape"),
        ("/type", ["VerifiableCredential", "ClrCredential"], ShapeError, "shape"),
        ("/type", "OpenBadgeCredential", ShapeError, "shape"),
        ("/type", ["OpenBadgeCredential", "EndorsementCredential"], ShapeError, "shape"),
        (f"{ACHIEVEMENT}/evil", 1, ShapeError, "shape"),
        (f"{ACHIEVEMENT}/name", "a\x07b", MalformedError, "characters"),
        (f"{ACHIEVEMENT}/name", "a\x7fb", MalformedError, "characters"),
        (f"{ACHIEVEMENT}/name", "\ufffe", MalformedError, "characters"),
        (f"{ACHIEVEMENT}/name", "\udc00", MalformedError, "characters"),
        (f"{ACHIEVEMENT}/creditsAvailable", 1e-9, MalformedError, "number"),
        (f"{ACHIEVEMENT}/creator", {"id": specimens.ISSUER, "type": ["Profile"], "name": "B"},
         MalformedError, "node_conflict"),
        ("/issuer/id", "did:web:other.example", InvalidProofError, "issuer_vm_mismatch"),
    ],
)  # fmt: skip
def test_document_that_must_not_be_signed_is_refused(
    pointer: str, value: Any, error: type[IssuerError], code: str
) -> None:
    """Each fault stops before anything is signed, with its code."""
    document = specimens.with_value(specimens.small_badge(), pointer, value)
    with pytest.raises(error) as caught:
        prepare(document, OPTIONS)
    assert code == caught.value.code


@pytest.mark.parametrize("pointer", specimens.object_pointers(specimens.unsigned_badge()))
def test_unknown_member_is_refused_before_signing_at_every_depth(pointer: str) -> None:
    """Wherever an unknown member stands, nothing is prepared (RDF-1)."""
    document = specimens.with_value(specimens.unsigned_badge(), f"{pointer}/evil", 1)
    with pytest.raises((ShapeError, UndefinedTermError)):
        prepare(document, OPTIONS)


def test_context_that_we_do_not_issue_with_is_refused() -> None:
    """Our own badges name our own contexts."""
    url = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"
    with pytest.raises((ShapeError, ContextError)):
        prepare(specimens.with_value(specimens.small_badge(), "/@context/1", url), OPTIONS)


@pytest.mark.parametrize(
    "change",
    [
        {"type": "Ed25519Signature2020"},
        {"cryptosuite": "eddsa-jcs-2022"},
        {"proofPurpose": "authentication"},
        {"domain": "a.example"},
        {"verificationMethod": None},
        {"@context": "https://www.w3.org/ns/credentials/v2"},
        {"proofValue": "z1"},
    ],
)
def test_other_options_are_refused(change: dict[str, Any]) -> None:
    """Options are those of proof_options, no more and no less."""
    with pytest.raises(MalformedError) as caught:
        prepare(specimens.small_badge(), {**OPTIONS, **change})
    assert caught.value.code == "proof_options"


@pytest.mark.parametrize(
    "method_id",
    [
        specimens.ISSUER,
        f"{specimens.ISSUER}#",
        specimens.method_of(controller="did:web:a.example").id,
    ],
)
def test_method_of_another_party_is_refused_before_signing(method_id: str) -> None:
    """The method is the issuer's own, by its full id (OB-33)."""
    with pytest.raises(InvalidProofError) as caught:
        prepare(specimens.small_badge(), proof_options(specimens.CREATED, method_id))
    assert caught.value.code == "issuer_vm_mismatch"


@pytest.mark.parametrize("created", ["soon", 5, None, "2026-04-10"])
def test_options_without_a_date_are_refused(created: Any) -> None:
    """A proof that no verifier could date is not prepared."""
    with pytest.raises(MalformedError):
        prepare(specimens.small_badge(), {**OPTIONS, "created": created})


def test_signer_of_another_method_is_not_asked() -> None:
    """A wrong signer is noticed before it signs."""
    signer = specimens.SeedSigner(specimens.GUILD_SEED, specimens.GUILD)
    with pytest.raises(InvalidProofError) as caught:
        sign(prepared(), signer)
    assert caught.value.code == "vm_unknown"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (lambda _: b"", "signature"),
        (lambda _: bytes(63), "signature"),
        (lambda _: bytes(65), "signature"),
        (lambda _: bytes(64), "proof"),
        (lambda data: specimens.SeedSigner(specimens.GUILD_SEED).sign(data), "proof"),
        (lambda data: specimens.SeedSigner().sign(data[::-1]), "proof"),
    ],
    ids=["empty", "short", "long", "zeros", "another key", "other bytes"],
)
def test_signature_that_does_not_hold_is_not_handed_out(
    answer: Callable[[bytes], bytes], code: str
) -> None:
    """What a key store returns is verified before it becomes a credential (row 9)."""
    with pytest.raises(IssuerError) as caught:
        sign(prepared(), OtherSigner(answer))
    assert code == caught.value.code


def test_signing_asks_a_second_canonicalizer() -> None:
    """An IRI that other software refuses verifies, and is not signed by us."""
    document = specimens.with_value(specimens.small_badge(), "/id", "https://a.example/%zz")
    assert RDFC.transform(document, VERIFYING)
    with pytest.raises(MalformedError) as caught:
        RDFC.transform(document, ISSUING)
    assert caught.value.code == "canonical"
