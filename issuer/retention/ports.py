"""What keeping time needs from storage: rows that are old, and a way to delete files."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from issuer.audit import Event
from issuer.clock import Clock
from issuer.collaborators import Ids, Transaction
from issuer.retention.model import OldItem, OldWork, Terms


class OldRows(Protocol):
    """Rows whose time is over."""

    def terms(self) -> tuple[Terms, ...]:
        """Return what each organisation decided, in a stable order."""
        ...

    def old_work(
        self, terms: Terms, now: datetime, submission: str | None = None
    ) -> tuple[OldWork, ...]:
        """Return submissions with evidence that is over its time, oldest first, held ones too."""
        ...

    def lock(self, work: OldWork) -> None:
        """Keep others from changing a submission."""

    def items(self, organisation: str, submission: str) -> tuple[OldItem, ...]:
        """Return the items of a submission that are still there, oldest first."""
        ...

    def empty(self, item: OldItem, at: datetime) -> None:
        """Empty what an item says; its file is still to be deleted."""

    def emptied(self, organisation: str) -> tuple[OldItem, ...]:
        """Return emptied items whose file is still to be deleted."""
        ...

    def is_shared(self, item: OldItem) -> bool:
        """Tell whether other work of the learner rests on the same file."""
        ...

    def drop_name(self, item: OldItem) -> None:
        """Forget the name of a file that is gone."""

    def sign_ins(self, organisation: str, before: datetime) -> tuple[int, datetime | None]:
        """Return how many records of signing in ended before, and when the oldest was made."""
        ...

    def delete_sign_ins(self, organisation: str, before: datetime) -> int:
        """Delete them; return how many."""
        ...

    def letters(self, organisation: str, before: datetime) -> tuple[int, datetime | None]:
        """Return how many letters from before still hold words or a recipient, and the oldest."""
        ...

    def empty_letters(self, organisation: str, before: datetime) -> int:
        """Empty them; return how many."""
        ...

    def unplanned(self, kind: str, day: str) -> tuple[str, ...]:
        """Return the organisations for which no round of this day was planned."""
        ...

    def plan(self, kind: str, day: str, organisation: str, not_before: datetime) -> None:
        """Put the round of a day into the outbox, unless somebody else just did."""


class Events(Protocol):
    """The log of events."""

    def append(self, event: Event) -> None:
        """Add one in this transaction."""


class Outbox(Protocol):
    """What is still to be done."""

    def put(
        self, kind: str, ref: str, organisation: str, *, not_before: datetime | None = None
    ) -> None:
        """Add an item."""


class UnitOfWork(Transaction, Protocol):
    """One transaction; leaving without `commit` rolls back."""

    @property
    def old_rows(self) -> OldRows: ...
    @property
    def events(self) -> Events: ...
    @property
    def outbox(self) -> Outbox: ...


class Bytes(Protocol):
    """The files of one person."""

    def delete(self, sha256: str) -> None:
        """Forget the bytes; an unknown digest is not an error."""


class Files(Protocol):
    """Evidence files by person."""

    def of(self, organisation: str, person: str) -> Bytes:
        """Return the files of one person."""
        ...


def _go_on(_step: str) -> None:
    """Do nothing at a boundary; tests stop here instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The collaborators of keeping time; `reached` is told of each step once it is durable."""

    unit_of_work: Callable[[], UnitOfWork]
    read_only: Callable[[], UnitOfWork]
    clock: Clock
    ids: Ids
    files: Files
    reached: Callable[[str], None] = _go_on
