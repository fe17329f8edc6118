"""Lint of a rubric or instrument by itself (E01, E03, E15, W08)."""

from collections.abc import Iterable, Iterator, Mapping

from issuer.criteria.lint.finding import Finding
from issuer.criteria.lint.readability import HIGHEST_GRADE, reading_grade
from issuer.criteria.rubrics import Instrument, Rubric
from issuer.criteria.scales import Scale


def lint_rubric(rubric: Rubric) -> tuple[Finding, ...]:
    """Say what is wrong with a rubric before anything refers to it."""
    return _findings(rubric.ref, rubric_faults(rubric))


def lint_instrument(instrument: Instrument) -> tuple[Finding, ...]:
    """Say what is wrong with an instrument before anything refers to it."""
    return _findings(instrument.ref, instrument_faults(instrument))


def rubric_faults(rubric: Rubric) -> Iterator[tuple[str, str]]:
    """Yield code and sentence: ids twice, foreign levels, levels without text, hard texts."""
    yield from _repeated(item.id for item in rubric.criteria)
    for criterion in rubric.criteria:
        yield from _foreign_levels(criterion.id, criterion.levels, rubric.scale)
        for level in rubric.scale.names:
            text = criterion.levels.get(level, "").strip()
            if not text:
                yield "E15", f"{criterion.id}: the level {level!r} has no family text"
            elif (grade := reading_grade(text)) > HIGHEST_GRADE:
                yield "W08", f"{criterion.id}: the text of {level!r} reads at grade {grade:.1f}"


def instrument_faults(instrument: Instrument) -> Iterator[tuple[str, str]]:
    """Yield code and sentence: ids twice, foreign levels, items without a statement."""
    yield from _repeated(item.id for item in instrument.items)
    for item in instrument.items:
        yield from _foreign_levels(item.id, item.levels, instrument.scale)
        if not (item.statement or "").strip():
            yield "E15", f"{item.id}: say which behaviour can be observed"


def _foreign_levels(
    name: str, levels: Mapping[str, str], scale: Scale
) -> Iterator[tuple[str, str]]:
    for level in sorted(levels):
        if level not in scale:
            yield "E03", f"{name}: the level {level!r} is not on the scale"


def _repeated(ids: Iterable[str]) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for each in ids:
        if each in seen:
            yield "E01", f"the id {each!r} occurs twice"
        seen.add(each)


def _findings(ref: str, faults: Iterable[tuple[str, str]]) -> tuple[Finding, ...]:
    found = (Finding(code=code, nodes=(ref,), sentence=sentence) for code, sentence in faults)
    return tuple(sorted(found, key=lambda finding: finding.code))
