"""Rules about the shape of the tree: ids, counts, depth, titles, waivers (E01, E02, E11, E16)."""

from collections import Counter
from collections.abc import Iterator

from issuer.criteria.definition import Criteria
from issuer.criteria.leaves import EvidenceLeaf
from issuer.criteria.lint.finding import Catalogue, Finding
from issuer.criteria.nodes import Group, Node

DEEPEST = 8
MOST_NODES = 200


def path_of(branch: tuple[Node, ...]) -> str:
    """Write the ids from the root down to a node."""
    return " > ".join(node.id for node in branch)


def tree_findings(criteria: Criteria, _catalogue: Catalogue) -> Iterator[Finding]:
    """Look at the tree alone."""
    branches = tuple(criteria.root.branches())
    yield from _repeated_ids(criteria)
    yield from _impossible_counts(branches)
    if criteria.root.waivable:
        yield Finding(
            code="E11",
            path=criteria.root.id,
            sentence="The whole badge cannot be waived; make single criteria waivable",
        )
    deepest = max(branches, key=len)
    if len(deepest) > DEEPEST or len(branches) > MOST_NODES:
        yield Finding(
            code="E16",
            path=path_of(deepest),
            sentence=f"Nest at most {DEEPEST} deep and use at most {MOST_NODES} nodes",
        )
    if not any(isinstance(node.rule, EvidenceLeaf) for node in criteria.nodes()):
        yield Finding(
            code="W01",
            path=criteria.root.id,
            sentence="Nothing is handed in: no criterion asks for evidence",
        )
    for branch in branches[1:]:
        if branch[-1].title is None:
            yield Finding(
                code="W02", path=path_of(branch), sentence="Give it a title that people can read"
            )


def _repeated_ids(criteria: Criteria) -> Iterator[Finding]:
    counts = Counter(node.id for node in criteria.nodes())
    for node_id, count in counts.items():
        if count > 1:
            yield Finding(
                code="E01", path=node_id, sentence=f"The id is used {count} times; make it unique"
            )


def _impossible_counts(branches: tuple[tuple[Node, ...], ...]) -> Iterator[Finding]:
    for branch in branches:
        rule = branch[-1].rule
        if isinstance(rule, Group) and rule.n > len(rule.children):
            yield Finding(
                code="E02",
                path=path_of(branch),
                sentence=f"It wants {rule.n} of only {len(rule.children)} criteria",
            )
