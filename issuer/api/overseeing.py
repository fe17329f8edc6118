"""Second persons, auditors and quality over HTTP."""

from flask import Response, request

from issuer import assessment, issuance
from issuer.api.answers import json_answer
from issuer.api.calls import Call, listed
from issuer.api.presenting import shown
from issuer.api.reading import id_of
from issuer.api.services import Services
from issuer.assessment import commands
from issuer.clock import parse_instant


def list_revocations(call: Call, services: Services) -> Response:
    """List the revocations that wait for a second person."""
    waiting = issuance.list_proposals(call.actor, services.issuance)
    return listed(waiting, lambda proposal: proposal.id, shown)


def confirm_revocation(call: Call, services: Services, proposal: str) -> Response:
    """Revoke as the second person."""
    command = issuance.AnswerRevocation(actor=call.actor, proposal=proposal)
    return json_answer(shown(issuance.confirm_revocation(command, services.issuance)))


def decline_revocation(call: Call, services: Services, proposal: str) -> Response:
    """Decline a revocation as the second person."""
    command = issuance.AnswerRevocation(actor=call.actor, proposal=proposal)
    return json_answer(shown(issuance.decline_revocation(command, services.issuance)))


def break_glass(call: Call, services: Services) -> Response:
    """Open the evidence of one submission to an auditor for an hour."""
    command = commands.BreakGlass(
        actor=call.actor,
        submission=call.body.text("submission"),
        reason=call.body.text("reason"),
    )
    return json_answer(shown(assessment.break_glass(command, services.assessment)), status=201)


def close_glass(call: Call, services: Services, broken: str) -> Response:
    """Close the evidence again before the hour is over."""
    command = commands.CloseGlass(actor=call.actor, broken=broken)
    return json_answer(shown(assessment.close_glass(command, services.assessment)))


def list_broken_glass(call: Call, services: Services) -> Response:
    """List who asked to read which evidence, and why."""
    broken = assessment.list_broken_glass(call.actor, services.assessment)
    return listed(broken, lambda each: each.id, shown)


def show_quality(call: Call, services: Services) -> Response:
    """Answer how far assessors of a badge agree, and where a person should look."""
    since = request.args.get("since")
    report = assessment.quality_of(
        call.actor,
        id_of(request.args.get("badge", "")),
        services.assessment,
        since=None if since is None else parse_instant(since),
    )
    return json_answer(shown(report))
