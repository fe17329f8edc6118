"""A learner's work towards one badge, its revisions and its evidence; pure values."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

from issuer.assessment.model.definitions import Pin
from issuer.assessment.model.states import (
    EvidenceStatus,
    SubmissionEvent,
    SubmissionState,
    next_state,
)
from issuer.documents import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One learner's work towards one badge.

    Attributes:
        opened_by: the learner, or the teacher who opened it on behalf (`on_behalf`).
        definition: id of the badge version; fixed from the first hand-in.
        credential_id: full URL of the credential, reserved when the submission was opened.
        revision: the revision being written or assessed, from 1.
        resubmissions: hand-ins after the first that count against `resubmission.max`.
        criteria: hash of the pinned criteria document; None before the first hand-in.
        result: result of the last evaluation: met, needs or not_yet.
        decision: the whole last decision record, with its hash beside it.
        duplicate: an unrelated learner handed in the same bytes; a reason to look.
        appealed: the first decision was appealed; the former assessors may not assess again.
    """

    id: str
    organisation: str
    learner: str
    opened_by: str
    definition: str
    badge: str
    credential_id: str
    opened_at: datetime
    on_behalf: bool = False
    state: SubmissionState = SubmissionState.DRAFT
    revision: int = 1
    resubmissions: int = 0
    submitted_at: datetime | None = None
    returned_at: datetime | None = None
    decided_at: datetime | None = None
    late: bool = False
    held: bool = False
    held_reason: str | None = None
    duplicate: bool = False
    appealed: bool = False
    criteria: str | None = None
    pins: Mapping[str, Pin] = field(default_factory=dict)
    result: str | None = None
    decision: Document | None = None
    decision_hash: str | None = None

    def after(self, event: SubmissionEvent) -> Self:
        """Return the submission in the state after the event; raises StateError."""
        return replace(self, state=next_state(self.state, event))

    @property
    def next_revision(self) -> int:
        """The revision that evidence added now will belong to."""
        return self.revision + (self.state is SubmissionState.RETURNED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One hand-in: what was handed in, under which criteria, with which statement.

    `manifest` lists the evidence and holds a 128-bit random salt, so that its hash tells nothing.
    """

    id: str
    organisation: str
    submission: str
    number: int
    definition: str
    criteria: str
    pins: Mapping[str, Pin]
    authorship: str
    ai_disclosure: str | None
    submitted_by: str
    submitted_at: datetime
    manifest: Document
    manifest_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceItem:
    """One item of evidence.

    Attributes:
        kind: file, url, text, repository, video or observation.
        digest: `sha256:...` of the bytes; of salt and text for text and observations; of the
            captured copy for a URL where one was given, else of salt and address.
        blob: hex SHA-256 under which the bytes are stored, for uploaded files.
        conditions: unsupervised, supervised or proctored; set by the adult who watched, never by
            the learner.
        metadata_removed: place, time and device were taken out of a photo or a film; `digest` is
            that of what was kept.
        since: first revision that it belongs to. until: last revision, None while it stays.
        deleted_at: its time was over (reliability.md 5): words, address and bytes are gone, kind,
            title and digest stay.
    """

    id: str
    organisation: str
    submission: str
    learner: str
    kind: str
    title: str
    digest: str
    added_by: str
    at: datetime
    since: int
    tags: tuple[str, ...] = ()
    until: int | None = None
    blob: str | None = None
    size: int | None = None
    media_type: str | None = None
    file_name: str | None = None
    url: str | None = None
    text: str | None = None
    salt: str | None = None
    captured_at: datetime | None = None
    conditions: str | None = None
    watched_by: str | None = None
    status: EvidenceStatus = EvidenceStatus.ACCEPTED
    metadata_removed: bool = False
    deleted_at: datetime | None = None

    def belongs_to(self, revision: int) -> bool:
        """Tell whether the item is part of that revision."""
        return self.since <= revision and (self.until is None or revision <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What an assessor told the learner with a return, a not-yet or a declined late hand-in.

    `criterion` is a rubric criterion or a node id of the criteria; None for the whole.
    """

    id: str
    organisation: str
    submission: str
    revision: int
    occasion: str  # returned, not_yet, late
    criterion: str | None
    text: str
    by: str
    role: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRecord:
    """A decision that an adult made, whole, with the facts it rests on; never changed."""

    id: str
    organisation: str
    submission: str
    revision: int
    kind: str  # approved, not_yet
    by: str
    role: str
    at: datetime
    decision: Document
    decision_hash: str
    facts: Document
