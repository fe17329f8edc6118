"""The quality page of one badge for registrars: agreement of assessors, and integrity signals."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from issuer import access
from issuer.access import Action, Actor, Target
from issuer.assessment.model import Attestation, FactStatus, Submission
from issuer.assessment.ports import Services, UnitOfWork
from issuer.assessment.signals import Signal, Voice, signals_in
from issuer.assessment.work import target_of
from issuer.criteria import parse_instrument, parse_rubric
from issuer.criteria.agreement import LEAST_UNITS, alpha
from issuer.errors import NotFoundError

_GOOD, _TENTATIVE = Fraction(80, 100), Fraction(667, 1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityReport:
    """How far assessors of one badge agree, and where a person should look.

    Attributes:
        rated_twice: submissions that two or more assessors rated.
        alpha: ordinal Krippendorff alpha, to three decimals; None without enough submissions or
            where all ratings are alike.
        reading: good, tentative, low, too few, or too alike to tell.
        distribution: level -> number of ratings; it stands beside alpha, which falls to 0 when
            nearly all ratings are alike.
    """

    badge: str
    submissions: int
    rated_twice: int
    alpha: float | None
    reading: str
    distribution: Mapping[str, int]
    signals: tuple[Signal, ...]


def quality_of(
    actor: Actor, badge: str, services: Services, *, since: datetime | None = None
) -> QualityReport:
    """Report on one badge, as far as the actor's units go; told to registrars alone.

    Raises:
        NotFoundError: nobody worked on a badge of that slug.
    """
    access.require(actor, Action.READ_QUALITY, Target(organisation=actor.organisation))
    now = services.clock()
    with services.read_only() as uow:
        found = [
            each
            for each in uow.submissions.of_badge(actor.organisation, badge)
            if (since is None or each.opened_at >= since)
            and access.is_within(actor, target_of(each.learner, uow, each.organisation, now))
        ]
        if not found:
            raise NotFoundError("Nobody has worked on such a badge")
        levels = _ratings(found, uow)
        mine = {each.id for each in found}
        said = [
            row
            for row in uow.attestations.of_badge(actor.organisation, badge)
            if row.submission in mine and row.status is not FactStatus.WITHDRAWN and row.levels
        ]
        signals = signals_in(_voices(said, uow))
    return _report(badge, len(found), levels, signals)


#: Submission -> (rubric criterion -> (assessor -> (position, level))).
_Ratings = Mapping[str, Mapping[str, Mapping[str, tuple[int, str]]]]


def _ratings(found: Iterable[Submission], uow: UnitOfWork) -> _Ratings:
    """Return each assessor's last valid level on each criterion."""
    levels: dict[str, dict[str, dict[str, tuple[int, str]]]] = {}
    for submission in found:
        rated: dict[str, dict[str, tuple[int, str]]] = defaultdict(dict)
        for row in uow.ratings.of(submission.organisation, submission.id):
            stored = uow.rubrics.by_ref(row.organisation, row.rubric)
            scale = None if stored is None else parse_rubric(stored.document).scale
            if row.status is FactStatus.VALID and scale is not None and row.level in scale:
                name = f"{row.rubric}#{row.criterion}#{row.revision}"
                rated[name][row.by] = (scale.position(row.level), row.level)
        levels[submission.id] = rated
    return levels


def _voices(said: Iterable[Attestation], uow: UnitOfWork) -> tuple[Voice, ...]:
    voices = []
    for row in said:
        stored = uow.instruments.by_ref(row.organisation, row.instrument)
        if stored is not None:
            scale = parse_instrument(stored.document).scale
            positions = tuple(scale.position(level) for level in row.levels.values())
            voices.append(Voice(said=row, levels=positions, top=len(scale.names) - 1))
    return tuple(voices)


def _report(
    badge: str, submissions: int, levels: _Ratings, signals: tuple[Signal, ...]
) -> QualityReport:
    units = [
        [position for position, _ in by.values()]
        for criteria in levels.values()
        for by in criteria.values()
    ]
    twice = sum(any(len(by) > 1 for by in criteria.values()) for criteria in levels.values())
    value = alpha(units) if twice >= LEAST_UNITS else None
    counts = Counter(
        level
        for criteria in levels.values()
        for by in criteria.values()
        for _, level in by.values()
    )
    return QualityReport(
        badge=badge,
        submissions=submissions,
        rated_twice=twice,
        alpha=None if value is None else round(float(value), 3),
        reading=_reading(value, twice),
        distribution=dict(sorted(counts.items())),
        signals=signals,
    )


def _reading(value: Fraction | None, twice: int) -> str:
    if twice < LEAST_UNITS:
        return "too few"
    if value is None:
        return "too alike to tell"
    if value >= _GOOD:
        return "good"
    return "tentative" if value >= _TENTATIVE else "low"
