"""Next actions in plain words, and what each reader may see of a decision; no HTML."""

from collections.abc import Mapping
from typing import Any

from issuer import criteria
from issuer.access import Role
from issuer.assessment.model import Submission, SubmissionState
from issuer.assessment.rows import NextAction
from issuer.criteria import Audience
from issuer.documents import Document

_PRIVATE_VIEW = frozenset({Role.LEARNER, Role.GUARDIAN})

#: Who holds the work in states that no decision tells about.
_HOLDERS: Mapping[SubmissionState, str] = {
    SubmissionState.DRAFT: "learner",
    SubmissionState.SUBMITTED: "school",
    SubmissionState.RETURNED: "learner",
    SubmissionState.READY: "issuer",
    SubmissionState.APPROVED: "school",
    SubmissionState.ISSUED: "nobody",
    SubmissionState.DECIDED_NOT_YET: "learner",
    SubmissionState.WITHDRAWN: "nobody",
}


def next_actions(submission: Submission) -> tuple[NextAction, ...]:
    """Return the next actions of the last evaluation, while it is still open."""
    decision = submission.decision
    if decision is None or submission.state is not SubmissionState.IN_REVIEW:
        return ()
    titles = criteria.titles_of(decision)
    return tuple(_in_words(action, titles) for action in _items(decision, "next"))


def holder_of(submission: Submission) -> str:
    """Say who holds the work: learner, peer, an adult role, school, or nobody."""
    known = _HOLDERS.get(submission.state)
    if known is not None:
        return known
    actions = next_actions(submission)
    return actions[0].who if actions else "school"


def decision_for(role: Role, decision: Document | None) -> Document | None:
    """Return a decision record as this role may read it."""
    if decision is None or role not in _PRIVATE_VIEW:
        return decision
    return {**decision, "tree": _softened(decision["tree"])}


def _in_words(action: Mapping[str, Any], titles: Mapping[str, str]) -> NextAction:
    who, do, count, node = (action[name] for name in ("who", "do", "count", "node"))
    sentence = criteria.sentence_for(action, titles)
    return NextAction(who=who, do=do, count=count, node=node, sentence=sentence)


def _items(decision: Document, name: str) -> list[Mapping[str, Any]]:
    items: Any = decision[name]
    return list(items)


def _softened(tree: Any) -> dict[str, Any]:
    ignored = [
        {**each, "why": criteria.shown_reason(each["why"], Audience.LEARNER)}
        for each in tree["ignored"]
    ]
    shown = {**tree, "ignored": ignored}
    if "children" in tree:
        shown["children"] = [_softened(child) for child in tree["children"]]
    return shown
