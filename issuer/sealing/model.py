"""Which secret seals, and what hangs on it, as values; pure."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class SecretState(StrEnum):
    """What a key-encryption key is to this installation."""

    INCOMING = "incoming"
    IN_USE = "in_use"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True, kw_only=True)
class SealingSecret:
    """One key-encryption key that this database knows of, by its name; the key is elsewhere.

    `carried` is what look-ups go on to need of an earlier secret, sealed under this one.
    """

    id: str
    state: SecretState
    since: datetime
    carried: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedKey:
    """The sealed private half of a key; `log` says that it is the audit log's."""

    id: str
    organisation: str
    public_key_multibase: str
    version: int
    sealed: bytes = field(repr=False)
    log: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedValue:
    """A value that is sealed for its place: a provider's secret, or that of a person's app."""

    id: str
    place: str
    sealed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginNames:
    """By what a person is looked up at the door, and the keyed indices of it."""

    id: str
    handle: str | None = field(default=None, repr=False)
    email: str | None = field(default=None, repr=False)
    handle_index: str | None = None
    email_index: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """What one run did: people whose key was there, and what ended because it was derived."""

    old: str
    new: str
    people: int
    ended: int
