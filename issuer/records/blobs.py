"""Evidence files by content digest, outside any web root (reliability.md rows 65 to 67).

Nothing here looks at what the bytes are, and archives are never unpacked.
"""

import hashlib
import os
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from issuer.errors import LimitError, NotFoundError, UnavailableError

_CHUNK = 1024 * 1024
#: Below this share of free space uploads stop, so that issuing and revoking go on (4.4).
FREE_FLOOR = 0.05
_HEX = frozenset("0123456789abcdef")
_DIGEST_LENGTH = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredBlob:
    """What storing told: hex SHA-256 and number of bytes."""

    sha256: str
    size: int


class FileBlobs:
    """Blobs as files under one folder, named by their digest, readable by the owner only."""

    def __init__(self, folder: Path, *, free_floor: float = FREE_FLOOR) -> None:
        self._folder = folder
        self._free_floor = free_floor
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def store(self, stream: BinaryIO, *, max_bytes: int) -> StoredBlob:
        """Store the stream; the same bytes again are stored once.

        Raises:
            LimitError: more than `max_bytes` bytes, code `size`; nothing is kept.
            UnavailableError: the disk is nearly full, code `disk_full`.
        """
        self._require_space()
        descriptor, name = tempfile.mkstemp(dir=self._folder, prefix=".new-")
        waiting = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                blob = _copy(stream, file, max_bytes)
                file.flush()
                os.fsync(file.fileno())
            self._keep(waiting, blob.sha256)
        finally:
            with suppress(FileNotFoundError):
                waiting.unlink()
        return blob

    def open(self, sha256: str) -> BinaryIO:
        """Return the bytes for reading; NotFoundError."""
        try:
            return self._path(sha256).open("rb")
        except FileNotFoundError as error:
            raise NotFoundError("These bytes are no longer kept") from error

    def delete(self, sha256: str) -> None:
        """Forget the bytes; an unknown digest is not an error."""
        with suppress(FileNotFoundError):
            self._path(sha256).unlink()

    def _path(self, sha256: str) -> Path:
        # A digest from a database row is still checked: it becomes part of a path.
        if len(sha256) != _DIGEST_LENGTH or not _HEX.issuperset(sha256):
            raise NotFoundError("These bytes are no longer kept")
        return self._folder / sha256[:2] / sha256

    def _keep(self, waiting: Path, sha256: str) -> None:
        path = self._path(sha256)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        waiting.replace(path)
        # The name is durable only once its folder is.
        for folder in (path.parent, self._folder):
            _sync_folder(folder)

    def _require_space(self) -> None:
        usage = shutil.disk_usage(self._folder)
        if usage.free < usage.total * self._free_floor:
            raise UnavailableError(
                "The disk is nearly full, so no file can be taken; ask the operator",
                code="disk_full",
            )


def _copy(stream: BinaryIO, file: BinaryIO, max_bytes: int) -> StoredBlob:
    sha256, size = hashlib.sha256(), 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > max_bytes:
            raise LimitError(f"Send a file of at most {max_bytes} bytes", code="size")
        sha256.update(chunk)
        file.write(chunk)
    return StoredBlob(sha256=sha256.hexdigest(), size=size)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
