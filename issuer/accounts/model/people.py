"""People of an organisation, their ties, consents and tokens; pure values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from issuer.access import Actor, Role

#: An auditor's visit ends by itself, at the latest after this time.
AUDIT_DAYS = 90


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
    adult assess and approve; it is disclosed (README ruling 7). `second_person_for_revocation`
    lets nothing be revoked before a second person agrees. `staff_second_factor` asks
    administrators and issuers for a passkey or an authenticator app (T79).
    `second_person_for_keys` lets no key be rotated or ended before a second person agrees.
    Evidence goes `evidence_months` after the award, and `withdrawn_days` after work was withdrawn.
    `colour` is `#rrggbb`; `logo_url` ends in the digest of the picture, so that it means the same
    one for ever.
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
    second_person_for_revocation: bool = False
    staff_second_factor: bool = False
    second_person_for_keys: bool = False
    evidence_months: int = 12
    withdrawn_days: int = 180
    colour: str | None = None
    logo_url: str | None = None
    logo_alt: str | None = None

    @property
    def needs_two(self) -> bool:
        """Tell whether anything here is done by two people only."""
        return self.second_person_for_revocation or self.second_person_for_keys


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One member of an organisation under a pseudonymous id; `name` is never in a credential.

    `roles` are those that the person's grants give at the moment of reading, `reach` says for
    which units where a grant names some; both are computed and never stored here.
    """

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
    units: frozenset[str] = frozenset()
    reach: Mapping[Role, frozenset[str]] = field(default_factory=dict)

    def acting_as(self, role: Role) -> Actor:
        """Return the person as an actor; whether the role is held is for the caller to check."""
        return Actor(
            person=self.id, organisation=self.organisation, role=role, units=self.reach.get(role)
        )


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A part of an organisation with learners of its own: a campus, a year, a class.

    `slug` is its name in grants and never changes; a person may belong to several.
    """

    id: str
    organisation: str
    slug: str
    name: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleGrant:
    """One role of one person for a time.

    Attributes:
        until: when it ends by itself; None where it lasts.
        units: those whose learners it is about; None for the whole organisation.
        granted_by: who gave it; None for whoever operates the installation.
        needs_confirmation: it has no effect before a second administrator confirmed it.
    """

    id: str
    organisation: str
    person: str
    role: Role
    since: datetime
    until: datetime | None = None
    units: frozenset[str] | None = None
    granted_by: str | None = None
    needs_confirmation: bool = False
    confirmed_by: str | None = None
    confirmed_at: datetime | None = None
    withdrawn_by: str | None = None
    withdrawn_at: datetime | None = None

    def holds(self, now: datetime) -> bool:
        """Tell whether it is in effect."""
        is_settled = not self.needs_confirmation or self.confirmed_at is not None
        return is_settled and self.withdrawn_at is None and self.since <= now and self._lasts(now)

    def waits(self, now: datetime) -> bool:
        """Tell whether a second administrator has still to confirm it."""
        is_open = self.needs_confirmation and self.confirmed_at is None
        return is_open and self.withdrawn_at is None and self._lasts(now)

    def _lasts(self, now: datetime) -> bool:
        return self.until is None or now < self.until


def first_grant(person: Person, role: Role) -> RoleGrant:
    """Return the grant of a role that a person has from the beginning, from the installation."""
    ends = person.created_at + timedelta(days=AUDIT_DAYS) if role is Role.AUDITOR else None
    return RoleGrant(
        id=f"{person.id}-{role.value}",
        organisation=person.organisation,
        person=person.id,
        role=role,
        since=person.created_at,
        until=ends,
    )


def reach_of(grants: Iterable[RoleGrant], now: datetime) -> Mapping[Role, frozenset[str] | None]:
    """Return the roles held now, each with its units; None stands for the whole organisation.

    Two grants of one role add up, and one for the whole organisation includes every unit.
    """
    reach: dict[Role, frozenset[str] | None] = {}
    for grant in grants:
        if grant.holds(now):
            before = reach.get(grant.role, frozenset())
            whole = before is None or grant.units is None
            reach[grant.role] = None if whole else (before or frozenset()) | (grant.units or set())
    return reach
