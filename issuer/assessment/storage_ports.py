"""Where files are kept, and what looking after them needs from storage; joined in `ports`."""

from collections.abc import Mapping
from datetime import datetime
from typing import BinaryIO, Protocol

from issuer.assessment.model import FileCheck, StoredFile

#: Organisation and person.
Who = tuple[str, str]


class StoredFiles(Protocol):
    """Which files there should be, and what was found when somebody looked."""

    def due(self, before: datetime, limit: int) -> tuple[StoredFile, ...]:
        """Return files that nobody looked at since, longest first; none of erased people."""
        ...

    def check_of(self, item: str) -> FileCheck | None:
        """Return what was found at the last look, if there was one."""
        ...

    def put(self, check: FileCheck) -> None:
        """Store what was found, in place of what was found before."""

    def altered(self, organisation: str, submission: str) -> frozenset[str]:
        """Return the items of a submission whose bytes did not hold at the last look."""
        ...

    def named(self) -> Mapping[Who, frozenset[str]]:
        """Return, per learner, the hex SHA-256 of every file that a row names."""
        ...


class StoredBlob(Protocol):
    """What storing bytes told about them."""

    @property
    def sha256(self) -> str:
        """Hex digest of the plain bytes."""
        ...

    @property
    def size(self) -> int:
        """Number of plain bytes."""
        ...


class Blobs(Protocol):
    """Bytes by their content digest, outside any web root."""

    def store(self, stream: BinaryIO, *, max_bytes: int) -> StoredBlob:
        """Store the stream; LimitError beyond `max_bytes`, StorageFullError on a full disk."""
        ...

    def open(self, sha256: str) -> BinaryIO:
        """Return the bytes for reading; NotFoundError."""
        ...

    def delete(self, sha256: str) -> None:
        """Forget the bytes; an unknown digest is not an error."""


class Files(Blobs, Protocol):
    """Bytes that belong to nobody, such as badge pictures, and those of one person."""

    def sweep(self, before: datetime) -> int:
        """Delete uploads that a crash left half stored before this instant; return how many."""
        ...

    def was_looked_through(self, since: datetime) -> bool:
        """Tell whether somebody looked for files that nothing names, at or after this instant."""
        ...

    def sweep_unnamed(
        self, named: Mapping[Who, frozenset[str]], *, before: datetime, now: datetime
    ) -> int:
        """Delete people's files older than `before` that nothing names; return how many."""
        ...

    def of(self, organisation: str, person: str) -> Blobs:
        """Return the files of one person, sealed under that person's key."""
        ...
