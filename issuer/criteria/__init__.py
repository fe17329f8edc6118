"""The criteria language `cbe-criteria/1` and its one pure evaluator; no clock, no storage."""

from issuer.criteria.decision import Action, Decision, DecisionNode, Ignored, Pin, Status
from issuer.criteria.definition import Alignment, AwardTerms, Criteria, Resubmission, Window, parse
from issuer.criteria.durations import Duration
from issuer.criteria.evaluating import evaluate
from issuer.criteria.explaining import Audience, as_text, sentence_for, shown_reason, titles_of
from issuer.criteria.facts import Facts
from issuer.criteria.facts_reading import facts_from_dict
from issuer.criteria.lint import Catalogue, Finding, given_catalogue, lint
from issuer.criteria.metrics import METRICS, MetricDefinition
from issuer.criteria.narrative import narrative
from issuer.criteria.nodes import Group, Node
from issuer.criteria.rubrics import (
    Instrument,
    Rubric,
    content_hash,
    parse_instrument,
    parse_rubric,
    pin,
    structure_hash,
)
from issuer.criteria.scales import Level, Scale, low_median
from issuer.criteria.yaml_door import read_authored, read_yaml

__all__ = [
    "METRICS",
    "Action",
    "Alignment",
    "Audience",
    "AwardTerms",
    "Catalogue",
    "Criteria",
    "Decision",
    "DecisionNode",
    "Duration",
    "Facts",
    "Finding",
    "Group",
    "Ignored",
    "Instrument",
    "Level",
    "MetricDefinition",
    "Node",
    "Pin",
    "Resubmission",
    "Rubric",
    "Scale",
    "Status",
    "Window",
    "as_text",
    "content_hash",
    "evaluate",
    "facts_from_dict",
    "given_catalogue",
    "lint",
    "low_median",
    "narrative",
    "parse",
    "parse_instrument",
    "parse_rubric",
    "pin",
    "read_authored",
    "read_yaml",
    "sentence_for",
    "shown_reason",
    "structure_hash",
    "titles_of",
]
