"""What differs between two versions of a criteria document, change by change; pure.

Nodes are matched by id, which is stable across versions (education.md 2.2).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from issuer.criteria.definition import Criteria
from issuer.criteria.nodes import KINDS, Node
from issuer.documents import Document, Json


class ChangeKind(StrEnum):
    """How a thing differs."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference.

    Attributes:
        node: id of the node that it is about; None for the document as a whole.
        label: what a person calls the node, empty for the document. rule: its kind.
        member: dotted name of the member that changed; empty for a node added, removed or moved.
        before: the earlier value, None where there was none. after: the later one.
    """

    kind: ChangeKind
    node: str | None
    label: str
    rule: str = ""
    member: str = ""
    before: Json = None
    after: Json = None


def compare(before: Criteria, after: Criteria) -> tuple[Change, ...]:
    """Return all changes: of the document first, then node by node in the later order."""
    return (
        *_of_members(_plain(before.document), _plain(after.document), None),
        *_of_nodes(before, after),
    )


def _plain(document: Document) -> dict[str, Any]:
    """Return what a version says about itself, without its tree and its number."""
    return {
        name: value
        for name, value in document.items()
        if name not in {"spec", "badge", "version", "criteria"}
    }


def _of_nodes(before: Criteria, after: Criteria) -> Iterator[Change]:
    earlier = {node.id: node for node in before.nodes()}
    later = {node.id: node for node in after.nodes()}
    places = _places(before), _places(after)
    raw = _raw(before.document), _raw(after.document)
    for node_id, node in later.items():
        if node_id not in earlier:
            yield Change(kind=ChangeKind.ADDED, node=node_id, label=node.label)
            continue
        if places[0][node_id] != places[1][node_id]:
            yield Change(kind=ChangeKind.MOVED, node=node_id, label=node.label)
        yield from _of_members(raw[0][node_id], raw[1][node_id], node)
    for node_id, node in earlier.items():
        if node_id not in later:
            yield Change(kind=ChangeKind.REMOVED, node=node_id, label=node.label)


def _places(document: Criteria) -> dict[str, tuple[str, ...]]:
    """Return, by node, the ids of the groups above it."""
    return {
        branch[-1].id: tuple(node.id for node in branch[:-1]) for branch in document.root.branches()
    }


def _raw(document: Document) -> dict[str, dict[str, Any]]:
    """Return the written members of each node, without its children."""
    found: dict[str, dict[str, Any]] = {}

    def visit(node: Any) -> None:
        kind = next(kind for kind in KINDS if kind in node)
        settings = node[kind]
        children: Any = ()
        if kind == "n_of":
            settings, children = {"n": settings["n"]}, settings["of"]
        elif isinstance(settings, list | tuple):
            settings, children = {}, settings
        found[node["id"]] = {
            **{name: node[name] for name in ("title", "help", "waivable") if name in node},
            "kind": kind,
            **settings,
        }
        for child in children:
            visit(child)

    visit(document["criteria"])
    return found


def _of_members(
    before: Mapping[str, Any], after: Mapping[str, Any], node: Node | None
) -> Iterator[Change]:
    old, new = dict(_flat(before)), dict(_flat(after))
    for member in dict.fromkeys((*new, *old)):
        if old.get(member) != new.get(member):
            yield Change(
                kind=ChangeKind.CHANGED,
                node=None if node is None else node.id,
                label="" if node is None else node.label,
                rule="" if node is None else node.kind,
                member=member,
                before=old.get(member),
                after=new.get(member),
            )


def _flat(members: Mapping[str, Any], lead: str = "") -> Iterator[tuple[str, Json]]:
    for name, value in members.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{lead}{name}.")
        else:
            yield f"{lead}{name}", value
