"""Lint of single leaves (E05, E08, W04, W05, W07)."""

from collections.abc import Iterator

from issuer.criteria.definition import Criteria
from issuer.criteria.leaves import ExternalLeaf, MetricLeaf, PeersLeaf, RubricLeaf, SignoffLeaf
from issuer.criteria.lint.catalogue import Catalogue
from issuer.criteria.lint.finding import Finding
from issuer.criteria.lint.structure import ids_of
from issuer.criteria.nodes import Node

#: Fewer peers are one friend and one stranger.
USUAL_PEERS = 3


def check_leaves(criteria: Criteria, catalogue: Catalogue) -> Iterator[Finding]:
    """Find what is wrong or unwise with single leaves."""
    for branch in criteria.root.branches():
        for code, sentence in _faults(branch, catalogue):
            yield Finding(code=code, nodes=ids_of(branch), sentence=sentence)


def _faults(branch: tuple[Node, ...], catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    leaf = branch[-1].rule
    if isinstance(leaf, PeersLeaf):
        yield from _peers_faults(leaf, branch, catalogue)
    if isinstance(leaf, MetricLeaf):
        yield from _metric_faults(leaf, catalogue)
    if isinstance(leaf, RubricLeaf | SignoffLeaf) and leaf.accept_guardian:
        yield "W07", "accept_guardian: the credential will say 'assessed by a guardian'"
    if isinstance(leaf, ExternalLeaf) and "document" in leaf.proof:
        yield "W07", "a document is accepted as proof: anybody can alter a scan"


def _peers_faults(
    leaf: PeersLeaf, branch: tuple[Node, ...], catalogue: Catalogue
) -> Iterator[tuple[str, str]]:
    if sum(leaf.mix.values()) > leaf.min:
        yield "E05", f"mix asks for {sum(leaf.mix.values())} peers, but min is {leaf.min}"
    if leaf.min < USUAL_PEERS:
        yield "W04", f"{leaf.min} peers are few: {USUAL_PEERS} are usual"
    if not catalogue.moderating_roles:
        yield "W04", "nobody in the unit may moderate peers who disagree"
    eligible = catalogue.eligible_peers
    is_waivable = any(node.waivable for node in branch)
    if eligible is not None and eligible < leaf.min + 1 and not is_waivable:
        yield "W05", f"only {eligible} peers are eligible, and nobody may waive this"


def _metric_faults(leaf: MetricLeaf, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    metric = catalogue.metrics.get(leaf.metric)
    if metric is None:
        yield "E08", f"no published metric is called {leaf.metric!r}"
        return
    if not metric.low <= leaf.value <= metric.high:
        yield (
            "E08",
            f"{leaf.metric} lies between {metric.low} and {metric.high}, not at {leaf.value}",
        )
    if leaf.min_sample < metric.least_sample:
        yield "E08", f"{leaf.metric} needs min_sample of at least {metric.least_sample}"
