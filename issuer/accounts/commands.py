"""One frozen command per verb of accounts. What an installation does itself names no actor."""

from dataclasses import dataclass
from datetime import date, datetime

from issuer.access import Actor, Role
from issuer.accounts.model import DidForm, OrganisationKind, Purpose, TieKind


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
