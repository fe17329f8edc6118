"""What happened to a learner's work in a week, as the letter to the family tells it.

Codes of a closed list: no level, no word that anybody wrote, and nobody else's name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from issuer.assessment.model import Submission, SubmissionState
from issuer.assessment.ports import Services
from issuer.assessment.wording import next_actions
from issuer.audit import Event

#: Name of an event -> what the letter calls it (`letters.HAPPENINGS`).
_HAPPENINGS: Mapping[str, str] = {
    "submission.opened": "started",
    "submission.submitted": "handed_in",
    "submission.resubmitted": "handed_in_again",
    "submission.opted_in": "handed_in_again",
    "submission.withdrawn": "withdrawn",
    "feedback.returned": "returned",
    "criteria.met": "met",
    "decision.not_yet": "not_yet",
    "decision.appealed": "appealed",
    "credential.issued": "earned",
    "credential.suspended": "suspended",
    "credential.reinstated": "reinstated",
    "credential.revoked": "revoked",
}
_PEER = "peer"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkNews:
    """One badge: what happened, in order and each thing once, and where the work rests now."""

    title: str
    happened: tuple[str, ...]
    rests: str


def news_of(
    organisation: str, learner: str, since: datetime, until: datetime, services: Services
) -> tuple[WorkNews, ...]:
    """Return the badges to which something happened after `since`, up to `until`."""
    with services.read_only() as uow:
        events = [
            each
            for each in uow.events.of_learner(organisation, learner)
            if since < each.at <= until and each.name in _HAPPENINGS
        ]
        found = [
            (each, _happened(each, events))
            for each in uow.submissions.of_learner(organisation, learner)
        ]
        return tuple(
            WorkNews(
                title=uow.definitions.get(organisation, submission.definition).title,
                happened=happened,
                rests=_rest_of(submission),
            )
            for submission, happened in found
            if happened
        )


def _happened(submission: Submission, events: Iterable[Event]) -> tuple[str, ...]:
    mine = (submission.id, submission.credential_id)
    words = [_HAPPENINGS[each.name] for each in events if each.subject in mine]
    return tuple(dict.fromkeys(words))


def _rest_of(submission: Submission) -> str:
    """Return the state, or that peers are waited for."""
    actions = next_actions(submission)
    if submission.state is SubmissionState.IN_REVIEW and actions:
        return "peers" if actions[0].who.startswith(_PEER) else submission.state.value
    return submission.state.value
