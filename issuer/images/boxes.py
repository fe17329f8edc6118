"""The boxes that films of MP4 and QuickTime are made of (ISO/IEC 14496-12, 4.2), read strictly.

Every number is read within its bounds: a film that promises more than it holds is damaged.
"""

import sys
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from issuer.errors import MalformedError

#: More boxes than this make no film, only work.
MAX_BOXES = 100_000
_HEADER, _LONG_HEADER = 8, 16
_NUMBER = array("I")


@dataclass(frozen=True, slots=True)
class Box:
    """One box: its four letters, and the places where it, its content and the next one begin."""

    kind: bytes
    start: int
    body: int
    end: int


def damaged_film() -> MalformedError:
    """Return the error for a film that ends early or is no film."""
    return MalformedError("This film is damaged; save it again and send that", code="film")


def boxes_between(film: bytes | bytearray, position: int, end: int) -> Iterator[Box]:
    """Yield the boxes between two places; fewer bytes than a box has are left at the end.

    Raises:
        MalformedError: a box reaches beyond its end, or there are too many; code `film`.
    """
    for _ in range(MAX_BOXES):
        if end - position < _HEADER:
            return
        size, header = int.from_bytes(film[position : position + 4], "big"), _HEADER
        if size == 1:
            header = _LONG_HEADER
            size = int.from_bytes(film[position + 8 : position + 16], "big")
        elif size == 0 and end == len(film):
            size = end - position
        if not header <= size <= end - position:
            raise damaged_film()
        kind = bytes(film[position + 4 : position + 8])
        yield Box(kind, position, position + header, position + size)
        position += size
    raise damaged_film()


def find_box(film: bytes | bytearray, outer: Box, *path: bytes) -> Box:
    """Return the first box at the end of a path of boxes within boxes.

    Raises:
        MalformedError: there is none, code `film`.
    """
    for kind in path:
        inside = boxes_between(film, outer.body, outer.end)
        found = next((box for box in inside if box.kind == kind), None)
        if found is None:
            raise damaged_film()
        outer = found
    return outer


def read_numbers(film: bytes | bytearray, box: Box, offset: int, count: int) -> Sequence[int]:
    """Return so many big-endian numbers of 32 bits, from an offset within a box.

    Raises:
        MalformedError: the box holds fewer, code `film`.
    """
    start = box.body + offset
    end = start + count * _NUMBER.itemsize
    if end > box.end:
        raise damaged_film()
    numbers = array(_NUMBER.typecode, bytes(film[start:end]))
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers
