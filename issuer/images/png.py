"""PNG as a list of chunks (ISO/IEC 15948): read with every check, written byte for byte.

Pixels are not decoded here; that a picture is whole and small is decided before any decoder runs.
"""

import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from issuer.errors import MalformedError

SIGNATURE = b"\x89PNG\r\n\x1a\n"
#: A picture for a badge; more pixels or bytes are an attack on our memory (row 63).
MAX_PIXELS = 16_000_000
MAX_BYTES = 4 * 1024 * 1024
#: One baked credential may come on top of the largest picture.
MAX_BAKED_BYTES = MAX_BYTES + 512 * 1024

_HEADER = struct.Struct(">II")
_FRAME = 12  # length, kind and CRC of a chunk, in bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """One chunk: four letters and its bytes."""

    kind: bytes
    data: bytes


def is_png(data: bytes) -> bool:
    """Tell by the signature whether the bytes claim to be PNG."""
    return data.startswith(SIGNATURE)


def read_chunks(data: bytes) -> tuple[Chunk, ...]:
    """Split a PNG into its chunks, from IHDR to IEND and nothing after it.

    Raises:
        MalformedError: code `image` (not a whole PNG), `image_size` (too large) or `ambiguous`
            (bytes after IEND: another file may hide there).
    """
    if not is_png(data):
        raise MalformedError("This is not a PNG file", code="image")
    if len(data) > MAX_BAKED_BYTES:
        raise MalformedError("Use a PNG of at most 4 MiB", code="image_size")
    chunks: list[Chunk] = []
    position = len(SIGNATURE)
    while not chunks or chunks[-1].kind != b"IEND":
        chunk = _chunk_at(data, position)
        if not chunks:
            _size_of(chunk)
        chunks.append(chunk)
        position += _FRAME + len(chunk.data)
    if position != len(data):
        raise MalformedError("Remove what follows the end of the PNG", code="ambiguous")
    return tuple(chunks)


def size_of(chunks: Sequence[Chunk]) -> tuple[int, int]:
    """Return width and height in pixels."""
    return _size_of(chunks[0])


def write_chunks(chunks: Sequence[Chunk]) -> bytes:
    """Put a PNG together; unchanged chunks give unchanged bytes."""
    return SIGNATURE + b"".join(_bytes_of(chunks))


def _chunk_at(data: bytes, position: int) -> Chunk:
    """Return the chunk at the position, its length within the file and its CRC right."""
    length = int.from_bytes(data[position : position + 4], "big")
    end = position + _FRAME + length
    if end > len(data):
        raise MalformedError("The PNG ends in the middle; save it again", code="image")
    kind, body = data[position + 4 : position + 8], data[position + 8 : end - 4]
    if not kind.isalpha() or _crc(kind, body) != data[end - 4 : end]:
        raise MalformedError("The PNG is damaged (wrong checksum); save it again", code="image")
    return Chunk(kind=kind, data=body)


def _size_of(first: Chunk) -> tuple[int, int]:
    """Read IHDR before anything else, so that a bomb never reaches a decoder."""
    if first.kind != b"IHDR" or len(first.data) != 13:  # noqa: PLR2004 - length of IHDR
        raise MalformedError("The PNG does not begin with its header", code="image")
    width, height = _HEADER.unpack_from(first.data)
    if width == 0 or height == 0:
        raise MalformedError("The PNG has no pixels", code="image")
    if width * height > MAX_PIXELS:
        raise MalformedError("Use a picture of at most 16 megapixels", code="image_size")
    return width, height


def _bytes_of(chunks: Sequence[Chunk]) -> Iterator[bytes]:
    for chunk in chunks:
        yield len(chunk.data).to_bytes(4, "big") + chunk.kind + chunk.data
        yield _crc(chunk.kind, chunk.data)


def _crc(kind: bytes, data: bytes) -> bytes:
    return zlib.crc32(data, zlib.crc32(kind)).to_bytes(4, "big")
