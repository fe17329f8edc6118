"""Files that are sealed in pieces: read and written in bounded memory, in any length.

A file is 16 random bytes and then pieces of equal length, each sealed by itself. The random bytes,
the number of the piece and whether it is the last are sealed with it: so no piece can be moved,
left out, or taken from another file. Not a store: names and folders are elsewhere.
"""

import io
import os
from typing import Any, BinaryIO

from issuer.accounts.ports import Sealer
from issuer.errors import UnavailableError

#: Plain bytes of a piece.
PIECE = 256 * 1024
_ID_BYTES = 16
#: What sealing adds: nonce and tag.
_ADDED = 12 + 16

Who = tuple[str, str]


class SealingWriter:
    """Seals what is written, piece by piece; `finish` writes the last one."""

    def __init__(self, file: BinaryIO, sealer: Sealer, who: Who) -> None:
        self._file = file
        self._sealer = sealer
        self._who = who
        self._id = os.urandom(_ID_BYTES)
        self._waiting = b""
        self._number = 0
        file.write(self._id)

    def write(self, data: bytes) -> None:
        """Take more bytes; the newest piece waits, since it may be the last."""
        self._waiting += data
        while len(self._waiting) > PIECE:
            self._put(self._waiting[:PIECE], last=False)
            self._waiting = self._waiting[PIECE:]

    def finish(self) -> None:
        """Write what waits as the last piece."""
        self._put(self._waiting, last=True)

    def _put(self, piece: bytes, *, last: bool) -> None:
        place = _place(self._id, self._number, last=last)
        self._file.write(self._sealer.seal(*self._who, piece, place))
        self._number += 1


class OpeningReader(io.RawIOBase):
    """Opens pieces as they are read. A piece that does not open ends the stream.

    Whoever reads compares the digest, as for any stored file: an altered one is told by that.
    """

    def __init__(self, file: BinaryIO, sealer: Sealer, who: Who) -> None:
        super().__init__()
        self._file = file
        self._sealer = sealer
        self._who = who
        self._size = os.fstat(file.fileno()).st_size
        self._id = file.read(_ID_BYTES)
        self._at = 0
        self._opened: tuple[int, bytes] = (-1, b"")

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def seekable(self) -> bool:
        """Tell that a reader may go back."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go to a place counted from the beginning or from here."""
        if whence == os.SEEK_END:
            raise io.UnsupportedOperation("the plain length is not known")
        self._at = offset + (self._at if whence == os.SEEK_CUR else 0)
        return self._at

    def tell(self) -> int:
        """Return the place."""
        return self._at

    def readinto(self, buffer: Any, /) -> int:
        """Fill the buffer from one piece; 0 at the end."""
        number, start = divmod(self._at, PIECE)
        part = self._piece(number)[start : start + len(buffer)]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)

    def close(self) -> None:
        """Close the file below as well."""
        self._file.close()
        super().close()

    def _piece(self, number: int) -> bytes:
        if self._opened[0] != number:
            self._opened = (number, self._open(number))
        return self._opened[1]

    def _open(self, number: int) -> bytes:
        start = _ID_BYTES + number * (PIECE + _ADDED)
        if start >= self._size:
            return b""
        self._file.seek(start)
        sealed = self._file.read(PIECE + _ADDED)
        place = _place(self._id, number, last=start + len(sealed) >= self._size)
        try:
            return self._sealer.open(*self._who, sealed, place) or b""
        except UnavailableError as error:
            if error.code != "sealed":
                raise
            return b""


def _place(file_id: bytes, number: int, *, last: bool) -> str:
    return f"file|{file_id.hex()}|{number}|{'last' if last else 'more'}"
