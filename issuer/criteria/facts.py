"""Facts: the snapshot of one learner and one revision that the evaluator judges (2.7).

Each entry has exactly the members of education.md 2.7; `by` and `learner` are pseudonymous ids.
Not for building snapshots: the storage does that.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar, get_args

from issuer.criteria.decision import Pin
from issuer.criteria.instants import instant_text
from issuer.documents import digest


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFact:
    """An item of this revision's manifest; `conditions` come from the adult who watched."""

    id: str
    kind: str
    tags: tuple[str, ...]
    at: datetime
    digest: str
    conditions: str | None = None
    watched_by: str | None = None
    status: str = "accepted"


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingFact:
    """An assessor's level on one criterion of a rubric."""

    id: str
    rubric: str
    criterion: str
    level: str
    by: str
    role: str
    revision: int
    at: datetime
    conflicts: tuple[str, ...] = ()
    status: str = "valid"


@dataclass(frozen=True, slots=True, kw_only=True)
class AttestationFact:
    """A peer's statement on observed behaviours; an item absent from `levels` was not seen."""

    id: str
    instrument: str
    by: str
    relation: str
    revision: int
    at: datetime
    assigned: bool
    calibrated: bool
    levels: Mapping[str, str]
    conflicts: tuple[str, ...] = ()
    status: str = "valid"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModerationFact:
    """An adult's level for one item on which the peers are split."""

    id: str
    node: str
    item: str
    level: str
    by: str
    role: str
    revision: int
    at: datetime
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignoffFact:
    """An adult's approval or refusal of one exact sentence."""

    id: str
    role: str
    by: str
    statement: str
    decision: str
    revision: int
    at: datetime
    conflicts: tuple[str, ...] = ()
    status: str = "valid"


@dataclass(frozen=True, slots=True, kw_only=True)
class BadgeFact:
    """An earlier badge: own slug or another issuer's achievement URL."""

    id: str
    achievement: str
    at: datetime
    level: str | None = None
    status: str = "valid"
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursFact:
    """A row of the hours ledger, in minutes."""

    id: str
    bucket: str
    minutes: int
    at: datetime
    verified_role: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalFact:
    """A proof of a certificate from elsewhere."""

    id: str
    certificate: str
    proof: str
    verified: bool
    at: datetime
    expires: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricFact:
    """A computed metric value with its sample; at most 4 decimals."""

    id: str
    metric: str
    value: Decimal
    sample: int
    source: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementFact:
    """An xAPI or cmi5 record; `scaled` from -1 to 1."""

    id: str
    verb: str
    activity: str
    at: datetime
    scaled: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiverFact:
    """A listed role's waiver of one node, never its reason."""

    id: str
    node: str
    role: str
    by: str
    at: datetime
    withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionFact:
    """A later close for this learner."""

    id: str
    until: datetime
    by: str
    role: str
    at: datetime


Fact = (
    EvidenceFact
    | RatingFact
    | AttestationFact
    | ModerationFact
    | SignoffFact
    | BadgeFact
    | HoursFact
    | ExternalFact
    | MetricFact
    | StatementFact
    | WaiverFact
    | ExtensionFact
)
F = TypeVar("F", bound=Fact)

#: The lists of a snapshot, in the order of education.md 2.7.
LISTS = (
    "evidence",
    "ratings",
    "attestations",
    "moderations",
    "signoffs",
    "badges",
    "hours",
    "external",
    "metrics",
    "statements",
    "waivers",
    "extensions",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A snapshot for one learner and one revision of one submission; `as_of` is the only now."""

    as_of: datetime
    learner: str
    submission: str
    revision: int
    submitted_at: datetime
    criteria: str
    pins: Mapping[str, Pin] = field(default_factory=dict)
    evidence: tuple[EvidenceFact, ...] = ()
    ratings: tuple[RatingFact, ...] = ()
    attestations: tuple[AttestationFact, ...] = ()
    moderations: tuple[ModerationFact, ...] = ()
    signoffs: tuple[SignoffFact, ...] = ()
    badges: tuple[BadgeFact, ...] = ()
    hours: tuple[HoursFact, ...] = ()
    external: tuple[ExternalFact, ...] = ()
    metrics: tuple[MetricFact, ...] = ()
    statements: tuple[StatementFact, ...] = ()
    waivers: tuple[WaiverFact, ...] = ()
    extensions: tuple[ExtensionFact, ...] = ()

    def all(self) -> Iterator[Fact]:
        """Yield every fact of every list."""
        for name in LISTS:
            yield from getattr(self, name)

    def in_order(self) -> "Facts":
        """Sort every list by (`at`, `id`): storage order can never matter."""
        return replace(
            self,
            evidence=_ranked(self.evidence),
            ratings=_ranked(self.ratings),
            attestations=_ranked(self.attestations),
            moderations=_ranked(self.moderations),
            signoffs=_ranked(self.signoffs),
            badges=_ranked(self.badges),
            hours=_ranked(self.hours),
            external=_ranked(self.external),
            metrics=_ranked(self.metrics),
            statements=_ranked(self.statements),
            waivers=_ranked(self.waivers),
            extensions=_ranked(self.extensions),
        )

    def to_dict(self) -> dict[str, Any]:
        """Shape the snapshot in canonical order, every list by (`at`, `id`)."""
        document: dict[str, Any] = {
            "as_of": instant_text(self.as_of),
            "learner": self.learner,
            "submission": self.submission,
            "revision": self.revision,
            "submitted_at": instant_text(self.submitted_at),
            "criteria": self.criteria,
            "pins": {ref: self.pins[ref].to_dict() for ref in sorted(self.pins)},
        }
        for name in LISTS:
            document[name] = [_entry_to_dict(fact) for fact in _ranked(getattr(self, name))]
        return document

    def hash(self) -> str:
        """Return `sha256:` and hex over the JCS bytes of the canonical snapshot."""
        return digest(self.to_dict())


def _ranked(facts: tuple[F, ...]) -> tuple[F, ...]:
    return tuple(sorted(facts, key=lambda fact: (fact.at, fact.id)))


#: The members of each kind of entry, and the default with which one is left out.
_MEMBERS: Mapping[type[object], tuple[tuple[str, object], ...]] = {
    kind: tuple((member.name, member.default) for member in fields(kind)) for kind in get_args(Fact)
}
_ABSENT = (None, (), False)


def _entry_to_dict(fact: Fact) -> dict[str, Any]:
    document: dict[str, Any] = {}
    for name, default in _MEMBERS[type(fact)]:
        value = getattr(fact, name)
        if value != default or default not in _ABSENT:
            document[name] = _member(value)
    return document


def _member(value: object) -> Any:
    match value:
        case datetime():
            return instant_text(value)
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case tuple():
            return sorted(set(value))
        case Mapping():
            return {name: value[name] for name in sorted(value)}
        case _:
            return value
