"""Rules about what the leaves refer to: levels, rubrics, items, metrics (E03, E04, E05, E08...)."""

from collections.abc import Iterator, Mapping

from issuer.criteria.definition import Criteria
from issuer.criteria.leaves import (
    BadgeLeaf,
    ExternalLeaf,
    MetricLeaf,
    PeersLeaf,
    RubricLeaf,
    SignoffLeaf,
)
from issuer.criteria.lint.finding import Catalogue, Finding
from issuer.criteria.lint.reading_grade import grade_of
from issuer.criteria.lint.tree import path_of
from issuer.criteria.metrics import METRICS
from issuer.criteria.rubrics import Instrument, Rubric
from issuer.criteria.scales import Scale

_USUAL_PEERS = 3


def reference_findings(criteria: Criteria, catalogue: Catalogue) -> Iterator[Finding]:
    """Look at every leaf with what it refers to."""
    for branch in criteria.root.branches():
        path = path_of(branch)
        match branch[-1].rule:
            case RubricLeaf() as leaf:
                yield from _rubric(leaf, path, criteria.scale, catalogue)
            case PeersLeaf() as leaf:
                yield from _peers(leaf, path, criteria.scale, catalogue)
                waivable = any(node.waivable for node in branch)
                yield from _enough_peers(leaf, path, catalogue, waivable=waivable)
            case BadgeLeaf(level=str(level)):
                yield from _levels({"level": level}, path, criteria.scale, lowest_counts=False)
            case MetricLeaf() as leaf:
                yield from _metric(leaf, path)
            case SignoffLeaf(accept_guardian=True):
                yield _guardian(path)
            case ExternalLeaf(proof=proofs) if "document" in proofs:
                yield Finding(
                    code="W07",
                    path=path,
                    sentence="A scan is enough proof here; a registry look-up is stronger",
                )
            case _:
                pass


def _rubric(leaf: RubricLeaf, path: str, scale: Scale, catalogue: Catalogue) -> Iterator[Finding]:
    yield from _levels(leaf.levels, path, scale)
    if leaf.accept_guardian:
        yield _guardian(path)
    rubric = catalogue.rubrics.get(leaf.rubric)
    yield from _published(leaf.rubric, rubric, path, scale, catalogue)
    if rubric is None:
        return
    yield from _known(leaf.levels, {each.id for each in rubric.criteria}, leaf.rubric, path)
    for criterion in rubric.criteria:
        missing = [name for name in rubric.scale.names if name not in criterion.levels]
        if missing:
            yield Finding(
                code="E15",
                path=path,
                sentence=f"{leaf.rubric}: {criterion.id} has no family text for {missing[0]}",
            )
        for text in criterion.levels.values():
            yield from hard_to_read(text, f"{path}: {leaf.rubric} {criterion.id}")


def _peers(leaf: PeersLeaf, path: str, scale: Scale, catalogue: Catalogue) -> Iterator[Finding]:
    yield from _levels(leaf.levels, path, scale)
    if sum(leaf.mix.values()) > leaf.min:
        yield Finding(
            code="E05", path=path, sentence=f"The mix asks for more than {leaf.min} peers"
        )
    instrument = catalogue.instruments.get(leaf.instrument)
    yield from _published(leaf.instrument, instrument, path, scale, catalogue)
    if instrument is None:
        return
    yield from _known(leaf.levels, {item.id for item in instrument.items}, leaf.instrument, path)
    for item in instrument.items:
        if not item.statement:
            yield Finding(
                code="E15",
                path=path,
                sentence=f"{leaf.instrument}: {item.id} has no observable statement",
            )


def _enough_peers(
    leaf: PeersLeaf, path: str, catalogue: Catalogue, *, waivable: bool
) -> Iterator[Finding]:
    if leaf.min < _USUAL_PEERS:
        yield Finding(code="W04", path=path, sentence="Fewer than 3 peers say little; 3 is usual")
    if catalogue.has_moderator is False:
        yield Finding(
            code="W04", path=path, sentence="Nobody here may moderate peers who are split"
        )
    known = catalogue.eligible_peers
    if known is not None and known < leaf.min + 1 and not waivable:
        yield Finding(
            code="W05",
            path=path,
            sentence=f"Only {known} peers could be asked, and nobody may waive this",
        )


def _metric(leaf: MetricLeaf, path: str) -> Iterator[Finding]:
    metric = METRICS.get(leaf.metric)
    if metric is None:
        known = ", ".join(METRICS)
        yield Finding(code="E08", path=path, sentence=f"No metric {leaf.metric}; there are {known}")
    elif not metric.lowest <= leaf.value <= metric.highest:
        yield Finding(
            code="E08",
            path=path,
            sentence=f"{leaf.metric} lies between {metric.lowest} and {metric.highest}",
        )
    elif leaf.min_sample < metric.least_sample:
        yield Finding(
            code="E08",
            path=path,
            sentence=f"{leaf.metric} needs a sample of at least {metric.least_sample}",
        )


def _levels(
    levels: Mapping[str, str], path: str, scale: Scale, *, lowest_counts: bool = True
) -> Iterator[Finding]:
    for name, level in levels.items():
        if level not in scale:
            yield Finding(
                code="E03",
                path=path,
                sentence=f"{name}: {level} is not on the scale {', '.join(scale.names)}",
            )
        elif lowest_counts and level == scale.names[0]:
            yield Finding(
                code="E12",
                path=path,
                sentence=f"{name}: {level} is the lowest level; every rating would pass",
            )


def _published(
    ref: str, found: Rubric | Instrument | None, path: str, scale: Scale, catalogue: Catalogue
) -> Iterator[Finding]:
    if found is None:
        yield Finding(code="E04", path=path, sentence=f"{ref} is not published here")
        return
    if ref in catalogue.retired:
        yield Finding(code="E04", path=path, sentence=f"{ref} is retired; use a newer version")
    if found.scale != scale:
        yield Finding(
            code="E03", path=path, sentence=f"{ref} has another scale: {found.scale.names}"
        )


def _known(levels: Mapping[str, str], known: set[str], ref: str, path: str) -> Iterator[Finding]:
    for name in sorted(levels.keys() - known):
        yield Finding(code="E04", path=path, sentence=f"{ref} has no {name}")


def _guardian(path: str) -> Finding:
    return Finding(
        code="W07",
        path=path,
        sentence="A guardian in a listed role may judge here; the badge will say so",
    )


def hard_to_read(text: str, path: str) -> Iterator[Finding]:
    """Warn of texts above reading grade 8 (W08)."""
    grade = grade_of(text)
    if grade > 8:  # noqa: PLR2004 # the grade that education.md sets for family texts
        yield Finding(
            code="W08", path=path, sentence=f"Reading grade {grade:.0f}; aim for 8 or less"
        )
