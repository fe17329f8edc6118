"""Every suite: a good proof holds, and each near miss of it is refused by its code."""

import copy
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from issuer import vocab
from issuer.errors import (
    ContextError,
    InvalidProofError,
    IssuerError,
    MalformedError,
    ShapeError,
    UndefinedTermError,
)
from issuer.proofs import (
    JCS,
    RDFC,
    KeyType,
    VerificationMethod,
    did_document,
    did_key_method,
    find_method,
    prepare,
    prepare_generic,
    proof_options,
    rehearse,
    sign,
    verify_proof,
)
from issuer.proofs.jose import ec_jwk
from issuer.proofs.key_types import KEY_FORMS
from issuer.proofs.multikey import base58_encode
from issuer.proofs.strictness import VERIFYING
from issuer.proofs.suites import SUITES, suite_of
from tests import specimens
from tests.makers import P256, P384, Maker, ecdsa_maker, point_of

ED25519_2020 = "https://w3id.org/security/suites/ed25519-2020/v1"
NOW = datetime(2026, 5, 1, tzinfo=UTC)
CREATED = "2026-04-10T15:00:05Z"

ED25519: Any = {"method": specimens.method_of(), "sign": specimens.SeedSigner().sign}
MAKERS = {
    "eddsa-rdfc-2022": Maker(**ED25519, cryptosuite="eddsa-rdfc-2022"),
    "eddsa-jcs-2022": Maker(**ED25519, cryptosuite="eddsa-jcs-2022"),
    "ecdsa-rdfc-2019 P-256": ecdsa_maker(P256, specimens.ISSUER),
    "ecdsa-rdfc-2019 P-384": ecdsa_maker(P384, specimens.ISSUER),
    "Ed25519Signature2020": Maker(**ED25519, proof_type="Ed25519Signature2020"),
}
JCS_MAKER = MAKERS["eddsa-jcs-2022"]
EVERY = pytest.mark.parametrize("name", MAKERS)


def signed_by(maker: Maker) -> dict[str, Any]:
    """Return a small badge with a proof, under the contexts that the suite needs."""
    badge = specimens.small_badge()
    if maker.cryptosuite is None:
        badge["@context"].append(ED25519_2020)
    return maker.signed(badge, CREATED)


def code_of(document: dict[str, Any], method: VerificationMethod) -> str:
    """Return the code with which a document is refused."""
    with pytest.raises(IssuerError) as caught:
        verify_proof(document, method, now=NOW)
    return caught.value.code


def test_each_suite_of_the_table_has_its_test() -> None:
    """A new row in the table needs a maker here."""
    tested = {(maker.proof_type, maker.cryptosuite) for maker in MAKERS.values()}
    assert tested == {(suite.proof_type, suite.cryptosuite) for suite in SUITES}


@EVERY
def test_good_proof_holds(name: str) -> None:
    """What the suite's own key has signed is accepted, as a list and as one object."""
    maker = MAKERS[name]
    signed = signed_by(maker)
    verify_proof(signed, maker.method, now=NOW)
    verify_proof({**signed, "proof": signed["proof"][0]}, maker.method, now=NOW)


CHANGES: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "a word": (lambda d: d.update(name="Another name"), "proof"),
    "a word taken out": (lambda d: d.pop("name"), "proof"),
    "an undefined term": (lambda d: d.update(evil=1), "undefined_term"),
    "an undefined type": (lambda d: d["type"].append("Evil"), "undefined_term"),
    "created": (lambda d: d["proof"][0].update(created="2026-04-10T15:00:06Z"), "proof"),
    "a nonce": (lambda d: d["proof"][0].update(nonce="a"), "proof"),
    "an undefined term in the proof": (
        lambda d: d["proof"][0].update(evil="a"),
        "undefined_term",
    ),
    "purpose": (lambda d: d["proof"][0].update(proofPurpose="authentication"), "purpose"),
    "base64url value": (lambda d: d["proof"][0].update(proofValue="u" + "A" * 86), "proof_shape"),
    "short value": (lambda d: d["proof"][0].update(proofValue="z" + "1" * 63), "proof_shape"),
    "long value": (lambda d: d["proof"][0].update(proofValue="z" + "1" * 97), "proof_shape"),
    "value of zeros": (lambda d: d["proof"][0].update(proofValue="z" + "1" * 64), "proof"),
    "unknown suite": (
        lambda d: d["proof"][0].update(type="DataIntegrityProof", cryptosuite="ecdsa-sd-2023"),
        "suite",
    ),
    "unknown type": (lambda d: d["proof"][0].update(type="Ed25519Signature2018"), "suite"),
}


