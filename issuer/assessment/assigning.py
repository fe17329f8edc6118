"""Take work into review and ask peers; the learner never chooses them."""

from collections import Counter
from dataclasses import replace

from issuer.access import Action, Role
from issuer.assessment.choosing import (
    LEASE_DAYS,
    OUTSIDE,
    TEAMMATE,
    Candidate,
    Wanted,
    add_school_days,
    choose_peers,
    still_wanted,
)
from issuer.assessment.commands import AssignReviews, Triage
from issuer.assessment.model import (
    Draw,
    ReviewAssignment,
    Submission,
    SubmissionEvent,
    SubmissionState,
)
from issuer.assessment.neighbours import Member
from issuer.assessment.ports import Services
from issuer.assessment.reassessing import ASSESSED, judge, settle
from issuer.assessment.snapshot import peer_conflicts
from issuer.assessment.work import Work, load_work, take
from issuer.criteria import Decision
from issuer.criteria.leaves import PeersLeaf
from issuer.errors import StateError

_SEED_BYTES = 16
_PARTICIPATION = "peer-review-participation"


def triage_submission(command: Triage, services: Services) -> Submission:
    """Take handed-in work into review, ask peers, and evaluate for the first time.

    Raises:
        StateError: nothing was handed in.
    """
    with services.unit_of_work() as uow:
        work = take(command.actor, command.submission, uow, services)
        work.require(Action.TRIAGE)
        submission = _triage(work)
        uow.commit()
    return submission


def triage_waiting(services: Services) -> int:
    """Triage everything that waits, as the system, each in its own transaction; return how many."""
    with services.read_only() as uow:
        waiting = uow.submissions.waiting(SubmissionState.SUBMITTED)
    for submission in waiting:
        with services.unit_of_work() as uow:
            work = load_work(None, submission.organisation, submission.id, uow, services)
            if work.submission.state is SubmissionState.SUBMITTED:
                _triage(work)
                uow.commit()
    return len(waiting)


def assign_reviews(command: AssignReviews, services: Services) -> Submission:
    """Ask for more peers where a leaf is still short of them.

    Raises:
        StateError: the work is not in review.
    """
    with services.unit_of_work() as uow:
        work = take(command.actor, command.submission, uow, services)
        work.require(Action.TRIAGE)
        if work.submission.state not in ASSESSED:
            raise StateError("Peers are asked only while the work is in review")
        submission = settle(work, work.submission)
        ask_peers(work)
        uow.commit()
    return submission


def _triage(work: Work) -> Submission:
    moved = work.submission.after(SubmissionEvent.TRIAGE)
    work.record("submission.triaged")
    work = replace(work, submission=moved)
    submission = settle(work, moved)
    ask_peers(work)
    return submission


def ask_peers(work: Work) -> tuple[ReviewAssignment, ...]:
    """Assign as many peers as the evaluation still asks for, each leaf by its own draw."""
    decision, _ = judge(work, work.submission)
    asked: list[ReviewAssignment] = []
    for node, leaf in work.leaves(PeersLeaf):
        wanted = _wanted(work, decision, node.id)
        if any(wanted.to_dict().values()):
            asked += _draw(work, node.id, leaf, wanted)
    return tuple(asked)


def _wanted(work: Work, decision: Decision, node_id: str) -> Wanted:
    needs = Counter[str]()
    for action in decision.next:
        if action.node == node_id and action.do == "attest":
            needs[action.who] += action.count
    asked = Wanted(
        teammate=needs[f"peer:{TEAMMATE}"], outside=needs[f"peer:{OUTSIDE}"], either=needs["peer"]
    )
    submission = work.submission
    open_reviews = Counter(
        review.relation
        for review in work.uow.reviews.of(submission.organisation, submission.id)
        if review.node == node_id and review.is_open()
    )
    judged = decision.node(node_id)
    counted = frozenset(judged.counted if judged else ())
    said = work.uow.attestations.of(submission.organisation, submission.id)
    outside_seen = sum(row.id in counted and row.relation == OUTSIDE for row in said)
    return still_wanted(asked, open_reviews, outside_seen=outside_seen)


