"""What the assessment use cases need from the outside, as Protocols; nobody inherits them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from issuer.assessment.model import (
    Attestation,
    BrokenGlass,
    Calibration,
    Cohort,
    CohortItem,
    CohortResult,
    DecisionRecord,
    Definition,
    Draw,
    EarnedBadge,
    EvidenceItem,
    Extension,
    ExternalProof,
    Feedback,
    HoursEntry,
    InstrumentVersion,
    ItemState,
    MetricValue,
    Moderation,
    Rating,
    ReviewAssignment,
    Revision,
    RubricVersion,
    Signoff,
    StatementRecord,
    Submission,
    SubmissionState,
    Waiver,
)
from issuer.assessment.neighbours import Consents, Events, Organisations, People, Ties
from issuer.assessment.storage_ports import Files, StoredFiles
from issuer.badges.award import Award
from issuer.clock import Clock
from issuer.collaborators import Ids, Transaction

T = TypeVar("T")
Published = TypeVar("Published")


class VersionRows(Protocol[Published]):
    """Published versions of rubrics or of instruments."""

    def add(self, row: Published) -> None:
        """Store a new version."""

    def by_ref(self, organisation: str, ref: str) -> Published | None:
        """Return the version of `slug@version`, if any."""
        ...

    def all(self, organisation: str) -> tuple[Published, ...]:
        """Return all versions, by ref."""
        ...


class Definitions(Protocol):
    """Badge versions."""

    def add(self, definition: Definition) -> None:
        """Store a new draft."""

    def save(self, definition: Definition) -> None:
        """Store changes; the database refuses those of a published document."""

    def get(self, organisation: str, definition_id: str) -> Definition:
        """Return it; NotFoundError."""
        ...

    def lock(self, organisation: str, definition_id: str) -> Definition:
        """Return it and keep others from changing it; NotFoundError."""
        ...

    def by_version(self, organisation: str, badge: str, version: int) -> Definition | None:
        """Return that version of a badge, if any."""
        ...

    def by_public(self, public_slug: str, version: int) -> Definition | None:
        """Return the published or retired version of that public address, if any."""
        ...

    def slug_owner(self, public_slug: str) -> str | None:
        """Return the organisation whose badge has the public slug, if any."""
        ...

    def all(self, organisation: str) -> tuple[Definition, ...]:
        """Return all versions of all badges, by badge and version."""
        ...


class Submissions(Protocol):
    """Submissions."""

    def add(self, submission: Submission) -> None:
        """Store a new one."""

    def save(self, submission: Submission) -> None:
        """Store changes."""

    def get(self, organisation: str, submission_id: str) -> Submission:
        """Return it; NotFoundError."""
        ...

    def lock(self, organisation: str, submission_id: str) -> Submission:
        """Return it and keep others from changing it; NotFoundError."""
        ...

    def of_badge(self, organisation: str, badge: str) -> tuple[Submission, ...]:
        """Return the submissions for all versions of one badge, oldest first."""
        ...

    def of_learner(self, organisation: str, learner: str) -> tuple[Submission, ...]:
        """Return a learner's submissions, oldest first."""
        ...

    def in_states(
        self, organisation: str, states: frozenset[SubmissionState]
    ) -> tuple[Submission, ...]:
        """Return the submissions in these states, longest waiting first."""
        ...

    def waiting(self, state: SubmissionState) -> tuple[Submission, ...]:
        """Return the submissions of all organisations in one state, longest waiting first."""
        ...


class SubmissionRows(Protocol[T]):
    """Facts of one kind that belong to a submission."""

    def add(self, row: T) -> None:
        """Store a new row."""

    def save(self, row: T) -> None:
        """Store changes."""

    def get(self, organisation: str, row_id: str) -> T:
        """Return the row; NotFoundError."""
        ...

    def of(self, organisation: str, submission: str, /) -> tuple[T, ...]:
        """Return the rows of a submission, oldest first."""
        ...


