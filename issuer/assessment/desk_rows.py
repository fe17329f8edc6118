"""Frozen rows of an assessor's desk and of the class board; they hold what the asker may see."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from issuer.access import Action
from issuer.assessment.model import (
    ExternalProof,
    HoursEntry,
    Rating,
    Signoff,
    SubmissionState,
)
from issuer.assessment.rows import SubmissionView
from issuer.criteria import Explanation, Instrument, Rubric


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricTask:
    """One rubric that the criteria ask for: the levels wanted, and the asker's own last word."""

    rubric: Rubric
    nodes: tuple[str, ...]
    wanted: Mapping[str, str]
    own: Mapping[str, Rating]
    may_rate: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SignoffTask:
    """One sentence that the criteria want signed, and who said what about this revision."""

    node: str
    title: str
    statement: str
    role: str
    said: tuple[Signoff, ...]
    may_sign: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitItem:
    """One behaviour on which peers are split, with their answers from low to high."""

    node: str
    item: str
    statement: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Everything that an assessor needs beside the work, and what this one may do now.

    `may` holds the actions that table, relations and state allow together. `has_tie` says that the
    asker is tied to the learner: what they rate is kept and does not count.
    """

    view: SubmissionView
    explanation: Explanation | None
    rubrics: tuple[RubricTask, ...]
    instruments: tuple[Instrument, ...]
    signoffs: tuple[SignoffTask, ...]
    splits: tuple[SplitItem, ...]
    hours: tuple[HoursEntry, ...]
    externals: tuple[ExternalProof, ...]
    targets: tuple[tuple[str, str], ...]
    may: frozenset[Action]
    has_tie: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardCell:
    """Where a learner stands with one badge; `levels` are those of the last evaluation."""

    submission: str
    state: SubmissionState
    result: str | None
    levels: tuple[str, ...]
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """One learner on the class board, with a cell per badge begun."""

    learner: str
    name: str
    group: str | None
    cells: Mapping[str, BoardCell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Learners x badges; `badges` are pairs of slug and title, `scale` names the levels in order.

    There is no sum, average or rank in it, on purpose (education.md P8).
    """

    badges: tuple[tuple[str, str], ...]
    groups: tuple[str, ...]
    scale: tuple[str, ...]
    rows: tuple[BoardRow, ...]
