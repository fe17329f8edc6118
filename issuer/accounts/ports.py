"""What the accounts use cases need from storage."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import BinaryIO, Protocol, Self

from issuer.accounts.model import (
    Consent,
    Erasure,
    HeldCredential,
    HeldFile,
    LegalHold,
    Organisation,
    Person,
    ShareLink,
    Tie,
    Token,
)
from issuer.audit import Event
from issuer.clock import Clock
from issuer.documents import Document


class Organisations(Protocol):
    """Organisations of the installation."""

    def add(self, organisation: Organisation) -> None:
        """Store a new one; ConflictError if slug or DID were ever used."""

    def get(self, organisation_id: str) -> Organisation:
        """Return it; NotFoundError."""
        ...

    def by_slug(self, slug: str) -> Organisation | None:
        """Return the organisation of that slug, if any."""
        ...

    def by_did(self, did: str) -> Organisation | None:
        """Return the organisation of that DID, if any."""
        ...

    def all(self) -> tuple[Organisation, ...]:
        """Return all, oldest first."""
        ...

    def save(self, organisation: Organisation) -> None:
        """Store changed settings; slug, id and DID never change."""


class People(Protocol):
    """People, always asked for within one organisation."""

    def add(self, person: Person) -> None:
        """Store a new person."""

    def get(self, organisation: str, person_id: str) -> Person:
        """Return the person; NotFoundError."""
        ...

    def save(self, person: Person) -> None:
        """Store changes."""

    def members(self, organisation: str) -> tuple[Person, ...]:
        """Return all active people of the organisation, by id."""
        ...


class Ties(Protocol):
    """Ties between people."""

    def add(self, tie: Tie) -> None:
        """Store a tie."""

    def of(self, organisation: str, person_id: str) -> tuple[Tie, ...]:
        """Return all ties in which the person stands on either side."""
        ...


class Consents(Protocol):
    """Consent records; append-only but for the date of withdrawal."""

    def add(self, consent: Consent) -> None:
        """Store a consent."""

    def of(self, organisation: str, subject: str) -> tuple[Consent, ...]:
        """Return all consents about a person, oldest first."""
        ...

    def save(self, consent: Consent) -> None:
        """Store the date of withdrawal."""


class Tokens(Protocol):
    """API tokens by the hash of their secret."""

    def add(self, token: Token) -> None:
        """Store a token."""

    def by_hash(self, secret_hash: str) -> Token | None:
        """Return the token of that hash, if any."""
        ...

    def get(self, organisation: str, token_id: str) -> Token:
        """Return the token; NotFoundError."""
        ...

    def of(self, organisation: str) -> tuple[Token, ...]:
        """Return all tokens of an organisation, oldest first."""
        ...

    def save(self, token: Token) -> None:
        """Store the date of revocation."""


class Events(Protocol):
    """The append-only log of acts."""

    def append(self, event: Event) -> None:
        """Add one event to the running transaction."""


class Sealer(Protocol):
    """Seals personal values under a key per person, kept apart from the database (ADR 28)."""

    def create(self, organisation: str, person: str) -> None:
        """Make the person's key unless there is one; StateError once the person was erased."""

    def seal(self, organisation: str, person: str, data: bytes, place: str) -> bytes:
        """Seal bytes for one place (table|column|row), so that they open nowhere else.

        Raises:
            StateError: the person was erased, code `erased`.
            UnavailableError: the key is missing, code `person_key`.
        """
        ...

    def open(self, organisation: str, person: str, sealed: bytes, place: str) -> bytes | None:
        """Open what was sealed; None once the person was erased.

        Raises:
            UnavailableError: the key is missing (`person_key`), or the bytes changed (`sealed`).
        """
        ...

    def name(self, organisation: str, person: str, text: str) -> str | None:
        """Return a keyed name of a text as hex; None once the person was erased."""
        ...


class PersonKeys(Sealer, Protocol):
    """The keys themselves: deleting one erases a person from every copy of the database."""

    def forget(self, organisation: str, person: str) -> None:
        """Put a person on the erasure list, then delete the key; safe to repeat."""

    def drop(self, organisation: str, person: str) -> None:
        """Delete a key that is no person's; an absent one is not an error."""

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