class LearnerRows(Protocol[T]):
    """Rows of one kind that belong to a learner, whatever the submission."""

    def add(self, row: T) -> None:
        """Store a new row."""

    def save(self, row: T) -> None:
        """Store changes."""

    def get(self, organisation: str, row_id: str) -> T:
        """Return the row; NotFoundError."""
        ...

    def of(self, organisation: str, learner: str, /) -> tuple[T, ...]:
        """Return the rows of a learner, oldest first."""
        ...


class Evidence(SubmissionRows[EvidenceItem], Protocol):
    """Items of evidence."""

    def with_digest(self, organisation: str, digest: str) -> tuple[EvidenceItem, ...]:
        """Return every learner's items of the same bytes."""
        ...

    def bytes_of(self, organisation: str, learner: str) -> int:
        """Return how many bytes a learner has stored."""
        ...

    def bytes_of_all(self, organisation: str) -> int:
        """Return how many bytes the learners of an organisation have stored together."""
        ...


class Attestations(SubmissionRows[Attestation], Protocol):
    """Attestations."""

    def by_person(self, organisation: str, person: str) -> tuple[Attestation, ...]:
        """Return what a person attested, oldest first."""
        ...

    def of_badge(self, organisation: str, badge: str) -> tuple[Attestation, ...]:
        """Return what was attested about all work for one badge, oldest first."""
        ...


class BrokenGlasses(SubmissionRows[BrokenGlass], Protocol):
    """Evidence that auditors asked to see."""

    def all(self, organisation: str) -> tuple[BrokenGlass, ...]:
        """Return all of an organisation, oldest first."""
        ...


class Reviews(SubmissionRows[ReviewAssignment], Protocol):
    """Peer reviews."""

    def lock(self, organisation: str, row_id: str) -> ReviewAssignment:
        """Return it and keep others from changing it; NotFoundError."""
        ...

    def of_peer(self, organisation: str, peer: str) -> tuple[ReviewAssignment, ...]:
        """Return a peer's reviews, oldest first."""
        ...

    def open_counts(self, organisation: str) -> dict[str, int]:
        """Return how many open reviews each peer holds; peers without any are absent."""
        ...

    def lapsed(self, now: datetime) -> tuple[ReviewAssignment, ...]:
        """Return open reviews of all organisations whose lease is over."""
        ...


class Earned(Protocol):
    """Badges that learners hold, from awards and the standing of their credentials."""

    def of(self, organisation: str, learner: str) -> tuple[EarnedBadge, ...]:
        """Return a learner's issued badges, oldest first."""
        ...


class Awards(Protocol):
    """Approved awards."""

    def add(self, award: Award) -> None:
        """Store an award; at most one per submission."""

    def get(self, award_id: str) -> Award:
        """Return it; NotFoundError."""
        ...

    def by_submission(self, submission_id: str) -> Award | None:
        """Return the award of a submission, if any."""
        ...


class Cohorts(Protocol):
    """Lists of learners, and their rows."""

    def add(self, cohort: Cohort) -> None:
        """Store a new list."""

    def save(self, cohort: Cohort) -> None:
        """Store changes of a list."""

    def get(self, organisation: str, cohort_id: str) -> Cohort:
        """Return it; NotFoundError."""
        ...

    def lock(self, organisation: str, cohort_id: str) -> Cohort:
        """Return it and keep others from changing it; NotFoundError."""
        ...

    def by_id(self, cohort_id: str) -> Cohort:
        """Return a list of whichever organisation, for jobs; NotFoundError."""
        ...

    def all(self, organisation: str) -> tuple[Cohort, ...]:
        """Return all lists, newest first."""
        ...

    def forget(self, cohort_id: str) -> None:
        """Delete a draft; anything else stays."""

    def add_items(self, items: tuple[CohortItem, ...]) -> None:
        """Store the rows of a list; StateError if one of them is on another list, `on_a_list`."""

    def save_item(self, item: CohortItem) -> None:
        """Store changes of a row."""

    def lock_item(self, organisation: str, item_id: str) -> CohortItem:
        """Return a row and keep others from changing it; NotFoundError."""
        ...

    def items(self, cohort_id: str, state: ItemState, limit: int) -> tuple[CohortItem, ...]:
        """Return the first rows in a state, in the order of the file."""
        ...

    def stop_items(self, cohort_id: str) -> None:
        """Let every row that was not approved be stopped."""

    def keys(self, organisation: str) -> frozenset[str]:
        """Return the keys of all rows that neither failed nor were stopped."""
        ...

    def counts(self, cohort_id: str) -> dict[str, int]:
        """Return how many rows are in each state, and under `issued` how many are issued."""
        ...

    def learners(self, cohort_id: str) -> frozenset[str]:
        """Return whom the rows are about."""
        ...

    def results(self, organisation: str, cohort_id: str) -> tuple[CohortResult, ...]:
        """Return every row with what became of it, in the order of the file."""
        ...


