"""The mechanisms that signing in needs from outside, each a port with one adapter.

Keyed digests and sealing, a hash and a list of passwords, passkeys, codes of an app.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from issuer.accounts.model import MadePasskey, Passkey, Presented


class Secrets(Protocol):
    """Keyed digests under keys that are derived from the key-encryption key."""

    def mac(self, label: str, text: str) -> bytes:
        """Return 32 bytes that only this installation can make, a key of its own per label."""
        ...

    def seal(self, label: str, data: bytes, about: str) -> bytes:
        """Return the data sealed under the key of a label, for one place alone."""
        ...

    def unseal(self, label: str, sealed: bytes, about: str) -> bytes:
        """Return what was sealed; UnavailableError if it was changed or moved."""
        ...


class Passwords(Protocol):
    """A slow, salted hash of passwords."""

    def hash(self, password: str) -> str:
        """Return the encoded hash with its parameters."""
        ...

    def verify(self, encoded: str, password: str) -> bool:
        """Tell whether the password belongs to the hash."""
        ...

    def verify_nobody(self, password: str) -> None:
        """Take as long as `verify`, where there is no hash to compare with."""

    def is_outdated(self, encoded: str) -> bool:
        """Tell whether the hash was made with other parameters than today's."""
        ...


class CommonPasswords(Protocol):
    """Passwords that everybody tries first."""

    def is_common(self, password: str, about: tuple[str, ...]) -> bool:
        """Tell whether it is on the list, or easily guessed, also from words about the person."""
        ...


class Passkeys(Protocol):
    """Passkeys by WebAuthn, for the one origin of this installation."""

    def ask_for_new(
        self, challenge: bytes, owner: str, name: str, known: tuple[Passkey, ...]
    ) -> str:
        """Return what a browser needs to make a passkey, as JSON; `known` are those it has."""
        ...

    def ask_for_proof(self, challenge: bytes) -> str:
        """Return what a browser needs to use a passkey, as JSON."""
        ...

    def read(self, answer: str) -> Presented:
        """Return what an answer claims; MalformedError if it cannot be read."""
        ...

    def made(self, answer: str, challenge: bytes) -> MadePasskey:
        """Check a new passkey; MalformedError, whatever is wrong with it."""
        ...

    def proven(self, answer: str, challenge: bytes, public_key: bytes) -> int:
        """Check an answer all but its counter, and return that; MalformedError."""
        ...


class TimeCodes(Protocol):
    """Codes that change with time (RFC 6238)."""

    def secret_of(self, random: bytes) -> str:
        """Return a secret in the spelling that apps read."""
        ...

    def address(self, secret: str, name: str, school: str) -> str:
        """Return the address that a QR code hands to an app."""
        ...

    def step_of(self, secret: str, code: str, now: datetime) -> int | None:
        """Return the time step that a code belongs to, at most one step away, or None."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """The mechanisms of signing in, one adapter each."""

    secrets: Secrets
    passwords: Passwords
    common: CommonPasswords
    passkeys: Passkeys
    time_codes: TimeCodes
