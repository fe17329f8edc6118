"""The equity report in words: each measure with the groups that may be shown, and what to do."""

from collections.abc import Callable
from dataclasses import dataclass

from issuer.reporting import LEAST, Cell, Comparison, EquityReport, Measure
from issuer.web.languages import day, ngettext
from issuer.web.languages import gettext as _
from issuer.web.presenting.charts import Chart, Row, bars_of
from issuer.web.presenting.figures import (
    FiguresPage,
    Section,
    Table,
    figures_page,
    look_tag,
    percent,
    short,
)
from issuer.web.presenting.frame import Link, Visitor


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    title: str
    about: str
    figure: str
    higher: Callable[[str, str], str]


def equity_page(report: EquityReport, visitor: Visitor) -> FiguresPage:
    """Present the report."""
    return figures_page(
        _("Equity between groups"),
        _(
            "Figures of the last twelve months, group by group. A difference is a reason to look"
            " and ask, and says nothing about any one learner."
        ),
        visitor,
        equity_sections(report),
        file="/reports/equity/file",
        notes=_notes(report),
        links=(Link(text=_("Groups of learners"), href="/reports/groups"),),
    )


def equity_sections(report: EquityReport) -> tuple[Section, ...]:
    """Present each measure."""
    return tuple(_section(each) for each in report.comparisons)


def _notes(report: EquityReport) -> tuple[str, ...]:
    counted = ngettext(
        "{count} learner is counted, of {grouped} who have a group.",
        "{count} learners are counted, of {grouped} who have a group.",
        report.counted,
        grouped=report.grouped,
    )
    if not report.grouped:
        counted = _("No learner has a group yet. Give learners their groups first.")
    elif report.counted < report.grouped:
        counted += " " + _(
            "The others did not agree to be counted; learners or their guardians do that on their"
            " own pages."
        )
    period = _(
        "From {since} to {until}.",
        since=day(report.since),
        until=day(report.until),
    )
    hidden = _(
        "A figure with fewer than {least} learners behind it is not shown, and is in no sum.",
        least=LEAST,
    )
    return (f"{counted} {period}", hidden)


def _section(comparison: Comparison) -> Section:
    words = _WORDS[comparison.measure]()
    shown = len(comparison.cells)
    says = []
    if comparison.differ is not None:
        says.append(words.higher(*comparison.differ))
    if comparison.withheld:
        says.append(
            ngettext(
                "{count} group is not shown, so that nobody in it can be picked out.",
                "{count} groups are not shown, so that nobody in them can be picked out.",
                comparison.withheld,
            )
        )
    if not shown and not comparison.withheld:
        says.append(_("There is nothing to count yet."))
    return Section(
        id=comparison.measure.value,
        title=words.title,
        about=words.about,
        says=tuple(says),
        tag=look_tag(differs=comparison.differ is not None) if shown > 1 else None,
        chart=_chart(comparison, words) if shown else None,
        table=_table(comparison, words) if shown else None,
    )


def _chart(comparison: Comparison, words: _Words) -> Chart:
    longest = max((each.days or 0 for each in comparison.cells.values()), default=0)
    rows = [
        Row(label=short(name), value=_figure(cell), length=_length(cell, longest))
        for name, cell in comparison.cells.items()
    ]
    told = "; ".join(f"{name}: {_figure(cell)}" for name, cell in comparison.cells.items())
    return bars_of(f"chart-{comparison.measure.value}", words.title, told, rows)


def _table(comparison: Comparison, words: _Words) -> Table:
    cells = list(comparison.cells.items())
    if comparison.together is not None and len(cells) > 1:
        cells.append((_("Groups shown, together"), comparison.together))
    is_share = comparison.measure is not Measure.DAYS
    headings = (_("Group"), words.figure, *((_("Counted"),) if is_share else ()), _("Learners"))
    return Table(
        caption=words.title,
        headings=headings,
        rows=tuple(
            (
                name,
                _figure(cell),
                *((_of(cell),) if is_share else ()),
                str(cell.learners),
            )
            for name, cell in cells
        ),
    )


def _length(cell: Cell, longest: int) -> float:
    if cell.days is not None:
        return cell.days / longest if longest else 0.0
    return (cell.part or 0) / (cell.whole or 1)


def _figure(cell: Cell) -> str:
    if cell.days is not None:
        return ngettext("{count} day", "{count} days", cell.days)
    share = round(100 * (cell.part or 0) / (cell.whole or 1))
    return percent(share)


def _of(cell: Cell) -> str:
    return _("{part} of {whole}", part=cell.part, whole=cell.whole)


def _returns() -> _Words:
    return _Words(
        title=_("Work that came back"),
        about=_("Of the pieces of work that were handed in, how many came back at least once."),
        figure=_("Came back"),
        higher=lambda one, other: _(
            "Work came back more often in {one} than in {other}, and chance is a poor reason for"
            " it. Look at what was returned, and at who returned it.",
            one=one,
            other=other,
        ),
    )


def _waivers() -> _Words:
    return _Words(
        title=_("Waivers"),
        about=_("Of the learners who handed in, how many were let go without a part."),
        figure=_("With a waiver"),
        higher=lambda one, other: _(
            "Waivers were given more often in {one} than in {other}. Ask whether everybody knows"
            " that there are waivers.",
            one=one,
            other=other,
        ),
    )


def _days() -> _Words:
    return _Words(
        title=_("Time to a badge"),
        about=_("Days from the beginning of the work to its approval; half took no longer."),
        figure=_("Half took up to"),
        higher=lambda one, other: _(
            "Badges took longer in {one} than in {other}. Ask where the time was spent.",
            one=one,
            other=other,
        ),
    )


def _peers() -> _Words:
    return _Words(
        title=_("What peers answered"),
        about=_("Of the answers of peers, how many lie in the upper half of their levels."),
        figure=_("In the upper half"),
        higher=lambda one, other: _(
            "Peers answered higher about {one} than about {other}. Look at the examples that they"
            " gave.",
            one=one,
            other=other,
        ),
    )


_WORDS = {
    Measure.RETURNS: _returns,
    Measure.WAIVERS: _waivers,
    Measure.DAYS: _days,
    Measure.PEERS: _peers,
}
