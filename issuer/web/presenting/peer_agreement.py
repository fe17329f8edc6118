"""Agreement in words: teachers badge by badge, peers instrument by instrument over the quarters."""

from collections.abc import Iterator, Sequence

from issuer.assessment import QualityReport
from issuer.reporting import Drift, Quarter
from issuer.web.languages import day, ngettext
from issuer.web.languages import gettext as _
from issuer.web.presenting.charts import Row, bars_of
from issuer.web.presenting.figures import (
    NOTHING,
    FiguresPage,
    Section,
    Table,
    figures_page,
    percent,
)
from issuer.web.presenting.frame import Link, Visitor
from issuer.web.presenting.office import Tag


def agreement_page(
    drifts: Sequence[Drift],
    reports: Sequence[tuple[str, QualityReport]],
    visitor: Visitor,
    scale: Sequence[str],
) -> FiguresPage:
    """Present how far those who look agree; `reports` are (title of the badge, its report).

    `scale` is the school's, low to high; levels of another scale come after it.
    """
    return figures_page(
        _("Agreement of peers and teachers"),
        _(
            "Whether those who look at the same work see the same. It is a reason to talk about"
            " what a level means, and decides nothing."
        ),
        visitor,
        agreement_sections(drifts, reports, scale),
        file="/reports/peers/file",
        links=(Link(text=_("Design badges"), href="/design"),),
    )


def agreement_sections(
    drifts: Sequence[Drift],
    reports: Sequence[tuple[str, QualityReport]],
    scale: Sequence[str],
) -> tuple[Section, ...]:
    """Present teachers first, then peers."""
    sections = [
        *(_of_badge(number, *each, scale) for number, each in enumerate(reports)),
        *(_of_instrument(number, each) for number, each in enumerate(drifts)),
    ]
    if sections:
        return tuple(sections)
    return (
        Section(
            id="nothing",
            title=_("Nothing to compare yet"),
            about=_("Figures appear once two people have looked at the same work."),
        ),
    )


def _of_badge(number: int, title: str, report: QualityReport, scale: Sequence[str]) -> Section:
    counted = sum(report.distribution.values())
    levels = sorted(
        report.distribution.items(),
        key=lambda each: scale.index(each[0]) if each[0] in scale else len(scale),
    )
    rows = [
        Row(label=level, value=str(count), length=count / counted, pattern=0)
        for level, count in levels
    ]
    told = "; ".join(f"{row.label}: {row.value}" for row in rows)
    name = _("Teachers: {badge}", badge=title)
    return Section(
        id=f"badge-{number}",
        title=name,
        about=_("Krippendorff's alpha for ordered levels, over all work that was rated twice."),
        says=(_alpha(report), _twice(report)),
        tag=_reading(report),
        chart=bars_of(f"chart-badge-{number}", _("Ratings of each level"), told, rows)
        if rows
        else None,
        table=Table(
            caption=_("Ratings of each level"),
            headings=(_("Level"), _("Ratings")),
            rows=tuple((level, str(count)) for level, count in levels),
        )
        if rows
        else None,
    )


def _alpha(report: QualityReport) -> str:
    if report.alpha is None:
        return {
            "too few": _("Alpha is told from 30 pieces of work on that two people rated."),
            "too alike to tell": _("All ratings are alike, so that nothing can be told from them."),
        }.get(report.reading, "")
    return _(
        "Alpha is {alpha}: 0.80 and more is good, from 0.667 on it is tentative.",
        alpha=f"{report.alpha:.3f}",
    )


def _twice(report: QualityReport) -> str:
    return ngettext(
        "{count} piece of work was rated by two people or more, of {whole}.",
        "{count} pieces of work were rated by two people or more, of {whole}.",
        report.rated_twice,
        whole=report.submissions,
    )


def _reading(report: QualityReport) -> Tag:
    return {
        "good": Tag(tone="good", icon="check", text=_("They agree")),
        "tentative": Tag(tone="wait", icon="hourglass", text=_("They agree on the whole")),
        "low": Tag(tone="stop", icon="question", text=_("They see different things")),
        "too few": Tag(tone="calm", icon="clock", text=_("Too few to tell")),
    }.get(report.reading, Tag(tone="calm", icon="info", text=_("Too alike to tell")))


def _of_instrument(number: int, drift: Drift) -> Section:
    told = [each for each in drift.quarters if each.tells]
    rows = [row for each in told for row in _bars(each)]
    name = _("Peers: {instrument}", instrument=drift.title)
    said = "; ".join(f"{row.label}: {row.value}" for row in rows)
    return Section(
        id=f"instrument-{number}",
        title=name,
        about=_(
            "Answers within one level of the middle of their panel, and answers on the top level."
            " When both change together, peers drift."
        ),
        says=() if told else (_("A quarter is told from 10 panels on."),),
        chart=bars_of(f"chart-instrument-{number}", name, said, rows) if rows else None,
        table=Table(
            caption=name,
            headings=(
                _("Quarter from"),
                _("Panels"),
                _("Within one level"),
                _("On the top level"),
            ),
            rows=tuple(_row(each) for each in drift.quarters),
        ),
    )


def _bars(quarter: Quarter) -> Iterator[Row]:
    first = day(quarter.first)
    series = ((_("near"), quarter.close), (_("top"), quarter.top))
    for pattern, (words, count) in enumerate(series):
        share = count / quarter.answers
        yield Row(
            label=f"{first}, {words}",
            value=percent(round(100 * share)),
            length=share,
            pattern=pattern,
        )


def _row(quarter: Quarter) -> tuple[str, ...]:
    if not quarter.tells:
        return (day(quarter.first), str(quarter.panels), NOTHING, NOTHING)
    shares = (quarter.close / quarter.answers, quarter.top / quarter.answers)
    return (
        day(quarter.first),
        str(quarter.panels),
        *(percent(round(100 * share)) for share in shares),
    )
