"""No badge without an accountable adult (E09), no metric that blocks (E13), no cycle (E06)."""

from collections.abc import Iterator
from itertools import pairwise

from issuer.criteria.definition import Criteria
from issuer.criteria.leaves import BadgeLeaf, MetricLeaf, RubricLeaf, SignoffLeaf
from issuer.criteria.lint.finding import Catalogue, Finding
from issuer.criteria.lint.tree import path_of
from issuer.criteria.nodes import Group, Node


def accountability_findings(criteria: Criteria, catalogue: Catalogue) -> Iterator[Finding]:
    """Ask who answers for the badge."""
    if not is_human(criteria.root, catalogue):
        yield Finding(
            code="E09",
            path=criteria.root.id,
            sentence=(
                "No accountable adult: the badge could be earned without any rating or sign-off;"
                " add a rubric or a sign-off to every way"
            ),
        )
    yield from _blocking_metrics(criteria, catalogue)
    yield from _cycles(criteria, catalogue)


def is_human(node: Node, catalogue: Catalogue) -> bool:
    """Tell whether every way to meet the node crosses an adult's rating or sign-off."""
    match node.rule:
        case RubricLeaf() | SignoffLeaf():
            return True
        case BadgeLeaf(any=achievements):
            return all(slug in catalogue.published for slug in achievements)
        case Group(n=n, children=children):
            return sum(not is_human(child, catalogue) for child in children) < n
        case _:
            return False


def _blocking_metrics(criteria: Criteria, catalogue: Catalogue) -> Iterator[Finding]:
    for branch in criteria.root.branches():
        if isinstance(branch[-1].rule, MetricLeaf) and _blocks(branch, catalogue):
            yield Finding(
                code="E13",
                path=path_of(branch),
                sentence=(
                    "A metric may ask an adult to look, never stop a learner: make it waivable or"
                    " put a rubric or sign-off beside it as an alternative"
                ),
            )


def _blocks(branch: tuple[Node, ...], catalogue: Catalogue) -> bool:
    if any(node.waivable for node in branch):
        return False
    for parent, child in pairwise(branch):
        rule = parent.rule
        others = tuple(node for node in parent.children if node is not child)
        if not isinstance(rule, Group) or rule.kind == "all_of" or len(others) < rule.n:
            continue
        if any(is_human(node, catalogue) for node in others):
            return False
    return True


def _cycles(criteria: Criteria, catalogue: Catalogue) -> Iterator[Finding]:
    """Follow prerequisites of this tenant from this badge; one that leads back is a cycle."""
    waiting: list[tuple[Criteria, tuple[str, ...]]] = [(criteria, (criteria.badge,))]
    seen: set[str] = set()
    while waiting:
        document, trail = waiting.pop()
        for slug in _prerequisites(document):
            if slug == criteria.badge:
                yield Finding(
                    code="E06",
                    path=criteria.root.id,
                    sentence=f"Badges require each other: {' > '.join((*trail, slug))}",
                )
            elif slug in catalogue.published and slug not in seen:
                seen.add(slug)
                waiting.append((catalogue.published[slug], (*trail, slug)))


def _prerequisites(criteria: Criteria) -> Iterator[str]:
    for node in criteria.nodes():
        if isinstance(node.rule, BadgeLeaf):
            yield from node.rule.any
