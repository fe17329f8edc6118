"""People of an organisation, their ties, consents and tokens; pure values."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from issuer.access import Role


class OrganisationKind(StrEnum):
    """What kind of organisation issues (education.md section 1, row 17)."""

    SCHOOL = "school"
    DISTRICT = "district"
    HOMESCHOOL = "homeschool"
    TRAINING = "training"
    EMPLOYER = "employer"


class DidForm(StrEnum):
    """Which DID an organisation signs under."""

    HOST = "host"  # did:web:<host>, /.well-known/did.json; one organisation per installation
    PATH = "path"  # did:web:<host>:issuers:<slug>
    KEY = "key"  # did:key, where there is no host


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """An issuer Profile with keys, lists and people of its own.

    `slug` is immutable and never used again. `scale` runs low to high. `sole_teacher` lets one
    adult assess and approve; it is disclosed (README ruling 7).
    """

    id: str
    slug: str
    kind: OrganisationKind
    name: str
    url: str
    did: str
    did_form: DidForm
    created_at: datetime
    email: str | None = None
    description: str | None = None
    sole_teacher: bool = False
    scale: tuple[str, ...] = ("beginning", "developing", "proficient", "advanced")
    age_of_majority: int = 18
    appeal_days: int = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One member of an organisation under a pseudonymous id; `name` is never in a credential."""

    id: str
    organisation: str
    name: str
    roles: frozenset[Role]
    created_at: datetime
    birth_date: date | None = None
    group: str | None = None  # team or group; peers of the same one are teammates
    peer_participation: bool = True
    active: bool = True
    erased_at: datetime | None = None


class TieKind(StrEnum):
    """Why one person's word about another may not count (education.md section 2.7)."""

    GUARDIAN = "guardian"  # `person` is the guardian, `other` the learner
    FAMILY = "family"
    SAME_HOUSEHOLD = "same-household"
    RESTRICTED = "restricted"
    DECLARED = "declared"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A tie between two people; symmetric but for guardianship. Ends at `until`, if given."""

    id: str
    organisation: str
    person: str
    other: str
    kind: TieKind
    since: datetime
    until: datetime | None = None


class Purpose(StrEnum):
    """What a consent is for (education.md section 5.3, rulings 5 and 6)."""

    PUBLISH_PAGE = "publish-page"
    NAME_ON_PAGE = "name-on-page"
    SHARE_EVIDENCE = "share-evidence"
    PEER_REVIEW = "peer-review-participation"
    PUBLISH_ENDORSEMENT = "publish-endorsement"
    WALLET_EXPORT = "wallet-export"
    ANALYTICS = "analytics"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """Who agreed to what for whom; a withdrawal is a date, never a deletion."""

    id: str
    organisation: str
    subject: str
    purpose: Purpose
    granted_by: str
    relation: str  # self or guardian
    at: datetime
    display_name: str | None = None  # the name to show, for NAME_ON_PAGE
    expires: datetime | None = None
    withdrawn_at: datetime | None = None

    def holds(self, now: datetime) -> bool:
        """Tell whether the consent is in force."""
        return self.withdrawn_at is None and (self.expires is None or now < self.expires)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """An API token bound to one person and one role; only its SHA-256 is stored."""

    id: str
    organisation: str
    person: str
    role: Role
    secret_hash: str
    label: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None


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

    `credential` is the public id of the badge, if one is shown; `evidence` are ids of items.
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
