"""A decision in plain words: the tree as text, and a sentence for every next action.

It reads the stored record (`cbe-decision/1`), so an old decision is explained as well as a new one.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from issuer.criteria.phrases import counted_noun, readable
from issuer.documents import Document

_MARKS = {"met": "✓", "needs": "…", "not_yet": "✗"}
_RESULTS = {
    "met": "MET: every criterion is met.",
    "needs": "NOT COMPLETE: something is missing.",
    "not_yet": "NOT YET: somebody looked, and the level is not there yet.",
}
#: Learners and families are not told which rule kept a word from counting (2.10).
_ASSIGNMENT = "not counted (assignment rule)"
_PEERS = {
    "peer": "Peers",
    "peer:teammate": "Teammates",
    "peer:outside": "Peers from outside the team",
}
#: What is to be done -> a sentence over {who}, {count}, {minutes} and {node}.
_SENTENCES: Mapping[str, str] = {
    "submit-evidence": "{who}: hand in {items} more for “{node}”.",
    "revise": "{who}: work on “{node}” with the feedback and hand in again.",
    "rate": "{who}: rate “{node}”.",
    "reconcile": "{who}: look again at “{node}”; the assessors disagree.",
    "attest": "{who}: {answers} still wanted for “{node}”.",
    "moderate": "{who}: settle “{node}”; the peers are split.",
    "sign-off": "{who}: sign “{node}” if you saw it.",
    "earn-badge": "{who}: earn a badge that “{node}” asks for.",
    "log-hours": "{who}: log {minutes} more for “{node}”.",
    "verify-hours": "{who}: confirm {minutes} for “{node}”.",
    "submit-proof": "{who}: hand in proof for “{node}”.",
    "verify-proof": "{who}: check the proof for “{node}”.",
    "review-metric": "{who}: look at the figure of “{node}” and judge yourself.",
    "judge-without-metric": "{who}: judge “{node}” without a figure; there is none yet.",
    "complete-activity": "{who}: complete {items} more for “{node}”.",
    "extend-or-decline": "{who}: this came late; extend the window or decline.",
}


class Audience(StrEnum):
    """Who reads: staff and auditors see codes, learners and families see words."""

    STAFF = "staff"
    LEARNER = "learner"


def sentence_for(action: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    """Say in one sentence who must do what next; `titles` names nodes by id."""
    count = int(action["count"])
    who = str(action["who"])
    node = str(action["node"])
    return _SENTENCES[str(action["do"])].format(
        who=_PEERS.get(who, readable(who).capitalize()),
        node=titles.get(node, node),
        items=counted_noun(count, "item"),
        answers=counted_noun(count, "answer"),
        minutes=counted_noun(count, "minute"),
    )


def titles_of(decision: Document) -> dict[str, str]:
    """Return the titles of all nodes of a decision record, by id."""
    return {node["id"]: node["title"] for node in _walk(decision["tree"])}


def shown_reason(why: str, audience: Audience) -> str:
    """Return why a fact does not count, as this audience may read it."""
    if audience is Audience.LEARNER and why.startswith("conflict"):
        return _ASSIGNMENT
    return why


def as_text(decision: Document, *, audience: Audience) -> str:
    """Draw the tree of a decision record for a terminal, with what comes next."""
    lines = [_RESULTS[str(decision["result"])]]
    lines += _tree_lines(decision["tree"], audience, "", "")
    actions: Any = decision["next"]
    titles = titles_of(decision)
    lines += [f"Next - {sentence_for(action, titles)}" for action in actions]
    return "\n".join(lines)


def _tree_lines(node: Any, audience: Audience, lead: str, below: str) -> Iterator[str]:
    yield f"{lead}{_MARKS[node['status']]} {node['title']} - {node['say']}"
    children = node.get("children", ())
    for remark in node["ignored"]:
        bar = "│ " if children else "  "
        why = shown_reason(remark["why"], audience)
        whose = "" if audience is Audience.LEARNER else f" {remark['fact'][:8]}"
        yield f"{below}{bar}  not counted{whose}: {why}"
    for index, child in enumerate(children):
        last = index == len(children) - 1
        yield from _tree_lines(
            child,
            audience,
            f"{below}{'└─ ' if last else '├─ '}",
            f"{below}{'   ' if last else '│  '}",
        )


def _walk(node: Any) -> Iterator[Any]:
    yield node
    for child in node.get("children", ()):
        yield from _walk(child)
