"""The hash tree of RFC 6962, section 2.1, over hashes of perfect subtrees; keeps nothing itself.

A perfect subtree has 2^level leaves and never changes once it is full. Whoever stores those has
every root and every proof in a number of reads that grows with the logarithm of the log.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

HASH_BYTES = 32
#: The root of a log without entries.
EMPTY_ROOT = hashlib.sha256(b"").digest()
_LEAF, _NODE = b"\x00", b"\x01"

#: Hash of the perfect subtree at (level, position), over leaves `position << level` and after.
Nodes = Callable[[int, int], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One perfect subtree that is full; level 0 is a leaf."""

    level: int
    position: int
    hash: bytes


def leaf_hash(record: bytes) -> bytes:
    """Return SHA-256(0x00 || record)."""
    return hashlib.sha256(_LEAF + record).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return SHA-256(0x01 || left || right)."""
    return hashlib.sha256(_NODE + left + right).digest()


def grow(size: int, leaf: bytes, nodes: Nodes) -> Iterator[Node]:
    """Yield the subtrees that become full when a leaf is added to `size` others, leaf first."""
    node = Node(level=0, position=size, hash=leaf)
    yield node
    while node.position & 1:
        left = nodes(node.level, node.position - 1)
        node = Node(
            level=node.level + 1, position=node.position >> 1, hash=node_hash(left, node.hash)
        )
        yield node


def root(size: int, nodes: Nodes) -> bytes:
    """Return the root of the first `size` leaves."""
    return range_root(0, size, nodes) if size else EMPTY_ROOT


def range_root(start: int, end: int, nodes: Nodes) -> bytes:
    """Return the root of leaves `start` up to, not including, `end`.

    Only ranges that the tree itself cuts are asked for: a perfect subtree fits at their start.
    """
    pieces = [nodes(level, position) for level, position in _pieces(start, end)]
    joined = pieces.pop()
    while pieces:
        joined = node_hash(pieces.pop(), joined)
    return joined


def split(size: int) -> int:
    """Return the largest power of two that is smaller than `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def _pieces(start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a range into perfect subtrees, largest first."""
    while start < end:
        level = (end - start).bit_length() - 1
        yield level, start >> level
        start += 1 << level