class Outbox(Protocol):
    """Work that another part of the house does after this transaction."""

    def put(
        self, kind: str, ref: str, organisation: str, *, not_before: datetime | None = None
    ) -> None:
        """Add one row; it becomes visible with the commit."""


class UnitOfWork(Transaction, Protocol):
    """One transaction; leaving without `commit` rolls back."""

    @property
    def organisations(self) -> Organisations: ...
    @property
    def people(self) -> People: ...
    @property
    def ties(self) -> Ties: ...
    @property
    def consents(self) -> Consents: ...
    @property
    def events(self) -> Events: ...
    @property
    def rubrics(self) -> VersionRows[RubricVersion]: ...
    @property
    def instruments(self) -> VersionRows[InstrumentVersion]: ...
    @property
    def definitions(self) -> Definitions: ...
    @property
    def submissions(self) -> Submissions: ...
    @property
    def revisions(self) -> SubmissionRows[Revision]: ...
    @property
    def evidence(self) -> Evidence: ...
    @property
    def stored_files(self) -> StoredFiles: ...
    @property
    def feedback(self) -> SubmissionRows[Feedback]: ...
    @property
    def decisions(self) -> SubmissionRows[DecisionRecord]: ...
    @property
    def ratings(self) -> SubmissionRows[Rating]: ...
    @property
    def attestations(self) -> Attestations: ...
    @property
    def moderations(self) -> SubmissionRows[Moderation]: ...
    @property
    def signoffs(self) -> SubmissionRows[Signoff]: ...
    @property
    def hours(self) -> LearnerRows[HoursEntry]: ...
    @property
    def externals(self) -> LearnerRows[ExternalProof]: ...
    @property
    def metrics(self) -> SubmissionRows[MetricValue]: ...
    @property
    def statements(self) -> LearnerRows[StatementRecord]: ...
    @property
    def waivers(self) -> SubmissionRows[Waiver]: ...
    @property
    def extensions(self) -> SubmissionRows[Extension]: ...
    @property
    def reviews(self) -> Reviews: ...
    @property
    def draws(self) -> SubmissionRows[Draw]: ...
    @property
    def calibrations(self) -> LearnerRows[Calibration]: ...
    @property
    def earned(self) -> Earned: ...
    @property
    def awards(self) -> Awards: ...
    @property
    def broken_glass(self) -> BrokenGlasses: ...
    @property
    def cohorts(self) -> Cohorts: ...
    @property
    def outbox(self) -> Outbox: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The collaborators of every verb: factories, never shared instances.

    `unit_of_work` opens a writing transaction, `read_only` a reading one. `base_url` is the
    public address of the installation, without a slash at its end.
    """

    unit_of_work: Callable[[], UnitOfWork]
    read_only: Callable[[], UnitOfWork]
    clock: Clock
    ids: Ids
    blobs: Files
    base_url: str
    max_evidence_bytes: int = 25 * 1024 * 1024
    max_learner_bytes: int = 500 * 1024 * 1024
    max_organisation_bytes: int = 50 * 1024 * 1024 * 1024
