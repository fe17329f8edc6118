"""The tree of a criteria document: nodes, the three groups, and where the leaves hang (2.2)."""

from collections.abc import Iterator
from dataclasses import dataclass

from issuer.criteria.leaves import READERS, Leaf
from issuer.criteria.reading import (
    Members,
    Place,
    choice,
    distinct,
    integer,
    line,
    listed,
    prose,
    slug,
)
from issuer.criteria.vocabulary import ADULT_ROLES, GROUPS
from issuer.documents import Json

MOST_CHILDREN = 25
KINDS = (*GROUPS, *READERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Wants `n` of its children: all of them, any one, or a number between."""

    kind: str
    n: int
    children: tuple["Node", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One criterion with a stable id; `rule` is a group or a leaf."""

    id: str
    rule: Group | Leaf
    title: str | None = None
    help: str | None = None
    waivable: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """Return the name of the group or leaf."""
        return self.rule.kind

    @property
    def label(self) -> str:
        """Return the title, or the id where there is none."""
        return self.title or self.id

    @property
    def children(self) -> tuple["Node", ...]:
        """Return the children in document order; a leaf has none."""
        return self.rule.children if isinstance(self.rule, Group) else ()

    def walk(self) -> Iterator["Node"]:
        """Yield this node and all below it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def branches(self) -> Iterator[tuple["Node", ...]]:
        """Yield, for this node and all below it, the nodes from here down to it."""
        yield (self,)
        for child in self.children:
            for branch in child.branches():
                yield (self, *branch)


def read_node(value: Json, place: Place) -> Node:
    """Read a node: an object with exactly one of the twelve kinds."""
    members = Members(value, place)
    node_id = members.required("id", slug)
    inside = place.inside(node_id)
    members = Members(value, inside)
    kinds = [kind for kind in KINDS if kind in members]
    if len(kinds) != 1:
        found = f", not {' and '.join(kinds)}" if kinds else ""
        raise inside.fault(f"Give the node exactly one of {', '.join(KINDS)}{found}", "kind")
    node = Node(
        id=members.required("id", slug),
        title=members.optional("title", line(200), None),
        help=members.optional("help", prose(2000), None),
        waivable=members.optional("waivable", distinct(choice(*ADULT_ROLES), least=1), ()),
        rule=_read_rule(kinds[0], members),
    )
    members.finish()
    return node


def _read_rule(kind: str, members: Members) -> Group | Leaf:
    if kind == "n_of":
        return members.required(kind, _read_n_of)
    if kind in GROUPS:
        children = members.required(kind, _children)
        return Group(kind=kind, n=len(children) if kind == "all_of" else 1, children=children)
    return members.required(kind, READERS[kind])


def _read_n_of(value: Json, place: Place) -> Group:
    members = Members(value, place)
    group = Group(
        kind="n_of",
        n=members.required("n", integer(1)),
        children=members.required("of", _children),
    )
    members.finish()
    return group


def _children(value: Json, place: Place) -> tuple[Node, ...]:
    return listed(read_node, least=1, most=MOST_CHILDREN)(value, place)
