"""What assessors and registrars add over HTTP: ratings, sign-offs, ledgers, waivers, queues."""

from flask import Response

from issuer import assessment
from issuer.api.answers import empty_answer, json_answer
from issuer.api.calls import Call, listed
from issuer.api.people import asked_learner
from issuer.api.presenting import shown, shown_submission
from issuer.api.services import Services
from issuer.assessment import commands
from issuer.assessment.model import Submission


def record_rating(call: Call, services: Services, submission: str) -> Response:
    """Rate criteria of one rubric."""
    command = commands.Rate(
        actor=call.actor,
        submission=submission,
        rubric=call.body.text("rubric"),
        levels=call.body.pairs("levels"),
        comments=call.body.pairs("comments"),
    )
    return _added(call, assessment.record_rating(command, services.assessment))


def record_moderation(call: Call, services: Services, submission: str) -> Response:
    """Settle one item on which peers are split."""
    command = commands.Moderate(
        actor=call.actor,
        submission=submission,
        node=call.body.text("node"),
        item=call.body.text("item"),
        level=call.body.text("level"),
    )
    return _added(call, assessment.moderate_item(command, services.assessment))


def record_signoff(call: Call, services: Services, submission: str) -> Response:
    """Sign the exact sentence of a sign-off, or decline to."""
    command = commands.SignOff(
        actor=call.actor,
        submission=submission,
        node=call.body.text("node"),
        approve=call.body.flag("approve"),
    )
    return _added(call, assessment.sign_off(command, services.assessment))


def record_metric(call: Call, services: Services, submission: str) -> Response:
    """Record a computed value of a metric that the criteria name."""
    command = commands.RecordMetric(
        actor=call.actor,
        submission=submission,
        metric=call.body.text("metric"),
        value=call.body.decimal("value"),
        sample=call.body.number("sample"),
        source=call.body.text("source"),
    )
    return _added(call, assessment.record_metric(command, services.assessment))


def grant_waiver(call: Call, services: Services, submission: str) -> Response:
    """Count a node as met; the reason stays with the staff."""
    command = commands.GrantWaiver(
        actor=call.actor,
        submission=submission,
        node=call.body.text("node"),
        reason=call.body.text("reason"),
    )
    return _added(call, assessment.grant_waiver(command, services.assessment))


def withdraw_waiver(call: Call, services: Services, submission: str, waiver: str) -> Response:
    """Take a waiver back."""
    command = commands.WithdrawWaiver(actor=call.actor, submission=submission, waiver=waiver)
    assessment.withdraw_waiver(command, services.assessment)
    return empty_answer()


def log_hours(call: Call, services: Services) -> Response:
    """Log minutes in one bucket of a learner's ledger."""
    command = commands.LogHours(
        actor=call.actor,
        learner=call.body.maybe_text("learner") or call.actor.person,
        bucket=call.body.text("bucket"),
        minutes=call.body.number("minutes"),
        at=call.body.instant("at"),
        note=call.body.maybe_text("note"),
    )
    entry = assessment.log_hours(command, services.assessment)
    return json_answer(shown(entry), status=201)


def verify_hours(call: Call, services: Services, entry: str) -> Response:
    """Confirm a row of the hours ledger."""
    command = commands.VerifyHours(actor=call.actor, entry=entry)
    return json_answer(shown(assessment.verify_hours(command, services.assessment)))


def reject_hours(call: Call, services: Services, entry: str) -> Response:
    """Refuse a row of the hours ledger."""
    command = commands.RejectHours(actor=call.actor, entry=entry)
    return json_answer(shown(assessment.reject_hours(command, services.assessment)))


def submit_external(call: Call, services: Services) -> Response:
    """Hand in proof of a certificate that somebody else gave."""
    command = commands.SubmitExternal(
        actor=call.actor,
        learner=call.body.maybe_text("learner") or call.actor.person,
        certificate=call.body.text("certificate"),
        proof=call.body.text("proof"),
        reference=call.body.maybe_text("reference"),
        expires=call.body.instant("expires"),
    )
    external = assessment.submit_external(command, services.assessment)
    return json_answer(shown(external), status=201)


def verify_external(call: Call, services: Services, external: str) -> Response:
    """Confirm such a proof, perhaps with a better grade of proof."""
    command = commands.VerifyExternal(
        actor=call.actor,
        external=external,
        proof=call.body.maybe_text("proof"),
        expires=call.body.instant("expires"),
    )
    return json_answer(shown(assessment.verify_external(command, services.assessment)))


def record_statement(call: Call, services: Services) -> Response:
    """Record one xAPI or cmi5 statement of a learner."""
    command = commands.RecordStatement(
        actor=call.actor,
        learner=call.body.text("learner"),
        verb=call.body.text("verb"),
        activity=call.body.text("activity"),
        scaled=call.body.decimal("scaled") if call.body.has("scaled") else None,
        at=call.body.instant("at"),
    )
    record = assessment.record_statement(command, services.assessment)
    return json_answer(shown(record), status=201)


def list_queue(call: Call, services: Services) -> Response:
    """List what waits for assessors, longest waiting first."""
    rows = assessment.list_assessments(call.actor, services.assessment)
    return listed(rows, lambda row: row.submission, shown)


def list_approvals(call: Call, services: Services) -> Response:
    """List what waits for approval, longest waiting first."""
    rows = assessment.list_approvals(call.actor, services.assessment)
    return listed(rows, lambda row: row.submission, shown)


def list_events(call: Call, services: Services) -> Response:
    """List the events about oneself, one's child, or a learner of the school."""
    events = assessment.list_events(call.actor, asked_learner(call), services.assessment)
    return listed(events, lambda event: event.id, shown)


def _added(call: Call, changed: Submission) -> Response:
    """Answer the submission as it stands after a fact was added and evaluated."""
    return json_answer(shown_submission(changed, call.actor), status=201)
