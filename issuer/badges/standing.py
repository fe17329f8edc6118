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
    """Not in force for now; it can be reinstated."""

    reason_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Revoked:
    """Withdrawn for good at `at`."""

    at: datetime
    reason_code: str


#: Matched without a fallback, so that a sixth standing is found by mypy on every page.
Standing = Valid | NotYetValid | Expired | Suspended | Revoked
