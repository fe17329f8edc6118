"""Where the samples of one track lie in a film (ISO/IEC 14496-12, 8.7)."""

from collections.abc import Iterator
from itertools import pairwise, repeat

from issuer.images.boxes import Box, boxes_between, damaged_film, read_numbers

#: A track of a film that may be handed in has some thousands.
_MAX_CHUNKS = 100_000


def chunks_of(film: bytes | bytearray, table: Box) -> Iterator[tuple[int, int]]:
    """Yield begin and end of each chunk of samples that a sample table (`stbl`) names.

    Raises:
        MalformedError: a table is missing or ends early, code `film`.
    """
    tables = {box.kind: box for box in boxes_between(film, table.body, table.end)}
    if not {b"stsz", b"stsc"} <= tables.keys():
        raise damaged_film()
    places = _places(film, tables)
    lengths = _lengths(film, tables[b"stsz"], tables[b"stsc"], len(places))
    for place, length in zip(places, lengths, strict=True):
        yield place, place + length


def _places(film: bytes | bytearray, tables: dict[bytes, Box]) -> list[int]:
    """Return where each chunk begins (8.7.5)."""
    if b"stco" in tables:
        return list(read_numbers(film, tables[b"stco"], 8, _count(film, tables[b"stco"], 4)))
    if b"co64" in tables:
        halves = read_numbers(film, tables[b"co64"], 8, 2 * _count(film, tables[b"co64"], 4))
        return [high << 32 | low for high, low in zip(halves[::2], halves[1::2], strict=True)]
    raise damaged_film()


def _lengths(film: bytes | bytearray, sizes: Box, runs: Box, chunks: int) -> Iterator[int]:
    """Yield the bytes of each chunk (8.7.3 and 8.7.4)."""
    every, samples = read_numbers(film, sizes, 4, 2)
    each = read_numbers(film, sizes, 12, 0 if every else samples)
    taken = 0
    for count in _samples_per_chunk(film, runs, chunks):
        taken += count
        if taken > samples:
            raise damaged_film()
        yield count * every if every else sum(each[taken - count : taken])


def _samples_per_chunk(film: bytes | bytearray, runs: Box, chunks: int) -> Iterator[int]:
    """Yield how many samples each chunk has: a run says so from one chunk to the next run."""
    rows = read_numbers(film, runs, 8, 3 * _count(film, runs, 4))
    firsts, counts = [*rows[::3], chunks + 1], rows[1::3]
    if firsts[0] != 1 or any(later <= first for first, later in pairwise(firsts)):
        raise damaged_film()
    for count, (first, later) in zip(counts, pairwise(firsts), strict=True):
        yield from repeat(count, later - first)


def _count(film: bytes | bytearray, table: Box, offset: int) -> int:
    count = read_numbers(film, table, offset, 1)[0]
    if count > _MAX_CHUNKS:
        raise damaged_film()
    return count
