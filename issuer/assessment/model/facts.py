"""Everything that counts, or is ignored with a reason, as it is stored; pure values.

Conflicts are not stored: they are found anew at each snapshot, so that a tie that becomes known
later still voids what it must.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from issuer.assessment.model.states import FactStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """An assessor's level on one criterion of a rubric."""

    id: str
    organisation: str
    submission: str
    rubric: str
    criterion: str
    level: str
    by: str
    role: str
    revision: int
    at: datetime
    comment: str | None = None
    status: FactStatus = FactStatus.VALID


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation:
    """A peer's statement on observed behaviour.

    `levels` maps item to level; an absent item means "I did not see this". `review` is the
    assignment it answers, or None for one that arrived by hand.
    """

    id: str
    organisation: str
    submission: str
    learner: str
    badge: str
    instrument: str
    by: str
    relation: str  # teammate, outside
    revision: int
    at: datetime
    levels: Mapping[str, str]
    assigned: bool
    calibrated: bool
    review: str | None = None
    examples: Mapping[str, str] = field(default_factory=dict)
    comment: str | None = None
    comment_held: bool = False
    status: FactStatus = FactStatus.VALID
    status_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moderation:
    """A teacher's level for one item on which peers are split."""

    id: str
    organisation: str
    submission: str
    node: str
    item: str
    level: str
    by: str
    role: str
    revision: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Signoff:
    """An adult's signature under an exact sentence, or the refusal of it."""

    id: str
    organisation: str
    submission: str
    statement: str
    decision: str  # approve, decline
    by: str
    role: str
    revision: int
    at: datetime
    status: FactStatus = FactStatus.VALID


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursEntry:
    """One row of a learner's hours ledger; `minutes` is an integer."""

    id: str
    organisation: str
    learner: str
    bucket: str
    minutes: int
    at: datetime
    logged_by: str
    note: str | None = None
    verified_role: str | None = None
    verified_by: str | None = None
    verified_at: datetime | None = None
    rejected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalProof:
    """A learner's proof of a certificate that somebody else gave."""

    id: str
    organisation: str
    learner: str
    certificate: str
    proof: str  # verifiable-credential, registry-lookup, document
    at: datetime
    submitted_by: str
    reference: str | None = None
    expires: datetime | None = None
    verified: bool = False
    verified_by: str | None = None
    verified_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricValue:
    """One computed value of a published metric, with its sample."""

    id: str
    organisation: str
    submission: str
    metric: str
    value: Decimal
    sample: int
    source: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRecord:
    """One xAPI or cmi5 statement of a learner."""

    id: str
    organisation: str
    learner: str
    verb: str
    activity: str
    at: datetime
    scaled: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """A node counted as met by a listed role; the reason never leaves the staff's view."""

    id: str
    organisation: str
    submission: str
    node: str
    by: str
    role: str
    at: datetime
    reason: str
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """A later end of the window for one submission."""

    id: str
    organisation: str
    submission: str
    until: datetime
    by: str
    role: str
    at: datetime
    reason: str
