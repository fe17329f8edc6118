"""Roots and proofs of any size against the definitions of the standard, and what forgers try."""

import hashlib
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issuer import audit
from issuer.errors import InvalidProofError, MalformedError

_RECORDS = st.lists(st.binary(max_size=6), min_size=1, max_size=70)


def _hash(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def naive_root(records: list[bytes]) -> bytes:
    """MTH of RFC 6962, 2.1, as written there."""
    if not records:
        return _hash()
    if len(records) == 1:
        return _hash(b"\x00", records[0])
    k = _split(len(records))
    return _hash(b"\x01", naive_root(records[:k]), naive_root(records[k:]))


def naive_path(at: int, records: list[bytes]) -> list[bytes]:
    """PATH of RFC 6962, 2.1.1."""
    if len(records) == 1:
        return []
    k = _split(len(records))
    if at < k:
        return [*naive_path(at, records[:k]), naive_root(records[k:])]
    return [*naive_path(at - k, records[k:]), naive_root(records[:k])]


def naive_proof(first: int, records: list[bytes], *, whole: bool = True) -> list[bytes]:
    """SUBPROOF of RFC 6962, 2.1.2."""
    if first == len(records):
        return [] if whole else [naive_root(records)]
    k = _split(len(records))
    if first <= k:
        return [*naive_proof(first, records[:k], whole=whole), naive_root(records[k:])]
    return [*naive_proof(first - k, records[k:], whole=False), naive_root(records[:k])]


def _split(size: int) -> int:
    k = 1
    while k * 2 < size:
        k *= 2
    return k


def _nodes(records: list[bytes]) -> audit.Nodes:
    stored: dict[tuple[int, int], bytes] = {}

    def node(level: int, position: int) -> bytes:
        return stored[level, position]

    for size, record in enumerate(records):
        for full in audit.grow(size, audit.leaf_hash(record), node):
            stored[full.level, full.position] = full.hash
    return node


@given(records=_RECORDS)
def test_root_is_the_naive_one(records: list[bytes]) -> None:
    """The root from stored subtrees is that of the standard's recursion, at every size."""
    nodes = _nodes(records)
    sizes = range(len(records) + 1)
    assert [naive_root(records[:n]) for n in sizes] == [audit.root(n, nodes) for n in sizes]


@given(records=_RECORDS, data=st.data())
def test_inclusion_is_the_naive_one_and_holds(records: list[bytes], data: st.DataObject) -> None:
    """Every entry's path is that of the standard, and its check accepts it."""
    at = data.draw(st.integers(0, len(records) - 1))
    path = audit.inclusion_proof(at, len(records), _nodes(records))
    leaf = audit.leaf_hash(records[at])
    audit.require_included(leaf, at, len(records), path, naive_root(records))
    assert naive_path(at, records) == list(path)


@given(records=_RECORDS, data=st.data())
def test_consistency_is_the_naive_one_and_holds(records: list[bytes], data: st.DataObject) -> None:
    """Every proof of growth is that of the standard, and its check accepts it."""
    first = data.draw(st.integers(1, len(records)))
    path = audit.consistency_proof(first, len(records), _nodes(records))
    old, new = naive_root(records[:first]), naive_root(records)
    audit.require_consistent(first, len(records), path, old, new)
    assert naive_proof(first, records) == list(path)


def _refused(check: Callable[[], None]) -> bool:
    with suppress(InvalidProofError):
        check()
        return False
    return True


@given(records=_RECORDS, data=st.data())
def test_altered_inclusion_never_holds(records: list[bytes], data: st.DataObject) -> None:
    """Another leaf, place, path or root is refused."""
    size = len(records)
    at = data.draw(st.integers(0, size - 1))
    path = list(audit.inclusion_proof(at, size, _nodes(records)))
    root, leaf = naive_root(records), audit.leaf_hash(records[at])
    junk = data.draw(st.binary(min_size=32, max_size=32).filter(lambda b: b not in {*path, root}))
    elsewhere = data.draw(st.integers(-1, size + 1).filter(lambda n: n != at))
    forged: list[Callable[[], None]] = [
        lambda: audit.require_included(junk, at, size, path, root),
        lambda: audit.require_included(leaf, at, size, [*path, junk], root),
        lambda: audit.require_included(leaf, at, size, path, junk),
        lambda: audit.require_included(leaf, at, size, path, root[:-1]),
        lambda: audit.require_included(leaf, -1, size, path, root),
        lambda: audit.require_included(leaf, size, size, path, root),
    ]
    if path:
        forged.append(lambda: audit.require_included(leaf, at, size, path[:-1], root))
        forged.append(lambda: audit.require_included(leaf, at, size, [junk, *path[1:]], root))
    if len(set(records)) == size:
        forged.append(lambda: audit.require_included(leaf, elsewhere, size, path, root))
    assert [True] * len(forged) == [_refused(each) for each in forged]


@given(records=_RECORDS, data=st.data())
def test_altered_consistency_never_holds(records: list[bytes], data: st.DataObject) -> None:
    """Another path, older or newer root is refused."""
    size = len(records)
    first = data.draw(st.integers(1, size))
    path = list(audit.consistency_proof(first, size, _nodes(records)))
    old, new = naive_root(records[:first]), naive_root(records)
    junk = data.draw(
        st.binary(min_size=32, max_size=32).filter(lambda b: b not in {*path, old, new})
    )
    forged: list[Callable[[], None]] = [
        lambda: audit.require_consistent(first, size, path, junk, new),
        lambda: audit.require_consistent(first, size, path, old, junk),
        lambda: audit.require_consistent(first, size, [*path, junk], old, new),
        lambda: audit.require_consistent(0, size, path, old, new),
        lambda: audit.require_consistent(size + 1, size, path, old, new),
    ]
    if path:
        forged.append(lambda: audit.require_consistent(first, size, path[:-1], old, new))
        forged.append(lambda: audit.require_consistent(first, size, [], old, new))
        forged.append(lambda: audit.require_consistent(first, size, [junk, *path[1:]], old, new))
    assert [True] * len(forged) == [_refused(each) for each in forged]


@pytest.mark.parametrize(("at", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_no_proof_of_what_is_not_there(at: int, size: int) -> None:
    """Asking for an entry beyond the log is refused."""
    with pytest.raises(MalformedError):
        audit.inclusion_proof(at, size, _nodes([b"x"] * 3))


@pytest.mark.parametrize(("first", "second"), [(0, 3), (-1, 3), (3, 2)])
def test_no_proof_between_what_is_not_there(first: int, second: int) -> None:
    """Asking from nothing, or backwards, is refused."""
    with pytest.raises(MalformedError):
        audit.consistency_proof(first, second, _nodes([b"x"] * 3))
