"""The page about a file that was read: its faults with their remedies, or what may be signed."""

from dataclasses import dataclass

from issuer.access import Role
from issuer.assessment.cohorts import Checked
from issuer.web.languages import gettext as _
from issuer.web.languages import ngettext, retold
from issuer.web.presenting.cohorts import SHOWN, above, more_of, statements_of
from issuer.web.presenting.frame import Banner, Fact, Frame, Visitor
from issuer.web.presenting.office import office_frame
from issuer.web.presenting.signing_in import Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultRow:
    """One fault of a file."""

    row: str
    column: str
    says: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPage:
    """A file that was read: what is wrong with it, or what may be signed."""

    frame: Frame
    token: str
    id: str
    banner: Banner
    faults: tuple[FaultRow, ...]
    statements: tuple[Fact, ...]
    rows: tuple[Fact, ...]
    more: str
    ready: str
    may_sign: bool
    field: str
    fault: str


def draft_page(
    cohort: str, checked: Checked, visitor: Visitor, *, role: Role, fault: Fault | None = None
) -> DraftPage:
    """Present a file that was read."""
    return DraftPage(
        frame=office_frame(_("Check a list"), visitor, above()),
        token=visitor.token,
        id=cohort,
        banner=_draft_banner(checked),
        faults=tuple(
            FaultRow(
                row=str(each.row),
                column=each.column,
                says=retold(each.says),
                remedy=retold(each.remedy),
            )
            for each in checked.faults
        ),
        statements=statements_of(checked.statements),
        rows=tuple(
            Fact(label=each.learner_name, value=f"{each.title}, {each.seen_on}")
            for each in checked.good[:SHOWN]
        ),
        more=more_of(len(checked.good)),
        ready=ngettext("Sign {count} row", "Sign {count} rows", len(checked.good)),
        may_sign=role is Role.TEACHER,
        field=fault.field if fault else "",
        fault=fault.sentence if fault else "",
    )


def _draft_banner(checked: Checked) -> Banner:
    rows, faults = len(checked.lines), len({fault.row for fault in checked.faults})
    already = ngettext(
        "One learner has the badge already; nothing is done for that row.",
        "{count} learners have the badge already; nothing is done for those rows.",
        len(checked.already),
    )
    if faults:
        return Banner(
            tone="stop",
            icon="cross",
            word=_("To mend"),
            headline=ngettext(
                "{count} row has to be mended.", "{count} rows have to be mended.", faults
            ),
            meaning=_(
                "Nothing was done. {rows} rows were read. Download the file: its last column says"
                " what to mend in each row. Mend it, save it as CSV and hand it in again.",
                rows=rows,
            ),
        )
    if not checked.good:
        return Banner(
            tone="calm",
            icon="info",
            word=_("Nothing new"),
            headline=_("There is nothing new in this file."),
            meaning=already if checked.already else _("The file has headings and no rows."),
        )
    return Banner(
        tone="good",
        icon="check",
        word=_("Right"),
        headline=ngettext("{count} row is right.", "{count} rows are right.", len(checked.good)),
        meaning=_("Nothing was done yet. A teacher signs the list, then an issuer approves it.")
        + (f" {already}" if checked.already else ""),
    )
