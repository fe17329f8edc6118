"""Views of the badge designer: list, begin, one draft with its texts, frameworks and picture."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from flask import Response, request

from issuer import accounts, assessment, criteria
from issuer.access import RULES, Action
from issuer.assessment import commands
from issuer.assessment.model import Definition
from issuer.assessment.picturing import DRAWN, picture_of, settled_art
from issuer.documents import Document, Json
from issuer.errors import IssuerError
from issuer.vocab import library
from issuer.web.drafting import Opened, field, open_draft, redraft, sent
from issuer.web.entrance import MENDABLE, status_of
from issuer.web.languages import retold
from issuer.web.pictures import inside
from issuer.web.presenting.designing import (
    NO_FAULT,
    OPEN,
    design_page,
    designs_page,
    new_design_page,
)
from issuer.web.presenting.signing_in import Fault
from issuer.web.rendering import answer_unlisted
from issuer.web.routing import go
from issuer.web.services import Services
from issuer.web.visits import Visit


def show_designs(here: Visit, services: Services) -> Response:
    """List the badge versions of the school."""
    rows = assessment.list_catalogue(here.actor, services.assessment)
    return answer_unlisted("designs.html", designs_page(rows, here.visitor()))


def show_new_design(here: Visit, _services: Services) -> Response:
    """Show the library of templates."""
    return _new(here)


def begin_design(here: Visit, services: Services) -> Response:
    """Begin a badge from a template, or from almost nothing."""
    if field("act", 8) == "keep":
        return _new(here)
    try:
        draft = _begun(here, services)
    except MENDABLE as error:
        return _new(here, Fault(field="title", sentence=retold(error.detail)), status_of(error))
    return go(f"/design/{draft.id}?done=made")


def show_design(here: Visit, services: Services, definition: str) -> Response:
    """Show one badge version as a tree."""
    return _page(here, services, open_draft(here, services, definition))


def save_details(here: Visit, services: Services, definition: str) -> Response:
    """Save title, summary and the terms of the award."""
    opened = open_draft(here, services, definition)
    return _saved(here, services, opened, lambda: _detailed(opened.document), "details")


def add_alignment(here: Visit, services: Services, definition: str) -> Response:
    """Add an entry of a public framework."""
    opened = open_draft(here, services, definition)
    names = ("name", "url", "framework", "code", "type")
    entry = {name: text for name in names if (text := field(f"alignment_{name}"))}
    held = _listed(opened.document.get("alignment"))
    return _saved(
        here,
        services,
        opened,
        lambda: {**opened.document, "alignment": [*held, entry]},
        "alignment",
    )


def remove_alignment(here: Visit, services: Services, definition: str) -> Response:
    """Take an entry of a public framework out."""
    opened = open_draft(here, services, definition)
    held = _listed(opened.document.get("alignment"))
    left = [each for n, each in enumerate(held) if str(n) != field("entry")]
    rest = {name: value for name, value in opened.document.items() if name != "alignment"}
    document = {**rest, "alignment": left} if left else rest
    return _saved(here, services, opened, lambda: document, "alignment")


def save_art(here: Visit, services: Services, definition: str) -> Response:
    """Choose outline, pattern, symbol and colour; only looking stores nothing."""
    opened = open_draft(here, services, definition)
    art = {name: field(name, 40) for name in DRAWN if field(name, 40)}
    try:
        if field("act") == "look":
            return _page(here, services, opened, art=art)
        redraft(here, services, opened, opened.document, art)
    except MENDABLE as error:
        fault = Fault(field="art", sentence=retold(error.detail))
        return _page(here, services, opened, fault, status_of(error))
    return go(f"/design/{definition}?done=saved#picture")


def as_published(here: Visit, services: Services, definition: Definition) -> Definition:
    """Return a draft with the art that it will be published with."""
    if definition.state not in OPEN:
        return definition
    school = accounts.show_organisation(here.actor, services.accounts)
    return replace(definition, art=settled_art(definition, school.slug))


def _begun(here: Visit, services: Services) -> Definition:
    """Store the first draft; a template brings the rubrics and instruments that it names."""
    rows = assessment.list_catalogue(here.actor, services.assessment)
    title, template = field("title", 200), field("template", 64)
    chosen = [each for each in library.documents(library.BADGE) if each["badge"] == template]
    badge = criteria.slug_of(title) if title else template or "badge"
    versions = [row.version for row in rows if row.badge == badge]
    if chosen:
        _bring(here, services, criteria.parse(chosen[0]).refs)
        document = {**chosen[0], "title": title or chosen[0]["title"]}
    else:
        document = dict(criteria.first_draft(badge, title, field("summary")))
    document |= {"badge": badge, "version": max(versions, default=0) + 1}
    command = commands.DraftDefinition(actor=here.actor, document=document)
    return assessment.draft_definition(command, services.assessment)


def _bring(here: Visit, services: Services, refs: Sequence[str]) -> None:
    """Publish what a template names and the school lacks, where this person may."""
    if not RULES[Action.PUBLISH_RUBRIC].get(here.actor.role):
        return
    there = {each.ref for each in assessment.list_rubrics(here.actor, services.assessment)}
    there |= {each.ref for each in assessment.list_instruments(here.actor, services.assessment)}
    for document in library.documents(library.RUBRIC):
        if (ref := f"{document['rubric']}@{document['version']}") in refs and ref not in there:
            rubric = commands.PublishRubric(actor=here.actor, document=document)
            assessment.publish_rubric(rubric, services.assessment)
    for document in library.documents(library.INSTRUMENT):
        if (ref := f"{document['instrument']}@{document['version']}") in refs and ref not in there:
            instrument = commands.PublishInstrument(actor=here.actor, document=document)
            assessment.publish_instrument(instrument, services.assessment)


def _new(here: Visit, fault: Fault = NO_FAULT, status: int = HTTPStatus.OK) -> Response:
    given = {"title": field("title", 200), "summary": field("summary")}
    page = new_design_page(
        library.documents(library.BADGE), here.visitor(), given=given, fault=fault
    )
    return answer_unlisted("new_design.html", page, status=status)


def _detailed(document: Document) -> Document:
    """Return the document with what the form of its details says."""
    award = _with(document.get("award"), "valid_for", field("valid_for", 40))
    award = _with(award, "achievement_type", field("achievement_type", 120))
    award = _with(award, "second_approver", True if field("second_approver") else None)
    award = _with(award, "results", request.form.getlist("results")[:200] or None)
    weeks = field("target_weeks", 10)
    window = _with(document.get("window"), "opens", field("opens", 40))
    window = _with(window, "closes", field("closes", 40))
    window = _with(window, "target_weeks", int(weeks) if weeks.isdecimal() else weeks)
    head = {"title": field("title"), "summary": field("summary")}
    return _with(_with({**document, **head}, "award", award or None), "window", window or None)


def _with(members: Json, name: str, value: Json) -> dict[str, Any]:
    """Return members with one set, or without it where it is empty."""
    kept = dict(members) if isinstance(members, Mapping) else {}
    if value in (None, ""):
        kept.pop(name, None)
    else:
        kept[name] = value
    return kept


def _listed(value: Json) -> list[Json]:
    return list(value) if isinstance(value, Sequence) and not isinstance(value, str) else []


def _saved(
    here: Visit,
    services: Services,
    opened: Opened,
    change: Callable[[], Document],
    place: str,
) -> Response:
    """Store a changed document, or show the page again with the fault beside its field."""
    try:
        redraft(here, services, opened, change())
    except MENDABLE as error:
        fault = Fault(field=_beside(error, place), sentence=retold(error.detail))
        return _page(here, services, opened, fault, status_of(error))
    return go(f"/design/{opened.definition.id}?done=saved#{place}")


def _beside(error: IssuerError, place: str) -> str:
    """Say at which field an error belongs: the last name of its pointer, else the form."""
    steps = [step for step in (error.pointer or "").split("/") if step and not step.isdigit()]
    if place == "alignment" and steps[:1] == ["alignment"] and len(steps) > 1:
        return f"alignment_{steps[-1]}"
    return steps[-1] if place == "details" and steps else place


def _page(  # where to say what, and what is only looked at
    here: Visit,
    services: Services,
    opened: Opened,
    fault: Fault = NO_FAULT,
    status: int = HTTPStatus.OK,
    *,
    art: Mapping[str, str] | None = None,
) -> Response:
    held = opened.definition
    if art is not None:
        held = replace(held, art=art)
    held = as_published(here, services, held)
    page = design_page(
        held,
        opened.lint,
        here.visitor(),
        role=here.actor.role,
        picture=inside(picture_of(held, services.assessment).svg),
        given={name: texts[0] for name, texts in sent().items()},
        done=request.args.get("done", ""),
        fault=fault,
    )
    return answer_unlisted("design.html", page, status=status)
