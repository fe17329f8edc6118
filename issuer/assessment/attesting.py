"""Record what peers saw; who may not attest is told why."""

from collections.abc import Mapping
from dataclasses import replace

from issuer.access import Action, Role
from issuer.assessment.assigning import ask_peers, is_calibrated, relation_of
from issuer.assessment.commands import (
    Attest,
    HoldAttestation,
    HoldComment,
    RecordHandAttestation,
    WithdrawAttestation,
)
from issuer.assessment.model import (
    Attestation,
    FactStatus,
    ReviewAssignment,
    ReviewState,
    SubmissionEvent,
)
from issuer.assessment.neighbours import Member
from issuer.assessment.ports import Services, UnitOfWork
from issuer.assessment.reassessing import settle
from issuer.assessment.reviewing import require_lease, take_review
from issuer.assessment.snapshot import peer_conflicts
from issuer.assessment.work import Work, take
from issuer.criteria import Instrument, parse_instrument
from issuer.errors import (
    ConflictError,
    ForbiddenError,
    MalformedError,
    NotFoundError,
    RuleError,
    StateError,
)

_MAX_EXAMPLE = 500
_MAX_COMMENT = 2000


def record_attestation(command: Attest, services: Services) -> Attestation:
    """Record a peer's answer to an assigned review.

    Raises:
        RuleError: own work (code `self_attestation`) or a tie (`conflict`), with the reason.
        ForbiddenError: nobody assigned this peer, code `not_assigned`.
        ConflictError: the lease is over (code `lease_expired`) or the peer spoke already.
        MalformedError: an item or level that the instrument lacks, or a missing example.
    """
    with services.unit_of_work() as uow:
        work, review = _take_assignment(command, uow, services)
        work.require(Action.ATTEST, assigned=frozenset({review.peer}))
        _refuse_conflict(work, review)
        require_lease(review, work.now)
        _require_current(work, review)
        instrument = _instrument(work, review.instrument)
        _check_answer(instrument, command.levels, command.examples, command.comment)
        said = Attestation(
            id=services.ids.new_id(),
            organisation=review.organisation,
            submission=review.submission,
            learner=review.learner,
            badge=work.submission.badge,
            instrument=review.instrument,
            by=review.peer,
            relation=review.relation,
            revision=review.revision,
            at=work.now,
            levels=dict(command.levels),
            assigned=True,
            calibrated=is_calibrated(work, review.peer, review.instrument),
            review=review.id,
            examples=dict(command.examples),
            comment=command.comment,
        )
        answered = replace(review, state=ReviewState.SUBMITTED, answered_at=work.now)
        uow.reviews.save(answered)
        _keep(work, said)
        uow.commit()
    return said


def record_hand_attestation(command: RecordHandAttestation, services: Services) -> Attestation:
    """Keep an attestation that arrived by hand; evaluation ignores it with the reason.

    Raises:
        RuleError: the criteria do not ask for this instrument (code `instrument`), or own work.
        ConflictError: the peer spoke about this revision already (code `repeat`), or is no peer
            of this school any more (`not_a_peer`).
    """
    with services.unit_of_work() as uow:
        work = take(command.actor, command.submission, uow, services)
        work.require(Action.RECORD_HAND_ATTESTATION)
        instrument = _instrument(work, command.instrument)
        _check_answer(instrument, command.levels, command.examples, command.comment)
        organisation = work.submission.organisation
        peer = uow.people.get(organisation, command.peer)
        learner = uow.people.get(organisation, work.submission.learner)
        _require_peer(peer, learner.id)
        said = Attestation(
            id=services.ids.new_id(),
            organisation=organisation,
            submission=work.submission.id,
            learner=learner.id,
            badge=work.submission.badge,
            instrument=command.instrument,
            by=peer.id,
            relation=relation_of(peer.group, learner.group),
            revision=work.submission.revision,
            at=work.now,
            levels=dict(command.levels),
            assigned=False,
            calibrated=is_calibrated(work, peer.id, command.instrument),
            examples=dict(command.examples),
            comment=command.comment,
        )
        _keep(work, said)
        uow.commit()
    return said


def withdraw_attestation(command: WithdrawAttestation, services: Services) -> Attestation:
    """Take back one's own attestation before the decision; another peer is asked.

    Raises:
        ForbiddenError: somebody else's word.
        StateError: the work is decided.
    """
    with services.unit_of_work() as uow:
        said = uow.attestations.get(command.actor.organisation, command.attestation)
        work = take(command.actor, said.submission, uow, services)
        work.require(Action.ATTEST, assigned=frozenset({said.by}))
        changed = replace(said, status=FactStatus.WITHDRAWN)
        _change(work, changed, "attestation.withdrawn")
        uow.commit()
    return changed


def hold_attestation(command: HoldAttestation, services: Services) -> Attestation:
    """Stop a whole attestation from counting; another peer is asked.

    Raises:
        StateError: the work is decided.
    """
    with services.unit_of_work() as uow:
        said = uow.attestations.get(command.actor.organisation, command.attestation)
        work = take(command.actor, said.submission, uow, services)
        work.require(Action.HOLD_ATTESTATION)
        changed = replace(said, status=FactStatus.HELD, status_reason=command.reason)
        _change(work, changed, "attestation.held")
        uow.commit()
    return changed


