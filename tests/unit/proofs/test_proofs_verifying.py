"""Verification: every near miss of a good proof has its code, none has a traceback."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from issuer.errors import InvalidProofError, IssuerError, MalformedError, UndefinedTermError
from issuer.proofs import (
    MAX_PROOFS,
    SKEW,
    VerificationMethod,
    did_document,
    find_method,
    proof_method_ids,
    require_issuer_binding,
    verify_proof,
    verify_proofs,
)
from issuer.proofs.ed25519 import sign_with_seed
from issuer.proofs.strictness import VERIFYING
from issuer.proofs.suites import RDFC
from issuer.proofs.verifying import require_covered
from tests import specimens

METHOD = specimens.method_of(specimens.GUILD_SEED, specimens.GUILD)
NOW = datetime(2026, 3, 2, tzinfo=UTC)
MADE = datetime(2026, 3, 1, 8, tzinfo=UTC)
PROOF = "/proof/0"
MISSING = object()


def signed(**options: Any) -> dict[str, Any]:
    """Return the endorsement signed again, with other proof options."""
    document = specimens.endorsement()
    proof = {**document.pop("proof")[0], **options}
    proof = {name: value for name, value in proof.items() if value is not MISSING}
    del proof["proofValue"]
    hashed = RDFC.hash_data(
        RDFC.configure_proof(proof, document, VERIFYING), RDFC.transform(document, VERIFYING)
    )
    value = RDFC.serialize_proof(sign_with_seed(specimens.GUILD_SEED, hashed))
    return {**document, "proof": [{**proof, "proofValue": value}]}


def code_of(document: dict[str, Any], method: VerificationMethod = METHOD) -> str:
    """Return the code with which a document is refused, with the time as it is in the story."""
    with pytest.raises(IssuerError) as caught:
        verify_proof(document, method, now=NOW)
    return caught.value.code


def test_good_proof_holds_as_object_and_as_list() -> None:
    """Both forms of `proof` are read."""
    document = specimens.endorsement()
    verify_proof(document, METHOD, now=NOW)
    verify_proof({**document, "proof": document["proof"][0]}, METHOD, now=NOW)
    assert (METHOD.id,) == proof_method_ids(document)


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/name", "Another name"),
        ("/validUntil", "2030-03-01T00:00:00Z"),
        ("/issuer/name", "Another guild"),
        ("/credentialSubject/id", "https://badges.riverbend.example/achievements/other"),
        ("/credentialSubject/endorsementComment", ""),
        ("/type", ["VerifiableCredential", "AchievementCredential"]),
        ("/proof/0/created", "2026-03-01T08:00:01Z"),
        ("/proof/0/created", "2026-03-01T08:00:00.0Z"),
        ("/proof/0/expires", "2030-01-01T00:00:00Z"),
        ("/proof/0/nonce", "a"),
        ("/proof/0/id", "urn:uuid:1"),
        ("/@context/2", "https://w3id.org/security/multikey/v1"),
    ],
)
def test_anything_changed_after_signing_breaks_the_signature(pointer: str, value: Any) -> None:
    """Document and proof options are covered alike."""
    document = specimens.endorsement()
    if pointer == "/@context/2":
        document["@context"].append(value)
        document["validUntil"] = "2030-03-01T00:00:00Z"
    else:
        document = specimens.with_value(document, pointer, value)
    assert code_of(document) == "proof"


@pytest.mark.parametrize("pointer", specimens.object_pointers(specimens.endorsement()))
def test_member_added_after_signing_is_refused(pointer: str) -> None:
    """An undefined term cannot be smuggled into a signed document (RDFC-S2, row 21)."""
    document = specimens.with_value(specimens.endorsement(), f"{pointer}/evil", 1)
    with pytest.raises(UndefinedTermError):
        verify_proof(document, METHOD, now=NOW)


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("proofPurpose", "authentication", "purpose"),
        ("proofPurpose", "assertionmethod", "purpose"),
        ("proofPurpose", ["assertionMethod"], "purpose"),
        ("proofPurpose", MISSING, "purpose"),
        ("verificationMethod", specimens.method_of().id, "vm_unknown"),
        ("verificationMethod", MISSING, "proof_shape"),
        ("verificationMethod", "key", "proof_shape"),
        ("proofValue", MISSING, "proof_shape"),
        ("proofValue", "z" + "1" * 63, "proof_shape"),
        ("proofValue", "z" + "1" * 65, "proof_shape"),
        ("proofValue", "u" + "A" * 86, "proof_shape"),
        ("proofValue", "z0OIl", "proof_shape"),
        ("type", MISSING, "proof_shape"),
        ("type", "Ed25519Signature2020", "suite"),
        ("type", "dataintegrityproof", "suite"),
        ("cryptosuite", "eddsa-jcs-2022", "proof"),
        ("cryptosuite", "ecdsa-rdfc-2019", "key_type"),
        ("cryptosuite", "eddsa-2022", "suite"),
        ("cryptosuite", MISSING, "suite"),
        ("created", "2026-03-01", "proof_date"),
        ("created", "2026-03-01T08:00:00", "proof_date"),
        ("created", "garbage", "proof_date"),
        ("created", "9999-12-31T23:59:59-05:00", "proof_date"),
        ("created", "2026-03-01T08:00:60Z", "proof_date"),
        ("previousProof", "urn:uuid:none", "proof_chain"),
        ("@context", ["https://www.w3.org/ns/credentials/v2"], "proof_context"),
        ("@context", "https://www.w3.org/ns/credentials/v2", "proof_context"),
        ("@context", None, "proof_context"),
    ],
)
def test_near_miss_of_a_proof_has_its_code(name: str, value: Any, code: str) -> None:
    """Each member is held to its rule before any cryptography (rows 8, 10, 12, 14, 17)."""
    document = specimens.endorsement()
    if value is MISSING:
        del document["proof"][0][name]
    else:
        document["proof"][0][name] = value
    assert code == code_of(document)


def test_context_repeated_in_the_proof_is_accepted_when_equal() -> None:
    """Some producers repeat the document's contexts inside the proof (RDFC-S1)."""
    document = specimens.endorsement()
    document["proof"][0]["@context"] = list(document["@context"])
    verify_proof(document, METHOD, now=NOW)
    document["proof"][0]["@context"].reverse()
    assert code_of(document) == "proof_context"


