"""What the audit log keeps, and what is read to check it; pure values, no storage."""

from dataclasses import dataclass, field
from datetime import datetime

from issuer.audit import Event, NoteKey, Salts
from issuer.proofs import decode_public_key

#: The log's key is sealed under this name; no organisation has it for its id.
LOG_OWNER = "audit-log"


@dataclass(frozen=True, slots=True, kw_only=True)
class LogKey:
    """The key that signs checkpoints; its name is the log's name (origin)."""

    name: str
    public_key_multibase: str
    sealed: bytes = field(repr=False)
    created_at: datetime

    @property
    def public(self) -> NoteKey:
        """Return the half that anyone may have."""
        return NoteKey(name=self.name, public_key=decode_public_key(self.public_key_multibase))


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCheckpoint:
    """A checkpoint as it was signed."""

    size: int
    root: bytes
    at: datetime
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One entry of the log; `index` is None until it has its place."""

    event_number: int
    record: bytes
    hash: bytes
    index: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An event with its leaf, as far as both are there.

    `unreadable` is true for a row that no release ever wrote; it has no `event` then.
    """

    number: int
    event: Event | None
    salts: Salts
    leaf: Leaf | None
    unreadable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody looks for in the log; what is None is not asked.

    Attributes:
        names: events of one of these names.
        badge: slug; what is about a version of that badge, work for it, or what was issued of it.
        since, until: from the first instant on, before the second.
        among: learners of these ids, or nobody; for those whose role is for some units.
    """

    names: frozenset[str] | None = None
    learner: str | None = None
    badge: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    among: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialRow:
    """A row of a credential, as far as its leaves speak of it; the digests are of its bytes."""

    id: str
    form: str
    state: str
    document_sha256: str
    sha256: str | None
    digests_fit: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkRow:
    """A row that revokes, suspends or reinstates."""

    credential_id: str
    seq: int
    purpose: str
    on: bool
    reason_code: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRow:
    """A row of a signing key."""

    id: str
    organisation: str
    public_key_multibase: str
    state: str
