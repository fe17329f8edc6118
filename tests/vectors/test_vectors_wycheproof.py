"""Wycheproof's vectors of Ed25519 and RSA: edge cases of keys and signatures, if they are there."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from issuer.errors import InvalidProofError
from issuer.proofs.ed25519 import verify_signature
from issuer.proofs.jose import algorithms, jwk_of_pem
from tests.corpora import optional
from tests.tokens import RSA_ALGORITHMS

#: Where the files lie below the shared corpora.
FOLDER = "vectors/wycheproof"
FILE = f"{FOLDER}/ed25519_test.json"
_SALTS = {"SHA-256": 32, "SHA-384": 48, "SHA-512": 64}


def accepts(public_key: bytes, signature: bytes, data: bytes) -> bool:
    """Say whether our verification accepts a signature."""
    try:
        verify_signature(public_key, signature, data)
    except InvalidProofError:
        return False
    return True


def test_every_vector_has_its_result() -> None:
    """All that is valid is accepted, nothing else is."""
    corpus: dict[str, Any] = json.loads(optional(FILE).read_text(encoding="utf-8"))
    wrong = []
    for group in corpus["testGroups"]:
        key = group.get("publicKey") or group["key"]
        for test in group["tests"]:
            parts = (key["pk"], test["sig"], test["msg"])
            accepted = accepts(*(bytes.fromhex(part) for part in parts))
            if accepted != (test["result"] == "valid"):
                wrong.append((test["tcId"], test["comment"]))
    assert [] == wrong


def algorithm_of(group: Mapping[str, Any]) -> str | None:
    """Return which of our algorithms a group of RSA signatures is in, or None (RFC 7518)."""
    salt = _SALTS.get(group["sha"])
    if salt is None:
        return None
    if "mgf" not in group:
        return f"RS{group['sha'][-3:]}"
    masked = (group["mgf"], group["mgfSha"], group["sLen"])
    return f"PS{group['sha'][-3:]}" if masked == ("MGF1", group["sha"], salt) else None


def holds(group: Mapping[str, Any], test: Mapping[str, Any], algorithm: str) -> bool:
    """Say whether our verification accepts a signature under a key that is published as PEM."""
    pem = group.get("publicKeyPem") or group["keyPem"]
    try:
        signature, data = bytes.fromhex(test["sig"]), bytes.fromhex(test["msg"])
        algorithms.verify_signature(jwk_of_pem(pem), algorithm, signature, data)
    except InvalidProofError:
        return False
    return True


def wrong_in(path: Path) -> list[tuple[int, str]]:
    """Return what a file answers otherwise than it should.

    In its own algorithm a signature holds if it is valid; a valid one holds in no other.
    """
    corpus: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return [
        (test["tcId"], f"{each}: {test['comment']}")
        for group in corpus["testGroups"]
        for test in group["tests"]
        for each in RSA_ALGORITHMS
        if each == algorithm_of(group) or test["result"] == "valid"
        if holds(group, test, each) != (each == algorithm_of(group) and test["result"] == "valid")
    ]


@pytest.mark.parametrize("kind", ["rsa_signature", "rsa_pss"])
def test_every_rsa_vector_has_its_result(kind: str) -> None:
    """Signatures of other hashes, masks and salts than ours hold under none of our names."""
    files = sorted(optional(FOLDER).glob(f"{kind}_*_test.json"))
    if not files:
        pytest.skip(f"no {kind}_*_test.json is in {optional(FOLDER)}")
    assert {} == {path.name: wrong for path in files if (wrong := wrong_in(path))}
