"""Hand work back, decide not yet, appeal: each with feedback or its consequence."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from issuer.access import Action
from issuer.assessment.commands import Appeal, DecideNotYet, ReturnSubmission
from issuer.assessment.model import (
    DecisionRecord,
    FactStatus,
    Feedback,
    Submission,
    SubmissionEvent,
)
from issuer.assessment.ports import Services
from issuer.assessment.rating import require_assessor
from issuer.assessment.reassessing import judge, settle
from issuer.assessment.work import Work, take
from issuer.criteria import parse_rubric
from issuer.criteria.leaves import RubricLeaf
from issuer.errors import MalformedError, RuleError
from issuer.letters import NEWS

_MAX_FEEDBACK = 5000


def return_submission(command: ReturnSubmission, services: Services) -> Submission:
    """Hand work back with feedback on at least one criterion; open leases end.

    Raises:
        MalformedError: no feedback, or none about a criterion or node, code `feedback`.
        ForbiddenError: own work, a tie to the learner, or an appealed assessor.
        StateError: the work is not in review.
    """
    with services.unit_of_work() as uow:
        work = take(command.actor, command.submission, uow, services)
        work.require(Action.RETURN)
        work.require_another()
        require_assessor(work)
        submission = work.submission.after(SubmissionEvent.RETURN)
        keep_feedback(work, command.feedback, "returned")
        work.end_reviews()
        submission = replace(submission, returned_at=work.now)
        uow.submissions.save(submission)
        event = work.record("feedback.returned")
        uow.outbox.put(NEWS, event.id, event.organisation)
        uow.commit()
    return submission


def decide_not_yet(command: DecideNotYet, services: Services) -> Submission:
    """Close work as not yet there, with feedback; the learner may open a new submission.

    Raises:
        MalformedError: no feedback, or none about a criterion or node, code `feedback`.
        ForbiddenError: own work, a tie to the learner, or an appealed assessor.
        StateError: the work is neither in review nor ready.
    """
    with services.unit_of_work() as uow:
        work = take(command.actor, command.submission, uow, services)
        work.require(Action.DECIDE_NOT_YET)
        work.require_another()
        require_assessor(work)
        submission = close_not_yet(work, SubmissionEvent.DECIDE_NOT_YET)
        keep_feedback(work, command.feedback, "not_yet")
        uow.commit()
    return submission


def appeal_decision(command: Appeal, services: Services) -> Submission:
    """Bring a not-yet back into review by another assessor; the appealed facts are set aside.

    The first decision stays in the record.

    Raises:
        RuleError: the time for an appeal is over, code `appeal_over`.
        StateError: nothing was decided as not yet.
    """
    with services.unit_of_work() as uow:
        work = take(command.actor, command.submission, uow, services)
        work.require(Action.APPEAL)
        submission = work.submission.after(SubmissionEvent.APPEAL)
        _require_in_time(work)
        _set_aside(work)
        work.record("decision.appealed")
        submission = replace(submission, appealed=True, decided_at=None)
        submission = settle(replace(work, submission=submission), submission)
        uow.commit()
    return submission


def close_not_yet(work: Work, event: SubmissionEvent) -> Submission:
    """Store the last evaluation as the decision and close the work; the facts freeze."""
    if work.actor is None:
        raise TypeError("only an adult decides")
    submission = work.submission.after(event)
    decision, facts = judge(work, work.submission)
    record = DecisionRecord(
        id=work.services.ids.new_id(),
        organisation=submission.organisation,
        submission=submission.id,
        revision=submission.revision,
        kind="not_yet",
        by=work.actor.person,
        role=work.actor.role.value,
        at=work.now,
        decision=decision.to_dict(),
        decision_hash=decision.hash,
        facts=facts.to_dict(),
    )
    submission = replace(
        submission,
        decided_at=work.now,
        result=decision.result.value,
        decision=record.decision,
        decision_hash=record.decision_hash,
    )
    work.uow.decisions.add(record)
    work.end_reviews()
    work.uow.submissions.save(submission)
    work.record("decision.not_yet", object_hash=decision.hash)
    return submission


def keep_feedback(work: Work, feedback: Mapping[str, str], occasion: str) -> None:
    """Store what is told to the learner, by criterion of a rubric or node of the criteria.

    Raises:
        MalformedError: nothing said, or about nothing that the criteria know, code `feedback`.
    """
    if work.actor is None:
        raise TypeError("only an adult gives feedback")
    known = _known(work)
    if not feedback or any(not text.strip() for text in feedback.values()):
        raise MalformedError("Say what to work on, for at least one criterion", code="feedback")
    for criterion, text in feedback.items():
        if criterion not in known or len(text) > _MAX_FEEDBACK:
            raise MalformedError(
                f"Give feedback by criterion or node, at most {_MAX_FEEDBACK} characters;"
                f" {criterion[:64]!r} is neither, or too long",
                code="feedback",
            )
        work.uow.feedback.add(
            Feedback(
                id=work.services.ids.new_id(),
                organisation=work.submission.organisation,
                submission=work.submission.id,
                revision=work.submission.revision,
                occasion=occasion,
                criterion=criterion,
                text=text.strip(),
                by=work.actor.person,
                role=work.actor.role.value,
                at=work.now,
            )
        )


def _known(work: Work) -> frozenset[str]:
    known = {node.id for node in work.criteria.nodes()}
    for _, leaf in work.leaves(RubricLeaf):
        stored = work.uow.rubrics.by_ref(work.submission.organisation, leaf.rubric)
        if stored is not None:
            rubric = parse_rubric(stored.document)
            known |= {criterion.id for criterion in rubric.criteria}
    return frozenset(known)


def _require_in_time(work: Work) -> None:
    days = work.uow.organisations.get(work.submission.organisation).appeal_days
    decided = work.submission.decided_at
    if decided is not None and work.now > decided + timedelta(days=days):
        raise RuleError(f"An appeal is possible for {days} days; they are over", code="appeal_over")


def _set_aside(work: Work) -> None:
    owner = (work.submission.organisation, work.submission.id)
    for rating in work.uow.ratings.of(*owner):
        if rating.status is FactStatus.VALID and rating.revision == work.submission.revision:
            work.uow.ratings.save(replace(rating, status=FactStatus.SET_ASIDE))
            work.record("rating.set_aside", subject=rating.id)
    for signoff in work.uow.signoffs.of(*owner):
        if signoff.status is FactStatus.VALID and signoff.revision == work.submission.revision:
            work.uow.signoffs.save(replace(signoff, status=FactStatus.SET_ASIDE))
            work.record("signoff.set_aside", subject=signoff.id)
