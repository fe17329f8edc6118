"""Views of those who assess: the queue, one piece of work, the class board."""

from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from flask import Response, request

from issuer import assessment
from issuer.access import RULES, Action
from issuer.assessment import commands
from issuer.errors import ConflictError, IssuerError
from issuer.web.comparing import last_change
from issuer.web.entrance import MENDABLE, status_of
from issuer.web.evidence_files import VIEWING_POLICY, look_at
from issuer.web.languages import gettext as _
from issuer.web.languages import retold
from issuer.web.presenting.board import board_page
from issuer.web.presenting.desk import NO_FAULT, desk_page
from issuer.web.presenting.exhibits import exhibits_of
from issuer.web.presenting.queue import queue_page
from issuer.web.presenting.signing_in import Fault
from issuer.web.rendering import answer_unlisted
from issuer.web.routing import go
from issuer.web.services import Services
from issuer.web.visits import Visit

_LONGEST = 5_000
_MOST = 200


def show_queue(here: Visit, services: Services) -> Response:
    """List what waits, longest waiting first."""
    taken = request.args.get("taken", "")
    page = queue_page(
        assessment.list_assessments(here.actor, services.assessment),
        here.visitor(),
        now=services.assessment.clock(),
        badge=request.args.get("badge", "")[:_MOST],
        may_take=bool(RULES[Action.TRIAGE].get(here.actor.role)),
        taken=int(taken) if taken.isascii() and taken.isdigit() and len(taken) < 4 else None,  # noqa: PLR2004 # digits
    )
    return answer_unlisted("teach.html", page)


def take_into_review(here: Visit, services: Services) -> Response:
    """Take all chosen work into review; what somebody else took meanwhile is passed over."""
    taken = 0
    for submission in request.form.getlist("submission")[:_MOST]:
        command = commands.Triage(actor=here.actor, submission=submission[:_MOST])
        try:
            assessment.triage_submission(command, services.assessment)
        except ConflictError:
            continue
        taken += 1
    return go(f"/teach?taken={taken}")


def show_board(here: Visit, services: Services) -> Response:
    """Show where everybody stands."""
    group = request.args.get("group", "")[:_MOST]
    board = assessment.class_board(here.actor, services.assessment, group or None)
    now = services.assessment.clock()
    return answer_unlisted("board.html", board_page(board, here.visitor(), now=now, group=group))


def show_desk(here: Visit, services: Services, submission: str) -> Response:
    """Show one piece of work beside its criteria."""
    return _desk(here, services, submission)


def take_one(here: Visit, services: Services, submission: str) -> Response:
    """Take one piece of work into review."""
    command = commands.Triage(actor=here.actor, submission=submission)
    return _done(here, services, submission, "taken", assessment.triage_submission, command)


def rate_work(here: Visit, services: Services, submission: str) -> Response:
    """Save levels and comments on one rubric."""
    levels = _given("level.")
    comments = {name: text for name, text in _given("comment.").items() if name in levels}
    rubric = request.form.get("rubric", "")[:_MOST]
    command = commands.Rate(
        actor=here.actor, submission=submission, rubric=rubric, levels=levels, comments=comments
    )
    return _done(here, services, submission, "rated", assessment.record_rating, command)


def sign_work(here: Visit, services: Services, submission: str) -> Response:
    """Sign a sentence, or decline to."""
    command = commands.SignOff(
        actor=here.actor,
        submission=submission,
        node=request.form.get("node", "")[:_MOST],
        approve=request.form.get("answer") == "approve",
    )
    return _done(here, services, submission, "signed", assessment.sign_off, command)


def moderate_work(here: Visit, services: Services, submission: str) -> Response:
    """Settle one behaviour on which peers are split."""
    command = commands.Moderate(
        actor=here.actor,
        submission=submission,
        node=request.form.get("node", "")[:_MOST],
        item=request.form.get("item", "")[:_MOST],
        level=request.form.get("level", "")[:_MOST],
    )
    return _done(here, services, submission, "settled", assessment.moderate_item, command)


def return_work(here: Visit, services: Services, submission: str) -> Response:
    """Hand work back with feedback."""
    command = commands.ReturnSubmission(
        actor=here.actor, submission=submission, feedback=_given("feedback.")
    )
    return _done(here, services, submission, "returned", assessment.return_submission, command)