class Erasures(Protocol):
    """Erasures of people."""

    def add(self, erasure: Erasure) -> None:
        """Store a new one; ConflictError if one is running for this person."""

    def save(self, erasure: Erasure) -> None:
        """Store how far it is."""

    def get(self, erasure_id: str) -> Erasure:
        """Return it; NotFoundError."""
        ...

    def running(self, organisation: str, person: str) -> Erasure | None:
        """Return the erasure that is proposed or under way, if any."""
        ...

    def under_way(self) -> tuple[Erasure, ...]:
        """Return all that were confirmed and are not done, of all organisations."""
        ...


class LegalHolds(Protocol):
    """What keeps people from being erased."""

    def add(self, hold: LegalHold) -> None:
        """Store a new one."""

    def save(self, hold: LegalHold) -> None:
        """Store that it was lifted."""

    def open_on(self, organisation: str, person: str) -> tuple[LegalHold, ...]:
        """Return the holds on a person that were not lifted, oldest first."""
        ...


class ShareLinks(Protocol):
    """Links to be shared, by the hash of their secret."""

    def add(self, link: ShareLink) -> None:
        """Store a new one."""

    def save(self, link: ShareLink) -> None:
        """Store that it was revoked."""

    def get(self, organisation: str, link_id: str) -> ShareLink:
        """Return it; NotFoundError."""
        ...

    def by_hash(self, secret_hash: str) -> ShareLink | None:
        """Return the link of that hash, if any."""
        ...

    def of(self, organisation: str, learner: str) -> tuple[ShareLink, ...]:
        """Return all links about a learner, oldest first."""
        ...

    def count_view(self, link_id: str) -> None:
        """Add one to the views."""


class Holdings(Protocol):
    """Everything that is held about one person, whatever the table."""

    def kinds(self) -> tuple[str, ...]:
        """Return the kinds of rows there are."""
        ...

    def rows(self, kind: str, organisation: str, person: str) -> tuple[Document, ...]:
        """Return all rows of one kind about a person, in a stable order."""
        ...

    def people(self, organisation: str) -> frozenset[str]:
        """Return the ids of all people of an organisation, erased ones too."""
        ...

    def files(self, organisation: str, person: str) -> tuple[HeldFile, ...]:
        """Return the stored files of a person's evidence."""
        ...

    def credentials(self, organisation: str, person: str) -> tuple[HeldCredential, ...]:
        """Return the issued credentials of a person as their bytes."""
        ...

    def owns(
        self, organisation: str, person: str, public_id: str | None, items: tuple[str, ...]
    ) -> bool:
        """Tell whether a badge and items of evidence are all the person's."""
        ...

    def old_answers(self, before: datetime) -> tuple[tuple[str, str], ...]:
        """Return (organisation, name of the day's key) of answers kept for repeats since before."""
        ...

    def drop_answers(self, before: datetime) -> None:
        """Delete the answers that were kept for repeats since before an instant."""

    def blank(self, organisation: str, person: str, now: datetime) -> None:
        """Empty the personal columns of all rows of a person and end what is open; repeatable."""


class UnitOfWork(Protocol):
    """One transaction; leaving without `commit` rolls back."""

    @property
    def organisations(self) -> Organisations: ...
    @property
    def people(self) -> People: ...
    @property
    def ties(self) -> Ties: ...
    @property
    def consents(self) -> Consents: ...
    @property
    def tokens(self) -> Tokens: ...
    @property
    def events(self) -> Events: ...
    @property
    def erasures(self) -> Erasures: ...
    @property
    def legal_holds(self) -> LegalHolds: ...
    @property
    def share_links(self) -> ShareLinks: ...
    @property
    def holdings(self) -> Holdings: ...

    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

    def commit(self) -> None:
        """Make everything durable."""


class Ids(Protocol):
    """Random ids and salts; tests give counting ones."""

    def new_id(self) -> str:
        """Return 128 random bits as 22 base58 characters (T85, wallets.md section 9)."""
        ...

    def new_urn(self) -> str:
        """Return a random `urn:uuid:...`."""
        ...

    def secret(self, size: int) -> bytes:
        """Return `size` random bytes."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The collaborators of every verb: factories, never shared instances."""

    unit_of_work: Callable[[], UnitOfWork]
    read_only: Callable[[], UnitOfWork]
    clock: Clock
    ids: Ids


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
