"""What the issuance use cases need from storage, keys, clock and chance."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from issuer.audit import Event
from issuer.clock import Clock
from issuer.collaborators import Ids, Transaction
from issuer.issuance.key_ports import KeyProposals, Keyring, Keys, MadeKey
from issuer.issuance.list_ports import StatusLists
from issuer.issuance.model import (
    CredentialId,
    CredentialRecord,
    EndorsementRecord,
    GenuineCopy,
    IdempotencyRecord,
    OutboxItem,
    PeerStatement,
    Revocation,
    Visibility,
)
from issuer.issuance.model.proposals import RevocationProposal
from issuer.issuance.page_ports import PageStates
from issuer.issuance.people_ports import (
    Awards,
    Consents,
    Organisations,
    PeerStatements,
    People,
    Ties,
)


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
