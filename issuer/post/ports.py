"""What the post needs from storage and from the network."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from issuer.clock import Clock
from issuer.collaborators import Transaction
from issuer.letters import Letter
from issuer.post.model import StoredLetter, Worded


class Letters(Protocol):
    """Letters that wait, and how many were sent to whom."""

    def post(self, letter: Letter) -> bool:
        """Keep a letter; False if there is one of this id already, which stays as it is."""
        ...

    def get(self, letter_id: str) -> StoredLetter:
        """Return one; NotFoundError."""
        ...

    def waiting_for(self, recipient: str) -> tuple[StoredLetter, ...]:
        """Return what waits for a recipient, oldest first, and keep others from it (PostgreSQL)."""
        ...

    def sent_since(self, recipient: str, since: datetime) -> tuple[datetime, ...]:
        """Return when letters were sent to a recipient, since an instant, oldest first."""
        ...

    def join(self, letters: Iterable[StoredLetter], leader: str) -> None:
        """Say that one letter carries the news of these."""

    def carried_by(self, leader: str) -> tuple[StoredLetter, ...]:
        """Return the letters whose news this one carries, oldest first."""
        ...

    def mark_sent(self, leader: str, at: datetime) -> None:
        """Note that a letter went out with all it carries, and forget what they said to whom."""


class Outbox(Protocol):
    """What is still to be done."""

    def put(
        self, kind: str, ref: str, organisation: str, *, not_before: datetime | None = None
    ) -> None:
        """Add an item."""


class UnitOfWork(Transaction, Protocol):
    """One transaction; leaving without `commit` rolls back."""

    @property
    def letters(self) -> Letters: ...
    @property
    def outbox(self) -> Outbox: ...


class Mailer(Protocol):
    """Takes a worded letter to its address, or as far as it goes."""

    def send(self, worded: Worded) -> None:
        """Send it.

        Raises:
            UnavailableError: not now; trying again may help.
            RuleError: never; the address does not exist or takes nothing from us.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The collaborators of the post.

    Attributes:
        base_url: links in letters begin with it, whatever a Host header said.
    """

    unit_of_work: Callable[[], UnitOfWork]
    clock: Clock
    mailer: Mailer
    base_url: str
