"""What the audit log needs from storage, keys, clock and the outside."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from issuer.audit import Event, Node
from issuer.auditing.model import (
    CredentialRow,
    Entry,
    KeyRow,
    Leaf,
    LogKey,
    MarkRow,
    StoredCheckpoint,
    Wanted,
)
from issuer.badges.award import Award
from issuer.clock import Clock
from issuer.collaborators import Ids, Transaction
from issuer.documents import Document
from issuer.proofs import Signer


class AuditLog(Protocol):
    """The one log of the installation."""

    def sequence(self) -> int:
        """Give places to leaves that have none, in one batch; returns how many."""
        ...

    def size(self) -> int:
        """Return how many leaves have their place."""
        ...

    def waiting(self) -> int:
        """Return how many leaves have no place yet."""
        ...

    def node(self, level: int, position: int) -> bytes:
        """Return the hash of a full subtree; UnavailableError if it is gone."""
        ...

    def leaf_of(self, organisation: str, subject: str, name: str) -> Leaf | None:
        """Return the newest leaf of an event of that name about that subject, if any."""
        ...

    def entries_about(self, organisation: str, subjects: frozenset[str]) -> tuple[Entry, ...]:
        """Return the events about these subjects with their leaves, oldest first."""
        ...

    def newest_checkpoint(self) -> StoredCheckpoint | None:
        """Return the newest checkpoint, if any."""
        ...

    def checkpoints(self) -> tuple[StoredCheckpoint, ...]:
        """Return all checkpoints, oldest first."""
        ...

    def add_checkpoint(self, made: StoredCheckpoint) -> None:
        """Store one; ConflictError if there is one of that size."""

    def key(self) -> LogKey | None:
        """Return the log's key, if it was made."""
        ...

    def add_key(self, key: LogKey) -> None:
        """Store the log's key; ConflictError if it has one."""


class EventSearch(Protocol):
    """Entries of one organisation, to be looked for."""

    def page(
        self, organisation: str, wanted: Wanted, *, after: str | None, limit: int
    ) -> tuple[Entry, ...]:
        """Return what is wanted, newest first, from after that event on; NotFoundError for it."""
        ...

    def badges(self, organisation: str) -> tuple[tuple[str, str], ...]:
        """Return slug and newest title of every badge that was published, by title."""
        ...


class AuditTrail(Protocol):
    """The whole log and the rows it speaks of, for those who check it."""

    def leaves(self) -> Iterator[Entry]:
        """Yield every leaf with its event, by place; those without a place last."""
        ...

    def events_without_leaf(self) -> Iterator[Entry]:
        """Yield every event that has no leaf."""
        ...

    def subtrees(self) -> Iterator[Node]:
        """Yield every stored subtree above the leaves."""
        ...

    def credentials(self) -> Iterator[CredentialRow]: ...
    def marks(self) -> Iterator[MarkRow]: ...
    def key_rows(self) -> Iterator[KeyRow]: ...


class Credential(Protocol):
    """An issued credential, as far as its bundle needs it."""

    @property
    def id(self) -> str: ...
    @property
    def organisation(self) -> str: ...
    @property
    def award(self) -> str: ...
    @property
    def learner(self) -> str: ...
    @property
    def key_id(self) -> str: ...
    @property
    def list_id(self) -> str: ...
    @property
    def data(self) -> bytes | None: ...


class Credentials(Protocol):
    """Credentials."""

    def by_public_id(self, public_id: str) -> Credential | None:
        """Return the newest issued version of that public id, if any."""
        ...


class Awards(Protocol):
    """Approved awards."""

    def get(self, award_id: str) -> Award:
        """Return it; NotFoundError."""
        ...


class Definition(Protocol):
    """A badge version, as far as its bundle needs it."""

    @property
    def document(self) -> Document: ...
    @property
    def pins(self) -> Mapping[str, object]: ...


class Definitions(Protocol):
    """Badge versions."""

    def get(self, organisation: str, definition_id: str) -> Definition:
        """Return it; NotFoundError."""
        ...


class Version(Protocol):
    """A published rubric or instrument."""

    @property
    def id(self) -> str: ...
    @property
    def document(self) -> Document: ...


class Versions(Protocol):
    """Published rubrics or instruments."""

    def by_ref(self, organisation: str, ref: str) -> Version | None:
        """Return it, if any."""
        ...


class StatusList(Protocol):
    """A published status list."""

    @property
    def data(self) -> bytes | None: ...


class StatusLists(Protocol):
    """Status lists."""

    def get(self, list_id: str) -> StatusList:
        """Return it; NotFoundError."""
        ...


class Organisation(Protocol):
    """An organisation, as far as its bundles need it."""

    @property
    def did(self) -> str: ...


class Organisations(Protocol):
    """Organisations of the installation."""

    def get(self, organisation_id: str) -> Organisation:
        """Return it; NotFoundError."""
        ...


class Events(Protocol):
    """The append-only table of acts."""

    def append(self, event: Event) -> None:
        """Add one event, and its leaf, to the running transaction."""


class Person(Protocol):
    """A person, as far as the reach of others is concerned."""

    @property
    def erased_at(self) -> datetime | None: ...
    @property
    def units(self) -> frozenset[str]: ...


class People(Protocol):
    """People of an organisation."""

    def get(self, organisation: str, person_id: str) -> Person:
        """Return the person; NotFoundError."""
        ...

    def in_units(self, organisation: str, units: frozenset[str]) -> frozenset[str]:
        """Return the ids of all who belong to one of the units."""
        ...


class UnitOfWork(Transaction, Protocol):
    """One transaction; leaving without `commit` rolls back."""

    @property
    def people(self) -> People: ...
    @property
    def audit_log(self) -> AuditLog: ...
    @property
    def audit_trail(self) -> AuditTrail: ...
    @property
    def event_search(self) -> EventSearch: ...
    @property
    def events(self) -> Events: ...
    @property
    def credentials(self) -> Credentials: ...
    @property
    def awards(self) -> Awards: ...
    @property
    def definitions(self) -> Definitions: ...
    @property
    def rubrics(self) -> Versions: ...
    @property
    def instruments(self) -> Versions: ...
    @property
    def status_lists(self) -> StatusLists: ...
    @property
    def organisations(self) -> Organisations: ...


class LogKeyring(Protocol):
    """Where the private half of the log's key lives."""

    def make(self, name: str, at: datetime) -> LogKey:
        """Make the log's key, its private half sealed."""
        ...

    def signer(self, key: LogKey) -> Signer:
        """Return its signer; UnavailableError if it cannot be opened, code `key_unusable`."""
        ...


class Outside(Protocol):
    """A place outside the database to which checkpoints go."""

    def append(self, note: str) -> None:
        """Add a note, durably; UnavailableError, code `checkpoint_file`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The collaborators of every verb of the audit log.

    Attributes:
        origin: name of the log, for the day on which its key is made; no scheme, no spaces.
        did_document: returns an organisation's DID document as it is published today.
        outside: where checkpoints go beside the database, if anywhere.
    """

    unit_of_work: Callable[[], UnitOfWork]
    read_only: Callable[[], UnitOfWork]
    keyring: LogKeyring
    clock: Clock
    ids: Ids
    origin: str
    did_document: Callable[[str], Document]
    outside: Outside | None = None
