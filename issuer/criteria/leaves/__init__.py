"""The nine kinds of leaf, one module each; a new kind is one module and one row here."""

from collections.abc import Mapping

from issuer.criteria.leaves.badge import BadgeLeaf
from issuer.criteria.leaves.evidence import EvidenceLeaf
from issuer.criteria.leaves.external import ExternalLeaf
from issuer.criteria.leaves.hours import HoursLeaf
from issuer.criteria.leaves.leaf import Case, Judgement, Leaf, Titles
from issuer.criteria.leaves.metric import MetricLeaf
from issuer.criteria.leaves.peers import Agreement, PeersLeaf
from issuer.criteria.leaves.rubric import Assessors, RubricLeaf
from issuer.criteria.leaves.signoff import SignoffLeaf
from issuer.criteria.leaves.statements import StatementsLeaf
from issuer.criteria.reading import Read

READERS: Mapping[str, Read[Leaf]] = {
    EvidenceLeaf.kind: EvidenceLeaf.read,
    RubricLeaf.kind: RubricLeaf.read,
    PeersLeaf.kind: PeersLeaf.read,
    SignoffLeaf.kind: SignoffLeaf.read,
    BadgeLeaf.kind: BadgeLeaf.read,
    HoursLeaf.kind: HoursLeaf.read,
    ExternalLeaf.kind: ExternalLeaf.read,
    MetricLeaf.kind: MetricLeaf.read,
    StatementsLeaf.kind: StatementsLeaf.read,
}

__all__ = [
    "READERS",
    "Agreement",
    "Assessors",
    "BadgeLeaf",
    "Case",
    "EvidenceLeaf",
    "ExternalLeaf",
    "HoursLeaf",
    "Judgement",
    "Leaf",
    "MetricLeaf",
    "PeersLeaf",
    "RubricLeaf",
    "SignoffLeaf",
    "StatementsLeaf",
    "Titles",
]
