"""Passkeys, authenticator apps and recovery codes of a person; pure values."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

#: How long a challenge waits for its answer.
CHALLENGE_LIFETIME = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passkey:
    """A public key whose private half stays on a device; `credential_id` is in base64url."""

    id: str
    organisation: str
    person: str
    credential_id: str
    public_key: bytes
    sign_count: int
    name: str
    created_at: datetime
    used_at: datetime | None = None

    def takes(self, count: int) -> bool:
        """Tell whether a counter may follow the last one (WebAuthn 3, section 7.2 step 22).

        Devices that do not count say zero for ever.
        """
        return count > self.sign_count or count == self.sign_count == 0


class Ceremony(StrEnum):
    """What a challenge is for; an answer to one is worth nothing in another."""

    REGISTER = "register"
    SIGN_IN = "sign-in"
    CONFIRM = "confirm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """A random challenge that waits for one answer; only hashes are stored.

    `browser_hash` belongs to a cookie of the browser that asked, `session` to whoever is signed
    in there.
    """

    id: str
    ceremony: Ceremony
    secret_hash: str
    browser_hash: str
    created_at: datetime
    expires_at: datetime
    session: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MadePasskey:
    """What a device says about a passkey that it made."""

    credential_id: str
    public_key: bytes
    sign_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Presented:
    """What an answer of a device claims, before anything of it is checked."""

    credential_id: str
    challenge: bytes = field(repr=False)
    owner: str | None  # the person that the device keeps the passkey for


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeApp:
    """An app that shows a new code every 30 seconds; its secret is sealed.

    It counts once a first code has confirmed it. `last_step` is the newest time step whose code
    was taken: no step is taken twice.
    """

    id: str
    organisation: str
    person: str
    sealed: bytes
    created_at: datetime
    confirmed_at: datetime | None = None
    last_step: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryCode:
    """A code on paper for the day on which the app is lost; works once."""

    id: str
    organisation: str
    person: str
    code_index: str
    created_at: datetime
    used_at: datetime | None = None
