"""A learner's work over HTTP: open, hand in, withdraw, and what staff do to its course."""

from flask import Response

from issuer import assessment
from issuer.api.answers import created_answer, json_answer
from issuer.api.calls import Call, listed
from issuer.api.people import asked_learner
from issuer.api.presenting import plain, shown, shown_submission, submission_view
from issuer.api.services import Services
from issuer.assessment import commands
from issuer.assessment.model import Submission


def open_submission(call: Call, services: Services) -> Response:
    """Open a submission: one's own, or another's by a teacher."""
    command = commands.OpenSubmission(
        actor=call.actor,
        definition=call.body.text("badge"),
        learner=call.body.maybe_text("learner") or call.actor.person,
    )
    opened = assessment.open_submission(command, services.assessment)
    return created_answer(shown_submission(opened, call.actor), f"/api/v1/submissions/{opened.id}")


def list_submissions(call: Call, services: Services) -> Response:
    """List a learner's submissions: what is next, and who holds it."""
    rows = assessment.progress_of(call.actor, asked_learner(call), services.assessment)
    return listed(rows, lambda row: row.submission, shown)


def show_submission(call: Call, services: Services, submission: str) -> Response:
    """Answer a submission with evidence, feedback and everything the asker may see."""
    view = assessment.show_submission(call.actor, submission, services.assessment)
    return json_answer(submission_view(view, call.actor))


def show_decision(call: Call, services: Services, submission: str) -> Response:
    """Answer the decision tree of the last evaluation and who must do what next."""
    view = assessment.show_submission(call.actor, submission, services.assessment)
    return json_answer({"decision": view.decision, "next": plain(view.next)})


def submit_submission(call: Call, services: Services, submission: str) -> Response:
    """Hand in the first revision."""
    command = commands.Submit(
        actor=call.actor,
        submission=submission,
        authorship=call.body.text("authorship"),
        ai_disclosure=call.body.maybe_text("ai_disclosure"),
    )
    return _changed(call, assessment.submit_revision(command, services.assessment))


def resubmit_submission(call: Call, services: Services, submission: str) -> Response:
    """Hand in the next revision of returned work."""
    command = commands.Resubmit(
        actor=call.actor,
        submission=submission,
        authorship=call.body.text("authorship"),
        ai_disclosure=call.body.maybe_text("ai_disclosure"),
    )
    return _changed(call, assessment.resubmit_revision(command, services.assessment))


def withdraw_submission(call: Call, services: Services, submission: str) -> Response:
    """Take a submission back for good."""
    command = commands.Withdraw(actor=call.actor, submission=submission)
    return _changed(call, assessment.withdraw_submission(command, services.assessment))


def repin_submission(call: Call, services: Services, submission: str) -> Response:
    """Move a draft to a newer published version of its badge."""
    command = commands.Repin(
        actor=call.actor, submission=submission, definition=call.body.text("badge")
    )
    return _changed(call, assessment.repin_submission(command, services.assessment))


def opt_in_submission(call: Call, services: Services, submission: str) -> Response:
    """Move handed-in work to a newer version of its badge, as a new revision."""
    command = commands.OptIn(
        actor=call.actor,
        submission=submission,
        definition=call.body.text("badge"),
        authorship=call.body.text("authorship"),
    )
    return _changed(call, assessment.opt_in(command, services.assessment))


def appeal_submission(call: Call, services: Services, submission: str) -> Response:
    """Ask for another assessor after a not-yet."""
    command = commands.Appeal(actor=call.actor, submission=submission)
    return _changed(call, assessment.appeal_decision(command, services.assessment))


def triage_submission(call: Call, services: Services, submission: str) -> Response:
    """Take handed-in work into review and ask peers."""
    command = commands.Triage(actor=call.actor, submission=submission)
    return _changed(call, assessment.triage_submission(command, services.assessment))


def assign_submission(call: Call, services: Services, submission: str) -> Response:
    """Ask more peers where a part is still short of them."""
    command = commands.AssignReviews(actor=call.actor, submission=submission)
    return _changed(call, assessment.assign_reviews(command, services.assessment))


def return_submission(call: Call, services: Services, submission: str) -> Response:
    """Hand work back with feedback."""
    command = commands.ReturnSubmission(
        actor=call.actor, submission=submission, feedback=call.body.pairs("feedback")
    )
    return _changed(call, assessment.return_submission(command, services.assessment))


def close_submission(call: Call, services: Services, submission: str) -> Response:
    """Decide that work is not there yet, with feedback."""
    command = commands.DecideNotYet(
        actor=call.actor, submission=submission, feedback=call.body.pairs("feedback")
    )
    return _changed(call, assessment.decide_not_yet(command, services.assessment))


def hold_submission(call: Call, services: Services, submission: str) -> Response:
    """Block approval and issue, for a reason that stays with the staff."""
    command = commands.Hold(
        actor=call.actor,
        submission=submission,
        reason=call.body.text("reason"),
        code=call.body.maybe_text("code") or "other",
    )
    return _changed(call, assessment.hold_submission(command, services.assessment))


def release_submission(call: Call, services: Services, submission: str) -> Response:
    """End a hold."""
    command = commands.Release(actor=call.actor, submission=submission)
    return _changed(call, assessment.release_submission(command, services.assessment))


def extend_submission(call: Call, services: Services, submission: str) -> Response:
    """Give late work a later end of the window."""
    command = commands.ExtendWindow(
        actor=call.actor,
        submission=submission,
        until=call.body.needed_instant("until"),
        reason=call.body.text("reason"),
    )
    return _changed(call, assessment.extend_window(command, services.assessment))


def decline_late_submission(call: Call, services: Services, submission: str) -> Response:
    """Decline late work."""
    command = commands.DeclineLate(
        actor=call.actor, submission=submission, reason=call.body.text("reason")
    )
    return _changed(call, assessment.decline_late(command, services.assessment))


def _changed(call: Call, changed: Submission) -> Response:
    return json_answer(shown_submission(changed, call.actor))