def _draw(
    work: Work, node_id: str, leaf: PeersLeaf, wanted: Wanted
) -> tuple[ReviewAssignment, ...]:
    candidates = _candidates(work, leaf)
    seed = work.services.ids.secret(_SEED_BYTES)
    chosen = choose_peers(candidates, wanted, seed=seed)
    submission = work.submission
    draw = Draw(
        id=work.services.ids.new_id(),
        organisation=submission.organisation,
        submission=submission.id,
        node=node_id,
        revision=submission.revision,
        at=work.now,
        seed=seed.hex(),
        candidates={
            each.peer: {"relation": each.relation, "open": each.open_reviews} for each in candidates
        },
        wanted=wanted.to_dict(),
        chosen=tuple(each.peer for each in chosen),
    )
    work.uow.draws.add(draw)
    return tuple(_assign(work, draw, leaf, each) for each in chosen)


def _assign(work: Work, draw: Draw, leaf: PeersLeaf, chosen: Candidate) -> ReviewAssignment:
    review = ReviewAssignment(
        id=work.services.ids.new_id(),
        organisation=draw.organisation,
        submission=draw.submission,
        learner=work.submission.learner,
        node=draw.node,
        instrument=leaf.instrument,
        peer=chosen.peer,
        relation=chosen.relation,
        revision=draw.revision,
        draw=draw.id,
        assigned_at=work.now,
        lease_until=add_school_days(work.now, LEASE_DAYS),
    )
    work.uow.reviews.add(review)
    work.record("review.assigned", subject=review.id, codes={"relation": review.relation})
    return review


def _candidates(work: Work, leaf: PeersLeaf) -> tuple[Candidate, ...]:
    """Return everyone who may be asked; never laxer than what counts afterwards."""
    submission, uow = work.submission, work.uow
    open_counts = uow.reviews.open_counts(submission.organisation)
    spoken = _already_asked(work, leaf.instrument)
    group = uow.people.get(submission.organisation, submission.learner).group
    return tuple(
        Candidate(
            peer=member.id,
            relation=relation_of(member.group, group),
            open_reviews=open_counts.get(member.id, 0),
        )
        for member in uow.people.members(submission.organisation)
        if member.id != submission.learner
        and member.id not in spoken
        and _may_be_asked(work, member, leaf)
    )


def relation_of(group: str | None, learners_group: str | None) -> str:
    """Return `teammate` for members of one group, else `outside`."""
    return TEAMMATE if group is not None and group == learners_group else OUTSIDE


def _already_asked(work: Work, instrument: str) -> frozenset[str]:
    submission = work.submission
    asked = work.uow.reviews.of(submission.organisation, submission.id)
    said = work.uow.attestations.of(submission.organisation, submission.id)
    return frozenset(
        {
            review.peer
            for review in asked
            if review.instrument == instrument
            # Whoever has declined for a conflict is not asked about a later revision either.
            and (review.revision == submission.revision or review.decline_reason == "conflict")
        }
        | {
            row.by
            for row in said
            if row.instrument == instrument and row.revision == submission.revision
        }
    )


def _may_be_asked(work: Work, member: Member, leaf: PeersLeaf) -> bool:
    return (
        Role.PEER in member.roles
        and _participates(work, member)
        and not peer_conflicts(work, work.submission, member.id, work.now)
        and (not leaf.calibrated or is_calibrated(work, member.id, leaf.instrument))
    )


def _participates(work: Work, member: Member) -> bool:
    consents = [
        consent
        for consent in work.uow.consents.of(member.organisation, member.id)
        if consent.purpose == _PARTICIPATION
    ]
    if not consents:
        return member.peer_participation
    return any(consent.holds(work.now) for consent in consents)


def is_calibrated(work: Work, person: str, instrument: str) -> bool:
    """Tell whether a peer passed the calibration of an instrument, and it still holds."""
    attempts = work.uow.calibrations.of(work.submission.organisation, person)
    return any(
        attempt.passed and attempt.instrument == instrument and work.now < attempt.valid_until
        for attempt in attempts
    )
