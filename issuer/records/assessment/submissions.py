"""Repositories of submissions, evidence, attestations and reviews."""

from collections.abc import Callable
from datetime import datetime
from typing import Generic, TypeVar

import sqlalchemy as sa

from issuer.assessment.model import (
    OPEN_REVIEWS,
    Attestation,
    EvidenceItem,
    ReviewAssignment,
    Submission,
    SubmissionState,
)
from issuer.records.stored_rows import Stored, StoredRows
from issuer.records.tables import assessment as tables
from issuer.records.tables import facts

_SUBMISSION, _EVIDENCE, _REVIEW = tables.submission, tables.evidence, tables.review
_ATTESTATION = facts.attestation
T = TypeVar("T", bound=Stored)


class SqlOwnedRows(Generic[T]):
    """Rows that belong to a submission or to a learner (`owner`), on one open transaction."""

    def __init__(
        self,
        connection: sa.Connection,
        table: sa.Table,
        kind: Callable[..., T],
        *,
        owner: str = "submission",
        order: str = "at",
    ) -> None:
        self._rows = StoredRows(connection, table, kind)
        self._table = table
        self._owner = table.c[owner]
        self._order = (table.c[order], table.c.id)

    def add(self, row: T) -> None:
        """Store a new row."""
        self._rows.insert(row)

    def save(self, row: T) -> None:
        """Store changes."""
        self._rows.update(row)

    def get(self, organisation: str, row_id: str) -> T:
        """Return the row; NotFoundError."""
        return self._rows.one(*self._rows.scoped(organisation, row_id))

    def lock(self, organisation: str, row_id: str) -> T:
        """Return it and keep others from changing it; NotFoundError."""
        return self._rows.one(*self._rows.scoped(organisation, row_id), lock=True)

    def of(self, organisation: str, owner: str) -> tuple[T, ...]:
        """Return the rows of one owner, oldest first."""
        return self.where(organisation, self._owner == owner)

    def all(self, organisation: str) -> tuple[T, ...]:
        """Return the rows of one organisation, oldest first."""
        return self.where(organisation)

    def where(self, organisation: str, *where: sa.ColumnElement[bool]) -> tuple[T, ...]:
        """Return the rows of one organisation that fit, oldest first."""
        return self._rows.many(
            self._table.c.organisation == organisation, *where, order=self._order
        )


class SqlSubmissions:
    """Submissions on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._rows = StoredRows(connection, _SUBMISSION, Submission)

    def add(self, submission: Submission) -> None:
        """Store a new one."""
        self._rows.insert(submission)

    def save(self, submission: Submission) -> None:
        """Store changes."""
        self._rows.update(submission)

    def get(self, organisation: str, submission_id: str) -> Submission:
        """Return it; NotFoundError."""
        return self._rows.one(*self._rows.scoped(organisation, submission_id))

    def lock(self, organisation: str, submission_id: str) -> Submission:
        """Return it and keep others from changing it; NotFoundError."""
        return self._rows.one(*self._rows.scoped(organisation, submission_id), lock=True)

    def of_learner(self, organisation: str, learner: str) -> tuple[Submission, ...]:
        """Return a learner's submissions, oldest first."""
        return self._rows.many(
            _SUBMISSION.c.organisation == organisation,
            _SUBMISSION.c.learner == learner,
            order=(_SUBMISSION.c.opened_at, _SUBMISSION.c.id),
        )

    def in_states(
        self, organisation: str, states: frozenset[SubmissionState]
    ) -> tuple[Submission, ...]:
        """Return the submissions in these states, longest waiting first."""
        return self._rows.many(
            _SUBMISSION.c.organisation == organisation,
            _SUBMISSION.c.state.in_(sorted(states)),
            order=(_SUBMISSION.c.submitted_at, _SUBMISSION.c.id),
        )

    def of_badge(self, organisation: str, badge: str) -> tuple[Submission, ...]:
        """Return the submissions for all versions of one badge, oldest first."""
        return self._rows.many(
            _SUBMISSION.c.organisation == organisation,
            _SUBMISSION.c.badge == badge,
            order=(_SUBMISSION.c.opened_at, _SUBMISSION.c.id),
        )

    def waiting(self, state: SubmissionState) -> tuple[Submission, ...]:
        """Return the submissions of all organisations in one state, longest waiting first."""
        return self._rows.many(
            _SUBMISSION.c.state == state, order=(_SUBMISSION.c.submitted_at, _SUBMISSION.c.id)
        )