def hold_comment(command: HoldComment, services: Services) -> Attestation:
    """Keep a comment from the learner; the levels still count."""
    with services.unit_of_work() as uow:
        said = uow.attestations.get(command.actor.organisation, command.attestation)
        work = take(command.actor, said.submission, uow, services)
        work.require(Action.HOLD_ATTESTATION)
        changed = replace(said, comment_held=True)
        uow.attestations.save(changed)
        work.record("attestation.comment_held", subject=said.id)
        uow.commit()
    return changed


def _require_peer(peer: Member, learner: str) -> None:
    """Refuse what a former member or the learner is said to have attested."""
    if peer.id == learner:
        raise _self_attestation()
    if not (peer.active and Role.PEER in peer.roles):
        raise ConflictError(
            "This person is not a peer here now, so the word cannot be kept", code="not_a_peer"
        )


def _take_assignment(
    command: Attest, uow: UnitOfWork, services: Services
) -> tuple[Work, ReviewAssignment]:
    actor = command.actor
    if command.review is not None:
        return take_review(actor, command.review, uow, services)
    if command.submission is None:
        raise MalformedError("Name the review that you answer", code="review")
    work = take(actor, command.submission, uow, services)
    if actor.person == work.submission.learner:
        raise _self_attestation()
    mine = [
        review
        for review in uow.reviews.of(actor.organisation, work.submission.id)
        if review.peer == actor.person and review.revision == work.submission.revision
    ]
    if not mine:
        conflicts = peer_conflicts(work, work.submission, actor.person, work.now)
        if conflicts:
            raise _conflict(conflicts)
        raise ForbiddenError(
            "Peers are assigned by the school; you were not assigned to this work",
            code="not_assigned",
        )
    latest = max(mine, key=lambda review: (review.is_open(), review.assigned_at))
    return work, uow.reviews.lock(actor.organisation, latest.id)


def _refuse_conflict(work: Work, review: ReviewAssignment) -> None:
    if review.peer == work.submission.learner:
        raise _self_attestation()
    conflicts = peer_conflicts(work, work.submission, review.peer, work.now)
    if conflicts:
        raise _conflict(conflicts)


def _self_attestation() -> RuleError:
    return RuleError("Nobody attests their own work", code="self_attestation")


def _conflict(codes: tuple[str, ...]) -> RuleError:
    # The nature of a restriction is not told to anybody.
    told = [code for code in codes if code != "restricted"]
    why = f" ({', '.join(told)})" if told else ""
    return RuleError(
        f"Your word about this learner could not count{why}; decline the review", code="conflict"
    )


def _require_current(work: Work, review: ReviewAssignment) -> None:
    work.submission.after(SubmissionEvent.FACT)
    if review.revision != work.submission.revision:
        raise StateError("This review is about an older revision", code="older_revision")


def _instrument(work: Work, ref: str) -> Instrument:
    if ref not in work.submission.pins:
        raise RuleError("The criteria of this badge do not ask for this", code="instrument")
    stored = work.uow.instruments.by_ref(work.submission.organisation, ref)
    if stored is None:
        raise NotFoundError("There is no such instrument")
    return parse_instrument(stored.document)


def _check_answer(
    instrument: Instrument,
    levels: Mapping[str, str],
    examples: Mapping[str, str],
    comment: str | None,
) -> None:
    items = {item.id for item in instrument.items}
    for item, level in levels.items():
        if item not in items:
            raise MalformedError(f"There is no item {item[:64]!r} here", code="item")
        if level not in instrument.scale:
            raise MalformedError(f"{level[:64]!r} is not on the scale", code="level")
        if instrument.example_required and not examples.get(item, "").strip():
            raise MalformedError(
                f"Write one sentence about what you saw for {item!r}", code="example"
            )
    if any(item not in items or len(text) > _MAX_EXAMPLE for item, text in examples.items()):
        raise MalformedError(
            f"Write examples for items of this form, at most {_MAX_EXAMPLE} characters each",
            code="example",
        )
    if comment is not None and len(comment) > _MAX_COMMENT:
        raise MalformedError(f"Comment in at most {_MAX_COMMENT} characters", code="comment")


def _keep(work: Work, said: Attestation) -> None:
    work.submission.after(SubmissionEvent.FACT)
    for other in work.uow.attestations.of(said.organisation, said.submission):
        same = (other.by, other.instrument, other.revision) == (
            said.by,
            said.instrument,
            said.revision,
        )
        if same and other.status is not FactStatus.WITHDRAWN:
            raise ConflictError("This peer spoke about this revision already", code="repeat")
    work.uow.attestations.add(said)
    codes = {"relation": said.relation, "assigned": "yes" if said.assigned else "no"}
    work.record("attestation.submitted", subject=said.id, codes=codes)
    work.uow.outbox.put("attestation.submitted", said.id, said.organisation)
    settle(work, work.submission)
    if not said.assigned:
        ask_peers(work)


def _change(work: Work, changed: Attestation, event: str) -> None:
    work.submission.after(SubmissionEvent.FACT)
    work.uow.attestations.save(changed)
    work.record(event, subject=changed.id)
    submission = settle(work, work.submission)
    ask_peers(replace(work, submission=submission))
