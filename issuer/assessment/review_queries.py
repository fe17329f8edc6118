"""What peers read of work they are asked about, and the bytes of evidence for those who may."""

import io
from dataclasses import replace
from typing import BinaryIO

from issuer.access import Action, Actor
from issuer.assessment.choosing import TEAMMATE
from issuer.assessment.looking import digest_of
from issuer.assessment.model import (
    EvidenceItem,
    EvidenceStatus,
    ReviewAssignment,
    ReviewState,
    Submission,
)
from issuer.assessment.ports import Services, UnitOfWork
from issuer.assessment.recording import NOTED, note_reading
from issuer.assessment.rows import EvidenceFile, ReviewRow, ReviewView
from issuer.assessment.work import Work, work_on
from issuer.documents import Document
from issuer.errors import ForbiddenError, NotFoundError

#: A peer reads the work while the review runs, and afterwards what was attested about.
_READABLE = frozenset({ReviewState.ASSIGNED, ReviewState.ACCEPTED, ReviewState.SUBMITTED})
_FALLBACK = "application/octet-stream"


def list_reviews(actor: Actor, services: Services) -> tuple[ReviewRow, ...]:
    """List the actor's own open reviews, oldest first."""
    with services.read_only() as uow:
        mine = uow.reviews.of_peer(actor.organisation, actor.person)
        return tuple(_row(review, uow) for review in mine if review.is_open())


def show_review(actor: Actor, review_id: str, services: Services) -> ReviewView:
    """Show what a peer needs beside the form; an outside peer is not told whose work it is.

    Raises:
        ForbiddenError: somebody else's review, or one that is over.
    """
    with services.read_only() as uow:
        review = uow.reviews.get(actor.organisation, review_id)
        submission = uow.submissions.get(review.organisation, review.submission)
        work = work_on(actor, submission, uow, services)
        work.require(Action.ANSWER_REVIEW, assigned=frozenset({review.peer}))
        if review.state not in _READABLE:
            raise ForbiddenError("This review is over", code="review_ended")
        instrument = uow.instruments.by_ref(review.organisation, review.instrument)
        if instrument is None:
            raise NotFoundError("There is no such instrument")
        return ReviewView(
            review=review,
            title=work.definition.title,
            learner_name=_name_for(review, uow),
            instrument=instrument.document,
            evidence=_current(work, review.revision),
            metrics=_metrics(work),
            prefilled=_prefilled(work, review),
        )


def open_evidence(
    actor: Actor, submission_id: str, evidence_id: str, services: Services
) -> EvidenceFile:
    """Open the bytes of an item for an authorised reader.

    The reading of a guardian or an auditor leaves an event.

    Raises:
        NotFoundError: no such item, or one that has no bytes here (an address).
        ForbiddenError: the table gives this actor no reading.
    """
    return opened(_readable(actor, submission_id, evidence_id, services), services)


def open_evidence_part(
    actor: Actor, submission_id: str, evidence_id: str, services: Services
) -> EvidenceFile:
    """Open the bytes of an item to read a part of them, without comparing the digest of all.

    What is kept is sealed in pieces, so a changed piece cannot be read; `altered` is not told.

    Raises:
        NotFoundError: no such item, or one that has no bytes here (an address).
        ForbiddenError: the table gives this actor no reading.
    """
    return opened_part(_readable(actor, submission_id, evidence_id, services), services)


def _readable(
    actor: Actor, submission_id: str, evidence_id: str, services: Services
) -> EvidenceItem:
    """Return an item for who may read it."""
    with services.read_only() as uow:
        submission = uow.submissions.get(actor.organisation, submission_id)
        work = work_on(actor, submission, uow, services)
        item = uow.evidence.get(actor.organisation, evidence_id)
        if item.submission != submission.id:
            raise NotFoundError("There is no such evidence in this submission")
        work.require(Action.READ_EVIDENCE, assigned=_readers(item, submission, uow))
    if actor.role in NOTED:
        note_reading(actor, submission.learner, item.id, services)
    return item


def _readers(item: EvidenceItem, submission: Submission, uow: UnitOfWork) -> frozenset[str]:
    """Return the peers who were asked about a revision that holds the item."""
    return frozenset(
        review.peer
        for review in uow.reviews.of(submission.organisation, submission.id)
        if review.state in _READABLE and item.belongs_to(review.revision)
    )


def opened(item: EvidenceItem, services: Services) -> EvidenceFile:
    """Open the bytes of an item, whoever asks; NotFoundError for an address."""
    file = opened_part(item, services)
    if item.text is not None:
        salted = bytes.fromhex(item.salt or "") + item.text.encode("utf-8")
        return replace(file, altered=digest_of(io.BytesIO(salted)) != item.digest)
    altered = digest_of(file.stream) != item.digest
    file.stream.seek(0)
    return replace(file, altered=altered)


def opened_part(item: EvidenceItem, services: Services) -> EvidenceFile:
    """Open the bytes of an item without comparing their digest; NotFoundError for an address."""
    if item.deleted_at is not None:
        raise NotFoundError(
            "This evidence was deleted after its time was over; its fingerprint stays",
            code="evidence_deleted",
        )
    if item.text is not None:
        stream: BinaryIO = io.BytesIO(item.text.encode("utf-8"))
    elif item.blob is not None:
        stream = services.blobs.of(item.organisation, item.learner).open(item.blob)
    else:
        raise NotFoundError("This evidence is an address; follow it there", code="no_bytes")
    return EvidenceFile(
        item=item,
        stream=stream,
        media_type=item.media_type or _FALLBACK,
        size=item.size or 0,
        file_name=item.file_name or f"evidence-{item.id}",
        altered=False,
    )


def _row(review: ReviewAssignment, uow: UnitOfWork) -> ReviewRow:
    submission = uow.submissions.get(review.organisation, review.submission)
    return ReviewRow(
        review=review.id,
        submission=review.submission,
        title=uow.definitions.get(review.organisation, submission.definition).title,
        relation=review.relation,
        state=review.state.value,
        lease_until=review.lease_until,
        learner_name=_name_for(review, uow),
    )


def _name_for(review: ReviewAssignment, uow: UnitOfWork) -> str | None:
    if review.relation != TEAMMATE:
        return None
    return uow.people.get(review.organisation, review.learner).name


def _current(work: Work, revision: int) -> tuple[EvidenceItem, ...]:
    items = work.uow.evidence.of(work.submission.organisation, work.submission.id)
    return tuple(
        item
        for item in items
        if item.belongs_to(revision) and item.status is EvidenceStatus.ACCEPTED
    )


def _metrics(work: Work) -> Document:
    values = work.uow.metrics.of(work.submission.organisation, work.submission.id)
    return {
        value.metric: {
            "value": str(value.value),
            "sample": value.sample,
            "source": value.source,
        }
        for value in values
    }


def _prefilled(work: Work, review: ReviewAssignment) -> Document:
    """Return the peer's own levels on the latest earlier revision, to be confirmed or changed."""
    earlier = [
        row
        for row in work.uow.attestations.of(review.organisation, review.submission)
        if row.by == review.peer
        and row.instrument == review.instrument
        and row.revision < review.revision
    ]
    return dict(max(earlier, key=lambda row: row.revision).levels) if earlier else {}
