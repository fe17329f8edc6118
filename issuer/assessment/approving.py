"""Approve awards: software recommends, an adult decides, and the facts freeze."""

from dataclasses import replace

from issuer.access import Action
from issuer.assessment.awarding import adults_behind, award_of
from issuer.assessment.commands import Approve
from issuer.assessment.model import DecisionRecord, Submission, SubmissionEvent, SubmissionState
from issuer.assessment.ports import Services
from issuer.assessment.reassessing import judge, settle
from issuer.assessment.work import Work, load_work, take
from issuer.badges.award import Award
from issuer.criteria import Decision, Facts, Status
from issuer.errors import ConflictError, ForbiddenError, RuleError, StateError


def approve_award(command: Approve, services: Services) -> Award:
    """Approve the award: the evaluation of this instant is the decision, stored with its facts.

    An attempt that is refused leaves an event of its own (reliability.md row 72).

    Raises:
        ForbiddenError: no issuer, or the learner, or tied to the learner.
        ConflictError: the work is held, code `held`.
        StateError: not ready, or no longer met (code `not_met`; the work is back in review then).
        RuleError: two adults have to stand behind this award, code `second_approver`.
    """
    try:
        return _approve(command, services)
    except (ForbiddenError, ConflictError, RuleError) as error:
        _note_refusal(command, error.code, services)
        raise


def _note_refusal(command: Approve, code: str, services: Services) -> None:
    with services.unit_of_work() as uow:
        work = take(command.actor, command.submission, uow, services)
        work.record("award.refused", codes={"code": code})
        uow.commit()


def _approve(command: Approve, services: Services) -> Award:
    with services.unit_of_work() as uow:
        work = take(command.actor, command.submission, uow, services)
        work.require(Action.APPROVE)
        work.require_another()
        submission = work.submission.after(SubmissionEvent.APPROVE)
        if submission.held:
            raise ConflictError("A registrar holds this work; ask why", code="held")
        decision, facts = judge(work, work.submission)
        if decision.result is not Status.MET:
            settle(work, work.submission)
            uow.commit()
            raise StateError(
                "The criteria are no longer met; the work is back in review", code="not_met"
            )
        _require_second_adult(work, decision, facts)
        award = award_of(work, decision, facts)
        _store(work, submission, decision, award)
        uow.commit()
    return award


def mark_issued(award_id: str, services: Services) -> Submission:
    """Record that the credential of an award was issued; repeating it changes nothing.

    Raises:
        NotFoundError: there is no such award.
    """
    with services.unit_of_work() as uow:
        award = uow.awards.get(award_id)
        work = load_work(None, award.organisation, award.submission, uow, services)
        if work.submission.state is SubmissionState.ISSUED:
            return work.submission
        submission = work.submission.after(SubmissionEvent.ISSUE)
        uow.submissions.save(submission)
        work.record("submission.issued")
        uow.commit()
    return submission


def _require_second_adult(work: Work, decision: Decision, facts: Facts) -> None:
    """Ask that approver and assessor differ (README ruling 7), as far as the rules want it.

    A sole-teacher school may let one adult do both, but not for a badge that asks for two.
    """
    if work.actor is None:
        raise ForbiddenError("A person approves, never the system")
    adults = {adult.person for adult in adults_behind(decision, facts)}
    if adults - {work.actor.person}:
        return
    organisation = work.uow.organisations.get(work.submission.organisation)
    if work.criteria.award.second_approver or not organisation.sole_teacher:
        raise RuleError(
            "You are the only adult behind this award; a second one has to approve it",
            code="second_approver",
        )


def _store(work: Work, submission: Submission, decision: Decision, award: Award) -> None:
    uow, actor = work.uow, work.actor
    if actor is None:
        raise ForbiddenError("A person approves, never the system")
    record = DecisionRecord(
        id=work.services.ids.new_id(),
        organisation=submission.organisation,
        submission=submission.id,
        revision=submission.revision,
        kind="approved",
        by=actor.person,
        role=actor.role.value,
        at=work.now,
        decision=award.decision,
        decision_hash=award.decision_hash,
        facts=award.facts,
    )
    work.end_reviews()
    uow.decisions.add(record)
    uow.awards.add(award)
    uow.submissions.save(
        replace(
            submission,
            decided_at=work.now,
            result=decision.result.value,
            decision=award.decision,
            decision_hash=award.decision_hash,
        )
    )
    uow.outbox.put("award.approved", award.id, award.organisation)
    work.record("decision.approved", object_hash=award.decision_hash)
