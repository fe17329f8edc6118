"""The record of a learner: levels over time by area and competency, in words, never averaged."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from issuer.assessment.rows import LevelRow
from issuer.web.languages import day
from issuer.web.languages import gettext as _
from issuer.web.presenting.frame import Frame, Link, Visitor
from issuer.web.presenting.learning import learner_frame
from issuer.web.presenting.level_charts import Chart, Mark, chart_of
from issuer.web.presenting.words import name_of, title_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One level on one day; `place` says where on its scale it is, `printed` its word on paper."""

    number: int
    day: str
    level: str
    printed: str
    text: str
    place: str
    badge: str
    href: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """One competency over time, oldest first; one drawing for each scale that was used."""

    id: str
    title: str
    now: str
    charts: tuple[Chart, ...]
    moments: tuple[Moment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """Competencies that belong together."""

    id: str
    title: str
    growths: tuple[Growth, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPage:
    """The transcript of competencies."""

    frame: Frame
    title: str
    is_own: bool
    history: str
    areas: tuple[Area, ...]


def record_page(
    levels: Sequence[LevelRow], visitor: Visitor, *, history: str, child: str = ""
) -> RecordPage:
    """Present the levels of a learner; `child` is the name where a guardian reads.

    `history` is the address of what was done, entry by entry.
    """
    areas: dict[str, dict[str, list[LevelRow]]] = {}
    for row in levels:
        areas.setdefault(row.area, {}).setdefault(row.competency, []).append(row)
    title = _("Record of {name}", name=child) if child else _("My record")
    above = (
        Link(text=_("My family"), href="/family")
        if child
        else Link(text=_("My challenges"), href="/learn")
    )
    return RecordPage(
        frame=learner_frame(title, visitor, above),
        title=title,
        is_own=not child,
        history=history,
        areas=tuple(
            Area(id=f"area-{at}", title=name, growths=tuple(_growths(areas[name], at)))
            for at, name in enumerate(sorted(areas))
        ),
    )


def _growths(named: dict[str, list[LevelRow]], area: int) -> Iterator[Growth]:
    for at, title in enumerate(sorted(named)):
        rows = named[title]
        name = f"competency-{area}-{at}"
        newest = rows[-1]
        yield Growth(
            id=name,
            title=name_of(title),
            now=_("Newest: {level}, on {day}", level=title_of(newest.level), day=day(newest.at)),
            charts=tuple(_charts(name, name_of(title), rows)),
            moments=tuple(_moment(row, number) for number, row in enumerate(rows, 1)),
        )


def _charts(name: str, title: str, rows: Sequence[LevelRow]) -> Iterator[Chart]:
    """Draw each scale by itself: steps of two scales cannot be compared."""
    for at, scale in enumerate(dict.fromkeys(row.scale for row in rows)):
        marks = [
            Mark(number=number, step=row.step, at=row.at, earned=row.earned)
            for number, row in enumerate(rows, 1)
            if row.scale == scale
        ]
        yield chart_of(f"{name}-{at}", title, scale, marks)


def _moment(row: LevelRow, number: int) -> Moment:
    level = title_of(row.level)
    return Moment(
        number=number,
        day=day(row.at),
        level=level,
        printed=level if row.step > 1 else _("Not there yet"),
        text=row.text,
        place=_("Step {step} of {steps}", step=row.step, steps=len(row.scale)),
        badge=row.badge,
        href=f"/learn/{row.submission}",
        note=_("Badge earned") if row.earned else _("The badge was not there yet"),
    )
