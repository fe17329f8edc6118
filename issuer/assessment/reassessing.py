"""After each fact: snapshot, evaluation, and the state that follows (education.md 4.1)."""

from dataclasses import replace

from issuer import criteria
from issuer.assessment.model import Submission, SubmissionEvent, SubmissionState
from issuer.assessment.ports import Services, UnitOfWork
from issuer.assessment.snapshot import snapshot
from issuer.assessment.work import Work, load_work
from issuer.criteria import Decision, Facts, Status

#: Facts move a submission to and fro between these.
ASSESSED = frozenset({SubmissionState.IN_REVIEW, SubmissionState.READY})


def judge(work: Work, submission: Submission) -> tuple[Decision, Facts]:
    """Evaluate a submission as of now, changing nothing."""
    facts = snapshot(work, submission)
    return criteria.evaluate(work.criteria, facts), facts


def settle(work: Work, submission: Submission) -> Submission:
    """Evaluate, move between in_review and ready as it falls out, and store the submission."""
    if submission.state in ASSESSED:
        submission = _judged(work, submission)
    work.uow.submissions.save(submission)
    return submission


def settle_learner(organisation: str, learner: str, uow: UnitOfWork, services: Services) -> None:
    """Evaluate every running submission of a learner, after a fact of the learner's ledgers."""
    for submission in uow.submissions.of_learner(organisation, learner):
        if submission.state in ASSESSED:
            work = load_work(None, organisation, submission.id, uow, services)
            settle(work, work.submission)


def _judged(work: Work, submission: Submission) -> Submission:
    decision, _ = judge(work, submission)
    record = decision.to_dict()
    result = decision.result.value
    if submission.decision is None or submission.decision["tree"] != record["tree"]:
        codes = {"result": result, "facts": decision.facts}
        work.record("evaluation.run", object_hash=decision.hash, codes=codes)
    is_met = decision.result is Status.MET
    if is_met and submission.state is SubmissionState.IN_REVIEW:
        work.record("criteria.met", object_hash=decision.hash)
    moved = submission.after(SubmissionEvent.MET if is_met else SubmissionEvent.UNMET)
    return replace(moved, result=result, decision=record, decision_hash=decision.hash)
