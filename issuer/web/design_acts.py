"""Views of the badge designer: raw form, preview, proposing, publishing, retiring, next version."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import Response, request

from issuer import accounts, assessment, criteria
from issuer.assessment import commands
from issuer.assessment.picturing import picture_of
from issuer.badges import Achievement
from issuer.errors import IssuerError
from issuer.web.designing import as_published
from issuer.web.drafting import Opened, open_draft, redraft
from issuer.web.entrance import MENDABLE, status_of
from issuer.web.languages import gettext as _
from issuer.web.languages import retold
from issuer.web.pictures import inside
from issuer.web.presenting.achievement import Offer, achievement_page
from issuer.web.presenting.designing import NO_FAULT, publish_page, source_page
from issuer.web.presenting.signing_in import Fault
from issuer.web.rendering import answer_unlisted
from issuer.web.routing import go
from issuer.web.services import Services
from issuer.web.visits import Visit


def show_source(here: Visit, services: Services, definition: str) -> Response:
    """Show the stored document."""
    opened = open_draft(here, services, definition)
    return _source(here, opened, criteria.as_yaml(opened.document))


def save_source(here: Visit, services: Services, definition: str) -> Response:
    """Replace the whole document by what was pasted, JSON or YAML."""
    opened = open_draft(here, services, definition)
    text = request.form.get("text", "")
    held = opened.definition
    try:
        document = criteria.read_authored(text.encode())
        if (document.get("badge"), document.get("version")) != (held.badge, held.version):
            sentence = _(
                "Keep badge: {badge} and version: {version} as they are here.",
                badge=held.badge,
                version=held.version,
            )
            fault = Fault(field="text", sentence=sentence)
            return _source(here, opened, text, fault, HTTPStatus.BAD_REQUEST)
        redraft(here, services, opened, document)
    except MENDABLE as error:
        place = f" (at {error.pointer})" if error.pointer else ""
        fault = Fault(field="text", sentence=f"{retold(error.detail)}{place}")
        return _source(here, opened, text, fault, status_of(error))
    return go(f"/design/{definition}?done=saved")


def show_preview(here: Visit, services: Services, definition: str) -> Response:
    """Show the page that everybody would read."""
    found = assessment.preview_definition(here.actor, definition, services.assessment)
    held = found.definition
    school = accounts.show_organisation(here.actor, services.accounts)
    offer = Offer(
        achievement=Achievement.from_dict(found.achievement),
        document=held.document,
        content_hash=held.content_hash,
        rubrics=found.rubrics,
        instruments=found.instruments,
        organisation=school.name,
        organisation_path=f"/issuers/{school.slug}",
        achievement_path=f"/design/{held.id}/preview",
        art=inside(picture_of(as_published(here, services, held), services.assessment).svg),
        version=held.version,
        sole_teacher=school.sole_teacher,
    )
    return answer_unlisted("achievement.html", achievement_page(offer))


def propose_design(here: Visit, services: Services, definition: str) -> Response:
    """Tell whoever publishes that the draft is finished."""
    command = commands.ProposeDefinition(actor=here.actor, definition=definition)
    return _acted(here, services, definition, "proposed", assessment.propose_definition, command)


def show_publishing(here: Visit, services: Services, definition: str) -> Response:
    """Show what publishing would do, and what changed since the version before."""
    return _publishing(here, services, definition)


def publish_design(here: Visit, services: Services, definition: str) -> Response:
    """Publish a version for ever."""
    command = commands.PublishDefinition(actor=here.actor, definition=definition)
    try:
        assessment.publish_definition(command, services.assessment)
    except MENDABLE as error:
        return _publishing(here, services, definition, error)
    return go(f"/design/{definition}?done=published")


def retire_design(here: Visit, services: Services, definition: str) -> Response:
    """Let nobody begin this version any more."""
    command = commands.RetireDefinition(actor=here.actor, definition=definition)
    return _acted(here, services, definition, "retired", assessment.retire_definition, command)


def version_design(here: Visit, services: Services, definition: str) -> Response:
    """Begin the next version of a badge, or go on with the one that is begun."""
    held = open_draft(here, services, definition).definition
    rows = assessment.list_catalogue(here.actor, services.assessment)
    newest = max((row for row in rows if row.badge == held.badge), key=lambda row: row.version)
    if newest.version > held.version:
        return go(f"/design/{newest.definition}")
    command = commands.DraftDefinition(
        actor=here.actor,
        document={**held.document, "version": held.version + 1},
        art=held.art,
        status_purpose=held.status_purpose,
    )
    draft = assessment.draft_definition(command, services.assessment)
    return go(f"/design/{draft.id}?done=made")


def _acted(  # the verb, its command, and what is said of it
    here: Visit,
    services: Services,
    definition: str,
    word: str,
    verb: Callable[[Any, assessment.Services], object],
    command: object,
) -> Response:
    """Do it and go back to the draft, or to the last look, where the fault is told."""
    try:
        verb(command, services.assessment)
    except MENDABLE as error:
        return _publishing(here, services, definition, error)
    return go(f"/design/{definition}?done={word}")


def _publishing(
    here: Visit, services: Services, definition: str, error: IssuerError | None = None
) -> Response:
    opened = open_draft(here, services, definition)
    before = assessment.compare_with_published(here.actor, definition, services.assessment)
    page = publish_page(
        opened.definition,
        opened.lint,
        before,
        here.visitor(),
        fault="" if error is None else retold(error.detail),
    )
    status = HTTPStatus.OK if error is None else status_of(error)
    return answer_unlisted("publish_design.html", page, status=status)


def _source(
    here: Visit,
    opened: Opened,
    text: str,
    fault: Fault = NO_FAULT,
    status: int = HTTPStatus.OK,
) -> Response:
    page = source_page(opened.definition, here.visitor(), text=text, fault=fault)
    return answer_unlisted("design_source.html", page, status=status)
