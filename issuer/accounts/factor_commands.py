"""One frozen command per verb of passkeys and authenticator apps."""

from dataclasses import dataclass, field

from issuer.accounts.model import Session
from issuer.accounts.session_commands import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPasskey:
    """Keep a passkey that a device of one's own made."""

    session: Session
    answer: str = field(repr=False)
    browser: str = field(repr=False)
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovePasskey:
    """Forget one of one's passkeys."""

    session: Session
    passkey: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInWithPasskey:
    """Sign in with a passkey; the device knows for whom."""

    answer: str = field(repr=False)
    browser: str = field(repr=False)
    origin: Origin = field(default_factory=Origin)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmWithPasskey:
    """Prove once more who one is, by a passkey."""

    session: Session
    answer: str = field(repr=False)
    browser: str = field(repr=False)
    origin: Origin = field(default_factory=Origin)


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnOnCodes:
    """Show by a first code that the app has the secret."""

    session: Session
    code: str = field(repr=False)
    origin: Origin = field(default_factory=Origin)
