"""Next actions in plain words, and what each reader may see of a decision; no HTML."""

from collections.abc import Mapping
from typing import Any

from issuer.access import Role
from issuer.assessment.model import Submission, SubmissionState
from issuer.assessment.rows import NextAction
from issuer.documents import Document

#: Families and learners are not told which rule voided somebody's word (2.10).
SOFTENED = "not counted (assignment rule)"
_PRIVATE_VIEW = frozenset({Role.LEARNER, Role.GUARDIAN})

_WHO: Mapping[str, str] = {
    "learner": "the learner",
    "peer": "peers",
    "peer:teammate": "teammates",
    "peer:outside": "peers from outside the team",
}
#: What is to be done -> a sentence over {who}, {count} and {node}.
_SENTENCES: Mapping[str, str] = {
    "submit-evidence": "Add {count} more piece(s) of work for “{node}”.",
    "revise": "Work on “{node}” with the feedback and hand in again.",
    "rate": "Waiting for {who} to rate “{node}”.",
    "reconcile": "Assessors disagree on “{node}”; {who} looks again.",
    "attest": "Waiting for {count} answer(s) from {who} for “{node}”.",
    "moderate": "Peers are split on “{node}”; whoever assesses settles {count} point(s).",
    "sign-off": "Waiting for {who} to sign “{node}”.",
    "earn-badge": "Earn one of the badges that “{node}” asks for.",
    "log-hours": "Log {count} more minutes for “{node}”.",
    "verify-hours": "Waiting for {who} to confirm {count} minutes for “{node}”.",
    "submit-proof": "Hand in proof of the certificate for “{node}”.",
    "verify-proof": "Waiting for {who} to check the certificate for “{node}”.",
    "review-metric": "A teacher looks at the figure for “{node}”.",
    "judge-without-metric": "There is no figure for “{node}”; a teacher judges without it.",
    "complete-activity": "Complete {count} more activity(ies) for “{node}”.",
    "extend-or-decline": "This came late; {who} extends the window or declines.",
}
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
    titles = _titles(decision["tree"])
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
    sentence = _SENTENCES[do].format(
        who=_WHO.get(who, f"a {who.replace('-', ' ')}"), count=count, node=titles.get(node, node)
    )
    return NextAction(who=who, do=do, count=count, node=node, sentence=sentence)


def _titles(tree: Any) -> dict[str, str]:
    titles = {tree["id"]: tree["title"] or tree["id"]}
    for child in tree.get("children", ()):
        titles |= _titles(child)
    return titles


def _items(decision: Document, name: str) -> list[Mapping[str, Any]]:
    items: Any = decision[name]
    return list(items)


def _softened(tree: Any) -> dict[str, Any]:
    ignored = [
        {**each, "why": SOFTENED} if each["why"].startswith("conflict:") else each
        for each in tree["ignored"]
    ]
    shown = {**tree, "ignored": ignored}
    if "children" in tree:
        shown["children"] = [_softened(child) for child in tree["children"]]
    return shown
