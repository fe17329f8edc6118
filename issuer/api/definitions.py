"""Rubrics, instruments and badge versions over HTTP: draft, lint, propose, publish, retire."""

from flask import Response, request
from werkzeug.exceptions import UnsupportedMediaType

from issuer import assessment
from issuer.api.answers import created_answer, json_answer
from issuer.api.bodies import read_bytes
from issuer.api.calls import Call, listed
from issuer.api.presenting import definition_view, plain, shown
from issuer.api.services import Services
from issuer.assessment import commands
from issuer.errors import RepeatError
from issuer.vocab import openapi


def publish_rubric(call: Call, services: Services) -> Response:
    """Publish a rubric; the same content again changes nothing."""
    command = commands.PublishRubric(actor=call.actor, document=call.body.members)
    return json_answer(shown(assessment.publish_rubric(command, services.assessment)), status=201)


def publish_instrument(call: Call, services: Services) -> Response:
    """Publish a peer instrument; the same content again changes nothing."""
    command = commands.PublishInstrument(actor=call.actor, document=call.body.members)
    return json_answer(
        shown(assessment.publish_instrument(command, services.assessment)), status=201
    )


def list_badges(call: Call, services: Services) -> Response:
    """List the badge versions of the organisation."""
    catalogue = assessment.list_catalogue(call.actor, services.assessment)
    return listed(catalogue, lambda row: row.definition, shown)


def draft_badge(call: Call, services: Services) -> Response:
    """Store the draft of a new badge version."""
    definition = assessment.draft_definition(_draft(call), services.assessment)
    return created_answer(shown(definition), f"/api/v1/badges/{definition.id}")


def replace_badge(call: Call, services: Services, badge: str) -> Response:
    """Replace the draft of a badge version; slug and version stay as they are."""
    held = assessment.show_definition(call.actor, badge, services.assessment).definition
    command = _draft(call)
    if (command.document.get("badge"), command.document.get("version")) != (
        held.badge,
        held.version,
    ):
        raise RepeatError(
            f"This is the draft of {held.badge}@{held.version}; draft another version apart",
            pointer="/document",
        )
    return json_answer(shown(assessment.draft_definition(command, services.assessment)))


def show_badge(call: Call, services: Services, badge: str) -> Response:
    """Answer one badge version with its lint."""
    view = assessment.show_definition(call.actor, badge, services.assessment)
    return json_answer(definition_view(view))


def lint_badge(call: Call, services: Services, badge: str) -> Response:
    """Answer what lint says about a badge version now."""
    view = assessment.show_definition(call.actor, badge, services.assessment)
    return json_answer({"items": plain(view.lint)})


def upload_picture(call: Call, services: Services) -> Response:
    """Check, clean and store a badge picture; answer the art settings that name it."""
    if request.mimetype not in openapi.operations()["upload_picture"].bodies:
        raise UnsupportedMediaType
    data = read_bytes(services.limits.max_image)
    command = commands.UploadPicture(actor=call.actor, data=data)
    return json_answer(assessment.upload_picture(command, services.assessment), status=201)


def propose_badge(call: Call, services: Services, badge: str) -> Response:
    """Ask for the review of a draft."""
    command = commands.ProposeDefinition(actor=call.actor, definition=badge)
    return json_answer(shown(assessment.propose_definition(command, services.assessment)))


def publish_badge(call: Call, services: Services, badge: str) -> Response:
    """Publish a badge version for ever."""
    command = commands.PublishDefinition(actor=call.actor, definition=badge)
    return json_answer(shown(assessment.publish_definition(command, services.assessment)))


def retire_badge(call: Call, services: Services, badge: str) -> Response:
    """Let nobody start this badge version any more."""
    command = commands.RetireDefinition(actor=call.actor, definition=badge)
    return json_answer(shown(assessment.retire_definition(command, services.assessment)))


def _draft(call: Call) -> commands.DraftDefinition:
    return commands.DraftDefinition(
        actor=call.actor,
        document=call.body.document("document"),
        art=call.body.document("art") or None,
        status_purpose=call.body.maybe_text("status_purpose") or "revocation",
    )
