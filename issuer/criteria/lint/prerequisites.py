"""Lint of prerequisite cycles through `badge` leaves (E06)."""

from collections.abc import Iterator

from issuer.criteria.definition import Criteria
from issuer.criteria.leaves import BadgeLeaf
from issuer.criteria.lint.catalogue import Catalogue
from issuer.criteria.lint.finding import Finding
from issuer.criteria.lint.structure import ids_of


def check_prerequisites(criteria: Criteria, catalogue: Catalogue) -> Iterator[Finding]:
    """Find badge leaves from which a chain of prerequisites leads back to this badge."""
    for branch in criteria.root.branches():
        leaf = branch[-1].rule
        for slug in leaf.any if isinstance(leaf, BadgeLeaf) else ():
            chain = _chain_back(slug, criteria.badge, catalogue)
            if chain:
                cycle = " > ".join((criteria.badge, *chain))
                yield Finding(
                    code="E06", nodes=ids_of(branch), sentence=f"prerequisites in a circle: {cycle}"
                )


def _chain_back(start: str, goal: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the shortest chain from start to goal, both included, or nothing."""
    waiting: list[tuple[str, ...]] = [(start,)]
    seen = {start}
    while waiting:
        chain = waiting.pop(0)
        if chain[-1] == goal:
            return chain
        for slug in _prerequisites(chain[-1], catalogue):
            if slug not in seen:
                seen.add(slug)
                waiting.append((*chain, slug))
    return ()


def _prerequisites(slug: str, catalogue: Catalogue) -> Iterator[str]:
    definition = catalogue.badges.get(slug)
    for node in definition.nodes() if definition else ():
        if isinstance(node.rule, BadgeLeaf):
            yield from node.rule.any