def decide_work(here: Visit, services: Services, submission: str) -> Response:
    """Close work as not yet there, with feedback."""
    command = commands.DecideNotYet(
        actor=here.actor, submission=submission, feedback=_given("feedback.")
    )
    return _done(here, services, submission, "decided", assessment.decide_not_yet, command)


def hold_peer(here: Visit, services: Services, submission: str) -> Response:
    """Stop a peer's word from counting, or keep the comment alone from the learner."""
    attestation = request.form.get("attestation", "")[:_MOST]
    if request.form.get("what") == "comment":
        hide = commands.HoldComment(actor=here.actor, attestation=attestation)
        return _done(here, services, submission, "hidden", assessment.hold_comment, hide)
    reason = request.form.get("reason", "").strip()[:_LONGEST]
    if not reason:
        fault = Fault(field=f"reason.{attestation}", sentence=_("Say why, for the staff alone."))
        return _desk(here, services, submission, fault, HTTPStatus.BAD_REQUEST)
    hold = commands.HoldAttestation(actor=here.actor, attestation=attestation, reason=reason)
    return _done(here, services, submission, "held", assessment.hold_attestation, hold)


def settle_hours(here: Visit, services: Services, submission: str) -> Response:
    """Confirm or refuse a row of the hours ledger."""
    entry = request.form.get("entry", "")[:_MOST]
    if request.form.get("answer") == "refuse":
        refuse = commands.RejectHours(actor=here.actor, entry=entry)
        return _done(here, services, submission, "refused", assessment.reject_hours, refuse)
    confirm = commands.VerifyHours(actor=here.actor, entry=entry)
    return _done(here, services, submission, "confirmed", assessment.verify_hours, confirm)


def settle_proof(here: Visit, services: Services, submission: str) -> Response:
    """Confirm the proof of a certificate that somebody else gave."""
    command = commands.VerifyExternal(
        actor=here.actor,
        external=request.form.get("external", "")[:_MOST],
        proof=request.form.get("proof", "")[:_MOST] or None,
    )
    return _done(here, services, submission, "confirmed", assessment.verify_external, command)


def _given(lead: str) -> dict[str, str]:
    """Return the fields of a family, such as `level.planning`, that hold anything."""
    return {
        name.removeprefix(lead): text.strip()[: _LONGEST + 1]
        for name, text in request.form.items()
        if name.startswith(lead) and text.strip()
    }


def _done(  # the verb, its command, and where to say what came of it
    here: Visit,
    services: Services,
    submission: str,
    word: str,
    verb: Callable[[Any, assessment.Services], object],
    command: object,
) -> Response:
    """Do it and say so at the desk, or show the desk again with the fault beside its field."""
    try:
        verb(command, services.assessment)
    except MENDABLE as error:
        fault = Fault(field=_beside(error, word), sentence=retold(error.detail))
        return _desk(here, services, submission, fault, status_of(error))
    return go(f"/teach/{submission}?done={word}")


def _beside(error: IssuerError, word: str) -> str:
    """Say at which field an error belongs: its pointer names it, else the form that was sent."""
    pointer = error.pointer or ""
    for member, lead in (("/levels/", "level."), ("/comments/", "comment.")):
        if pointer.startswith(member):
            return lead + pointer.removeprefix(member)
    return word


def _desk(
    here: Visit,
    services: Services,
    submission: str,
    fault: Fault = NO_FAULT,
    status: int = HTTPStatus.OK,
) -> Response:
    desk = assessment.show_desk(here.actor, submission, services.assessment)
    revision = desk.view.submission.revision
    seen = look_at(desk.view, revision, here, services)
    exhibits = exhibits_of(desk.view.evidence, revision, seen)
    page = desk_page(
        desk,
        exhibits,
        here.visitor(),
        now=services.assessment.clock(),
        given={name: text[:_LONGEST] for name, text in request.form.items()},
        done=request.args.get("done", ""),
        fault=fault,
    )
    page = replace(page, pairs=last_change(here, services, desk.view.submission))
    response = answer_unlisted("desk.html", page, status=status)
    response.headers["Content-Security-Policy"] = VIEWING_POLICY
    return response
