"""Waivers, extensions, holds: exceptions by those whom the rules name, each with a reason."""

from dataclasses import replace

from issuer.access import Action
from issuer.assessment.commands import (
    DeclineLate,
    ExtendWindow,
    GrantWaiver,
    Hold,
    Release,
    WithdrawWaiver,
)
from issuer.assessment.model import (
    Extension,
    Submission,
    SubmissionEvent,
    SubmissionState,
    Waiver,
)
from issuer.assessment.ports import Services
from issuer.assessment.reassessing import settle
from issuer.assessment.returning import close_not_yet, keep_feedback
from issuer.assessment.work import Work, take
from issuer.clock import format_instant
from issuer.errors import ConflictError, MalformedError, NotFoundError, RuleError

_MAX_REASON = 2000


def grant_waiver(command: GrantWaiver, services: Services) -> Submission:
    """Count a node as met by one of its listed roles, for all revisions, and evaluate.

    Raises:
        ForbiddenError: the node does not list the actor's role, or one's own work.
        MalformedError: no reason, code `reason`.
    """
    _check_reason(command.reason)
    with services.unit_of_work() as uow:
        work = take(command.actor, command.submission, uow, services)
        node = work.node(command.node)
        work.require(Action.WAIVE, listed=node.waivable)
        work.require_another()
        work.submission.after(SubmissionEvent.FACT)
        waiver = Waiver(
            id=services.ids.new_id(),
            organisation=work.submission.organisation,
            submission=work.submission.id,
            node=node.id,
            by=command.actor.person,
            role=command.actor.role.value,
            at=work.now,
            reason=command.reason,
        )
        uow.waivers.add(waiver)
        work.record("waiver.granted", subject=waiver.id, codes={"node": node.id})
        submission = settle(work, work.submission)
        uow.commit()
    return submission


def withdraw_waiver(command: WithdrawWaiver, services: Services) -> Submission:
    """Take a waiver back, and evaluate.

    Raises:
        NotFoundError: there is no such waiver of this submission.
        ForbiddenError: the node does not list the actor's role.
    """
    with services.unit_of_work() as uow:
        work = take(command.actor, command.submission, uow, services)
        waiver = uow.waivers.get(command.actor.organisation, command.waiver)
        if waiver.submission != work.submission.id or waiver.withdrawn_at is not None:
            raise NotFoundError("There is no such waiver here")
        work.require(Action.WAIVE, listed=work.node(waiver.node).waivable)
        work.submission.after(SubmissionEvent.FACT)
        uow.waivers.save(replace(waiver, withdrawn_at=work.now))
        work.record("waiver.withdrawn", subject=waiver.id, codes={"node": waiver.node})
        submission = settle(work, work.submission)
        uow.commit()
    return submission


def extend_window(command: ExtendWindow, services: Services) -> Submission:
    """Give late work a later end of the window, and evaluate.

    Raises:
        RuleError: the work is not late, code `not_late`.
    """
    _check_reason(command.reason)
    with services.unit_of_work() as uow:
        work = take(command.actor, command.submission, uow, services)
        work.require(Action.EXTEND)
        submission = work.submission.after(SubmissionEvent.EXTEND)
        _require_late(work)
        extension = Extension(
            id=services.ids.new_id(),
            organisation=submission.organisation,
            submission=submission.id,
            until=command.until,
            by=command.actor.person,
            role=command.actor.role.value,
            at=work.now,
            reason=command.reason,
        )
        uow.extensions.add(extension)
        handed_in = submission.submitted_at
        late = handed_in is not None and handed_in > command.until
        work.record(
            "window.extended",
            subject=extension.id,
            codes={"until": format_instant(command.until)},
        )
        submission = settle(work, replace(submission, late=late))
        uow.commit()
    return submission


def decline_late(command: DeclineLate, services: Services) -> Submission:
    """Close late work; the reason is told to the learner.

    Raises:
        RuleError: the work is not late, code `not_late`.
    """
    _check_reason(command.reason)
    with services.unit_of_work() as uow:
        work = take(command.actor, command.submission, uow, services)
        work.require(Action.EXTEND)
        _require_late(work)
        submission = close_not_yet(work, SubmissionEvent.DECLINE_LATE)
        keep_feedback(work, {work.criteria.root.id: command.reason}, "late")
        work.record("window.declined")
        uow.commit()
    return submission


def hold_submission(command: Hold, services: Services) -> Submission:
    """Block approval and issue until released; the reason stays with the staff.

    Raises:
        ConflictError: held already, code `held`.
    """
    _check_reason(command.reason)
    with services.unit_of_work() as uow:
        work = take(command.actor, command.submission, uow, services)
        work.require(Action.HOLD)
        submission = work.submission.after(SubmissionEvent.HOLD)
        if submission.held:
            raise ConflictError("This work is held already", code="held")
        submission = replace(submission, held=True, held_reason=command.reason)
        uow.submissions.save(submission)
        work.record("decision.held", codes={"code": command.code})
        uow.commit()
    return submission


def release_submission(command: Release, services: Services) -> Submission:
    """End a hold.

    Raises:
        ConflictError: it is not held, code `not_held`.
    """
    with services.unit_of_work() as uow:
        work = take(command.actor, command.submission, uow, services)
        work.require(Action.HOLD)
        submission = work.submission.after(SubmissionEvent.RELEASE)
        if not submission.held:
            raise ConflictError("This work is not held", code="not_held")
        submission = replace(submission, held=False, held_reason=None)
        uow.submissions.save(submission)
        award = uow.awards.by_submission(submission.id)
        if award is not None and submission.state is SubmissionState.APPROVED:
            # What the hold kept from being issued is taken up again.
            uow.outbox.put("award.approved", award.id, submission.organisation)
        work.record("decision.released")
        uow.commit()
    return submission


def _require_late(work: Work) -> None:
    if not work.submission.late:
        raise RuleError("This work came in time", code="not_late")


def _check_reason(reason: str) -> None:
    if not 1 <= len(reason.strip()) <= _MAX_REASON:
        raise MalformedError(f"Give a reason of 1 to {_MAX_REASON} characters", code="reason")
