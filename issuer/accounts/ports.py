"""What the accounts use cases need from storage."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from issuer.access import Role
from issuer.accounts.branding_ports import Logos
from issuer.accounts.entrance_ports import (
    ClassCodes,
    Invitations,
    Logins,
    PersonalCodes,
    Sessions,
    Tries,
)
from issuer.accounts.factor_ports import Challenges, CodeApps, Leftovers, Passkeys
from issuer.accounts.mechanisms import SignIn
from issuer.accounts.model import (
    Consent,
    Organisation,
    Person,
    RoleGrant,
    SettingsProposal,
    Tie,
    Token,
    Unit,
)
from issuer.accounts.neighbours import Erasures, Holdings, LegalHolds, ShareLinks, WeeklyLetters
from issuer.audit import Event
from issuer.clock import Clock
from issuer.collaborators import Ids, Transaction


class Organisations(Logos, Protocol):
    """Organisations of the installation."""

    def add(self, organisation: Organisation) -> None:
        """Store a new one; ConflictError if slug or DID were ever used."""

    def get(self, organisation_id: str) -> Organisation:
        """Return it; NotFoundError."""
        ...

    def lock(self, organisation_id: str) -> Organisation:
        """Return it, unchanged by others until the transaction ends; NotFoundError."""
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
    """People, always asked for within one organisation; their roles are those of that moment."""

    def add(self, person: Person) -> None:
        """Store a new person; the roles are stored as grants."""

    def get(self, organisation: str, person_id: str) -> Person:
        """Return the person; NotFoundError."""
        ...

    def lock(self, organisation: str, person_id: str) -> Person:
        """Return the person, about whom nobody else decides meanwhile; NotFoundError."""
        ...

    def save(self, person: Person) -> None:
        """Store changes."""

    def members(self, organisation: str) -> tuple[Person, ...]:
        """Return all active people of the organisation, by id."""
        ...


class Grants(Protocol):
    """Grants of roles."""

    def add(self, grant: RoleGrant) -> None:
        """Store a grant."""

    def get(self, organisation: str, grant_id: str) -> RoleGrant:
        """Return the grant; NotFoundError."""
        ...

    def of(self, organisation: str, person_id: str) -> tuple[RoleGrant, ...]:
        """Return all grants of a person, oldest first."""
        ...

    def of_role(self, organisation: str, role: Role) -> tuple[RoleGrant, ...]:
        """Return all grants of a role, oldest first."""
        ...

    def save(self, grant: RoleGrant) -> None:
        """Store a confirmation or a withdrawal."""


class Units(Protocol):
    """Units of an organisation."""

    def add(self, unit: Unit) -> None:
        """Store a new one; ConflictError if there is one of that slug."""

    def of(self, organisation: str) -> tuple[Unit, ...]:
        """Return all, by slug."""
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


class SettingsProposals(Protocol):
    """Rules of two that somebody wants switched off."""

    def add(self, proposal: SettingsProposal) -> None:
        """Store a new one."""

    def lock(self, organisation: str, proposal_id: str) -> SettingsProposal:
        """Return it and keep others from answering it; NotFoundError."""
        ...

    def save(self, proposal: SettingsProposal) -> None:
        """Store an answer."""

    def waiting(self) -> tuple[SettingsProposal, ...]:
        """Return the open ones of all organisations, oldest first."""
        ...


class Outbox(Protocol):
    """What is left to be done, kept in the transaction of the act."""

    def put(
        self, kind: str, ref: str, organisation: str, *, not_before: datetime | None = None
    ) -> None:
        """Add an item."""


class Events(Protocol):
    """The append-only log of acts."""

    def append(self, event: Event) -> None:
        """Add one event to the running transaction."""

    def get(self, event_id: str) -> Event:
        """Return one event; NotFoundError."""
        ...

    def forget(self, organisation: str, person: str) -> int:
        """Take a person out of all rows; leaves and root stay. Returns how many rows."""
        ...


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


class UnitOfWork(Transaction, Protocol):
    """One transaction; leaving without `commit` rolls back."""

    @property
    def organisations(self) -> Organisations: ...
    @property
    def people(self) -> People: ...
    @property
    def settings_proposals(self) -> SettingsProposals: ...
    @property
    def grants(self) -> Grants: ...
    @property
    def units(self) -> Units: ...
    @property
    def ties(self) -> Ties: ...
    @property
    def consents(self) -> Consents: ...
    @property
    def tokens(self) -> Tokens: ...
    @property
    def logins(self) -> Logins: ...
    @property
    def sessions(self) -> Sessions: ...
    @property
    def invitations(self) -> Invitations: ...
    @property
    def class_codes(self) -> ClassCodes: ...
    @property
    def personal_codes(self) -> PersonalCodes: ...
    @property
    def tries(self) -> Tries: ...
    @property
    def passkeys(self) -> Passkeys: ...
    @property
    def challenges(self) -> Challenges: ...
    @property
    def code_apps(self) -> CodeApps: ...
    @property
    def leftovers(self) -> Leftovers: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def events(self) -> Events: ...
    @property
    def erasures(self) -> Erasures: ...
    @property
    def legal_holds(self) -> LegalHolds: ...
    @property
    def share_links(self) -> ShareLinks: ...
    @property
    def weekly_letters(self) -> WeeklyLetters: ...
    @property
    def holdings(self) -> Holdings: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The collaborators of every verb: factories, never shared instances."""

    unit_of_work: Callable[[], UnitOfWork]
    read_only: Callable[[], UnitOfWork]
    clock: Clock
    ids: Ids
    sign_in: SignIn