class SqlEvidence:
    """Items of evidence on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._rows = SqlOwnedRows(connection, _EVIDENCE, EvidenceItem)

    def add(self, row: EvidenceItem) -> None:
        """Store a new item."""
        self._rows.add(row)

    def save(self, row: EvidenceItem) -> None:
        """Store changes."""
        self._rows.save(row)

    def get(self, organisation: str, row_id: str) -> EvidenceItem:
        """Return the item; NotFoundError."""
        return self._rows.get(organisation, row_id)

    def of(self, organisation: str, submission: str) -> tuple[EvidenceItem, ...]:
        """Return the items of a submission, oldest first."""
        return self._rows.of(organisation, submission)

    def with_digest(self, organisation: str, digest: str) -> tuple[EvidenceItem, ...]:
        """Return every learner's items of the same bytes."""
        return self._rows.where(organisation, _EVIDENCE.c.digest == digest)

    def bytes_of(self, organisation: str, learner: str) -> int:
        """Return how many bytes a learner has stored."""
        total = self._connection.execute(
            sa.select(sa.func.coalesce(sa.func.sum(_EVIDENCE.c.size), 0)).where(
                _EVIDENCE.c.organisation == organisation, _EVIDENCE.c.learner == learner
            )
        ).scalar_one()
        return int(total)

    def bytes_of_all(self, organisation: str) -> int:
        """Return how many bytes the learners of an organisation have stored together."""
        total = self._connection.execute(
            sa.select(sa.func.coalesce(sa.func.sum(_EVIDENCE.c.size), 0)).where(
                _EVIDENCE.c.organisation == organisation
            )
        ).scalar_one()
        return int(total)


class SqlAttestations:
    """Attestations on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._rows = SqlOwnedRows(connection, _ATTESTATION, Attestation)

    def add(self, row: Attestation) -> None:
        """Store a new attestation; ConflictError if the peer spoke about this revision."""
        self._rows.add(row)

    def save(self, row: Attestation) -> None:
        """Store changes."""
        self._rows.save(row)

    def get(self, organisation: str, row_id: str) -> Attestation:
        """Return the attestation; NotFoundError."""
        return self._rows.get(organisation, row_id)

    def of(self, organisation: str, submission: str) -> tuple[Attestation, ...]:
        """Return the attestations of a submission, oldest first."""
        return self._rows.of(organisation, submission)

    def by_person(self, organisation: str, person: str) -> tuple[Attestation, ...]:
        """Return what a person attested, oldest first."""
        return self._rows.where(organisation, _ATTESTATION.c.by == person)

    def of_badge(self, organisation: str, badge: str) -> tuple[Attestation, ...]:
        """Return what was attested about all work for one badge, oldest first."""
        return self._rows.where(organisation, _ATTESTATION.c.badge == badge)


class SqlReviews:
    """Peer reviews on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._rows = SqlOwnedRows(connection, _REVIEW, ReviewAssignment, order="assigned_at")
        self._all = StoredRows(connection, _REVIEW, ReviewAssignment)

    def add(self, row: ReviewAssignment) -> None:
        """Store a new assignment."""
        self._rows.add(row)

    def save(self, row: ReviewAssignment) -> None:
        """Store changes."""
        self._rows.save(row)

    def get(self, organisation: str, row_id: str) -> ReviewAssignment:
        """Return the assignment; NotFoundError."""
        return self._rows.get(organisation, row_id)

    def lock(self, organisation: str, row_id: str) -> ReviewAssignment:
        """Return it and keep others from changing it; NotFoundError."""
        return self._rows.lock(organisation, row_id)

    def of(self, organisation: str, submission: str) -> tuple[ReviewAssignment, ...]:
        """Return the reviews of a submission, oldest first."""
        return self._rows.of(organisation, submission)

    def of_peer(self, organisation: str, peer: str) -> tuple[ReviewAssignment, ...]:
        """Return a peer's reviews, oldest first."""
        return self._rows.where(organisation, _REVIEW.c.peer == peer)

    def open_counts(self, organisation: str) -> dict[str, int]:
        """Return how many open reviews each peer holds; peers without any are absent."""
        found = self._connection.execute(
            sa.select(_REVIEW.c.peer, sa.func.count())
            .where(
                _REVIEW.c.organisation == organisation, _REVIEW.c.state.in_(sorted(OPEN_REVIEWS))
            )
            .group_by(_REVIEW.c.peer)
        )
        return {peer: int(count) for peer, count in found}

    def lapsed(self, now: datetime) -> tuple[ReviewAssignment, ...]:
        """Return open reviews of all organisations whose lease is over."""
        return self._all.many(
            _REVIEW.c.state.in_(sorted(OPEN_REVIEWS)),
            _REVIEW.c.lease_until <= now,
            order=(_REVIEW.c.lease_until, _REVIEW.c.id),
        )
