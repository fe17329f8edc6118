"""Reports over time in words: how long work waits, and how many badges were issued."""

from collections.abc import Sequence

from issuer.reporting import Age, AgeReport, IssuedReport
from issuer.web.languages import gettext as _
from issuer.web.languages import month, ngettext
from issuer.web.presenting.charts import Chart, Row, bars_of
from issuer.web.presenting.figures import NOTHING, FiguresPage, Section, Table, figures_page, short
from issuer.web.presenting.frame import Link, Visitor

#: Bars of one chart; the table has all.
_MOST_BARS = 12


def waiting_page(report: AgeReport, visitor: Visitor) -> FiguresPage:
    """Present how long work waits."""
    return figures_page(
        _("How long work waits"),
        _(
            "Work that was handed in and not decided, in days since it was handed in. Nobody is"
            " late: there are no deadlines here, and a long wait is a reason to help."
        ),
        visitor,
        waiting_sections(report),
        file="/reports/waiting/file",
        links=(Link(text=_("Work to look at"), href="/teach"),),
    )


def waiting_sections(report: AgeReport) -> tuple[Section, ...]:
    """Present all work, then unit by unit, then teacher by teacher."""
    whole = Section(
        id="all",
        title=_("Altogether"),
        about=_waits(report.together),
        table=_ages(_("Altogether"), [report.together], _("All work"))
        if report.together.count
        else None,
    )
    if not report.together.count:
        return (whole,)
    by_unit = _by(
        "units",
        _("By unit of the learner"),
        _("A learner of two units is counted in both."),
        report.units,
    )
    by_teacher = _by(
        "teachers",
        _("By who may assess it"),
        _("Work waits before everybody whose role reaches its learner, and is counted there."),
        report.teachers,
    )
    return tuple(each for each in (whole, by_unit, by_teacher) if each.table is not None)


def issued_page(report: IssuedReport, visitor: Visitor) -> FiguresPage:
    """Present how many badges were issued."""
    return figures_page(
        _("Badges over time"),
        _("Badges first issued in the last twelve months; one that was signed again counts once."),
        visitor,
        issued_sections(report),
        file="/reports/issued/file",
        links=(Link(text=_("Registry of badges"), href="/registry"),),
    )


def issued_sections(report: IssuedReport) -> tuple[Section, ...]:
    """Present the badges by month, then by badge."""
    total = sum(each.count for each in report.months)
    said = ngettext("{count} badge was issued.", "{count} badges were issued.", total)
    months = [(month(each.first), each.count) for each in report.months]
    sections = [
        Section(
            id="months",
            title=_("By month"),
            about=said,
            chart=_counts("chart-months", _("Badges by month"), months, tight=True),
            table=_numbers(_("Badges by month"), _("Month"), months),
        )
    ]
    if report.badges:
        badges = list(report.badges.items())
        sections.append(
            Section(
                id="badges",
                title=_("By badge"),
                about=_("The most often issued first."),
                chart=_counts("chart-badges", _("Badges by kind"), badges[:_MOST_BARS]),
                table=_numbers(_("Badges by kind"), _("Badge"), badges),
            )
        )
    return tuple(sections)


def _waits(age: Age) -> str:
    if not age.count:
        return _("Nothing waits. Work that learners hand in appears here.")
    return ngettext(
        "{count} piece of work waits. Half has waited {median} days or less, the oldest {oldest}.",
        "{count} pieces of work wait. Half have waited {median} days or less, the oldest {oldest}.",
        age.count,
        median=age.median,
        oldest=age.oldest,
    )


def _by(
    id: str,  # noqa: A002 # the id of the element
    title: str,
    about: str,
    ages: Sequence[Age],
) -> Section:
    """Present ages that have something waiting; those without are in the table alone."""
    nameless = _("In no unit")
    ranked = sorted(ages, key=lambda each: (-(each.median or 0), _called(each, nameless)))
    busy = [each for each in ranked if each.count][:_MOST_BARS]
    longest = max((each.median or 0 for each in busy), default=0)
    rows = [
        Row(
            label=short(_called(each, nameless)),
            value=ngettext("{count} day", "{count} days", each.median or 0),
            length=(each.median or 0) / longest if longest else 0.0,
        )
        for each in busy
    ]
    told = "; ".join(f"{row.label}: {row.value}" for row in rows)
    return Section(
        id=id,
        title=title,
        about=about,
        chart=bars_of(f"chart-{id}", title, told, rows) if rows else None,
        table=_ages(title, ranked, nameless) if ages else None,
    )


def _called(age: Age, nameless: str) -> str:
    """Return what people call a teacher or a unit, else its id; `nameless` is what has neither."""
    return age.title or age.name or nameless


def _ages(caption: str, ages: Sequence[Age], nameless: str) -> Table:
    return Table(
        caption=caption,
        headings=(
            _("Where"),
            _("Pieces of work"),
            _("Half waited up to, days"),
            _("Oldest, days"),
        ),
        rows=tuple(
            (
                _called(each, nameless),
                str(each.count),
                NOTHING if each.median is None else str(each.median),
                NOTHING if each.oldest is None else str(each.oldest),
            )
            for each in ages
        ),
    )


def _counts(
    id: str,  # noqa: A002 # the id of the element
    title: str,
    counted: Sequence[tuple[str, int]],
    *,
    tight: bool = False,
) -> Chart:
    most = max((count for _name, count in counted), default=0)
    rows = [
        Row(
            label=name if tight else short(name),
            value=str(count),
            length=count / most if most else 0.0,
        )
        for name, count in counted
    ]
    told = "; ".join(f"{name}: {count}" for name, count in counted)
    return bars_of(id, title, told, rows, tight=tight)


def _numbers(caption: str, heading: str, counted: Sequence[tuple[str, int]]) -> Table:
    return Table(
        caption=caption,
        headings=(heading, _("Badges")),
        rows=tuple((name, str(count)) for name, count in counted),
    )
