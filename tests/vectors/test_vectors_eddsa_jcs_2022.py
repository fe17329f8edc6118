"""The official vectors of eddsa-jcs-2022, byte for byte at every step (JCS-1, JCS-2)."""

import json
from pathlib import Path
from typing import Any

import pytest

from issuer import proofs
from issuer.errors import InvalidProofError
from issuer.proofs import JCS, did_key_method, verify_proofs
from issuer.proofs.ed25519 import public_key_of, sign_with_seed
from issuer.proofs.multikey import decode_secret_key
from issuer.proofs.strictness import ISSUING, VERIFYING, with_examples
from tests.corpora import shared

STRICTNESS = with_examples(VERIFYING)
SIGNATURE = (
    "z2HnFSSPPBzR36zdDgK8PbEHeXbR56YF24jwMpt3R1eHXQzJDMWS93FCzpvJpwTWd3GAVFuUfjoJdcnTMuVor51aX"
)


def folder() -> Path:
    """Return the folder of the vectors."""
    return shared("vectors/w3c-vc-di-eddsa")


def text(name: str) -> str:
    """Return a text vector."""
    return (folder() / "eddsa-jcs-2022" / name).read_text(encoding="utf-8")


def document(name: str) -> dict[str, Any]:
    """Return a JSON vector."""
    value: dict[str, Any] = json.loads((folder() / name).read_text(encoding="utf-8"))
    return value


def options() -> dict[str, Any]:
    """Return the proof options as a caller gives them, without the contexts."""
    config = document("eddsa-jcs-2022/proofConfigJCS.json")
    del config["@context"]
    return config


def config() -> bytes:
    """Return the canonical proof configuration by our own steps."""
    unsigned = document("unsigned.json")
    return JCS.configure_proof(JCS.complete(options(), unsigned), unsigned, STRICTNESS)


def hashed() -> bytes:
    """Return the hash data of the vector document by our own steps."""
    return JCS.hash_data(config(), JCS.transform(document("unsigned.json"), STRICTNESS))


class VectorSigner:
    """Fits the port `Signer` with the key of the vectors."""

    def __init__(self, method_id: str) -> None:
        self._seed = decode_secret_key(document("keyPair.json")["privateKeyMultibase"])
        self.public_key = public_key_of(self._seed)
        self.method_id = method_id

    def sign(self, data: bytes) -> bytes:
        """Return the signature over these bytes."""
        return sign_with_seed(self._seed, data)


def test_canonical_document_is_that_of_the_vector() -> None:
    """Transformation yields the official JCS form."""
    canonical = JCS.transform(document("unsigned.json"), STRICTNESS)
    assert text("canonDocJCS.txt") == canonical.decode("utf-8")


def test_canonical_configuration_is_that_of_the_vector() -> None:
    """The configuration holds the document's contexts."""
    assert document("eddsa-jcs-2022/proofConfigJCS.json") == JCS.complete(
        options(), document("unsigned.json")
    )
    assert text("proofCanonJCS.txt") == config().decode("utf-8")


def test_hashes_are_those_of_the_vector() -> None:
    """The configuration is hashed first, the document second."""
    assert text("docHashJCS.txt") == hashed()[32:].hex()
    assert text("proofHashJCS.txt") == hashed()[:32].hex()
    assert text("combinedHashJCS.txt") == hashed().hex()


def test_signature_is_that_of_the_vector() -> None:
    """The key of the vector gives the official signature, in hex and in base58."""
    signature = VectorSigner("").sign(hashed())
    assert text("sigHexJCS.txt") == signature.hex()
    assert text("sigBTC58JCS.txt") == JCS.serialize_proof(signature) == SIGNATURE


def test_prepare_and_sign_make_the_proof_of_the_vector() -> None:
    """The whole way of issuing ends in the official proof, contexts stored in it."""
    unsigned = document("unsigned.json")
    official = document("eddsa-jcs-2022/signedJCS.json")["proof"]
    signer = VectorSigner(official["verificationMethod"])
    unsigned["issuer"] = signer.method_id.partition("#")[0]
    strictness = with_examples(ISSUING)
    prepared = proofs.prepare_generic(unsigned, options(), JCS, strictness)
    proofs.rehearse(prepared, with_examples(VERIFYING))
    signed: Any = proofs.sign(prepared, signer).document
    (proof,) = signed["proof"]
    assert {**official, "proofValue": ""} == {**proof, "proofValue": ""}


def test_signed_document_of_the_vector_verifies() -> None:
    """The signed document holds, and does not with one word changed."""
    signed = document("eddsa-jcs-2022/signedJCS.json")
    method = did_key_method(signed["proof"]["verificationMethod"])
    verify_proofs(signed, {method.id: method}, strictness=STRICTNESS)
    signed["name"] += "!"
    with pytest.raises(InvalidProofError) as caught:
        verify_proofs(signed, {method.id: method}, strictness=STRICTNESS)
    assert caught.value.code == "proof"