@EVERY
@pytest.mark.parametrize("change", CHANGES)
def test_near_miss_is_refused(name: str, change: str) -> None:
    """Each change after signing has its code, whichever the suite."""
    maker = MAKERS[name]
    signed = copy.deepcopy(signed_by(maker))
    break_it, code = CHANGES[change]
    break_it(signed)
    assert code == code_of(signed, maker.method)


@EVERY
@pytest.mark.parametrize("other", MAKERS)
def test_renamed_suite_is_refused(name: str, other: str) -> None:
    """A proof does not pass under the name of another suite (RDFC-S2)."""
    maker, named = MAKERS[name], MAKERS[other]
    if (maker.proof_type, maker.cryptosuite) == (named.proof_type, named.cryptosuite):
        return
    signed = signed_by(maker)
    proof = {k: v for k, v in signed["proof"][0].items() if k not in ("type", "cryptosuite")}
    names = {k: v for k, v in named.options(CREATED).items() if k in ("type", "cryptosuite")}
    signed["proof"] = [{**proof, **names}]
    wrong_key = maker.method.key_type is not named.method.key_type
    codes = {"proof", "undefined_term", *(["key_type", "proof_shape"] if wrong_key else [])}
    assert code_of(signed, maker.method) in codes


@EVERY
def test_key_of_another_type_is_refused(name: str) -> None:
    """The suite decides which kinds of keys may sign, before any arithmetic."""
    maker = MAKERS[name]
    other = "eddsa-rdfc-2022" if "ecdsa" in name else "ecdsa-rdfc-2019 P-256"
    wrong = replace(MAKERS[other].method, id=maker.method.id)
    assert code_of(signed_by(maker), wrong) == "key_type"


@EVERY
@pytest.mark.parametrize("end", ["expires", "revoked"])
def test_end_of_the_key_is_honoured(name: str, end: str) -> None:
    """A proof made after the key's end does not hold, whichever the suite (CID-3)."""
    maker = MAKERS[name]
    made = datetime(2026, 4, 10, 15, 0, 5, tzinfo=UTC)
    verify_proof(signed_by(maker), ended(maker.method, end, made))
    before = ended(maker.method, end, made - timedelta(seconds=1))
    assert code_of(signed_by(maker), before) == "proof_date"


def ended(method: VerificationMethod, name: str, end: datetime) -> VerificationMethod:
    """Return the method with an end of one kind."""
    return replace(method, expires=end) if name == "expires" else replace(method, revoked=end)


@pytest.mark.parametrize(("curve", "other"), [("P-256", "P-384"), ("P-384", "P-256")])
def test_key_of_another_curve_is_refused(curve: str, other: str) -> None:
    """A signature has the length of its curve, and a key is not read as one of another."""
    maker = MAKERS[f"ecdsa-rdfc-2019 {curve}"]
    wrong = replace(MAKERS[f"ecdsa-rdfc-2019 {other}"].method, id=maker.method.id)
    assert code_of(signed_by(maker), wrong) == "proof"


def test_digest_of_another_curve_is_refused() -> None:
    """P-384 goes with SHA-384: a shorter hash under the same signature algorithm is refused."""
    maker = MAKERS["ecdsa-rdfc-2019 P-384"]
    badge = specimens.small_badge()
    suite = suite_of("DataIntegrityProof", "ecdsa-rdfc-2019")
    assert suite is not None
    hashed = suite.hash_data(
        suite.configure_proof(maker.options(CREATED), badge, VERIFYING),
        suite.transform(badge, VERIFYING),
    )
    value = suite.serialize_proof(maker.sign(hashed))
    signed = {**badge, "proof": [{**maker.options(CREATED), "proofValue": value}]}
    assert code_of(signed, maker.method) == "proof"


@pytest.mark.parametrize("curve", ["P-256", "P-384"])
@pytest.mark.parametrize("value", [b"\x00", b"\xff"])
def test_signature_numbers_out_of_range_are_refused(curve: str, value: bytes) -> None:
    """Zero, and numbers beyond the order of the curve, are no signature."""
    maker = MAKERS[f"ecdsa-rdfc-2019 {curve}"]
    signed = signed_by(maker)
    size = KEY_FORMS[maker.method.key_type].signature_bytes
    signed["proof"][0]["proofValue"] = "z" + base58_encode(value * size)
    assert code_of(signed, maker.method) == "proof"


