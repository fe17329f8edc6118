"""The decision record `cbe-decision/1`: result, tree of reasons and next actions (2.10)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from issuer.criteria.instants import instant_text
from issuer.criteria.vocabulary import DECISION_SPEC, EVALUATOR
from issuer.documents import digest


class Status(StrEnum):
    """The three answers: met, something is missing, or the level is not there yet."""

    MET = "met"
    NEEDS = "needs"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """What comes next and who holds it; `count` is items, people, attestations or minutes."""

    who: str
    do: str
    count: int
    node: str

    def to_dict(self) -> dict[str, Any]:
        """Shape the action."""
        return {"who": self.who, "do": self.do, "count": self.count, "node": self.node}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignored:
    """A relevant fact that does not count, and the first reason why."""

    fact: str
    why: str

    def to_dict(self) -> dict[str, Any]:
        """Shape the remark."""
        return {"fact": self.fact, "why": self.why}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """The two hashes of a referenced rubric or instrument (2.4)."""

    content: str
    structure: str

    def to_dict(self) -> dict[str, Any]:
        """Shape the pin."""
        return {"content": self.content, "structure": self.structure}


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionNode:
    """One node of the tree of reasons; children in document order, a leaf has none."""

    id: str
    title: str
    kind: str
    status: Status
    say: str
    counted: tuple[str, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    needs: tuple[Action, ...] = ()
    levels: Mapping[str, str] = field(default_factory=dict)
    waived: str | None = None
    children: tuple["DecisionNode", ...] | None = None

    def walk(self) -> Iterator["DecisionNode"]:
        """Yield this node and all below it, in document order."""
        yield self
        for child in self.children or ():
            yield from child.walk()

    def open_actions(self) -> tuple[Action, ...]:
        """Collect the needs of what is not met, not descending below a met node."""
        if self.status is Status.MET:
            return ()
        below = (action for child in self.children or () for action in child.open_actions())
        return (*self.needs, *below)

    def to_dict(self) -> dict[str, Any]:
        """Shape the node; optional members are left out where they would be empty."""
        document: dict[str, Any] = {
            "id": self.id,
            "title": self.title,
            "kind": self.kind,
            "status": self.status.value,
            "say": self.say,
            "counted": list(self.counted),
            "ignored": [remark.to_dict() for remark in self.ignored],
            "needs": [action.to_dict() for action in self.needs],
        }
        if self.levels:
            document["levels"] = {name: self.levels[name] for name in sorted(self.levels)}
        if self.waived is not None:
            document["waived"] = self.waived
        if self.children is not None:
            document["children"] = [child.to_dict() for child in self.children]
        return document


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the evaluator says about one revision, with the hashes of both inputs."""

    result: Status
    as_of: datetime
    learner: str
    submission: str
    revision: int
    criteria: str
    facts: str
    pins: Mapping[str, Pin]
    late: bool
    tree: DecisionNode
    next: tuple[Action, ...]
    evaluator: str = EVALUATOR

    def node(self, node_id: str) -> DecisionNode | None:
        """Return the node of that id, or None."""
        return next((node for node in self.tree.walk() if node.id == node_id), None)

    def to_dict(self) -> dict[str, Any]:
        """Shape the record; equal decisions give equal bytes."""
        return {
            "spec": DECISION_SPEC,
            "result": self.result.value,
            "as_of": instant_text(self.as_of),
            "learner": self.learner,
            "submission": self.submission,
            "revision": self.revision,
            "criteria": self.criteria,
            "facts": self.facts,
            "pins": {ref: self.pins[ref].to_dict() for ref in sorted(self.pins)},
            "evaluator": self.evaluator,
            "late": self.late,
            "tree": self.tree.to_dict(),
            "next": [action.to_dict() for action in self.next],
        }

    @property
    def hash(self) -> str:
        """Return `sha256:` and hex over the JCS bytes of the record."""
        return digest(self.to_dict())
