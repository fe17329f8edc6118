"""How people sign in: logins, sessions, invitations and codes; pure values."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from issuer.access import Role


class Factor(StrEnum):
    """By what a session was made or made fresh; a session may rest on several."""

    PASSWORD = "password"  # noqa: S105 - the word, not a secret
    INVITATION = "invitation"
    CLASS_CODE = "class-code"
    PROVIDER = "provider"
    PASSKEY = "passkey"
    ONE_TIME_CODE = "one-time-code"
    RECOVERY_CODE = "recovery-code"


#: Each proves more than that somebody knows a password or reads a mail.
STRONG = frozenset({Factor.PASSKEY, Factor.ONE_TIME_CODE, Factor.RECOVERY_CODE})


class Need(StrEnum):
    """What a session lacks before it may be used for anything else."""

    PROVE = "prove"  # the second factor that this person has
    ENROL = "enrol"  # a second factor, which the organisation asks of this role


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """How a person signs in. Look-ups go by the keyed indices, never by handle or address.

    `language` is what the person chose to read pages and letters in, as RFC 5646 writes it.
    """

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
    language: str | None = None


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

    @property
    def is_strong(self) -> bool:
        """Tell whether the session rests on a passkey or a second factor."""
        return not STRONG.isdisjoint(self.factors)

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
