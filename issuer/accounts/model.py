"""People of an organisation, their ties, consents, tokens, logins and sessions; pure values."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
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


class Factor(StrEnum):
    """By what a session was made or made fresh; a session may rest on several."""

    PASSWORD = "password"  # noqa: S105 - the word, not a secret
    INVITATION = "invitation"
    CLASS_CODE = "class-code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """How a person signs in. Look-ups go by the keyed indices, never by handle or address."""

    id: str
    organisation: str
    person: str
    created_at: datetime
    handle: str | None = None
    handle_index: str | None = None
    email: str | None = None
    email_index: str | None = None
    password_hash: str | None = None
    must_change: bool = False
    disabled_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One signed-in browser; only the SHA-256 of its secret is stored.

    `fresh_at` is when the person last proved who they are; None where nothing was proved that a
    step-up may build on. `bound_to` is a digest of the device for sessions of a class code.
    """

    id: str
    organisation: str
    person: str
    role: Role
    secret_hash: str
    factors: tuple[str, ...]
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    fresh_at: datetime | None = None
    ended_at: datetime | None = None
    device: str = ""
    address: str = ""
    bound_to: str | None = None

    def holds(self, now: datetime) -> bool:
        """Tell whether the session may still be used."""
        idle = limits_of(self.role, self.factors).idle
        return self.ended_at is None and now < self.expires_at and now < self.seen_at + idle

    def is_fresh(self, now: datetime) -> bool:
        """Tell whether the person proved who they are within the last ten minutes."""
        return self.fresh_at is not None and now < self.fresh_at + FRESH_FOR


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLimits:
    """How long a session lives unused, and at most."""

    idle: timedelta
    absolute: timedelta


FRESH_FOR = timedelta(minutes=10)
_STAFF = SessionLimits(idle=timedelta(minutes=30), absolute=timedelta(hours=12))
_FAMILY = SessionLimits(idle=timedelta(days=7), absolute=timedelta(days=30))
#: Class devices pass from hand to hand.
_CLASS = SessionLimits(idle=timedelta(hours=1), absolute=timedelta(hours=8))
_NOT_STAFF = frozenset({Role.LEARNER, Role.PEER, Role.GUARDIAN})


def limits_of(role: Role, factors: tuple[str, ...]) -> SessionLimits:
    """Return how long a session of this role, made like this, may live (T78)."""
    if Factor.CLASS_CODE in factors:
        return _CLASS
    return _FAMILY if role in _NOT_STAFF else _STAFF


class InvitationKind(StrEnum):
    """What the holder of a link may do with it."""

    INVITE = "invite"  # choose a password, or simply come in
    RESET = "reset"  # choose another password
    GUARDIAN = "guardian"  # be taken in as the guardian of `child`


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A link that works once and for 72 hours; its secret is derived, stored as a hash."""

    id: str
    organisation: str
    kind: InvitationKind
    secret_hash: str
    created_at: datetime
    expires_at: datetime
    person: str | None = None  # whom it lets in; a guardian is not enrolled yet
    child: str | None = None
    email: str | None = None
    created_by: str | None = None
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassCode:
    """What a group of learners types or scans first; opens nothing without a personal code."""

    id: str
    organisation: str
    group: str
    code_index: str
    created_at: datetime
    expires_at: datetime
    created_by: str
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalCode:
    """The code on one learner's card; counts only together with the class code."""

    id: str
    organisation: str
    person: str
    code_index: str
    created_at: datetime
