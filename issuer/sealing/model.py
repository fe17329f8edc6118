"""Which secret seals, as values; pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SecretState(StrEnum):
    """What a key-encryption key is to this installation."""

    INCOMING = "incoming"
    IN_USE = "in_use"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True, kw_only=True)
class SealingSecret:
    """One key-encryption key that this database knows of, by its name; the key is elsewhere."""

    id: str
    state: SecretState
    since: datetime
