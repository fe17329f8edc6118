"""Roots and proofs of the published test vectors of RFC 6962, and the signed note of Go's tools."""

import base64

import pytest

from issuer import audit
from issuer.proofs.ed25519 import public_key_of, sign_with_seed, verify_signature

_LEAVES = tuple(
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
)
_ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
_A = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
_B = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
_C = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
_D = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
_E = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
_F = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"

_INCLUSION = (
    (0, 1, ()),
    (0, 8, (_A, _B, _C)),
    (5, 8, (_D, _E, _ROOTS[4])),
    (2, 3, (_ROOTS[2],)),
    (1, 5, (_ROOTS[1], _B, _D)),
)
_CONSISTENCY = (
    (1, 1, ()),
    (1, 8, (_A, _B, _C)),
    (6, 8, (_F, _E, _ROOTS[4])),
    (2, 5, (_B, _D)),
)

_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
_PRIVATE = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
_TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
_NOTE = (
    f"{_TEXT}\n\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXg"
    "KvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)


def _nodes() -> audit.Nodes:
    stored: dict[tuple[int, int], bytes] = {}

    def node(level: int, position: int) -> bytes:
        return stored[level, position]

    for size, record in enumerate(_LEAVES):
        for full in audit.grow(size, audit.leaf_hash(record), node):
            stored[full.level, full.position] = full.hash
    return node


@pytest.mark.parametrize("size", range(9))
def test_root_is_the_published_one(size: int) -> None:
    """The root of the first n leaves is that of the published vectors."""
    assert _ROOTS[size] == audit.root(size, _nodes()).hex()


@pytest.mark.parametrize(("index", "size", "path"), _INCLUSION)
def test_inclusion_proof_is_the_published_one(index: int, size: int, path: tuple[str, ...]) -> None:
    """A path from leaf to root has the published hashes in the published order."""
    found = audit.inclusion_proof(index, size, _nodes())
    assert path == tuple(each.hex() for each in found)


@pytest.mark.parametrize(("index", "size", "path"), _INCLUSION)
def test_published_inclusion_proof_holds(index: int, size: int, path: tuple[str, ...]) -> None:
    """The check accepts the published paths."""
    audit.require_included(
        audit.leaf_hash(_LEAVES[index]),
        index,
        size,
        tuple(bytes.fromhex(each) for each in path),
        bytes.fromhex(_ROOTS[size]),
    )


@pytest.mark.parametrize(("first", "second", "path"), _CONSISTENCY)
def test_consistency_proof_is_the_published_one(
    first: int, second: int, path: tuple[str, ...]
) -> None:
    """A proof that one tree begins another has the published hashes."""
    found = audit.consistency_proof(first, second, _nodes())
    assert path == tuple(each.hex() for each in found)


@pytest.mark.parametrize(("first", "second", "path"), _CONSISTENCY)
def test_published_consistency_proof_holds(first: int, second: int, path: tuple[str, ...]) -> None:
    """The check accepts the published proofs."""
    audit.require_consistent(
        first,
        second,
        tuple(bytes.fromhex(each) for each in path),
        bytes.fromhex(_ROOTS[first]),
        bytes.fromhex(_ROOTS[second]),
    )


def test_published_note_opens() -> None:
    """The note in the documentation of Go's own package is read, and its signature holds."""
    assert _TEXT == audit.open_note(_NOTE, audit.read_note_key(_KEY), verify_signature)


def test_note_is_signed_as_published() -> None:
    """The published private key makes the published note, byte for byte."""
    seed = base64.b64decode(_PRIVATE)[1:]
    key = audit.NoteKey(name="PeterNeumann", public_key=public_key_of(seed))
    assert _NOTE == audit.sign_note(_TEXT, key, lambda data: sign_with_seed(seed, data))
