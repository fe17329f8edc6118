"""What erasing and exporting need beside the database: keys, files, and a way to tidy up."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from issuer.accounts.ports import Sealer, Services


class PersonKeys(Sealer, Protocol):
    """The keys themselves: deleting one erases a person from every copy of the database."""

    def forget(self, organisation: str, person: str) -> None:
        """Put a person on the erasure list, then delete the key; safe to repeat."""

    def drop(self, organisation: str, person: str) -> None:
        """Delete a key that is no person's; an absent one is not an error."""

    def drop_erased(self) -> int:
        """Delete every key of the listed that an old copy brought back; returns how many."""
        ...

    def erased(self) -> tuple[tuple[str, str], ...]:
        """Return (organisation, person) of all on the erasure list, oldest first."""
        ...


class Bytes(Protocol):
    """The files of one person."""

    def open(self, sha256: str) -> BinaryIO:
        """Return the bytes for reading; NotFoundError."""
        ...


class PersonFiles(Protocol):
    """Evidence files by person."""

    def of(self, organisation: str, person: str) -> Bytes:
        """Return the files of one person."""
        ...

    def forget(self, organisation: str, person: str) -> None:
        """Delete all files of a person; safe to repeat."""


def _go_on(_step: str) -> None:
    """Do nothing at a boundary; tests stop here instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Privacy:
    """What erasing and exporting a person needs beside the database.

    `compact` takes deleted bytes out of the database's files. `bake` returns the picture of a badge
    (by its achievement's address) with these credential bytes inside. `reached` is told the name of
    each step once it is durable.
    """

    accounts: Services
    keys: PersonKeys
    files: PersonFiles
    compact: Callable[[], None]
    bake: Callable[[str, bytes], bytes]
    reached: Callable[[str], None] = _go_on
