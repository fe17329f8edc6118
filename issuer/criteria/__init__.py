"""The criteria language `cbe-criteria/1` and its one pure evaluator; no clock, no storage."""

from issuer.criteria.definition import parse
from issuer.criteria.evaluating import evaluate
