"""A decision in plain words: a tree of sentences, the same as text, and one per next action.

It reads the stored record (`cbe-decision/1`), so an old decision is explained as well as a new one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from issuer.criteria.phrases import counted_noun, readable
from issuer.criteria.scales import Scale
from issuer.documents import Document

#: What stands before a node in a terminal, by status.
UNICODE_MARKS: Mapping[str, str] = {"met": "✓", "needs": "…", "not_yet": "✗"}
ASCII_MARKS: Mapping[str, str] = {"met": "[x]", "needs": "[ ]", "not_yet": "[-]"}
_UNICODE_LINES = ("├─ ", "└─ ", "│  ", "   ")
_ASCII_LINES = ("|- ", "`- ", "|  ", "   ")
_RESULTS = {
    "met": "MET: every criterion is met.",
    "needs": "NOT COMPLETE: something is missing.",
    "not_yet": "NOT YET: somebody looked, and the level is not there yet.",
}
#: Learners and families are not told which rule kept a word from counting (2.10).
_ASSIGNMENT = "not counted (assignment rule)"
#: The lowest level has no name outside the school (5.1).
_NOT_THERE_YET = "not there yet"
_ALTERNATIVES = ("any_of", "n_of")
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
    """Who reads: staff and auditors see codes, learners and guardians see words.

    `FAMILY` is the link without sign-in: as for learners, and the lowest level has no name.
    """

    STAFF = "staff"
    LEARNER = "learner"
    FAMILY = "family"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Why a fact does not count; `fact` is None for those who need not know which."""

    fact: str | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """One next action in words; `instead_of` is the title of the choice it stands in, if any."""

    sentence: str
    instead_of: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedNode:
    """One criterion in words: how it stands, the levels reached, what does not count and why."""

    id: str
    title: str
    status: str
    say: str
    levels: tuple[tuple[str, str], ...]
    remarks: tuple[Remark, ...]
    children: tuple["ExplainedNode", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A decision as one audience may read it."""

    result: str
    headline: str
    tree: ExplainedNode
    next: tuple[NextStep, ...]


def explain(decision: Document, *, audience: Audience, scale: Scale | None = None) -> Explanation:
    """Put a decision record into words; a family reads no levels where `scale` is not given."""
    tree: Any = decision["tree"]
    result = str(decision["result"])
    actions: Any = decision["next"]
    titles = titles_of(decision)
    choices = dict(_choices(tree, None))
    return Explanation(
        result=result,
        headline=_RESULTS[result],
        tree=_explained(tree, audience, scale),
        next=tuple(
            NextStep(sentence=sentence_for(action, titles), instead_of=choices.get(action["node"]))
            for action in actions
        ),
    )


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
    if audience is not Audience.STAFF and why.startswith("conflict"):
        return _ASSIGNMENT
    return why


def as_text(
    decision: Document,
    *,
    audience: Audience,
    scale: Scale | None = None,
    marks: Mapping[str, str] = UNICODE_MARKS,
) -> str:
    """Draw the tree of a decision record for a terminal, with what comes next."""
    explanation = explain(decision, audience=audience, scale=scale)
    lines = [explanation.headline, *_tree_lines(explanation.tree, marks, "", "")]
    for step in explanation.next:
        choice = f"one of these for “{step.instead_of}” - " if step.instead_of else ""
        lines.append(f"Next - {choice}{step.sentence}")
    text = "\n".join(lines)
    return text if marks is UNICODE_MARKS else text.replace("“", '"').replace("”", '"')


def _explained(node: Any, audience: Audience, scale: Scale | None) -> ExplainedNode:
    levels: Mapping[str, str] = node.get("levels", {})
    return ExplainedNode(
        id=node["id"],
        title=node["title"],
        status=node["status"],
        say=node["say"],
        levels=tuple(
            (readable(name), shown)
            for name, level in levels.items()
            if (shown := _shown_level(level, audience, scale)) is not None
        ),
        remarks=tuple(
            Remark(
                fact=remark["fact"] if audience is Audience.STAFF else None,
                why=shown_reason(remark["why"], audience),
            )
            for remark in node["ignored"]
        ),
        children=tuple(_explained(child, audience, scale) for child in node.get("children", ())),
    )


def _shown_level(level: str, audience: Audience, scale: Scale | None) -> str | None:
    if audience is not Audience.FAMILY:
        return level
    if scale is None:
        return None
    return _NOT_THERE_YET if level == scale.names[0] else level


def _choices(node: Any, choice: str | None) -> Iterator[tuple[str, str | None]]:
    """Yield, for each node id, the title of the nearest choice above it."""
    yield node["id"], choice
    below = node["title"] if node["kind"] in _ALTERNATIVES else choice
    for child in node.get("children", ()):
        yield from _choices(child, below)


def _tree_lines(
    node: ExplainedNode, marks: Mapping[str, str], lead: str, below: str
) -> Iterator[str]:
    fork, end, bar, gap = _UNICODE_LINES if marks is UNICODE_MARKS else _ASCII_LINES
    yield f"{lead}{marks[node.status]} {node.title} - {node.say}"
    rest = f"{below}{bar if node.children else gap}"
    if node.levels:
        yield f"{rest} {', '.join(f'{name}: {level}' for name, level in node.levels)}"
    for remark in node.remarks:
        whose = f" {remark.fact[:8]}" if remark.fact else ""
        plain = remark.why == _ASSIGNMENT
        yield f"{rest} {remark.why}" if plain else f"{rest} not counted{whose}: {remark.why}"
    for index, child in enumerate(node.children):
        last = index == len(node.children) - 1
        yield from _tree_lines(
            child, marks, f"{below}{end if last else fork}", f"{below}{gap if last else bar}"
        )


def _walk(node: Any) -> Iterator[Any]:
    yield node
    for child in node.get("children", ()):
        yield from _walk(child)
