"""A status list as bits: index 0 is the most significant bit of byte 0 (BSL-5)."""

import base64
import re
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from issuer.errors import MalformedError

#: Fewer entries would tell whose credential is looked at (Bitstring Status List 1.0, 2.2).
MIN_LENGTH = 131_072
#: How many bytes an encoded and an inflated list may have (reliability row 40).
MAX_TEXT = 1024 * 1024
MAX_BYTES = 2 * 1024 * 1024

_BITS_PER_BYTE = 8
_GZIP = 16 + zlib.MAX_WBITS
#: Magic, deflate, no flags, time 0, fastest, unknown system: written here because Python's own
#: header differs from version to version, and equal bits shall give equal bytes.
_GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x04\xff"
#: Level 9, Python's default, takes a hundred times as long for a fifth less.
_LEVEL = 1
_TEXT = re.compile(r"u[A-Za-z0-9_-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class StatusList:
    """The bits of a list; a set bit means that the list's purpose applies."""

    bits: bytes

    @classmethod
    def from_bits(cls, indices: Iterable[int], length: int = MIN_LENGTH) -> Self:
        """Set the bits at these indices in a list of `length` entries.

        Raises:
            MalformedError: a length below 131,072 or not of whole bytes (`status_size`), or an
                index outside the list (`status_range`).
        """
        if length < MIN_LENGTH or length % _BITS_PER_BYTE or length > MAX_BYTES * _BITS_PER_BYTE:
            raise MalformedError(
                f"A list has {MIN_LENGTH} entries or more, in whole bytes", code="status_size"
            )
        bits = bytearray(length // _BITS_PER_BYTE)
        for index in indices:
            _require_inside(index, length)
            bits[index >> 3] |= 0x80 >> (index & 7)
        return cls(bytes(bits))

    @classmethod
    def decode(cls, text: str, *, max_bytes: int = MAX_BYTES, size: int = 1) -> Self:
        """Read an `encodedList`: `u` and base64url of one gzip member, inflated with a bound.

        `size` is the number of bits of one entry: the least length counts entries, not bits.

        Raises:
            MalformedError: another encoding, a second member or trailing bytes
                (`status_encoding`), or too long or too short (`status_size`).
        """
        if len(text) > MAX_TEXT:
            raise MalformedError("The encoded list is too long", code="status_size")
        if _TEXT.fullmatch(text) is None:
            raise MalformedError("Write the list as u and base64url", code="status_encoding")
        bits = _inflate(_base64url(text[1:]), max_bytes)
        if len(bits) * _BITS_PER_BYTE // size < MIN_LENGTH:
            raise MalformedError(f"A list has at least {MIN_LENGTH} entries", code="status_size")
        return cls(bits)

    def encode(self) -> str:
        """Write the `encodedList`; equal bits give equal text."""
        deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        trailer = struct.pack("<II", zlib.crc32(self.bits), len(self.bits))
        data = _GZIP_HEADER + deflate.compress(self.bits) + deflate.flush() + trailer
        return "u" + base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")

    def bit(self, index: int) -> bool:
        """Tell whether the bit at an index is set.

        Raises:
            MalformedError: outside the list, code `status_range`.
        """
        _require_inside(index, len(self))
        return bool(self.bits[index >> 3] & 0x80 >> (index & 7))

    def value(self, index: int, size: int) -> int:
        """Return the value of an entry of `size` bits, the first bit the most significant.

        Raises:
            MalformedError: outside the list, code `status_range`.
        """
        _require_inside(index, len(self) // size)
        start = index * size
        value = 0
        for position in range(start, start + size):
            value = value << 1 | self.bit(position)
        return value

    def __len__(self) -> int:
        """Return the number of entries."""
        return len(self.bits) * _BITS_PER_BYTE


def _require_inside(index: int, length: int) -> None:
    if not 0 <= index < length:
        raise MalformedError(f"The index {index} is outside the list", code="status_range")


def _base64url(text: str) -> bytes:
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError as error:
        raise MalformedError("The list is not base64url", code="status_encoding") from error
    # Two texts for one list would be two documents for one meaning.
    if base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii") != text:
        raise MalformedError("The list is not canonical base64url", code="status_encoding")
    return data


def _inflate(data: bytes, max_bytes: int) -> bytes:
    inflater = zlib.decompressobj(_GZIP)
    try:
        bits = inflater.decompress(data, max_bytes + 1)
    except zlib.error as error:
        raise MalformedError("The list is not gzip", code="status_encoding") from error
    if len(bits) > max_bytes:
        raise MalformedError("The list is too long when inflated", code="status_size")
    if not inflater.eof or inflater.unused_data:
        raise MalformedError(
            "The list is not exactly one whole gzip member", code="status_encoding"
        )
    return bits
