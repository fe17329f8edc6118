"""One frozen command per verb of accounts. What an installation does itself names no actor."""

from dataclasses import dataclass
from datetime import date, datetime

from issuer.access import Actor, Role
from issuer.accounts.model import (
    DidForm,
    ErasureReason,
    LinkKind,
    OrganisationKind,
    Purpose,
    TieKind,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateOrganisation:
    """Create an issuer Profile; done by whoever operates the installation, so without actor.

    `did` is needed for the form `key` and derived from `base_url` otherwise. `url` defaults to
    the public page of the organisation. `id` is given where a key was sealed for it beforehand.
    """

    slug: str
    kind: OrganisationKind
    name: str
    base_url: str
    did_form: DidForm = DidForm.PATH
    did: str | None = None
    url: str | None = None
    email: str | None = None
    description: str | None = None
    sole_teacher: bool = False
    second_person_for_revocation: bool = False
    staff_second_factor: bool = False
    scale: tuple[str, ...] = ("beginning", "developing", "proficient", "advanced")
    id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolPerson:
    """Take a person into an organisation; the operator enrols the first without an actor."""

    organisation: str
    name: str
    roles: frozenset[Role]
    actor: Actor | None = None
    birth_date: date | None = None
    group: str | None = None
    peer_participation: bool = True
    units: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantRole:
    """Give a person a role, from now or later, for a time or lasting, perhaps for some units."""

    actor: Actor
    person: str
    role: Role
    since: datetime | None = None
    until: datetime | None = None
    units: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmRole:
    """Confirm what another administrator gave."""

    actor: Actor
    person: str
    grant: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawRole:
    """End a grant at once."""

    actor: Actor
    person: str
    grant: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddUnit:
    """Make a unit, such as a campus, a year or a class; its slug never changes."""

    actor: Actor
    slug: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUnits:
    """Say which units a person belongs to."""

    actor: Actor
    person: str
    units: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSettings:
    """Change what an organisation decides about itself; None leaves a setting as it is."""

    actor: Actor
    second_person_for_revocation: bool | None = None
    staff_second_factor: bool | None = None
    sole_teacher: bool | None = None
    appeal_days: int | None = None
    second_person_for_keys: bool | None = None
    evidence_months: int | None = None
    withdrawn_days: int | None = None
    name: str | None = None
    description: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseTerms:
    """Choose at the terminal for how long evidence is kept; None leaves a number as it is."""

    organisation: str
    evidence_months: int | None = None
    withdrawn_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TiePeople:
    """Record that one person's word about another may not count."""

    actor: Actor
    person: str
    other: str
    kind: TieKind
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeToken:
    """Make an API token for one person in one role; the operator may do so without an actor."""

    organisation: str
    person: str
    role: Role
    label: str
    actor: Actor | None = None
    days: int = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeToken:
    """End a token at once."""

    actor: Actor
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordConsent:
    """Consent for oneself as an adult, or for one's child."""

    actor: Actor
    subject: str
    purpose: Purpose
    display_name: str | None = None
    expires: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawConsent:
    """Withdraw whatever consent for the purpose is in force."""

    actor: Actor
    subject: str
    purpose: Purpose


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasePerson:
    """Erase a person: the first call proposes, that of another adult confirms.

    The operator of the installation erases without an actor, and alone.
    """

    organisation: str
    person: str
    reason: ErasureReason
    actor: Actor | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldPerson:
    """Keep a person from being erased, for a reason that the law gives."""

    actor: Actor
    person: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftHold:
    """Let a person be erased again."""

    actor: Actor
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportPerson:
    """Hand out everything that is held about a person; the operator does so without an actor."""

    organisation: str
    person: str
    actor: Actor | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeLink:
    """Make a link that shows something about a learner to whoever has it.

    `credential` is the public id of a badge; `evidence` are ids of the learner's items. A family
    link shows neither.
    """

    actor: Actor
    learner: str
    kind: LinkKind
    credential: str | None = None
    evidence: tuple[str, ...] = ()
    days: int = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeLink:
    """Close a link at once."""

    actor: Actor
    link: str
