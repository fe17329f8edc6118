"""A page of figures: sections with a sentence, a chart, a table that says the same; and its CSV."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from issuer.web.languages import gettext as _
from issuer.web.presenting.charts import Chart
from issuer.web.presenting.frame import Frame, Link, Visitor
from issuer.web.presenting.office import Tag, office_frame

#: One figure in each row of the file, so that every report has the same columns.
HEADINGS = ("part", "row", "figure", "value")
#: What a table says where there is no figure.
NOTHING = "\N{EN DASH}"
_LONGEST_LABEL = 26


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Figures with their headings; the first cell of a row names it."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of a report; without a table there is only the sentence."""

    id: str
    title: str
    about: str
    says: tuple[str, ...] = ()
    tag: Tag | None = None
    chart: Chart | None = None
    table: Table | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresPage:
    """A report; `file` is where its figures are to be had as CSV."""

    frame: Frame
    heading: str
    lead: str
    notes: tuple[str, ...]
    sections: tuple[Section, ...]
    file: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Doorway:
    """A report among others, with what it answers."""

    href: str
    name: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsPage:
    """All reports."""

    frame: Frame
    doors: tuple[Doorway, ...]


def reports_link() -> Link:
    """Return the way back to all reports."""
    return Link(text=_("Reports"), href="/reports")


def reports_page(visitor: Visitor, *, may_group: bool) -> ReportsPage:
    """Present the reports there are."""
    doors = [
        Doorway(
            href="/reports/equity",
            name=_("Equity between groups"),
            about=_("Does work come back more often in one group? Who waits longer for a badge?"),
        ),
        Doorway(
            href="/reports/waiting",
            name=_("How long work waits"),
            about=_("How old is the work that waits, in each unit and before each teacher?"),
        ),
        Doorway(
            href="/reports/peers",
            name=_("Agreement of peers and teachers"),
            about=_("Do those who look see the same, and does that change over time?"),
        ),
        Doorway(
            href="/reports/issued",
            name=_("Badges over time"),
            about=_("How many badges were issued in each month, and which ones?"),
        ),
        Doorway(
            href="/expiring",
            name=_("Badges that end soon"),
            about=_("Who needs to renew a badge, with letters to print."),
        ),
    ]
    if may_group:
        doors.append(
            Doorway(
                href="/reports/groups",
                name=_("Groups of learners"),
                about=_("Say in which group learners are counted in the equity report."),
            )
        )
    return ReportsPage(frame=office_frame(_("Reports"), visitor), doors=tuple(doors))


def figures_page(  # noqa: PLR0913 # what every report has
    title: str,
    lead: str,
    visitor: Visitor,
    sections: Sequence[Section],
    *,
    file: str,
    notes: Sequence[str] = (),
    links: Sequence[Link] = (),
) -> FiguresPage:
    """Put a report together."""
    return FiguresPage(
        frame=office_frame(title, visitor, reports_link()),
        heading=title,
        lead=lead,
        notes=tuple(notes),
        sections=tuple(sections),
        file=file,
        links=tuple(links),
    )


def file_rows(sections: Sequence[Section]) -> Iterator[tuple[str, str, str, str]]:
    """Return the figures of all tables, one in each row."""
    for section in sections:
        if section.table is not None:
            for row in section.table.rows:
                for heading, value in zip(section.table.headings[1:], row[1:], strict=True):
                    yield (section.title, row[0], heading, value)


def percent(share: int) -> str:
    """Write a share so that no line ends before its sign."""
    return f"{share}\N{NO-BREAK SPACE}%"


def short(label: str) -> str:
    """Cut a label to the width of a chart; the table has it whole."""
    cut = label[: _LONGEST_LABEL - 1].rstrip()
    return label if len(label) <= _LONGEST_LABEL else f"{cut}…"


def look_tag(*, differs: bool) -> Tag:
    """Say whether a person should look."""
    if differs:
        return Tag(tone="wait", icon="question", text=_("A reason to look"))
    return Tag(tone="calm", icon="info", text=_("Nothing stands out"))