def test_der_signature_is_refused() -> None:
    """ECDSA signatures are raw numbers here, not DER."""
    der = P256.sign(b"data", ec.ECDSA(hashes.SHA256()))
    signed = signed_by(MAKERS["ecdsa-rdfc-2019 P-256"])
    signed["proof"][0]["proofValue"] = "z" + base58_encode(der)
    assert code_of(signed, MAKERS["ecdsa-rdfc-2019 P-256"].method) == "proof_shape"


class TestStoredContexts:
    """eddsa-jcs-2022 stores the contexts in the proof (JCS-1)."""

    def test_contexts_are_stored_as_the_document_has_them(self) -> None:
        """The proof brings what it was made under."""
        signed = signed_by(JCS_MAKER)
        assert signed["@context"] == signed["proof"][0]["@context"]

    def test_document_may_name_further_contexts(self) -> None:
        """Contexts behind those of the proof were not signed, and do not break it."""
        signed = signed_by(JCS_MAKER)
        signed["@context"] = [*signed["@context"], ED25519_2020]
        verify_proof(signed, JCS_MAKER.method, now=NOW)

    @pytest.mark.parametrize(
        ("contexts", "code"),
        [
            (lambda c: c[:1], "proof_context"),
            (lambda c: list(reversed(c)), "proof_context"),
            (lambda c: [c[0], ED25519_2020, *c[1:]], "proof_context"),
            (lambda c: [*c, "https://evil.example/v1"], "context"),
            (lambda c: [*c, {"evil": "https://evil.example/#"}], "context"),
            (lambda c: c[0], "proof_context"),
        ],
        ids=["fewer", "reversed", "inserted", "unpinned", "inline", "text"],
    )
    def test_document_must_begin_with_the_proofs_contexts(
        self, contexts: Callable[[list[str]], Any], code: str
    ) -> None:
        """Any other list is refused, and so is what is not pinned behind it."""
        signed = signed_by(JCS_MAKER)
        signed["@context"] = contexts(list(signed["@context"]))
        assert code == code_of(signed, JCS_MAKER.method)

    @pytest.mark.parametrize("stored", [[], None, 5, {}, ["https://evil.example/v1"]])
    def test_other_stored_contexts_are_refused(self, stored: Any) -> None:
        """The proof cannot bring contexts of its own."""
        signed = signed_by(JCS_MAKER)
        signed["proof"][0]["@context"] = stored
        assert code_of(signed, JCS_MAKER.method) == "proof_context"

    def test_contexts_taken_out_of_the_proof_break_it(self) -> None:
        """They are signed with the proof."""
        signed = signed_by(JCS_MAKER)
        del signed["proof"][0]["@context"]
        assert code_of(signed, JCS_MAKER.method) == "proof"

    def test_term_defined_by_an_unsigned_context_alone_is_refused(self) -> None:
        """The words that were signed have the meaning of the contexts that were signed."""
        badge = {**specimens.small_badge(), "@context": [vocab.CREDENTIALS_V2]}
        signed = {**badge, "proof": [{**signed_by(JCS_MAKER)["proof"][0]}]}
        signed["proof"][0]["@context"] = [vocab.CREDENTIALS_V2]
        signed["@context"] = [vocab.CREDENTIALS_V2, vocab.OPEN_BADGES]
        assert code_of(signed, JCS_MAKER.method) == "undefined_term"


def test_chain_over_proofs_of_two_suites_holds() -> None:
    """A proof may cover one of another suite, stored contexts and all (DI-7)."""
    badge = specimens.small_badge()
    first = {**signed_by(JCS_MAKER)["proof"][0]}
    named = JCS.complete({**JCS_MAKER.options(CREATED), "id": "urn:a:first"}, badge)
    hashed = JCS.hash_data(
        JCS.configure_proof(named, badge, VERIFYING), JCS.transform(badge, VERIFYING)
    )
    first = {**named, "proofValue": JCS.serialize_proof(JCS_MAKER.sign(hashed))}
    for suite, maker in ((RDFC, MAKERS["eddsa-rdfc-2022"]), (JCS, JCS_MAKER)):
        options = suite.complete({**maker.options(CREATED), "previousProof": "urn:a:first"}, badge)
        covered = {**badge, "proof": [suite.read_options(first)]}
        hashed = suite.hash_data(
            suite.configure_proof(options, badge, VERIFYING), suite.transform(covered, VERIFYING)
        )
        second = {**options, "proofValue": suite.serialize_proof(maker.sign(hashed))}
        verify_proof({**badge, "proof": [first, second]}, maker.method, now=NOW)
        assert code_of({**badge, "proof": [second]}, maker.method) == "proof_chain"


