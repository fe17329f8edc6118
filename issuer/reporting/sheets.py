"""Reports as CSV for other programs, in words that are the same in every language.

Pages hand out the figures of their tables in the reader's language; both are made of one report,
so neither holds what the other leaves out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from issuer.reporting.equity import EquityReport
from issuer.reporting.model import Ending
from issuer.reporting.peers import Drift
from issuer.reporting.timing import Age, AgeReport, IssuedReport
from issuer.sheets import write_sheet

#: One figure in each row, so that every report has the same columns.
HEADINGS = ("part", "row", "figure", "value")
#: Badges that end have a row each.
ENDING_HEADINGS = ("learner", "badge", "awarded_on", "ends_on", "days_left", "address")

_Row = tuple[str, str, str, str]


def equity_sheet(report: EquityReport) -> bytes:
    """Return each measure by group; an empty `row` stands for all groups that are shown."""
    return write_sheet(HEADINGS, _equity(report))


def age_sheet(report: AgeReport) -> bytes:
    """Return how long work waits: altogether, by unit (slug) and by teacher (id)."""
    return write_sheet(HEADINGS, _ages(report))


def peer_sheet(drifts: Iterable[Drift]) -> bytes:
    """Return how far peers agree, by instrument and the first day of each quarter."""
    return write_sheet(HEADINGS, _drifts(drifts))


def issued_sheet(report: IssuedReport) -> bytes:
    """Return badges first issued, by the first day of each month and by badge."""
    months = (("month", each.first.isoformat(), each.count) for each in report.months)
    badges = (("badge", badge, count) for badge, count in report.badges.items())
    counted = (*months, *badges)
    return write_sheet(HEADINGS, [(part, row, "badges", str(n)) for part, row, n in counted])


def ending_sheet(found: Sequence[Ending], names: Mapping[str, str], now: datetime) -> bytes:
    """Return the badges that end; a learner without a name is written as an id."""
    return write_sheet(
        ENDING_HEADINGS,
        (
            (
                names.get(each.learner, each.learner),
                f"{each.title} {each.version}",
                each.awarded_at.date().isoformat(),
                each.valid_until.date().isoformat(),
                str(each.days_left(now)),
                each.id,
            )
            for each in found
        ),
    )


def _equity(report: EquityReport) -> Iterator[_Row]:
    for each in report.comparisons:
        part = each.measure.value
        for group, cell in each.cells.items():
            yield from _figures(part, group, cell.told())
        if each.together is not None:
            yield from _figures(part, "", each.together.told())
        yield part, "", "withheld_groups", str(each.withheld)


def _ages(report: AgeReport) -> Iterator[_Row]:
    yield from _age("altogether", report.together)
    for unit in report.units:
        yield from _age("unit", unit)
    for teacher in report.teachers:
        yield from _age("teacher", teacher)


def _age(part: str, age: Age) -> Iterator[_Row]:
    if age.title:
        yield part, age.name, "name", age.title
    yield from _figures(part, age.name, age.told())


def _drifts(drifts: Iterable[Drift]) -> Iterator[_Row]:
    for drift in drifts:
        for quarter in drift.quarters:
            row = quarter.first.isoformat()
            yield from _figures(drift.instrument, row, quarter.told())


def _figures(part: str, row: str, figures: Mapping[str, int]) -> Iterator[_Row]:
    for figure, value in figures.items():
        yield part, row, figure, str(value)
