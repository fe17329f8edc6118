"""Frozen rows that the queries hand to pages and lists; they hold what the asker may see."""

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from issuer.assessment.model import (
    Attestation,
    Definition,
    DefinitionState,
    EvidenceItem,
    Feedback,
    Rating,
    ReviewAssignment,
    Revision,
    Signoff,
    Submission,
    SubmissionState,
    Waiver,
)
from issuer.documents import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueRow:
    """One badge version in a list of badges."""

    definition: str
    badge: str
    version: int
    public_slug: str
    title: str
    summary: str
    achievement_type: str
    state: DefinitionState


@dataclass(frozen=True, slots=True, kw_only=True)
class LintMessage:
    """One finding of the criteria lint; `code` starts with E (stops publishing) or W."""

    code: str
    path: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionView:
    """A badge version with what lint says about it now."""

    definition: Definition
    lint: tuple[LintMessage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicAchievement:
    """A published badge version as anyone may read it."""

    organisation: str
    definition: Definition
    achievement: Document
    rubrics: tuple[Document, ...]
    instruments: tuple[Document, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NextAction:
    """Who must do what next; `sentence` says it in plain words."""

    who: str
    do: str
    count: int
    node: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressRow:
    """One submission in the learner's own list: what next, and who is holding it."""

    submission: str
    definition: str
    badge: str
    title: str
    state: SubmissionState
    result: str | None
    revision: int
    since: datetime
    holder: str
    next: tuple[NextAction, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerLevels:
    """What a learner sees of the peers' word: a level per item, and comments without authors."""

    node: str
    levels: Document
    comments: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionView:
    """One submission with everything that the asker may see of it.

    `decision` is the record of 2.10; for learner and guardian its conflict reasons read "not
    counted (assignment rule)". `ratings`, `signoffs`, `attestations`, `reviews` and
    `waivers` are empty for them; they see `peers`. `altered` names items of evidence whose bytes
    were not those that were handed in when somebody last looked.
    """

    submission: Submission
    definition: Definition
    learner_name: str
    evidence: tuple[EvidenceItem, ...]
    feedback: tuple[Feedback, ...]
    decision: Document | None
    next: tuple[NextAction, ...]
    possible: tuple[str, ...]
    peers: tuple[PeerLevels, ...] = ()
    ratings: tuple[Rating, ...] = ()
    signoffs: tuple[Signoff, ...] = ()
    attestations: tuple[Attestation, ...] = ()
    reviews: tuple[ReviewAssignment, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    altered: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """One assigned review in a peer's list; outside peers are not told whose work it is."""

    review: str
    submission: str
    title: str
    relation: str
    state: str
    lease_until: datetime
    learner_name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewView:
    """Everything a peer needs beside the form; `prefilled` is the own word on the last revision."""

    review: ReviewAssignment
    title: str
    learner_name: str | None
    instrument: Document
    evidence: tuple[EvidenceItem, ...]
    metrics: Document
    prefilled: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessorRow:
    """One submission in the list of an assessor or approver, longest waiting first."""

    submission: str
    learner: str
    learner_name: str
    badge: str
    title: str
    state: SubmissionState
    result: str | None
    revision: int
    waiting_since: datetime
    late: bool
    held: bool
    duplicate: bool
    next: tuple[NextAction, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFile:
    """The bytes of an item, open for reading; `altered` when they no longer have its digest."""

    item: EvidenceItem
    stream: BinaryIO
    media_type: str
    size: int
    file_name: str
    altered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkView:
    """A submission as its learner works on it.

    `standing` is the last decision or, before there is one, how the work would be judged now.
    `rubrics` are those of the pinned criteria, with a text per level. `newer` is the version that
    the work may move to, if there is one.
    """

    view: SubmissionView
    revisions: tuple[Revision, ...]
    standing: Document
    rubrics: tuple[Document, ...]
    newer: Definition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferRow:
    """A badge that can be started, and the competencies that it is about.

    `is_open` tells whether its window lets somebody start today; `opens` is its beginning, if any.
    """

    definition: str
    badge: str
    title: str
    summary: str
    public_slug: str
    version: int
    competencies: tuple[str, ...]
    is_open: bool
    opens: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelRow:
    """One level that a decision gave; `step`, from 1, is its place on its own `scale`."""

    area: str
    criterion: str
    competency: str
    level: str
    text: str
    step: int
    scale: tuple[str, ...]
    at: datetime
    badge: str
    submission: str
    earned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationRow:
    """One exercise of a peer; `valid_until` is None until it is passed, and once it lapsed."""

    instrument: str
    title: str
    valid_until: datetime | None
    failed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationView:
    """An exercise: the digests of the works to rate, and which of them the school keeps."""

    row: CalibrationRow
    instrument: Document
    anchors: tuple[str, ...]
    kept: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchorFile:
    """The bytes of an anchor, open for reading."""

    stream: BinaryIO
    media_type: str
