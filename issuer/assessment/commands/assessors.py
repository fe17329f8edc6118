"""Commands of assessors; guards and effects are the verbs' own."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from issuer.access import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Rate criteria of one rubric: criterion -> level."""

    actor: Actor
    submission: str
    rubric: str
    levels: Mapping[str, str]
    comments: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moderate:
    """Settle one item of a peers leaf on which peers are split."""

    actor: Actor
    submission: str
    node: str
    item: str
    level: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff:
    """Sign the exact sentence of a sign-off leaf, or decline to."""

    actor: Actor
    submission: str
    node: str
    approve: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnSubmission:
    """Hand work back with feedback: rubric criterion or node id -> text."""

    actor: Actor
    submission: str
    feedback: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideNotYet:
    """Close work as not yet there, with feedback: rubric criterion or node id -> text."""

    actor: Actor
    submission: str
    feedback: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeal:
    """Ask for another assessor after a not-yet."""

    actor: Actor
    submission: str
