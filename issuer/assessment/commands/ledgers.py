"""Commands about hours, certificates, metrics, statements; effects are the verbs' own."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from issuer.access import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class LogHours:
    """Log minutes in one bucket of a learner's ledger, done at `at`."""

    actor: Actor
    learner: str
    bucket: str
    minutes: int
    at: datetime | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyHours:
    """Confirm a row of the hours ledger."""

    actor: Actor
    entry: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectHours:
    """Refuse a row of the hours ledger."""

    actor: Actor
    entry: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitExternal:
    """Hand in proof of a certificate that somebody else gave."""

    actor: Actor
    learner: str
    certificate: str
    proof: str
    reference: str | None = None
    expires: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyExternal:
    """Confirm such a proof; `proof` may name a better grade, such as a registry look-up."""

    actor: Actor
    external: str
    proof: str | None = None
    expires: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordMetric:
    """Record a computed value of a metric that the criteria name."""

    actor: Actor
    submission: str
    metric: str
    value: Decimal
    sample: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordStatement:
    """Record one xAPI or cmi5 statement of a learner."""

    actor: Actor
    learner: str
    verb: str
    activity: str
    scaled: Decimal | None = None
    at: datetime | None = None
