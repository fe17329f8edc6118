"""What turning to another secret needs: sealed rows, and a way to seal them anew."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from issuer.audit import Event
from issuer.clock import Clock
from issuer.collaborators import Ids, Transaction
from issuer.sealing.model import LoginNames, SealedKey, SealedValue, SealingSecret

Who = tuple[str, str]


class Sealings(Protocol):
    """Everything in the database that hangs on the key-encryption key."""

    def secrets(self) -> tuple[SealingSecret, ...]:
        """Return the secrets that the database knows of, oldest first."""
        ...

    def put_secret(self, secret: SealingSecret) -> None:
        """Store a secret's name and state, in place of what is known of it."""

    def organisations(self) -> tuple[str, ...]:
        """Return all organisations."""
        ...

    def owners(self) -> tuple[Who, ...]:
        """Return (organisation, owner) of every data key: people first, then days."""
        ...

    def private_halves(self) -> tuple[SealedKey, ...]:
        """Return the private halves that are in this database, the audit log's too."""
        ...

    def set_key(self, key: SealedKey, sealed: bytes) -> None:
        """Store a private half as it is sealed now."""

    def providers(self) -> tuple[SealedValue, ...]:
        """Return the secrets at identity providers."""
        ...

    def set_provider(self, provider_id: str, sealed: bytes) -> None:
        """Store a secret as it is sealed now."""

    def app_of(self, organisation: str, person: str) -> SealedValue | None:
        """Return the secret of a person's authenticator app, if there is one."""
        ...

    def set_app(self, app_id: str, sealed: bytes) -> None:
        """Store a secret as it is sealed now."""

    def login_of(self, organisation: str, person: str) -> LoginNames | None:
        """Return by what a person is looked up, opened, if there is a login."""
        ...

    def set_indices(self, login: LoginNames) -> None:
        """Store the keyed indices of a login."""

    def end_derived(self, organisation: str, now: datetime) -> int:
        """End links, cards and codes that are made from the secret; return how many."""
        ...


class Events(Protocol):
    """The log of events."""

    def append(self, event: Event) -> None:
        """Add one in this transaction."""


class UnitOfWork(Transaction, Protocol):
    """One transaction; leaving without `commit` rolls back."""

    @property
    def sealings(self) -> Sealings: ...
    @property
    def events(self) -> Events: ...


class Turning(Protocol):
    """Seals under the new secret what opens under it or under the old one."""

    @property
    def old(self) -> str:
        """The name of the old secret."""
        ...

    @property
    def new(self) -> str:
        """The name of the new secret."""
        ...

    def turn_owner(self, organisation: str, owner: str) -> bool:
        """Wrap a data key anew; False if there is none. UnavailableError: neither opens it."""
        ...

    def turn_key(self, key: SealedKey) -> bytes:
        """Return a private half sealed anew, or as it is; UnavailableError."""
        ...

    def turn_box(self, value: SealedValue) -> bytes:
        """Return a secret of the installation sealed anew, or as it is; UnavailableError."""
        ...

    def turn_app(self, value: SealedValue) -> bytes:
        """Return the secret of an app sealed anew, or as it is; UnavailableError."""
        ...

    def index(self, organisation: str, name: str) -> str:
        """Return the new keyed index of a handle or an address."""
        ...

    def carry(self) -> bytes:
        """Return, sealed anew, what look-ups need whose words are not kept."""
        ...


def _go_on(_step: str) -> None:
    """Do nothing at a boundary; tests stop here instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The collaborators of turning to another secret.

    `unit_of_work` opens personal columns whichever of the two secrets wraps their keys. `reached`
    is told of each step once it is durable.
    """

    unit_of_work: Callable[[], UnitOfWork]
    turning: Turning
    clock: Clock
    ids: Ids
    reached: Callable[[str], None] = _go_on
