"""Newer versions of a badge for work that is under way: whether there is one, and what differs.

Moving itself is `repin_submission` and `opt_in`; nobody is ever moved without choosing it.
"""

from dataclasses import dataclass

from issuer import criteria
from issuer.access import Action, Actor
from issuer.assessment.model import (
    Definition,
    DefinitionState,
    Submission,
    SubmissionState,
)
from issuer.assessment.opening import is_inside
from issuer.assessment.ports import Services, UnitOfWork
from issuer.assessment.work import work_on
from issuer.criteria import Change

#: Before the first hand-in a version is simply exchanged.
_FREE = frozenset({SubmissionState.DRAFT})
#: Afterwards moving is a hand-in of its own.
_HANDED_IN = frozenset(
    {SubmissionState.SUBMITTED, SubmissionState.IN_REVIEW, SubmissionState.RETURNED}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewerVersion:
    """The version that work is on, the newest it may move to, and what differs.

    `hands_in` says that moving is a new hand-in, with a statement of authorship.
    """

    submission: Submission
    current: Definition
    newer: Definition
    changes: tuple[Change, ...]
    hands_in: bool


def find_newer(actor: Actor, submission_id: str, services: Services) -> NewerVersion | None:
    """Return the newest version that work may move to; None where there is none, or no way.

    Raises:
        NotFoundError: there is no such work for this actor.
        ForbiddenError: the table gives this actor no reading.
    """
    with services.read_only() as uow:
        submission = uow.submissions.get(actor.organisation, submission_id)
        work = work_on(actor, submission, uow, services)
        work.require(Action.READ_SUBMISSION)
        newer = newest_for(submission, work.definition, uow, services)
    if newer is None:
        return None
    before, after = criteria.parse(work.definition.document), criteria.parse(newer.document)
    return NewerVersion(
        submission=submission,
        current=work.definition,
        newer=newer,
        changes=criteria.compare(before, after),
        hands_in=submission.state in _HANDED_IN,
    )


def newest_for(
    submission: Submission, current: Definition, uow: UnitOfWork, services: Services
) -> Definition | None:
    """Return the newest published version, if work in this state may move to it today."""
    if submission.state not in _FREE | _HANDED_IN:
        return None
    later = [
        each
        for each in uow.definitions.all(submission.organisation)
        if each.badge == current.badge
        and each.version > current.version
        and each.state is DefinitionState.PUBLISHED
        and is_inside(criteria.parse(each.document).window, services.clock())
    ]
    return max(later, key=lambda each: each.version, default=None)
