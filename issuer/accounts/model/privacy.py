"""What privacy keeps: erasures, legal holds, links for others, and what an export holds."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ErasureReason(StrEnum):
    """Why a person is erased; a code, since words about a person would have to be erased too."""

    REQUESTED = "requested"  # by the learner or, for a minor, a guardian
    LEFT = "left"
    RETENTION = "retention"
    MISTAKE = "mistake"  # enrolled by mistake


class ErasureState(StrEnum):
    """How far an erasure is; from `confirmed` on there is no way back."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """The erasure of one person: proposed by one adult, confirmed by another."""

    id: str
    organisation: str
    person: str
    reason: ErasureReason
    state: ErasureState
    proposed_by: str
    proposed_at: datetime
    confirmed_by: str | None = None
    confirmed_at: datetime | None = None
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalHold:
    """Keeps a person from being erased until it is lifted."""

    id: str
    organisation: str
    person: str
    reason: str
    placed_by: str
    placed_at: datetime
    lifted_by: str | None = None
    lifted_at: datetime | None = None


class LinkKind(StrEnum):
    """What a link opens (education.md section 4.2)."""

    SHARE = "share"  # a badge with chosen evidence, for outsiders
    FAMILY = "family"  # where the work stands, in words


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareLink:
    """A link that opens something about a learner without an account; only its hash is stored.

    `credential` is the public id of the badge, if one is shown; `evidence` are ids of items;
    `views` counts the openings, the last of which was at `viewed_at`.
    """

    id: str
    organisation: str
    learner: str
    kind: LinkKind
    secret_hash: str
    credential: str | None
    evidence: tuple[str, ...]
    made_by: str
    role: str
    made_at: datetime
    expires: datetime
    views: int = 0
    viewed_at: datetime | None = None
    revoked_at: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        """Tell whether the link still opens."""
        return self.revoked_at is None and now < self.expires


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldFile:
    """A stored file of evidence: the item's id and the digest of its bytes."""

    id: str
    sha256: str
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldCredential:
    """The bytes of one issued credential in one form."""

    public_id: str
    version: int
    form: str
    achievement: str
    data: bytes
