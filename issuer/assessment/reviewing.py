"""Answer assigned reviews, and end those whose lease is over."""

from dataclasses import replace
from datetime import datetime

from issuer.access import Action, Actor
from issuer.assessment.assigning import ask_peers
from issuer.assessment.commands import AcceptReview, DeclineReview
from issuer.assessment.model import ReviewAssignment, ReviewState
from issuer.assessment.ports import Services, UnitOfWork
from issuer.assessment.reassessing import ASSESSED
from issuer.assessment.work import Work, load_work
from issuer.errors import ConflictError, MalformedError

_REASONS = frozenset({"conflict", "other"})


def accept_review(command: AcceptReview, services: Services) -> ReviewAssignment:
    """Accept an assigned review; the lease runs on.

    Raises:
        ConflictError: answered already, or the lease is over (code `lease_expired`).
    """
    with services.unit_of_work() as uow:
        work, review = take_review(command.actor, command.review, uow, services)
        work.require(Action.ANSWER_REVIEW, assigned=frozenset({review.peer}))
        require_lease(review, work.now)
        accepted = replace(review, state=ReviewState.ACCEPTED, answered_at=work.now)
        uow.reviews.save(accepted)
        work.record("review.accepted", subject=review.id)
        uow.commit()
    return accepted


def decline_review(command: DeclineReview, services: Services) -> ReviewAssignment:
    """Decline an assigned review; another peer is asked at once.

    Raises:
        ConflictError: answered already, or the lease is over (code `lease_expired`).
    """
    if command.reason not in _REASONS:
        raise MalformedError("Give the reason as conflict or other", code="reason")
    with services.unit_of_work() as uow:
        work, review = take_review(command.actor, command.review, uow, services)
        work.require(Action.ANSWER_REVIEW, assigned=frozenset({review.peer}))
        require_lease(review, work.now)
        declined = replace(
            review,
            state=ReviewState.DECLINED,
            answered_at=work.now,
            decline_reason=command.reason,
        )
        uow.reviews.save(declined)
        work.record("review.declined", subject=review.id, codes={"reason": command.reason})
        _ask_again(work)
        uow.commit()
    return declined


def expire_leases(services: Services) -> int:
    """End leases that are over and ask other peers, each in its own transaction."""
    with services.read_only() as uow:
        lapsed = uow.reviews.lapsed(services.clock())
    for review in lapsed:
        with services.unit_of_work() as uow:
            work = load_work(None, review.organisation, review.submission, uow, services)
            current = uow.reviews.lock(review.organisation, review.id)
            if not current.is_open():
                continue
            uow.reviews.save(replace(current, state=ReviewState.LEASE_EXPIRED))
            work.record("review.lease_expired", subject=review.id)
            _ask_again(work)
            uow.commit()
    return len(lapsed)


def take_review(
    actor: Actor, review_id: str, uow: UnitOfWork, services: Services
) -> tuple[Work, ReviewAssignment]:
    """Take a review and its submission for change; NotFoundError.

    The submission is locked first, as everywhere: two orders would wait for each other.
    """
    seen = uow.reviews.get(actor.organisation, review_id)
    work = load_work(actor, actor.organisation, seen.submission, uow, services)
    return work, uow.reviews.lock(actor.organisation, review_id)


def require_lease(review: ReviewAssignment, now: datetime) -> None:
    """Refuse an answer to a review that is no longer the peer's.

    Raises:
        ConflictError: code `lease_expired`, `review_ended` or `review_answered`.
    """
    if review.state is ReviewState.LEASE_EXPIRED or (
        review.is_open() and now >= review.lease_until
    ):
        raise ConflictError(
            "The time for this review is over and somebody else is asked", code="lease_expired"
        )
    if review.state is ReviewState.ENDED:
        raise ConflictError("This work is no longer in review", code="review_ended")
    if not review.is_open():
        raise ConflictError("You have answered this review already", code="review_answered")


def _ask_again(work: Work) -> None:
    if work.submission.state in ASSESSED and ask_peers(work):
        work.record("review.reassigned")
