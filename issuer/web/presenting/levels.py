"""Levels reached, in family words, each on the ladder it belongs to (education.md 6.1)."""

from dataclasses import dataclass

from issuer.badges import Result, ResultDescription, RubricCriterionLevel
from issuer.web.languages import gettext as _
from issuer.web.presenting.frame import Rung
from issuer.web.presenting.words import title_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One result: what was rated, the level reached, its family text, and the ladder."""

    name: str
    reached: str
    rank: str
    text: str
    ladder: tuple[Rung, ...]


def levels_of(
    results: tuple[Result, ...], descriptions: tuple[ResultDescription, ...]
) -> tuple[Level, ...]:
    """Pair each result with its description; one that refers to nothing says nothing."""
    by_id = {description.id: description for description in descriptions}
    return tuple(
        _level(result, by_id[result.result_description])
        for result in results
        if result.result_description in by_id
    )


def _level(result: Result, description: ResultDescription) -> Level:
    rungs = sorted(description.rubric_criterion_level, key=_rank)
    position = next((n for n, rung in enumerate(rungs) if rung.id == result.achieved_level), None)
    if position is None:
        value = result.value or result.status or ""
        return Level(name=description.name, reached=value, rank="", text="", ladder=())
    reached = rungs[position]
    return Level(
        name=description.name,
        reached=title_of(reached.name),
        rank=_("Step {number} of {count}", number=position + 1, count=len(rungs)),
        text=reached.description or "",
        ladder=tuple(_rung(rung, n - position) for n, rung in enumerate(rungs)),
    )


def _rank(level: RubricCriterionLevel) -> tuple[int, str]:
    """Order by the signed rank, never by the place in the array (open-badges.md 10.2)."""
    rank = level.level or level.points or ""
    return (int(rank) if rank.isascii() and rank.isdigit() else 0, level.name)


def _rung(level: RubricCriterionLevel, above: int) -> Rung:
    mark, note = {0: ("reached", _("Reached"))}.get(above, ("passed" if above < 0 else "", ""))
    return Rung(name=title_of(level.name), text=level.description or "", mark=mark, note=note)
