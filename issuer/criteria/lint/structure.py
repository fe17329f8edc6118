"""Lint of the tree as a tree (E01, E02, E10, E16, W01, W02)."""

from collections import Counter
from collections.abc import Iterator

from issuer.criteria.definition import Criteria
from issuer.criteria.leaves import EvidenceLeaf, RubricLeaf
from issuer.criteria.lint.finding import Finding
from issuer.criteria.nodes import Group, Node

DEEPEST = 8
MOST_NODES = 200


def check_structure(criteria: Criteria) -> Iterator[Finding]:
    """Find what is wrong with ids, counts and sizes."""
    branches = list(criteria.root.branches())
    yield from _check_ids(branches)
    yield from _check_counts(branches)
    yield from _check_sizes(branches)
    yield from _check_results(criteria)
    if not any(isinstance(branch[-1].rule, EvidenceLeaf) for branch in branches):
        yield Finding(
            code="W01", nodes=(), sentence="nothing is handed in: there is no evidence leaf"
        )
    for branch in branches[1:]:
        if branch[-1].title is None:
            yield Finding(
                code="W02",
                nodes=ids_of(branch),
                sentence="give it a title that families understand",
            )


def ids_of(branch: tuple[Node, ...]) -> tuple[str, ...]:
    """Return the path of ids from the root."""
    return tuple(node.id for node in branch)


def _check_ids(branches: list[tuple[Node, ...]]) -> Iterator[Finding]:
    counts = Counter(branch[-1].id for branch in branches)
    seen: set[str] = set()
    for branch in branches:
        node_id = branch[-1].id
        if node_id in seen:
            yield Finding(
                code="E01",
                nodes=ids_of(branch),
                sentence=f"the id {node_id!r} occurs {counts[node_id]} times: rename this one",
            )
        seen.add(node_id)


def _check_counts(branches: list[tuple[Node, ...]]) -> Iterator[Finding]:
    for branch in branches:
        rule = branch[-1].rule
        if isinstance(rule, Group) and rule.n > len(rule.children):
            yield Finding(
                code="E02",
                nodes=ids_of(branch),
                sentence=f"n is {rule.n}, but there are only {len(rule.children)} children",
            )


def _check_sizes(branches: list[tuple[Node, ...]]) -> Iterator[Finding]:
    deepest = max(branches, key=len)
    if len(deepest) > DEEPEST:
        yield Finding(
            code="E16",
            nodes=ids_of(deepest),
            sentence=f"{len(deepest)} deep: nest at most {DEEPEST}",
        )
    if len(branches) > MOST_NODES:
        yield Finding(
            code="E16", nodes=(), sentence=f"{len(branches)} nodes: use at most {MOST_NODES}"
        )


def _check_results(criteria: Criteria) -> Iterator[Finding]:
    rubric_leaves = {node.id for node in criteria.nodes() if isinstance(node.rule, RubricLeaf)}
    for node_id in criteria.award.results:
        if node_id not in rubric_leaves:
            yield Finding(
                code="E10",
                nodes=(),
                sentence=f"award.results names {node_id!r}, which is no rubric leaf",
            )
