"""Files by content digest, outside any web root (reliability.md rows 65 to 67).

Pictures of badges are kept as they are, evidence sealed under the key of its learner.

Nothing here looks at what the bytes are, and archives are never unpacked.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from issuer.accounts.ports import Sealer
from issuer.errors import LimitError, NotFoundError, StorageFullError, UnavailableError
from issuer.records.sealed_files import PIECE, OpeningReader, SealingWriter, Who

_CHUNK = 1024 * 1024
#: Below this share of free space uploads stop, so that issuing and revoking go on (4.4).
FREE_FLOOR = 0.05
#: Hex digits of a digest that name one person's folder.
_FOLDER_LENGTH = 32
_HEX = frozenset("0123456789abcdef")
_DIGEST_LENGTH = 64
#: How files begin that are not stored yet.
_WAITING = ".new-"
#: The file whose age tells when files that nothing names were last looked for.
_LOOKED = ".looked-through"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredBlob:
    """What storing told: hex SHA-256 and number of bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """How much room a file system has, in bytes."""

    free: int
    total: int


def space_of(folder: Path) -> Space:
    """Ask the file system of a folder."""
    usage = shutil.disk_usage(folder)
    return Space(free=usage.free, total=usage.total)


#: Writes a file under the name that its digest asks for.
Keep = Callable[[Callable[[BinaryIO], StoredBlob], Callable[[str], Path]], StoredBlob]


class SealedBlobs:
    """The files of one person: names are keyed digests, contents are sealed piece by piece."""

    def __init__(self, keep: Keep, folder: Path, sealer: Sealer, who: Who) -> None:
        self._keep = keep
        self._folder = folder
        self._sealer = sealer
        self._who = who

    def store(self, stream: BinaryIO, *, max_bytes: int) -> StoredBlob:
        """Seal and store the stream; the digest that is told is that of the plain bytes.

        Raises:
            LimitError: more than `max_bytes` bytes, code `size`; nothing is kept.
            StateError: the person was erased, code `erased`.
            UnavailableError: the disk is nearly full, or the key is missing.
        """

        def write(file: BinaryIO) -> StoredBlob:
            writer = SealingWriter(file, self._sealer, self._who)
            blob = _copy(stream, writer.write, max_bytes)
            writer.finish()
            return blob

        return self._keep(write, self._path)

    def open(self, sha256: str) -> BinaryIO:
        """Return the plain bytes for reading; where they were changed, the stream ends.

        Raises:
            NotFoundError: there are none, or the person was erased.
        """
        try:
            file = self._path(sha256).open("rb")
        except FileNotFoundError as error:
            raise NotFoundError("These bytes are no longer kept") from error
        return BufferedReader(OpeningReader(file, self._sealer, self._who), PIECE)

    def delete(self, sha256: str) -> None:
        """Forget the bytes; an unknown digest is not an error."""
        with suppress(FileNotFoundError, NotFoundError):
            self._path(sha256).unlink()

    def name_of(self, sha256: str) -> str:
        """Return the name of the file of these bytes; NotFoundError once the person was erased."""
        name = self._sealer.name(*self._who, f"blob|{sha256}")
        if name is None:
            raise NotFoundError("These bytes are no longer kept")
        return name

    def _path(self, sha256: str) -> Path:
        return self._folder / self.name_of(sha256)


