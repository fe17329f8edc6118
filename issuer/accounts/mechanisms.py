"""The mechanisms that signing in needs from outside: keyed digests, a hash, a list of passwords."""

from dataclasses import dataclass
from typing import Protocol


class Secrets(Protocol):
    """Keyed digests under keys that are derived from the key-encryption key."""

    def mac(self, label: str, text: str) -> bytes:
        """Return 32 bytes that only this installation can make, a key of its own per label."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """The mechanisms of signing in, one adapter each."""

    secrets: Secrets
    passwords: Passwords
    common: CommonPasswords
