"""Views of the editor of rubrics and peer instruments: the form holds the table meanwhile."""

from dataclasses import replace
from http import HTTPStatus

from flask import Response, request

from issuer import accounts, assessment, criteria
from issuer.assessment import commands
from issuer.criteria import Sheet, SheetRow
from issuer.criteria.sheets import INSTRUMENT, RUBRIC
from issuer.documents import read_json
from issuer.errors import MalformedError
from issuer.web.drafting import field
from issuer.web.entrance import MENDABLE, status_of
from issuer.web.languages import retold
from issuer.web.presenting.designing import NO_FAULT
from issuer.web.presenting.sheet_form import sheet_page, sheets_page
from issuer.web.presenting.signing_in import Fault
from issuer.web.rendering import answer_unlisted
from issuer.web.routing import go
from issuer.web.services import Services
from issuer.web.visits import Visit

_MOST_ROWS = 40
_MOST_LEVELS = 7


def show_sheets(here: Visit, services: Services) -> Response:
    """List published rubrics and instruments."""
    page = sheets_page(
        assessment.list_rubrics(here.actor, services.assessment),
        assessment.list_instruments(here.actor, services.assessment),
        here.visitor(),
    )
    return answer_unlisted("sheets.html", page)


def show_sheet(here: Visit, services: Services) -> Response:
    """Show an empty table, or a published one as its next version."""
    kind = INSTRUMENT if request.args.get("kind") == INSTRUMENT else RUBRIC
    listed = assessment.list_rubrics if kind == RUBRIC else assessment.list_instruments
    published = {each.ref: each for each in listed(here.actor, services.assessment)}
    held = published.get(request.args.get("from", ""))
    if held is None:
        scale = accounts.show_organisation(here.actor, services.accounts).scale
        return _form(here, criteria.empty_sheet(kind, scale))
    newest = max(each.version for each in published.values() if each.slug == held.slug)
    return _form(here, replace(criteria.sheet_of(held.document), version=newest + 1))


def save_sheet(here: Visit, services: Services) -> Response:
    """Add or take out a row, or publish the table for ever."""
    sheet = _sent()
    act, _, number = field("act", 20).partition(".")
    if act == "add":
        return _form(here, sheet.grown())
    if act == "remove" and number.isdecimal():
        return _form(here, sheet.without(int(number)))
    if act != "publish":
        return _form(here, sheet)
    try:
        _publish(here, services, sheet)
    except MENDABLE as error:
        fault = Fault(field=_beside(error.pointer or ""), sentence=retold(error.detail))
        return _form(here, sheet, fault, status_of(error))
    return go("/design/sheets")


def _publish(here: Visit, services: Services, sheet: Sheet) -> None:
    document = criteria.document_of(sheet)
    if sheet.kind == RUBRIC:
        rubric = commands.PublishRubric(actor=here.actor, document=document)
        assessment.publish_rubric(rubric, services.assessment)
        return
    instrument = commands.PublishInstrument(actor=here.actor, document=document)
    assessment.publish_instrument(instrument, services.assessment)


def _sent() -> Sheet:
    """Read the table that the form holds.

    Raises:
        MalformedError: numbers or anchors that no form of ours sends.
    """
    kind = INSTRUMENT if field("kind", 20) == INSTRUMENT else RUBRIC
    version = field("version", 9)
    if not version.isdecimal():
        raise MalformedError("Write the version as a whole number", code="version")
    scale = tuple(filter(None, field("scale", 600).split(",")))[:_MOST_LEVELS]
    numbers = sorted({int(each) for each in request.form.getlist("row") if each.isdecimal()})
    return Sheet(
        kind=kind,
        slug=field("slug", 80),
        version=int(version),
        title=field("title", 200),
        scale=scale,
        rows=tuple(_row(n, scale) for n in numbers[:_MOST_ROWS]),
        example_required=bool(field("example_required", 5)),
        anchors=read_json(field("anchors", 20_000).encode() or b"[]"),
    )


def _row(number: int, scale: tuple[str, ...]) -> SheetRow:
    lead = f"row.{number}"
    return SheetRow(
        id=field(f"{lead}.id", 80),
        text=field(f"{lead}.text"),
        levels={level: field(f"{lead}.level.{level}") for level in scale},
        needs_feedback=bool(field(f"{lead}.feedback", 5)),
        competency=field(f"{lead}.competency", 200),
    )


def _beside(pointer: str) -> str:
    """Say at which field an error belongs."""
    steps = pointer.strip("/").split("/")
    if len(steps) > 1 and steps[0] in {"criteria", "items"} and steps[1].isdecimal():
        return f"row.{steps[1]}"
    return steps[0] if steps[0] in {"title", "version"} else "page"


def _form(
    here: Visit, sheet: Sheet, fault: Fault = NO_FAULT, status: int = HTTPStatus.OK
) -> Response:
    return answer_unlisted(
        "sheet.html", sheet_page(sheet, here.visitor(), fault=fault), status=status
    )
