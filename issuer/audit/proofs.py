"""Inclusion and consistency proofs (RFC 9162, sections 2.1.3 and 2.1.4), and their checks.

Not for signatures: a proof says that a root holds something, a checkpoint says whose root it is.
"""

from collections.abc import Iterable, Sequence

from issuer.audit.merkle import HASH_BYTES, Nodes, node_hash, range_root, split
from issuer.errors import InvalidProofError, MalformedError

Path = tuple[bytes, ...]


def inclusion_proof(index: int, size: int, nodes: Nodes) -> Path:
    """Return the hashes that lead from leaf `index` to the root of `size` leaves.

    Raises:
        MalformedError: there is no such leaf in a tree of that size, code `audit_range`.
    """
    if not 0 <= index < size:
        raise MalformedError(f"A log of {size} has no entry {index}", code="audit_range")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + split(end - start)
        if index < middle:
            path.append(range_root(middle, end, nodes))
            end = middle
        else:
            path.append(range_root(start, middle, nodes))
            start = middle
    return tuple(reversed(path))


def consistency_proof(first: int, second: int, nodes: Nodes) -> Path:
    """Return the hashes that show the tree of `first` leaves inside that of `second`.

    Raises:
        MalformedError: not 1 <= first <= second, code `audit_range`.
    """
    if not 1 <= first <= second:
        raise MalformedError(
            f"Ask from a size of at least 1 to one that is not smaller, not {first} to {second}",
            code="audit_range",
        )
    path: list[bytes] = []
    start, end = 0, second
    while first != end:
        middle = start + split(end - start)
        if first <= middle:
            path.append(range_root(middle, end, nodes))
            end = middle
        else:
            path.append(range_root(start, middle, nodes))
            start = middle
    if start:
        path.append(range_root(start, end, nodes))
    return tuple(reversed(path))


def require_included(
    leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes
) -> None:
    """Raise unless the path leads from the leaf at `index` to the root of `size` leaves.

    Raises:
        InvalidProofError: it does not, code `inclusion`.
    """
    _require_hashes((leaf, root, *path), "inclusion")
    if not 0 <= index < size:
        raise _refused("inclusion")
    at, last, reached = index, size - 1, leaf
    for sibling in path:
        if not last:
            raise _refused("inclusion")
        if at & 1 or at == last:
            reached = node_hash(sibling, reached)
            at, last = _to_the_left(at, last)
        else:
            reached = node_hash(reached, sibling)
        at, last = at >> 1, last >> 1
    if last or reached != root:
        raise _refused("inclusion")


def require_consistent(
    first: int, second: int, path: Sequence[bytes], first_root: bytes, second_root: bytes
) -> None:
    """Raise unless the tree of `first_root` is the beginning of that of `second_root`.

    Raises:
        InvalidProofError: it is not, code `consistency`.
    """
    _require_hashes((first_root, second_root, *path), "consistency")
    if not 1 <= first <= second:
        raise _refused("consistency")
    if first == second:
        if path or first_root != second_root:
            raise _refused("consistency")
        return
    # The first tree is whole in the second one: its root is the path's own beginning.
    hashes = [first_root, *path] if first & (first - 1) == 0 else list(path)
    if not path:
        raise _refused("consistency")
    old, new = _both_roots(first - 1, second - 1, hashes)
    if old != first_root or new != second_root:
        raise _refused("consistency")


def _both_roots(at: int, last: int, hashes: list[bytes]) -> tuple[bytes, bytes]:
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = hashes[0]
    for sibling in hashes[1:]:
        if not last:
            raise _refused("consistency")
        if at & 1 or at == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            at, last = _to_the_left(at, last)
        else:
            new = node_hash(new, sibling)
        at, last = at >> 1, last >> 1
    if last:
        raise _refused("consistency")
    return old, new


def _to_the_left(at: int, last: int) -> tuple[int, int]:
    """Climb past the levels at which the last subtree has no sibling."""
    while at and not at & 1:
        at, last = at >> 1, last >> 1
    return at, last


def _require_hashes(hashes: Iterable[bytes], code: str) -> None:
    if any(len(each) != HASH_BYTES for each in hashes):
        raise _refused(code)


def _refused(code: str) -> InvalidProofError:
    return InvalidProofError("This proof does not lead to the root of the log", code=code)