class TestChoiceOfSuite:
    """Badges are signed with one suite, other credentials with the one that is asked for."""

    @staticmethod
    def generic() -> dict[str, Any]:
        """Return a credential that is no badge."""
        return {
            "@context": [vocab.CREDENTIALS_V2],
            "type": ["VerifiableCredential"],
            "issuer": specimens.ISSUER,
            "validFrom": "2026-04-10T15:00:00Z",
            "credentialSubject": {"id": "urn:uuid:6f5f5c0e-2b1d-4f0a-9a77-3d2c1b0a9f8e"},
        }

    @pytest.mark.parametrize("suite", [RDFC, JCS], ids=lambda suite: suite.name)
    def test_generic_credential_is_signed_with_either(self, suite: Any) -> None:
        """Prepared, rehearsed, signed and verified."""
        signer = specimens.SeedSigner()
        options = proof_options(specimens.CREATED, signer.method_id, suite)
        prepared = prepare_generic(self.generic(), options, suite)
        rehearse(prepared)
        signed = sign(prepared, signer)
        verify_proof(signed.document, specimens.method_of(), now=NOW)

    def test_badge_is_signed_with_rdfc_alone(self) -> None:
        """Neither way leads to a badge with another suite (JCS-2)."""
        signer = specimens.SeedSigner()
        options = proof_options(specimens.CREATED, signer.method_id, JCS)
        with pytest.raises(MalformedError) as caught:
            prepare(specimens.unsigned_badge(), options)
        assert caught.value.code == "proof_options"
        with pytest.raises(ShapeError):
            prepare_generic(specimens.unsigned_badge(), options, JCS)

    @pytest.mark.parametrize("suite", SUITES[2:], ids=lambda suite: suite.name)
    def test_nothing_is_signed_with_suites_for_verifying(self, suite: Any) -> None:
        """ECDSA and the older Ed25519 suite are not for issuing."""
        options = proof_options(specimens.CREATED, specimens.SeedSigner().method_id, suite)
        with pytest.raises(MalformedError) as caught:
            prepare_generic(self.generic(), options, suite)
        assert caught.value.code == "proof_options"

    def test_options_of_another_suite_are_refused(self) -> None:
        """The suite is said twice, and must be the same."""
        options = proof_options(specimens.CREATED, specimens.SeedSigner().method_id, RDFC)
        with pytest.raises(MalformedError) as caught:
            prepare_generic(self.generic(), options, JCS)
        assert caught.value.code == "proof_options"

    def test_undefined_term_is_not_signed_with_jcs(self) -> None:
        """JCS would cover it, but nobody could say what it means."""
        options = proof_options(specimens.CREATED, specimens.SeedSigner().method_id, JCS)
        with pytest.raises(UndefinedTermError):
            prepare_generic({**self.generic(), "evil": 1}, options, JCS)

    def test_signed_credential_is_not_signed_again(self) -> None:
        """A proof is not taken along."""
        options = proof_options(specimens.CREATED, specimens.SeedSigner().method_id)
        with pytest.raises(ShapeError):
            prepare_generic({**self.generic(), "proof": []}, options, RDFC)

    def test_older_data_model_is_never_issued(self) -> None:
        """VCDM 1.1 is for reading (OB-49)."""
        document = {**self.generic(), "@context": [vocab.CREDENTIALS_V1]}
        options = proof_options(specimens.CREATED, specimens.SeedSigner().method_id)
        with pytest.raises(ContextError):
            prepare_generic(document, options, RDFC)


def document_with(entry: dict[str, Any]) -> dict[str, Any]:
    """Return a controller document that publishes one method."""
    method = {"id": f"{specimens.ISSUER}#key", "controller": specimens.ISSUER, **entry}
    return {
        "id": specimens.ISSUER,
        "verificationMethod": [method],
        "assertionMethod": [method["id"]],
    }


def jwk_of(key: ec.EllipticCurvePrivateKey) -> dict[str, str]:
    """Return the public JWK of a key on a NIST curve."""
    return {name: str(value) for name, value in ec_jwk(key.public_key()).to_dict().items()}


ED_TEXT = specimens.method_of().id.partition("#")[2]
P256_TEXT = "z" + base58_encode(b"\x80\x24" + point_of(P256))
P521_TEXT = "z" + base58_encode(b"\x82\x24" + b"\2" * 67)
UNCOMPRESSED = "z" + base58_encode(b"\x80\x24\x04" + b"a" * 32)
OFF_THE_CURVE = "z" + base58_encode(b"\x80\x24\x02" + b"\xff" * 32)
P384_TEXT = "z" + base58_encode(b"\x81\x24" + point_of(P384))


