"""Where status lists are kept."""

from datetime import datetime
from typing import Protocol

from issuer.issuance.model import (
    StatusListRecord,
    StatusPurpose,
)


class StatusLists(Protocol):
    """Status lists, and who has which index."""

    def add(self, record: StatusListRecord) -> None:
        """Store a new, empty list."""

    def get(self, list_id: str) -> StatusListRecord:
        """Return it; NotFoundError."""
        ...

    def open_for_writing(
        self, organisation: str, purpose: StatusPurpose
    ) -> StatusListRecord | None:
        """Return the list that gives indices, locked until the transaction ends, if any."""
        ...

    def take(self, list_id: str) -> int | None:
        """Return the next position, counted up for ever; None when the list is full."""
        ...

    def allocate(
        self, list_id: str, index: int, row: str, credential_id: str, at: datetime
    ) -> None:
        """Bind an index to a row for ever; ConflictError if it was ever given."""

    def seal(self, list_id: str) -> None:
        """Let it give no more indices."""

    def want_next(self, list_id: str) -> int:
        """Ask for a newer version and return its number."""
        ...

    def set_indices(self, list_id: str) -> tuple[int, ...]:
        """Return the indices whose bit is 1, computed from the marks alone."""
        ...

    def publish(self, signed: StatusListRecord) -> bool:
        """Store a signed list if its version is newer than the stored one."""
        ...

    def all(self) -> tuple[StatusListRecord, ...]:
        """Return all lists of the installation, without their bytes."""
        ...

    def lists_of(self, credential_id: str) -> tuple[str, ...]:
        """Return the ids of the lists in which the credential was ever given an index."""
        ...
