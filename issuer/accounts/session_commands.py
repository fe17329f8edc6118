"""One frozen command per verb of signing in, of invitations, classes and roles."""

from dataclasses import dataclass, field
from datetime import datetime

from issuer.access import Actor, Role
from issuer.accounts.model import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a request comes from.

    `network` is the client's network, as text; `device` a few words about the browser and
    `device_id` all that it says about itself; `device_mark` what an earlier sign-in left in this
    browser, if anything.
    """

    network: str = ""
    device: str = ""
    device_id: str = ""
    device_mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInWithPassword:
    """Sign in at a school with a handle or an e-mail address."""

    organisation: str
    name: str
    password: str = field(repr=False)
    code: str = field(default="", repr=False)
    origin: Origin = field(default_factory=Origin)


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm:
    """Prove once more who one is, before something weighty, by what one has of the two."""

    session: Session
    password: str = field(default="", repr=False)
    code: str = field(default="", repr=False)
    origin: Origin = field(default_factory=Origin)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInVouched:
    """Let in whom a provider vouched for; `proved_at` is when they proved it there."""

    organisation: str
    person: str
    proved_at: datetime | None
    origin: Origin = field(default_factory=Origin)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmVouched:
    """Take a proof at a provider as the one before something weighty."""

    session: Session
    proved_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchRole:
    """Go on in another role that one holds."""

    session: Session
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePassword:
    """Choose another password while signed in."""

    session: Session
    current: str = field(repr=False)
    password: str = field(repr=False)
    origin: Origin = field(default_factory=Origin)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    """Make a link for a person; the operator may do so without an actor.

    `handle` and `email` are stored where the person has no login yet.
    """

    organisation: str
    person: str
    actor: Actor | None = None
    handle: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteGuardian:
    """Make a link by which a guardian of one child is taken in."""

    actor: Actor
    child: str
    email: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptInvitation:
    """Use a link. A learner may come in without a password; a guardian says a name."""

    secret: str = field(repr=False)
    password: str | None = field(default=None, repr=False)
    name: str | None = None
    handle: str | None = None
    origin: Origin = field(default_factory=Origin)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskReset:
    """Ask for a link by mail because the password is forgotten."""

    organisation: str
    name: str
    origin: Origin = field(default_factory=Origin)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseLanguage:
    """Choose the language of one's own pages and letters."""

    actor: Actor
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLogin:
    """Block or unblock a person's sign-in, ask for another password, or forget lost factors."""

    actor: Actor
    person: str
    disabled: bool | None = None
    must_change: bool | None = None
    forget_factors: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeClassCode:
    """Make the cards of a group: one class code, and a code for each learner."""

    actor: Actor
    group: str
    days: int = 30
    renew: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinWithCode:
    """Come in with the code of the class and one's own."""

    class_code: str = field(repr=False)
    personal_code: str = field(repr=False)
    origin: Origin = field(default_factory=Origin)