SHAPES: list[Any] = [
    None, True, 0, 1.5, "", [], {}, [[]], {"a": {"b": "c"}}, "x" * 5000, ["a", "b"], [{"a": "b"}],
]  # fmt: skip
MEMBERS = [
    "type", "cryptosuite", "created", "expires", "verificationMethod", "proofPurpose",
    "proofValue", "id", "domain", "challenge", "nonce", "previousProof", "@context",
]  # fmt: skip
#: Text is what these members are made of: the shape is right, so the value is judged.
TEXTS = {"challenge", "nonce", "domain", "previousProof"}


@pytest.mark.parametrize("shape", range(len(SHAPES)))
@pytest.mark.parametrize("member", MEMBERS)
def test_every_proof_member_of_every_shape_is_refused(member: str, shape: int) -> None:
    """Twelve JSON shapes for each member: a typed error, never a traceback (row 16)."""
    value = SHAPES[shape]
    code = code_of(specimens.with_value(specimens.endorsement(), f"{PROOF}/{member}", value))
    textual = isinstance(value, str) and value != ""
    listed = value == ["a", "b"]
    expected = {
        "proofPurpose": "purpose",
        "@context": "proof_context",
        "type": "suite" if textual else "proof_shape",
        "cryptosuite": "suite" if textual else "proof_shape",
        "created": "proof_date" if textual else "proof_shape",
        "expires": "proof_date" if textual else "proof_shape",
        "challenge": "proof" if textual else "proof_shape",
        "nonce": "proof" if textual else "proof_shape",
        "domain": "proof" if textual or listed else "proof_shape",
        "previousProof": "proof_chain" if textual or listed else "proof_shape",
    }
    assert expected.get(member, "proof_shape") == code


@pytest.mark.parametrize("shape", range(len(SHAPES)))
def test_proof_of_every_shape_is_refused(shape: int) -> None:
    """`proof` itself in twelve shapes: typed errors again."""
    code = code_of({**specimens.endorsement(), "proof": SHAPES[shape]})
    assert code == ("proof_missing" if SHAPES[shape] == [] else "proof_shape")


