"""Peers over HTTP: their own reviews, attestations and calibration."""

from flask import Response

from issuer import assessment
from issuer.api.answers import json_answer
from issuer.api.calls import Call, listed
from issuer.api.presenting import shown
from issuer.api.reading import Body
from issuer.api.services import Services
from issuer.assessment import commands


def list_reviews(call: Call, services: Services) -> Response:
    """List one's own open reviews."""
    rows = assessment.list_reviews(call.actor, services.assessment)
    return listed(rows, lambda row: row.review, shown)


def show_review(call: Call, services: Services, review: str) -> Response:
    """Answer what a peer needs beside the form."""
    return json_answer(shown(assessment.show_review(call.actor, review, services.assessment)))


def accept_review(call: Call, services: Services, review: str) -> Response:
    """Accept an assigned review."""
    command = commands.AcceptReview(actor=call.actor, review=review)
    return json_answer(shown(assessment.accept_review(command, services.assessment)))


def decline_review(call: Call, services: Services, review: str) -> Response:
    """Decline an assigned review; another peer is asked."""
    command = commands.DeclineReview(
        actor=call.actor,
        review=review,
        reason=call.body.maybe_text("reason") or "other",
    )
    return json_answer(shown(assessment.decline_review(command, services.assessment)))


def attest_review(call: Call, services: Services, review: str) -> Response:
    """Answer an assigned review; an item left out means "I did not see this"."""
    command = commands.Attest(
        actor=call.actor,
        review=review,
        levels=call.body.pairs("levels"),
        examples=call.body.pairs("examples"),
        comment=call.body.maybe_text("comment"),
    )
    attestation = assessment.record_attestation(command, services.assessment)
    return json_answer(shown(attestation), status=201)


def attest_submission(call: Call, services: Services, submission: str) -> Response:
    """Attest by the submission; without an assignment the reason is told."""
    command = commands.Attest(
        actor=call.actor,
        submission=submission,
        levels=call.body.pairs("levels"),
        examples=call.body.pairs("examples"),
        comment=call.body.maybe_text("comment"),
    )
    attestation = assessment.record_attestation(command, services.assessment)
    return json_answer(shown(attestation), status=201)


def record_hand_attestation(call: Call, services: Services, submission: str) -> Response:
    """Keep an attestation that arrived by hand; it counts only where criteria say so."""
    command = commands.RecordHandAttestation(
        actor=call.actor,
        submission=submission,
        instrument=call.body.text("instrument"),
        peer=call.body.text("peer"),
        levels=call.body.pairs("levels"),
        examples=call.body.pairs("examples"),
        comment=call.body.maybe_text("comment"),
    )
    attestation = assessment.record_hand_attestation(command, services.assessment)
    return json_answer(shown(attestation), status=201)


def withdraw_attestation(call: Call, services: Services, attestation: str) -> Response:
    """Take back one's own attestation before the decision."""
    command = commands.WithdrawAttestation(actor=call.actor, attestation=attestation)
    return json_answer(shown(assessment.withdraw_attestation(command, services.assessment)))


def hold_attestation(call: Call, services: Services, attestation: str) -> Response:
    """Stop a whole attestation from counting, for abuse."""
    command = commands.HoldAttestation(
        actor=call.actor, attestation=attestation, reason=call.body.text("reason")
    )
    return json_answer(shown(assessment.hold_attestation(command, services.assessment)))


def hold_comment(call: Call, services: Services, attestation: str) -> Response:
    """Keep a peer's comment from the learner; the levels still count."""
    command = commands.HoldComment(actor=call.actor, attestation=attestation)
    return json_answer(shown(assessment.hold_comment(command, services.assessment)))


def calibrate_peer(call: Call, services: Services) -> Response:
    """Rate the anchors of an instrument and learn whether they agree with the teachers'."""
    answers = call.body.document("answers")
    levels = {anchor: Body(members=answers).pairs(anchor) for anchor in answers}
    command = commands.Calibrate(
        actor=call.actor,
        instrument=call.body.text("instrument"),
        answers=levels,
    )
    calibration = assessment.calibrate_peer(command, services.assessment)
    return json_answer(shown(calibration), status=201)
