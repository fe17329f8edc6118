"""What the issuance use cases need from storage, keys, clock and chance."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Protocol

from issuer.access import Bond
from issuer.audit import Event
from issuer.badges.award import Award
from issuer.clock import Clock
from issuer.collaborators import Ids, Transaction
from issuer.issuance.key_ports import KeyProposals
from issuer.issuance.model import (
    CredentialId,
    CredentialRecord,
    EndorsementRecord,
    GenuineCopy,
    IdempotencyRecord,
    KeyRecord,
    OutboxItem,
    PeerStatement,
    Revocation,
    StatusListRecord,
    StatusPurpose,
    Visibility,
)
from issuer.issuance.model.proposals import RevocationProposal
from issuer.issuance.page_ports import PageStates
from issuer.proofs import Signer
from issuer.proofs.jose import JwtSigner


class Organisation(Protocol):
    """The issuer's Profile, as far as issuance needs it; `accounts.Organisation` fits."""

    @property
    def id(self) -> str: ...
    @property
    def slug(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def did(self) -> str: ...
    @property
    def email(self) -> str | None: ...
    @property
    def description(self) -> str | None: ...
    @property
    def age_of_majority(self) -> int: ...
    @property
    def second_person_for_revocation(self) -> bool: ...
    @property
    def second_person_for_keys(self) -> bool: ...
    @property
    def logo_url(self) -> str | None: ...
    @property
    def logo_alt(self) -> str | None: ...


class Organisations(Protocol):
    """Organisations of the installation."""

    def get(self, organisation_id: str) -> Organisation:
        """Return it; NotFoundError."""
        ...


class Person(Protocol):
    """The learner, as far as the default visibility needs it."""

    @property
    def birth_date(self) -> date | None: ...
    @property
    def units(self) -> frozenset[str]: ...


class People(Protocol):
    """People of an organisation."""

    def get(self, organisation: str, person_id: str) -> Person:
        """Return the person; NotFoundError."""
        ...

    def in_units(self, organisation: str, units: frozenset[str]) -> frozenset[str]:
        """Return the ids of all who belong to one of the units, whether active or not."""
        ...


class Ties(Protocol):
    """Ties between people."""

    def of(self, organisation: str, person_id: str) -> Iterable[Bond]:
        """Return all ties in which the person stands on either side."""
        ...


class Consent(Protocol):
    """A consent, as far as publishing needs it."""

    @property
    def purpose(self) -> str: ...

    def holds(self, now: datetime) -> bool: ...


class Consents(Protocol):
    """Consents about a person."""

    def of(self, organisation: str, subject: str) -> Iterable[Consent]:
        """Return all consents about a person, oldest first."""
        ...


class Awards(Protocol):
    """Approved awards."""

    def get(self, award_id: str) -> Award:
        """Return it; NotFoundError."""
        ...

    def is_held(self, award_id: str) -> bool:
        """Tell whether a registrar holds the submission that it rests on."""
        ...


class PeerStatements(Protocol):
    """Submitted attestations."""

    def get(self, attestation_id: str) -> PeerStatement:
        """Return it; NotFoundError."""
        ...


class Events(Protocol):
    """The append-only log of acts."""

    def append(self, event: Event) -> None:
        """Add one event to the running transaction."""

    def newest_at(self) -> datetime | None:
        """Return the instant of the newest event of the installation, if there is one."""
        ...


class Credentials(Protocol):
    """Credentials in every state, and the marks on them."""

    def lock_award(self, award_id: str) -> None:
        """Let no other transaction prepare a credential of this award until this one ends."""

    def add(self, record: CredentialRecord) -> None:
        """Store a prepared one; ConflictError if the award has a living row already."""

    def get(self, row: str) -> CredentialRecord:
        """Return one version; NotFoundError."""
        ...

    def by_id(self, credential_id: str) -> CredentialRecord:
        """Return the newest living version, else the newest of all; NotFoundError."""
        ...

    def by_public_id(self, public_id: str) -> CredentialRecord | None:
        """Return the newest issued version of that public id, if any; its JSON form."""
        ...

    def of_award(self, award_id: str, form: str = "ldp") -> CredentialRecord | None:
        """Return the newest row of the award that is neither refused nor abandoned."""
        ...

    def publish(self, row: str, *, data: bytes, sha256: str, at: datetime) -> bool:
        """Move `prepared` to `issued` with its bytes; False if another worker did."""
        ...

    def fail(self, row: str, state: str, fault: str) -> bool:
        """Move `prepared` to a state of failure; False if it is no longer `prepared`."""
        ...

    def resume(self, row: str) -> bool:
        """Move `sign_failed` back to `prepared`; False if it is not."""
        ...

    def count_attempt(self, row: str) -> None:
        """Add one to the attempts."""

    def set_visibility(self, credential_id: str, visibility: Visibility) -> None:
        """Store who may see it, for all versions."""

    def left_prepared(self, before: datetime, limit: int) -> tuple[CredentialRecord, ...]:
        """Return rows still `prepared` that were made at or before an instant, oldest first."""
        ...

    def page(
        self,
        organisation: str,
        *,
        learner: str | None,
        after: str | None,
        limit: int,
        among: frozenset[str] | None = None,
    ) -> tuple[CredentialRecord, ...]:
        """Return issued ones, oldest first, after the row `after`, of the learners `among`."""
        ...

    def shown(self, *, after: str | None, limit: int) -> tuple[CredentialRecord, ...]:
        """Return issued ones of all organisations that are not private, by row, after a row."""
        ...

    def count_by_achievement(self, organisation: str) -> tuple[tuple[str, int], ...]:
        """Return (achievement id, number of issued credentials), by achievement."""
        ...

    def reissue(self, award_id: str, row_version: int) -> CredentialRecord | None:
        """Return the row of that version that waits for its signature, if any; its JSON form."""
        ...

    def live_of_key(
        self, key_id: str, now: datetime, *, after: str, limit: int
    ) -> tuple[CredentialRecord, ...]:
        """Return the newest versions that a key signed in any form, by row, after the row `after`.

        Revoked and expired credentials are left out; each is given in its JSON form.
        """
        ...

    def genuine_of_key(self, key_id: str) -> tuple[GenuineCopy, ...]:
        """Return everything that a key ever signed for us and that was handed out, by id."""
        ...

    def by_digest(self, key_id: str, sha256: str) -> CredentialRecord | None:
        """Return the issued row whose bytes a key signed, by their digest, if there is one."""
        ...

    def marks(self, credential_id: str) -> tuple[Revocation, ...]:
        """Return the marks on a credential, oldest first."""
        ...

    def mark(self, revocation: Revocation) -> None:
        """Add a mark; ConflictError if its number was given to another one meanwhile."""


class Proposals(Protocol):
    """Revocations that wait for a second person."""

    def add(self, proposal: RevocationProposal) -> None:
        """Store a new one; StateError if one about this credential is open."""

    def get(self, organisation: str, proposal_id: str) -> RevocationProposal:
        """Return it; NotFoundError."""
        ...

    def lock(self, organisation: str, proposal_id: str) -> RevocationProposal:
        """Return it and keep others from answering it; NotFoundError."""
        ...

    def save(self, proposal: RevocationProposal) -> None:
        """Store an answer."""

    def waiting(self, organisation: str) -> tuple[RevocationProposal, ...]:
        """Return the open ones, oldest first."""
        ...


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


class Keys(Protocol):
    """Public halves, and what finds the private ones."""

    def add(self, record: KeyRecord) -> None:
        """Store a key; ConflictError if the organisation has one of its algorithm in this part."""

    def get(self, key_id: str) -> KeyRecord:
        """Return it; NotFoundError."""
        ...

    def active(self, organisation: str, algorithm: str = "Ed25519") -> KeyRecord | None:
        """Return the key that signs in this algorithm, if any."""
        ...

    def upcoming(self, organisation: str, algorithm: str = "Ed25519") -> KeyRecord | None:
        """Return the key that is created or published and will take over, if any."""
        ...

    def of(self, organisation: str) -> tuple[KeyRecord, ...]:
        """Return all keys ever made, oldest first."""
        ...

    def due(self, now: datetime) -> tuple[KeyRecord, ...]:
        """Return the published keys of all organisations that may take over by now."""
        ...

    def publish(self, key_id: str, at: datetime, switch_at: datetime) -> bool:
        """Move `created` to `published`; False if it is not `created`."""
        ...

    def activate(self, key_id: str, at: datetime) -> bool:
        """Move `published` to `active`; False if it is not `published`."""
        ...

    def without_did_version(self) -> tuple[str, ...]:
        """Return the organisations that have keys and no recorded version of their document."""
        ...

    def retire(self, key_id: str, at: datetime) -> None:
        """Let an active key sign nothing new."""

    def compromise(self, key_id: str, at: datetime) -> None:
        """Note that somebody else may hold it."""

    def pause(self, key_id: str, at: datetime | None) -> None:
        """Stop a key that failed its self-check; None lets it go on."""


class Idempotency(Protocol):
    """Answers by (organisation, client, key)."""

    def get(self, organisation: str, client: str, key: str) -> IdempotencyRecord | None:
        """Return the row, if any."""
        ...

    def add(self, record: IdempotencyRecord) -> None:
        """Store a row without an answer; ConflictError if there is one."""

    def take_over(self, record: IdempotencyRecord, lease_until: datetime) -> bool:
        """Take the lease of a row whose holder is gone; False if another was faster."""
        ...

    def answer(self, record: IdempotencyRecord, status: int, response: bytes) -> None:
        """Store the final answer, unless there is one."""

    def release(self, record: IdempotencyRecord) -> None:
        """Forget a row without an answer, so that the client may try again."""


class Endorsements(Protocol):
    """Signed attestations; never served."""

    def add(self, record: EndorsementRecord) -> None:
        """Store one; ConflictError if the attestation has one."""

    def of_attestation(self, attestation_id: str) -> EndorsementRecord | None:
        """Return it, if any."""
        ...

    def of_credential(self, credential_id: str) -> tuple[EndorsementRecord, ...]:
        """Return all about one credential, oldest first."""
        ...


class Outbox(Protocol):
    """What is still to be done, written in the transaction of the act (reliability.md 7)."""

    def put(
        self, kind: str, ref: str, organisation: str, *, not_before: datetime | None = None
    ) -> None:
        """Add an item."""

    def claim(self, now: datetime, lease_until: datetime, limit: int) -> tuple[OutboxItem, ...]:
        """Take items that are due under a lease, counting the attempt."""
        ...

    def done(self, item: OutboxItem) -> None:
        """Close an item, unless somebody else holds it by now."""

    def fail(self, item: OutboxItem, fault: str, not_before: datetime | None) -> None:
        """Give an item back for `not_before`; None closes it as dead, for a person to look at."""

    def depth(self) -> int:
        """Return how many items are waiting or under way."""
        ...


class UnitOfWork(Transaction, Protocol):
    """One transaction; leaving without `commit` rolls back."""

    @property
    def organisations(self) -> Organisations: ...
    @property
    def people(self) -> People: ...
    @property
    def proposals(self) -> Proposals: ...
    @property
    def key_proposals(self) -> KeyProposals: ...
    @property
    def page_states(self) -> PageStates: ...
    @property
    def ties(self) -> Ties: ...
    @property
    def consents(self) -> Consents: ...
    @property
    def events(self) -> Events: ...
    @property
    def awards(self) -> Awards: ...
    @property
    def peer_statements(self) -> PeerStatements: ...
    @property
    def credentials(self) -> Credentials: ...
    @property
    def status_lists(self) -> StatusLists: ...
    @property
    def keys(self) -> Keys: ...
    @property
    def idempotency(self) -> Idempotency: ...
    @property
    def endorsements(self) -> Endorsements: ...
    @property
    def outbox(self) -> Outbox: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeKey:
    """A fresh key pair whose private half is sealed or kept by its device already."""

    organisation: str
    algorithm: str = "Ed25519"
    public_key_multibase: str
    sealed: bytes = field(repr=False)
    backend: str = "envelope"


class Keyring(Protocol):
    """Where private keys live."""

    def make(self, organisation: str, algorithm: str = "Ed25519") -> MadeKey:
        """Make a key pair, Ed25519 or ES256, and seal its private half for one organisation."""
        ...

    def signer(self, key: KeyRecord) -> Signer:
        """Return the signer of a stored Ed25519 key.

        Raises:
            UnavailableError: its private half cannot be opened, code `key_unusable`.
        """
        ...

    def token_signer(self, key: KeyRecord) -> JwtSigner:
        """Return the signer of a stored ES256 key; raises as `signer`."""
        ...


def nothing_reached(_name: str) -> None:
    """Do nothing at a failpoint; the crash suite gives one that kills the process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The collaborators of every issuance verb: factories, never shared instances.

    Attributes:
        unit_of_work: opens a writing transaction.
        read_only: opens a reading one, which sees one consistent state.
        base_url: public address of this installation, without a final slash.
        reached: told the name of every step boundary (reliability.md section 3, failpoints).
        sleep: waits for another worker that answers the same idempotency key, in seconds.
        key_wait: how long a new key is published before it signs: twice the time for which others
            may keep a DID document (reliability.md section 2.9).
    """

    unit_of_work: Callable[[], UnitOfWork]
    read_only: Callable[[], UnitOfWork]
    keyring: Keyring
    clock: Clock
    ids: Ids
    base_url: str
    sleep: Callable[[float], None]
    reached: Callable[[str], None] = nothing_reached
    key_wait: timedelta = timedelta(hours=24)


__all__ = [
    "Awards",
    "CredentialId",
    "Credentials",
    "Endorsements",
    "Events",
    "Idempotency",
    "Ids",
    "Keyring",
    "Keys",
    "MadeKey",
    "Outbox",
    "PeerStatement",
    "PeerStatements",
    "Services",
    "StatusLists",
    "UnitOfWork",
    "nothing_reached",
]
