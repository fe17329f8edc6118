"""Lint of levels, and of the rubrics and instruments that leaves refer to (E03, E04, E12, E15)."""

from collections.abc import Container, Iterator, Mapping

from issuer.criteria.definition import Criteria
from issuer.criteria.leaves import BadgeLeaf, PeersLeaf, RubricLeaf
from issuer.criteria.lint.catalogue import Catalogue
from issuer.criteria.lint.finding import Finding
from issuer.criteria.lint.sources import instrument_faults, rubric_faults
from issuer.criteria.lint.structure import ids_of
from issuer.criteria.rubrics import Instrument, Rubric
from issuer.criteria.scales import Scale


def check_references(criteria: Criteria, catalogue: Catalogue) -> Iterator[Finding]:
    """Find levels off the scale and references that do not hold."""
    for branch in criteria.root.branches():
        for code, sentence in _faults(branch[-1].rule, criteria.scale, catalogue):
            yield Finding(code=code, nodes=ids_of(branch), sentence=sentence)


def _faults(leaf: object, scale: Scale, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    if isinstance(leaf, RubricLeaf):
        yield from _level_faults(leaf.levels, scale)
        rubric = catalogue.rubrics.get(leaf.rubric)
        yield from _reference_faults(leaf.rubric, rubric, scale, catalogue)
        if rubric is not None:
            yield from _unknown(leaf.levels, {item.id for item in rubric.criteria}, leaf.rubric)
            yield from ((code, f"{leaf.rubric}: {text}") for code, text in rubric_faults(rubric))
    if isinstance(leaf, PeersLeaf):
        yield from _level_faults(leaf.levels, scale)
        instrument = catalogue.instruments.get(leaf.instrument)
        yield from _reference_faults(leaf.instrument, instrument, scale, catalogue)
        if instrument is not None:
            yield from _unknown(
                leaf.levels, {item.id for item in instrument.items}, leaf.instrument
            )
            yield from (
                (code, f"{leaf.instrument}: {text}") for code, text in instrument_faults(instrument)
            )
    if isinstance(leaf, BadgeLeaf) and leaf.level is not None:
        yield from _level_faults({"level": leaf.level}, scale)


def _level_faults(levels: Mapping[str, str], scale: Scale) -> Iterator[tuple[str, str]]:
    for name in sorted(levels):
        if levels[name] not in scale:
            yield "E03", f"{name}: the level {levels[name]!r} is not on the scale"
        elif levels[name] == scale.names[0]:
            yield "E12", f"{name}: {levels[name]!r} is the lowest level, which everybody has"


def _reference_faults(
    ref: str, source: Rubric | Instrument | None, scale: Scale, catalogue: Catalogue
) -> Iterator[tuple[str, str]]:
    if source is None:
        yield "E04", f"{ref} is unknown"
        return
    if ref in catalogue.unpublished:
        yield "E04", f"{ref} is not published"
    if ref in catalogue.retired:
        yield "E04", f"{ref} is retired"
    if source.scale != scale:
        yield "E03", f"{ref} has another scale: {', '.join(source.scale.names)}"


def _unknown(
    levels: Mapping[str, str], known: Container[str], ref: str
) -> Iterator[tuple[str, str]]:
    for name in sorted(levels):
        if name not in known:
            yield "E04", f"{ref} has no {name!r}"
