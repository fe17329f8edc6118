"""Changes to the tree of a criteria document: add, replace, remove and move nodes; pure.

They work on the stored JSON and leave every member alone that they are not about. Whether the
outcome is a criteria document at all is for `parse` to say, and whether it is wise, for lint.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from issuer.criteria.vocabulary import GROUPS
from issuer.documents import Document
from issuer.errors import NotFoundError, RuleError

_Node = Mapping[str, Any]


def find_node(document: Document, node_id: str) -> Document:
    """Return the node of that id as it is written.

    Raises:
        NotFoundError: there is none, code `node`.
    """
    for node in _walk(_root(document)):
        if node.get("id") == node_id:
            return node
    raise NotFoundError(f"The criteria have no node {node_id[:64]!r}", code="node")


def children_of(node: Document) -> tuple[Document, ...]:
    """Return the children of a group as they are written; a leaf has none."""
    return tuple(_children(node))


def pointer_to(document: Document, node_id: str) -> str:
    """Return the JSON Pointer to the node of that id; NotFoundError."""
    found = _pointer(_root(document), node_id, "/criteria")
    if found is None:
        raise NotFoundError(f"The criteria have no node {node_id[:64]!r}", code="node")
    return found


def add_node(document: Document, parent: str, node: Document) -> Document:
    """Put a node at the end of a group.

    Raises:
        RuleError: the parent is a leaf, code `no_group`.
    """

    def grown(group: _Node) -> _Node:
        if not any(kind in group for kind in GROUPS):
            raise RuleError("Only a group takes further criteria; choose a group", code="no_group")
        return _with(group, [*_children(group), node])

    return _changed(document, parent, grown)


def replace_node(document: Document, node_id: str, node: Document) -> Document:
    """Write another node in the place of one, with all that is below the new one."""
    return _changed(document, node_id, lambda _: node)


def remove_node(document: Document, node_id: str) -> Document:
    """Take a node out, with all that is below it.

    Raises:
        RuleError: it is the root (code `root`) or the last of its group (code `last`).
    """
    parent = _parent(document, node_id)
    left = [child for child in _children(parent) if child.get("id") != node_id]
    if not left:
        raise RuleError(
            "A group asks for at least one thing; remove the whole group instead", code="last"
        )
    return _changed(document, str(parent["id"]), lambda group: _with(group, left))


def move_node(document: Document, node_id: str, steps: int) -> Document:
    """Move a node up (-1) or down (1) among its siblings; at the end it stays where it is."""
    parent = _parent(document, node_id)
    order = list(_children(parent))
    place = next(n for n, child in enumerate(order) if child.get("id") == node_id)
    target = min(max(place + steps, 0), len(order) - 1)
    order.insert(target, order.pop(place))
    return _changed(document, str(parent["id"]), lambda group: _with(group, order))


def _root(document: Document) -> _Node:
    root = document.get("criteria")
    return root if isinstance(root, Mapping) else {}


def _children(node: _Node) -> Sequence[_Node]:
    for kind in ("all_of", "any_of"):
        if kind in node:
            return list(node[kind])
    return list(node["n_of"]["of"]) if "n_of" in node else []


def _with(group: _Node, children: Sequence[_Node]) -> _Node:
    for kind in ("all_of", "any_of"):
        if kind in group:
            return {**group, kind: list(children)}
    if "n_of" in group:
        return {**group, "n_of": {**group["n_of"], "of": list(children)}}
    return group


def _walk(node: _Node) -> Iterator[_Node]:
    yield node
    for child in _children(node):
        yield from _walk(child)


def _pointer(node: _Node, node_id: str, here: str) -> str | None:
    if node.get("id") == node_id:
        return here
    step = "n_of/of" if "n_of" in node else next((kind for kind in GROUPS if kind in node), "")
    for index, child in enumerate(_children(node)):
        if found := _pointer(child, node_id, f"{here}/{step}/{index}"):
            return found
    return None


def _parent(document: Document, node_id: str) -> _Node:
    find_node(document, node_id)
    for node in _walk(_root(document)):
        if any(child.get("id") == node_id for child in _children(node)):
            return dict(node)
    raise RuleError("The topmost criterion stays where it is; change it instead", code="root")


def _changed(document: Document, node_id: str, change: Callable[[_Node], _Node]) -> Document:
    find_node(document, node_id)
    return {**document, "criteria": _mapped(_root(document), node_id, change)}


def _mapped(node: _Node, node_id: str, change: Callable[[_Node], _Node]) -> _Node:
    if node.get("id") == node_id:
        return change(node)
    children = _children(node)
    return (
        _with(node, [_mapped(child, node_id, change) for child in children]) if children else node
    )
