"""Evidence over HTTP: files as multipart, links and texts as JSON, bytes back as attachments."""

from flask import Response

from issuer import assessment
from issuer.api.answers import created_answer, empty_answer, file_answer, json_answer
from issuer.api.bodies import is_form, read_json_body, read_upload
from issuer.api.calls import Call
from issuer.api.limits import FORM_ALLOWANCE, MAX_JSON_BODY
from issuer.api.presenting import plain, shown
from issuer.api.services import Services
from issuer.assessment import commands
from issuer.assessment.model import EvidenceItem


def list_evidence(call: Call, services: Services, submission: str) -> Response:
    """List the evidence of a submission."""
    view = assessment.show_submission(call.actor, submission, services.assessment)
    return json_answer({"items": plain(view.evidence)})


def add_evidence(call: Call, services: Services, submission: str) -> Response:
    """Add a file, a link, a text or an observation."""
    item = (
        _add_file(call, services, submission)
        if is_form()
        else _add_words(call, services, submission)
    )
    place = f"/api/v1/submissions/{submission}/evidence/{item.id}/content"
    return created_answer(shown(item), place)


def remove_evidence(call: Call, services: Services, submission: str, evidence: str) -> Response:
    """Take an item out of the next hand-in."""
    command = commands.RemoveEvidence(actor=call.actor, submission=submission, evidence=evidence)
    assessment.remove_evidence(command, services.assessment)
    return empty_answer()


def confirm_evidence(call: Call, services: Services, submission: str, evidence: str) -> Response:
    """Say as the adult who watched under which conditions an item was made."""
    command = commands.ConfirmConditions(
        actor=call.actor,
        submission=submission,
        evidence=evidence,
        conditions=call.body.text("conditions"),
    )
    return json_answer(shown(assessment.confirm_conditions(command, services.assessment)))


def download_evidence(call: Call, services: Services, submission: str, evidence: str) -> Response:
    """Answer the bytes of an item, as a file that no browser runs."""
    file = assessment.open_evidence(call.actor, submission, evidence, services.assessment)
    answer = file_answer(file.stream, file.media_type, file.file_name)
    if file.altered:
        answer.headers["Evidence-Altered"] = "true"
    return answer


def _add_file(call: Call, services: Services, submission: str) -> EvidenceItem:
    limit = services.limits.max_evidence + FORM_ALLOWANCE
    upload = read_upload("add_evidence", limit)
    command = commands.AddFile(
        actor=call.actor,
        submission=submission,
        stream=upload.stream,
        title=upload.fields.text("title"),
        tags=upload.fields.texts("tags"),
        file_name=upload.name,
        kind=upload.fields.maybe_text("kind") or "file",
    )
    return assessment.add_file(command, services.assessment)


def _add_words(call: Call, services: Services, submission: str) -> EvidenceItem:
    body = read_json_body("add_evidence", MAX_JSON_BODY)
    title, tags = body.text("title"), body.texts("tags")
    match body.text("kind"):
        case "text":
            return assessment.add_text(
                commands.AddText(
                    actor=call.actor,
                    submission=submission,
                    text=body.text("text"),
                    title=title,
                    tags=tags,
                ),
                services.assessment,
            )
        case "observation":
            return assessment.add_observation(
                commands.AddObservation(
                    actor=call.actor,
                    submission=submission,
                    text=body.text("text"),
                    title=title,
                    tags=tags,
                    conditions=body.maybe_text("conditions") or "supervised",
                ),
                services.assessment,
            )
        case kind:
            return assessment.add_link(
                commands.AddLink(
                    actor=call.actor,
                    submission=submission,
                    url=body.text("url"),
                    title=title,
                    tags=tags,
                    kind=kind,
                    captured=body.maybe_text("captured"),
                    captured_at=body.instant("captured_at"),
                ),
                services.assessment,
            )
