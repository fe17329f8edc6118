"""Standing: what holds today about a credential. Status, the list of bits, is in `status`."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Valid:
    """In force today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotYetValid:
    """In force from `at` on."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Expired:
    """In force until `at`."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspended:
    """Not in force for now; it can be reinstated. A foreign list gives no reason."""

    reason_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Revoked:
    """Withdrawn for good. A foreign list tells neither when (`at`) nor why."""

    at: datetime | None = None
    reason_code: str | None = None


#: Matched without a fallback, so that a sixth standing is found by mypy on every page.
Standing = Valid | NotYetValid | Expired | Suspended | Revoked
