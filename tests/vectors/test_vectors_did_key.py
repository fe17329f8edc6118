"""The did:key vectors: a seed gives the DID, the DID gives the key back."""

import base64
import json
from typing import Any

import pytest

from issuer.proofs import did_key, did_key_method, read_did_key
from issuer.proofs.ed25519 import public_key_of
from issuer.proofs.multikey import base58_decode
from tests.corpora import shared


def vectors() -> dict[str, dict[str, Any]]:
    """Return the vectors by DID."""
    path = shared("vectors/did-key/ed25519-x25519.json")
    found: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return found


def test_vectors_are_complete() -> None:
    """All five seeds are there."""
    assert len(vectors()) == 5


def key_bytes(pair: dict[str, Any]) -> bytes:
    """Return the public key; the vectors write it as base58 or as a JWK."""
    if "publicKeyJwk" in pair:
        return base64.urlsafe_b64decode(pair["publicKeyJwk"]["x"] + "=")
    return base58_decode(pair["publicKeyBase58"])


@pytest.mark.parametrize("index", range(5))
def test_seed_gives_the_did_of_the_vector(index: int) -> None:
    """Seed, public key and DID belong together, in both directions."""
    did, vector = list(vectors().items())[index]
    public_key = public_key_of(bytes.fromhex(vector["seed"]))
    assert did == did_key(public_key)
    assert key_bytes(vector["verificationKeyPair"]) == read_did_key(did)
    fragment = vector["verificationKeyPair"]["id"].partition("#")[2]
    assert f"{did}#{fragment}" == did_key_method(did).id
