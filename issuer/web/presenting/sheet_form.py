"""The editor of rubrics and peer instruments: a table with a row per criterion or behaviour."""

from collections.abc import Sequence
from dataclasses import dataclass

from issuer import criteria
from issuer.assessment.model import InstrumentVersion, RubricVersion
from issuer.criteria import Sheet
from issuer.criteria.sheets import RUBRIC
from issuer.documents import write_document
from issuer.web.languages import gettext as _
from issuer.web.presenting.design_parts import NO_FAULT, design_frame
from issuer.web.presenting.frame import Frame, Visitor
from issuer.web.presenting.signing_in import Fault
from issuer.web.presenting.words import title_of


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLink:
    """One published table in the list."""

    href: str
    title: str
    ref: str
    rows: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetsPage:
    """All published rubrics and instruments."""

    frame: Frame
    rubrics: tuple[SheetLink, ...]
    instruments: tuple[SheetLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellField:
    """One text of a table."""

    name: str
    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFields:
    """One row: its id (kept from an earlier version), its text, a cell per level."""

    number: int
    id: str
    text: str
    competency: str
    needs_feedback: bool
    cells: tuple[CellField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPage:
    """The form of a table."""

    frame: Frame
    token: str
    kind: str
    heading: str
    lead: str
    row_name: str
    title: str
    slug: str
    version: int
    scale: str
    anchors: str
    example_required: bool
    is_rubric: bool
    rows: tuple[RowFields, ...]
    remarks: tuple[str, ...]
    field: str
    fault: str


def sheets_page(
    rubrics: Sequence[RubricVersion], instruments: Sequence[InstrumentVersion], visitor: Visitor
) -> SheetsPage:
    """Present the list, newest version of each first."""
    return SheetsPage(
        frame=design_frame(_("Rubrics and questions for peers"), visitor),
        rubrics=tuple(_link(each) for each in sorted(rubrics, key=_newest)),
        instruments=tuple(_link(each) for each in sorted(instruments, key=_newest)),
    )


def sheet_page(
    sheet: Sheet, visitor: Visitor, *, remarks: Sequence[str] = (), fault: Fault = NO_FAULT
) -> SheetPage:
    """Present the table as it stands."""
    is_rubric = sheet.kind == RUBRIC
    return SheetPage(
        frame=design_frame(_("Rubric") if is_rubric else _("Questions for peers"), visitor),
        token=visitor.token,
        kind=sheet.kind,
        heading=_("Rubric") if is_rubric else _("Questions for peers"),
        lead=_("Adults compare work with these steps. Write each so that a family understands it.")
        if is_rubric
        else _("Peers say what they saw. Write what can be seen, never whether somebody is liked."),
        row_name=_("What is looked at") if is_rubric else _("What can be seen"),
        title=sheet.title,
        slug=sheet.slug,
        version=sheet.version,
        scale=",".join(sheet.scale),
        anchors=write_document(sheet.anchors).decode("ascii"),
        example_required=sheet.example_required,
        is_rubric=is_rubric,
        rows=tuple(
            RowFields(
                number=n,
                id=row.id,
                text=row.text,
                competency=row.competency,
                needs_feedback=row.needs_feedback,
                cells=tuple(
                    CellField(
                        name=f"row.{n}.level.{level}",
                        label=title_of(level),
                        value=row.levels.get(level, ""),
                    )
                    for level in sheet.scale
                ),
            )
            for n, row in enumerate(sheet.rows)
        ),
        remarks=tuple(remarks),
        field=fault.field,
        fault=fault.sentence,
    )


def _newest(each: RubricVersion | InstrumentVersion) -> tuple[str, int]:
    return (each.slug, -each.version)


def _link(each: RubricVersion | InstrumentVersion) -> SheetLink:
    kind = "rubric" if isinstance(each, RubricVersion) else "instrument"
    rows = criteria.sheet_of(each.document).rows
    return SheetLink(
        href=f"/design/sheets/edit?kind={kind}&from={each.ref}",
        title=str(each.document["title"]),
        ref=each.ref,
        rows=", ".join(row.text for row in rows),
    )