class FileBlobs:
    """Blobs as files under one folder, named by their digest, readable by the owner only."""

    def __init__(
        self,
        folder: Path,
        *,
        free_floor: float = FREE_FLOOR,
        sealer: Sealer | None = None,
        space: Callable[[Path], Space] = space_of,
    ) -> None:
        self._folder = folder
        self._sealer = sealer
        self.space = space
        self._free_floor = free_floor
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def store(self, stream: BinaryIO, *, max_bytes: int) -> StoredBlob:
        """Store the stream; the same bytes again are stored once.

        Raises:
            LimitError: more than `max_bytes` bytes, code `size`; nothing is kept.
            StorageFullError: the disk is nearly full, code `disk_full`.
        """
        return self._keep(lambda file: _copy(stream, file.write, max_bytes), self._path)

    def _keep(
        self, write: Callable[[BinaryIO], StoredBlob], path_of: Callable[[str], Path]
    ) -> StoredBlob:
        """Write a file under the name that its digest asks for, durably or not at all."""
        self._require_space()
        descriptor, name = tempfile.mkstemp(dir=self._folder, prefix=_WAITING)
        waiting = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                blob = write(file)
                file.flush()
                os.fsync(file.fileno())
            self._name(waiting, path_of(blob.sha256))
        finally:
            with suppress(FileNotFoundError):
                waiting.unlink()
        return blob

    def has_room(self) -> bool:
        """Tell whether uploads are still taken (row 66)."""
        space = self.space(self._folder)
        return space.free >= space.total * self._free_floor

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

    def of(self, organisation: str, person: str) -> SealedBlobs:
        """Return the files of one person, sealed under that person's key."""
        if self._sealer is None:
            raise RuntimeError("files of people need a sealer")
        who = (organisation, person)
        return SealedBlobs(self._keep, self.folder_of(*who), self._sealer, who)

    def forget(self, organisation: str, person: str) -> None:
        """Delete all files of a person, whichever rows still name them; safe to repeat."""
        folder = self.folder_of(organisation, person)
        if folder.exists():
            shutil.rmtree(folder)
            _sync_folder(folder.parent)

    def folder_of(self, organisation: str, person: str) -> Path:
        """Return the folder of one person's files; found without the key, which may be gone."""
        name = hashlib.sha256(f"{organisation}|{person}".encode()).hexdigest()
        return self._folder / "people" / name[:_FOLDER_LENGTH]

    def sweep(self, before: datetime) -> int:
        """Delete uploads that a crash left half stored before this instant; return how many."""
        left = [
            path
            for path in self._folder.glob(f"{_WAITING}*")
            if path.stat().st_mtime < before.timestamp()
        ]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def was_looked_through(self, since: datetime) -> bool:
        """Tell whether somebody looked for files that nothing names, at or after this instant."""
        try:
            return (self._folder / _LOOKED).stat().st_mtime >= since.timestamp()
        except FileNotFoundError:
            return False

    def sweep_unnamed(
        self, named: Mapping[Who, frozenset[str]], *, before: datetime, now: datetime
    ) -> int:
        """Delete people's files older than `before` that nothing names; return how many.

        A folder whose names cannot be made, since a key is missing, is left as it is.
        """
        marker = self._folder / _LOOKED
        marker.touch(mode=0o600)
        os.utime(marker, (now.timestamp(), now.timestamp()))
        kept = {self.folder_of(*who): (who, blobs) for who, blobs in named.items()}
        left = [
            path
            for folder in (self._folder / "people").glob("*")
            for path in _unnamed(folder, self._names_in(folder, kept))
            if path.stat().st_mtime < before.timestamp()
        ]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def _names_in(
        self, folder: Path, kept: Mapping[Path, tuple[Who, frozenset[str]]]
    ) -> frozenset[str] | None:
        """Return the names that files of a folder may bear; None if they cannot be told."""
        if folder not in kept:
            return frozenset()
        who, blobs = kept[folder]
        try:
            return frozenset(self.of(*who).name_of(sha256) for sha256 in blobs)
        except (NotFoundError, UnavailableError):
            return None

    def _path(self, sha256: str) -> Path:
        # A digest from a database row is still checked: it becomes part of a path.
        if len(sha256) != _DIGEST_LENGTH or not _HEX.issuperset(sha256):
            raise NotFoundError("These bytes are no longer kept")
        return self._folder / sha256[:2] / sha256

    def _name(self, waiting: Path, path: Path) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        waiting.replace(path)
        # The name is durable only once its folders are.
        for folder in (path.parent, path.parent.parent, self._folder):
            _sync_folder(folder)

    def _require_space(self) -> None:
        if not self.has_room():
            raise StorageFullError(
                "The disk is nearly full, so no file can be taken; ask the operator",
                code="disk_full",
            )


def _copy(stream: BinaryIO, write: Callable[[bytes], object], max_bytes: int) -> StoredBlob:
    sha256, size = hashlib.sha256(), 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > max_bytes:
            raise LimitError(f"Send a file of at most {max_bytes} bytes", code="size")
        sha256.update(chunk)
        write(chunk)
    return StoredBlob(sha256=sha256.hexdigest(), size=size)


def _unnamed(folder: Path, names: frozenset[str] | None) -> list[Path]:
    return [] if names is None else [path for path in folder.iterdir() if path.name not in names]


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