def test_document_without_proof_is_refused() -> None:
    """No proof is not a good proof."""
    assert code_of(specimens.without(specimens.endorsement(), "/proof")) == "proof_missing"


def test_ninth_proof_is_one_too_many() -> None:
    """More than eight proofs are not looked at (DI-6)."""
    document = specimens.endorsement()
    document["proof"] *= MAX_PROOFS
    verify_proof(document, METHOD, now=NOW)
    document["proof"] *= 2
    assert code_of(document) == "proof_count"


def test_every_proof_must_hold() -> None:
    """One good proof does not cover for a bad one (DI-6, row 15)."""
    good = specimens.endorsement()["proof"][0]
    bad = specimens.signed_badge()["proof"][0]
    document = {**specimens.endorsement(), "proof": [good, bad]}
    methods = {METHOD.id: METHOD, specimens.method_of().id: specimens.method_of()}
    with pytest.raises(InvalidProofError) as caught:
        verify_proofs(document, methods)
    assert caught.value.code == "proof"


def test_proof_of_unknown_suite_beside_a_good_one_is_passed_over() -> None:
    """What we cannot check neither helps nor harms; alone it is not enough."""
    foreign = {"type": "DataIntegrityProof", "cryptosuite": "ecdsa-sd-2023"}
    document = specimens.endorsement()
    document["proof"].append(foreign)
    verify_proof(document, METHOD, now=NOW)
    assert code_of({**document, "proof": [foreign]}) == "suite"


def test_signature_by_another_key_is_refused() -> None:
    """The method's id decides nothing without its key."""
    other = replace(METHOD, public_key=specimens.SeedSigner().public_key)
    assert code_of(specimens.endorsement(), other) == "proof"


