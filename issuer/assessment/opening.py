"""Open, withdraw and re-pin submissions."""

from dataclasses import replace
from datetime import datetime

from issuer import access, criteria
from issuer.access import Action
from issuer.assessment.commands import OpenSubmission, OptIn, Repin, Withdraw
from issuer.assessment.model import Definition, DefinitionState, Submission, SubmissionEvent
from issuer.assessment.ports import Services
from issuer.assessment.recording import act_of
from issuer.assessment.submitting import hand_in
from issuer.assessment.work import Work, take, target_of, work_on
from issuer.criteria import Window
from issuer.errors import NotFoundError, RuleError, StateError


def open_submission(command: OpenSubmission, services: Services) -> Submission:
    """Open a submission and reserve the id of its credential.

    Raises:
        StateError: the badge is not published, or retired.
        RuleError: outside the window of the badge, code `window`.
    """
    actor, now = command.actor, services.clock()
    with services.unit_of_work() as uow:
        target = target_of(command.learner, uow, actor.organisation, now)
        access.require(actor, Action.OPEN, target)
        definition = uow.definitions.get(actor.organisation, command.definition)
        _require_open(definition, now)
        submission = Submission(
            id=services.ids.new_id(),
            organisation=actor.organisation,
            learner=command.learner,
            opened_by=actor.person,
            definition=definition.id,
            badge=definition.badge,
            credential_id=f"{services.base_url}/credentials/{services.ids.new_id()}",
            opened_at=now,
            on_behalf=actor.person != command.learner,
        )
        uow.submissions.add(submission)
        codes = {"on_behalf": "yes"} if submission.on_behalf else {}
        uow.events.append(
            act_of(
                actor,
                submission.organisation,
                "submission.opened",
                submission.id,
                services,
                learner=submission.learner,
                codes=codes,
            )
        )
        uow.commit()
    return submission


def withdraw_submission(command: Withdraw, services: Services) -> Submission:
    """Take a submission back for good; its retention clock starts.

    Raises:
        StateError: it is past withdrawing.
    """
    with services.unit_of_work() as uow:
        work = take(command.actor, command.submission, uow, services)
        work.require(Action.WITHDRAW)
        submission = work.submission.after(SubmissionEvent.WITHDRAW)
        submission = replace(submission, decided_at=work.now)
        work.end_reviews()
        uow.submissions.save(submission)
        work.record("submission.withdrawn")
        uow.commit()
    return submission


def repin_submission(command: Repin, services: Services) -> Submission:
    """Move a draft to a newer published version of the same badge.

    Raises:
        RuleError: not a newer version of the same badge, code `not_newer`.
    """
    with services.unit_of_work() as uow:
        work = take(command.actor, command.submission, uow, services)
        work.require(Action.EDIT)
        submission = work.submission.after(SubmissionEvent.REPIN)
        newer = _newer(work, command.definition)
        submission = replace(submission, definition=newer.id)
        uow.submissions.save(submission)
        work.record("submission.repinned", object_hash=newer.content_hash)
        uow.commit()
    return submission


def opt_in(command: OptIn, services: Services) -> Submission:
    """Move handed-in work to a newer version, as a new revision that is handed in at once.

    It does not count against `resubmission.max`: the criteria moved, not the learner.

    Raises:
        RuleError: not a newer version of the same badge, code `not_newer`.
    """
    with services.unit_of_work() as uow:
        work = take(command.actor, command.submission, uow, services)
        work.require(Action.SUBMIT)
        newer = _newer(work, command.definition)
        moved = work.submission.after(SubmissionEvent.OPT_IN)
        moved = replace(moved, definition=newer.id, revision=moved.revision + 1)
        work.end_reviews()
        submission = hand_in(
            work_on(command.actor, moved, uow, services), authorship=command.authorship
        )
        work.record("submission.opted_in", object_hash=newer.content_hash)
        uow.commit()
    return submission


def _newer(work: Work, definition_id: str) -> Definition:
    newer = work.uow.definitions.get(work.submission.organisation, definition_id)
    is_newer = newer.badge == work.definition.badge and newer.version > work.definition.version
    if not is_newer:
        raise RuleError("Choose a newer version of the same badge", code="not_newer")
    _require_open(newer, work.now)
    return newer


def _require_open(definition: Definition, now: datetime) -> None:
    if definition.state in {DefinitionState.DRAFT, DefinitionState.IN_REVIEW}:
        raise NotFoundError("There is nothing of that name here")
    if definition.state is DefinitionState.RETIRED:
        raise StateError("This badge version is retired; look for its successor", code="retired")
    if not _is_inside(criteria.parse(definition.document).window, now):
        raise RuleError("This badge cannot be started outside its window", code="window")


def _is_inside(window: Window, now: datetime) -> bool:
    opened = window.opens is None or window.opens <= now
    return opened and (window.closes is None or now <= window.closes)