@pytest.mark.parametrize(
    ("entry", "key_type", "public_key"),
    [
        (
            {"type": "Multikey", "publicKeyMultibase": ED_TEXT},
            KeyType.ED25519,
            specimens.SeedSigner().public_key,
        ),
        (
            {"type": "Ed25519VerificationKey2020", "publicKeyMultibase": ED_TEXT},
            KeyType.ED25519,
            specimens.SeedSigner().public_key,
        ),
        ({"type": "Multikey", "publicKeyMultibase": P256_TEXT}, KeyType.P256, point_of(P256)),
        ({"type": "Multikey", "publicKeyMultibase": P384_TEXT}, KeyType.P384, point_of(P384)),
        ({"type": "JsonWebKey", "publicKeyJwk": jwk_of(P256)}, KeyType.P256, point_of(P256)),
        ({"type": "JsonWebKey2020", "publicKeyJwk": jwk_of(P384)}, KeyType.P384, point_of(P384)),
    ],
)
def test_published_key_is_read(entry: dict[str, Any], key_type: KeyType, public_key: bytes) -> None:
    """Each form of publishing a key leads to kind and bytes (CID-1, CID-8)."""
    method = find_method(document_with(entry), f"{specimens.ISSUER}#key")
    assert (key_type, public_key) == (method.key_type, method.public_key)


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ({"type": "Ed25519VerificationKey2020", "publicKeyMultibase": P256_TEXT}, "did_document"),
        ({"type": "Ed25519VerificationKey2018", "publicKeyBase58": "1"}, "did_document"),
        ({"type": "JsonWebKey", "publicKeyMultibase": ED_TEXT}, "did_document"),
        ({"type": "Multikey", "publicKeyJwk": jwk_of(P256)}, "did_document"),
        ({"type": "Multikey", "publicKeyMultibase": "u" + ED_TEXT[1:]}, "did_document"),
        ({"type": "Multikey", "publicKeyMultibase": P256_TEXT[:-1]}, "did_document"),
        (
            {"type": "Multikey", "publicKeyMultibase": P521_TEXT},
            "did_document",
        ),
        (
            {"type": "Multikey", "publicKeyMultibase": UNCOMPRESSED},
            "weak_key",
        ),
        (
            {"type": "Multikey", "publicKeyMultibase": OFF_THE_CURVE},
            "weak_key",
        ),
        ({"type": "JsonWebKey", "publicKeyJwk": {**jwk_of(P256), "d": "AQ"}}, "did_document"),
        ({"type": "JsonWebKey", "publicKeyJwk": {**jwk_of(P256), "crv": "P-384"}}, "did_document"),
        (
            {"type": "JsonWebKey", "publicKeyJwk": jwk_of(P256), "publicKeyMultibase": P256_TEXT},
            "did_document",
        ),
    ],
)  # fmt: skip
def test_key_in_no_known_form_is_refused(entry: dict[str, Any], code: str) -> None:
    """Kind, form and text of a key must agree."""
    with pytest.raises(InvalidProofError) as caught:
        find_method(document_with(entry), f"{specimens.ISSUER}#key")
    assert code == caught.value.code


@pytest.mark.parametrize("text", [ED_TEXT, P256_TEXT, P384_TEXT])
def test_did_key_of_every_kind_is_computed(text: str) -> None:
    """A did:key is its key, whichever the kind, and leads back to the same text (CID-7)."""
    did = f"did:key:{text}"
    method = did_key_method(f"{did}#{text}")
    assert (f"{did}#{text}", did) == (method.id, method.controller)
    assert method == find_method(did_document(did, [method]), method.id)


def test_did_key_on_p256_begins_as_the_standard_says() -> None:
    """The codec of a compressed P-256 point shows as zDn."""
    assert P256_TEXT.startswith("zDn")
    assert P384_TEXT.startswith("z82")


@pytest.mark.parametrize(
    ("did", "code"),
    [
        (f"did:key:{P521_TEXT}", "multikey"),
        (f"did:key:{UNCOMPRESSED}", "weak_key"),
        (f"did:key:{OFF_THE_CURVE}", "weak_key"),
        (f"did:key:{P256_TEXT}#{ED_TEXT}", "did"),
        (f"did:jwk:{P256_TEXT}", "did"),
    ],
)
def test_did_key_of_no_key_is_refused(did: str, code: str) -> None:
    """Another curve, another form of the point, another fragment."""
    with pytest.raises(IssuerError) as caught:
        did_key_method(did)
    assert code == caught.value.code
