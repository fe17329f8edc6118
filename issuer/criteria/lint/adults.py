"""Lint of the promise that an adult stands behind every badge (E09, E11, E13)."""

from collections.abc import Iterator
from itertools import pairwise

from issuer.criteria.definition import Criteria
from issuer.criteria.leaves import BadgeLeaf, MetricLeaf, RubricLeaf, SignoffLeaf
from issuer.criteria.lint.catalogue import Catalogue
from issuer.criteria.lint.finding import Finding
from issuer.criteria.nodes import Group, Node


def check_adults(criteria: Criteria, catalogue: Catalogue) -> Iterator[Finding]:
    """Find ways round the adults."""
    root = criteria.root
    if not is_human(root, catalogue):
        yield Finding(
            code="E09",
            nodes=(root.id,),
            sentence="no accountable adult: ask for a rubric or a sign-off on every way here",
        )
    if root.waivable:
        yield Finding(
            code="E11",
            nodes=(root.id,),
            sentence="the root is waivable: make single criteria waivable instead",
        )
    for branch in root.branches():
        if isinstance(branch[-1].rule, MetricLeaf) and _blocks(branch, catalogue):
            yield Finding(
                code="E13",
                nodes=tuple(node.id for node in branch),
                sentence="a metric may not block: put a rubric or sign-off beside it in any_of, or "
                "say who may waive it",
            )


def is_human(node: Node, catalogue: Catalogue) -> bool:
    """Say whether every way to meet this node crosses an adult's rating or sign-off (E09)."""
    rule = node.rule
    if isinstance(rule, Group):
        without = sum(not is_human(child, catalogue) for child in rule.children)
        return without < rule.n
    if isinstance(rule, BadgeLeaf):
        return all(achievement in catalogue.badges for achievement in rule.any)
    return isinstance(rule, RubricLeaf | SignoffLeaf)


def _blocks(branch: tuple[Node, ...], catalogue: Catalogue) -> bool:
    if any(node.waivable for node in branch):
        return False
    return not any(
        _can_pass_by(node.rule, below, catalogue)
        for node, below in pairwise(branch)
        if isinstance(node.rule, Group)
    )


def _can_pass_by(group: Group, avoided: Node, catalogue: Catalogue) -> bool:
    """Say whether a group can be met without one child, through another that is human."""
    others = [child for child in group.children if child is not avoided]
    return len(others) >= group.n and any(is_human(child, catalogue) for child in others)