@pytest.mark.parametrize("bit", [0, 255, 256, 511])
def test_flipped_signature_bit_is_refused(bit: int) -> None:
    """Either half of the signature matters."""
    document = specimens.endorsement()
    value = bytearray(RDFC.read_proof_value(document["proof"][0]["proofValue"]))
    value[bit // 8] ^= 1 << bit % 8
    document["proof"][0]["proofValue"] = RDFC.serialize_proof(bytes(value))
    assert code_of(document) == "proof"


def test_malleated_signature_is_refused() -> None:
    """S + L is the same number modulo L and no signature (row 8)."""
    order = 2**252 + 27742317777372353535851937790883648493
    document = specimens.endorsement()
    value = RDFC.read_proof_value(document["proof"][0]["proofValue"])
    larger = (int.from_bytes(value[32:], "little") + order).to_bytes(32, "little")
    document["proof"][0]["proofValue"] = RDFC.serialize_proof(value[:32] + larger)
    assert code_of(document) == "proof"


@pytest.mark.parametrize(
    ("options", "now", "fits"),
    [
        ({}, MADE - SKEW, True),
        ({}, MADE - SKEW - timedelta(seconds=1), False),
        ({}, datetime(2100, 1, 1, tzinfo=UTC), True),
        ({"expires": "2026-03-02T00:00:00Z"}, NOW, True),
        ({"expires": "2026-03-02T00:00:00Z"}, NOW + SKEW, True),
        ({"expires": "2026-03-02T00:00:00Z"}, NOW + SKEW + timedelta(seconds=1), False),
        ({"expires": "2026-03-01T07:59:59Z"}, None, False),
        ({"created": MISSING}, NOW, True),
    ],
)
def test_proof_lies_within_its_time(
    options: dict[str, Any], now: datetime | None, fits: bool
) -> None:
    """`created` is not ahead of now by more than the skew, `expires` not past (row 14)."""
    if fits:
        verify_proof(signed(**options), METHOD, now=now)
        return
    with pytest.raises(InvalidProofError) as caught:
        verify_proof(signed(**options), METHOD, now=now)
    assert caught.value.code == "proof_date"


def ended(name: str, end: datetime) -> VerificationMethod:
    """Return the method with an end of one kind."""
    expires, revoked = (end, None) if name == "expires" else (None, end)
    return replace(METHOD, expires=expires, revoked=revoked)


@pytest.mark.parametrize("end", ["expires", "revoked"])
def test_proof_made_after_the_end_of_its_key_is_refused(end: str) -> None:
    """Old badges of a retired key hold, later ones and undated ones do not (CID-3)."""
    after = ended(end, MADE)
    verify_proof(specimens.endorsement(), after, now=NOW)
    before = ended(end, MADE - timedelta(seconds=1))
    assert code_of(specimens.endorsement(), before) == "proof_date"
    assert code_of(signed(created=MISSING), after) == "proof_date"


def test_key_of_another_party_is_not_the_issuers() -> None:
    """A perfect signature of the wrong party is refused (DI-5, row 12)."""
    attacker = specimens.method_of(specimens.SEED, "did:web:attacker.example")
    document = signed(verificationMethod=attacker.id)
    for method in (
        attacker,
        replace(METHOD, controller="did:web:attacker.example"),
        replace(METHOD, id=attacker.id),
    ):
        with pytest.raises(InvalidProofError) as caught:
            require_issuer_binding(document, method)
        assert caught.value.code == "issuer_vm_mismatch"


@pytest.mark.parametrize("issuer", [None, 5, [], {}, {"id": None}, {"id": ["a"]}, ""])
def test_document_without_issuer_is_bound_to_nobody(issuer: Any) -> None:
    """An issuer without an id matches no key."""
    with pytest.raises(InvalidProofError) as caught:
        require_issuer_binding({**specimens.endorsement(), "issuer": issuer}, METHOD)
    assert caught.value.code == "issuer_vm_mismatch"


def test_issuer_may_be_text_or_object() -> None:
    """Both forms of `issuer` are bound by their id."""
    require_issuer_binding(specimens.endorsement(), METHOD)
    require_issuer_binding({**specimens.endorsement(), "issuer": specimens.GUILD}, METHOD)


def test_proof_that_reaches_another_by_two_ways_holds() -> None:
    """A chain may name a proof directly and through another one (DI-7)."""
    document = specimens.without(specimens.endorsement(), "/proof")
    first = specimens.endorsement()["proof"][0]
    del first["proofValue"]
    made: list[dict[str, Any]] = []
    for name, previous in (("a", ()), ("b", ("a",)), ("c", ("a", "b"))):
        options = {**first, "id": f"urn:a:{name}"}
        named = [f"urn:a:{one}" for one in previous]
        covered = dict(document)
        if previous:
            options["previousProof"] = named
            covered["proof"] = [one for one in made if one["id"] in named]
        hashed = RDFC.hash_data(
            RDFC.configure_proof(options, document, VERIFYING), RDFC.transform(covered, VERIFYING)
        )
        value = RDFC.serialize_proof(sign_with_seed(specimens.GUILD_SEED, hashed))
        made.append({**options, "proofValue": value})
    verify_proof({**document, "proof": made}, METHOD, now=NOW)
    assert code_of({**document, "proof": made[1:]}) == "proof_chain"
    assert code_of({**document, "proof": [made[0], *made]}) == "proof_chain"


def test_coverage_is_asked_without_looking_at_the_proof() -> None:
    """Whatever the proof is, every word outside it has a meaning or is refused."""
    document = {**specimens.endorsement(), "proof": [5]}
    require_covered(document)
    with pytest.raises(UndefinedTermError):
        require_covered({**document, "evil": 1})


def test_other_suite_is_not_configured() -> None:
    """This suite makes no configuration for another one (RDFC-S1)."""
    options = {**specimens.endorsement()["proof"][0], "cryptosuite": "eddsa-jcs-2022"}
    with pytest.raises(MalformedError) as caught:
        RDFC.configure_proof(options, specimens.endorsement(), VERIFYING)
    assert caught.value.code == "suite"


def test_method_found_in_the_published_document_verifies() -> None:
    """The whole way from a DID document to a proof that holds."""
    published = did_document(specimens.GUILD, [METHOD])
    (wanted,) = proof_method_ids(specimens.endorsement())
    verify_proof(specimens.endorsement(), find_method(published, wanted), now=NOW)


def test_presentation_needs_its_own_purpose() -> None:
    """A proof for assertions is none for authentication."""
    with pytest.raises(InvalidProofError) as caught:
        verify_proof(specimens.endorsement(), METHOD, purpose="authentication", now=NOW)
    assert caught.value.code == "purpose"
