"""The official vectors of eddsa-rdfc-2022, byte for byte at every step, and of sets and chains."""

import copy
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from issuer.errors import InvalidProofError
from issuer.proofs import did_key_method, encode_public_key, verify_proofs
from issuer.proofs.ed25519 import public_key_of, sign_with_seed
from issuer.proofs.multikey import decode_public_key, decode_secret_key
from issuer.proofs.strictness import VERIFYING, with_examples
from issuer.proofs.suites import RDFC
from tests.corpora import shared

STRICTNESS = with_examples(VERIFYING)
SIGNATURE = (
    "z2YwC8z3ap7yx1nZYCg4L3j3ApHsF8kgPdSb5xoS1VR7vPG3F561B52hYnQF9iseabecm3ijx4K1FBTQsCZahKZme"
)
CHAINS = ("signedProofSet1", "signedProofSet2", "signedProofChain1", "signedProofChain2")


def folder() -> Path:
    """Return the folder of the vectors."""
    return shared("vectors/w3c-vc-di-eddsa")


def text(name: str) -> str:
    """Return a text vector without the line end that some editors add."""
    return (folder() / "eddsa-rdfc-2022" / name).read_text(encoding="utf-8")


def document(name: str) -> dict[str, Any]:
    """Return a JSON vector."""
    value: dict[str, Any] = json.loads((folder() / name).read_text(encoding="utf-8"))
    return value


def signed_by(name: str) -> dict[str, Any]:
    """Return a signed set or chain; a set of one is written as an object in the vectors."""
    signed = document(f"proof-set-chain/{name}.json")
    proof = signed["proof"]
    return {**signed, "proof": proof if isinstance(proof, list) else [proof]}


def config() -> dict[str, Any]:
    """Return the proof options; the vector shows them with the context of the document."""
    options = document("eddsa-rdfc-2022/proofConfigDataInt.json")
    del options["@context"]
    return options


def hashed() -> bytes:
    """Return the hash data of the vector document by our own steps."""
    unsigned = document("unsigned.json")
    return RDFC.hash_data(
        RDFC.configure_proof(config(), unsigned, STRICTNESS),
        RDFC.transform(unsigned, STRICTNESS),
    )


def methods_of(signed: dict[str, Any]) -> dict[str, Any]:
    """Return the did:key methods that the proofs of a document name."""
    names = [proof["verificationMethod"] for proof in signed["proof"]]
    return {name: did_key_method(name) for name in names}


def test_both_halves_of_the_key_are_read() -> None:
    """The Multikey texts of the vector are two halves of one key, and are written alike."""
    pair = document("keyPair.json")
    public_key = decode_public_key(pair["publicKeyMultibase"])
    assert public_key == public_key_of(decode_secret_key(pair["privateKeyMultibase"]))
    assert pair["publicKeyMultibase"] == encode_public_key(public_key)


def test_canonical_document_is_that_of_the_vector() -> None:
    """Transformation yields the official N-Quads."""
    canonical = RDFC.transform(document("unsigned.json"), STRICTNESS)
    assert text("canonDocDataInt.txt") == canonical.decode("utf-8")


def test_canonical_configuration_is_that_of_the_vector() -> None:
    """Proof configuration yields the official N-Quads."""
    canonical = RDFC.configure_proof(config(), document("unsigned.json"), STRICTNESS)
    assert text("proofCanonDataInt.txt") == canonical.decode("utf-8")


def test_hashes_are_those_of_the_vector() -> None:
    """The configuration is hashed first, the document second."""
    assert text("docHashDataInt.txt") == hashed()[32:].hex()
    assert text("proofHashDataInt.txt") == hashed()[:32].hex()
    assert text("combinedHashDataInt.txt") == hashed().hex()


def test_document_hash_is_sha256_of_the_canonical_document() -> None:
    """The second half of the hash data is a plain SHA-256 of the official text."""
    expected = hashlib.sha256(text("canonDocDataInt.txt").encode("utf-8")).digest()
    assert expected == hashed()[32:]


def test_signature_is_that_of_the_vector() -> None:
    """The key of the vector gives the official signature, in hex and in base58."""
    seed = decode_secret_key(document("keyPair.json")["privateKeyMultibase"])
    signature = sign_with_seed(seed, hashed())
    assert text("sigHexDataInt.txt") == signature.hex()
    assert text("sigBTC58DataInt.txt") == RDFC.serialize_proof(signature) == SIGNATURE


def test_signed_document_of_the_vector_verifies() -> None:
    """The signed document holds, and does not with one word changed."""
    signed = document("eddsa-rdfc-2022/signedDataInt.json")
    method = did_key_method(signed["proof"]["verificationMethod"])
    verify_proofs(signed, {method.id: method}, strictness=STRICTNESS)
    signed["name"] += "!"
    with pytest.raises(InvalidProofError) as caught:
        verify_proofs(signed, {method.id: method}, strictness=STRICTNESS)
    assert caught.value.code == "proof"


@pytest.mark.parametrize("name", CHAINS)
def test_every_proof_of_a_set_or_chain_verifies(name: str) -> None:
    """All proofs of the official sets and chains hold (DI-6, DI-7)."""
    signed = signed_by(name)
    verify_proofs(signed, methods_of(signed), strictness=STRICTNESS)


@pytest.mark.parametrize("name", CHAINS)
def test_one_broken_proof_of_a_set_or_chain_breaks_it(name: str) -> None:
    """Each proof in turn, with another's signature, makes the whole document fail (DI-6)."""
    signed = signed_by(name)
    values = [SIGNATURE, *(proof["proofValue"] for proof in signed["proof"])]
    for index, proof in enumerate(signed["proof"]):
        broken = copy.deepcopy(signed)
        broken["proof"][index]["proofValue"] = values[index]
        assert broken["proof"][index] != proof
        with pytest.raises(InvalidProofError) as caught:
            verify_proofs(broken, methods_of(broken), strictness=STRICTNESS)
        assert caught.value.code == "proof"


def test_chain_without_its_first_proof_is_refused() -> None:
    """A referenced proof that was taken away makes the chain fail (DI-7)."""
    signed = signed_by("signedProofChain2")
    del signed["proof"][0]
    with pytest.raises(InvalidProofError) as caught:
        verify_proofs(signed, methods_of(signed), strictness=STRICTNESS)
    assert caught.value.code == "proof_chain"


def test_circle_of_proofs_is_refused() -> None:
    """Two proofs that name each other are no chain (reliability row 15)."""
    signed = signed_by("signedProofChain1")
    signed["proof"][0]["previousProof"] = signed["proof"][-1]["id"] = "urn:uuid:circle"
    signed["proof"][-1]["previousProof"] = signed["proof"][0]["id"]
    with pytest.raises(InvalidProofError) as caught:
        verify_proofs(signed, methods_of(signed), strictness=STRICTNESS)
    assert caught.value.code == "proof_chain"
