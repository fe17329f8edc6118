"""What the use cases about programs need from storage."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from issuer.audit import Event
from issuer.clients.model import Client, ClientToken, SpentAssertion
from issuer.clock import Clock
from issuer.collaborators import Ids, Transaction


class Clients(Protocol):
    """Programs; the id of one is public and names it in the whole installation."""

    def add(self, client: Client) -> None:
        """Store a new program."""

    def find(self, client_id: str) -> Client | None:
        """Return the program of that id in any organisation, if any."""
        ...

    def get(self, organisation: str, client_id: str) -> Client:
        """Return the program; NotFoundError."""
        ...

    def of(self, organisation: str) -> tuple[Client, ...]:
        """Return all programs of an organisation, oldest first."""
        ...

    def save(self, client: Client) -> None:
        """Store a new secret or key, or the date of revocation."""


class ClientTokens(Protocol):
    """Tokens of programs by the hash of their secret."""

    def add(self, token: ClientToken) -> None:
        """Store a token."""

    def by_hash(self, secret_hash: str) -> ClientToken | None:
        """Return the token of that hash, if any."""
        ...

    def save(self, token: ClientToken) -> None:
        """Store the date of revocation."""

    def drop_expired(self, before: datetime) -> None:
        """Delete tokens that ended before an instant; they are good for nothing."""


class SpentAssertions(Protocol):
    """Assertions that were used, kept until they would have expired anyway."""

    def add(self, spent: SpentAssertion) -> None:
        """Store one; ConflictError if it was used before."""

    def drop_expired(self, before: datetime) -> None:
        """Delete those that expired before an instant."""


class Organisations(Protocol):
    """Organisations, as far as programs need them."""

    def get(self, organisation_id: str) -> object:
        """Return it; NotFoundError."""
        ...


class Events(Protocol):
    """The append-only log of acts."""

    def append(self, event: Event) -> None:
        """Add one event to the running transaction."""


class UnitOfWork(Transaction, Protocol):
    """One transaction; leaving without `commit` rolls back."""

    @property
    def organisations(self) -> Organisations: ...
    @property
    def clients(self) -> Clients: ...
    @property
    def client_tokens(self) -> ClientTokens: ...
    @property
    def spent_assertions(self) -> SpentAssertions: ...
    @property
    def events(self) -> Events: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The collaborators of every verb: factories, never shared instances."""

    unit_of_work: Callable[[], UnitOfWork]
    read_only: Callable[[], UnitOfWork]
    clock: Clock
    ids: Ids
