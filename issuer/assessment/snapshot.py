"""Facts of one learner and one revision, gathered from storage (education.md section 2.7)."""

from datetime import datetime, timedelta

from issuer import criteria
from issuer.assessment.agreeing import agrees_to_analytics
from issuer.assessment.model import Attestation, EarnedBadge, FactStatus, MetricValue, Submission
from issuer.assessment.work import Work
from issuer.criteria import Facts, Pin
from issuer.criteria.facts import (
    AttestationFact,
    BadgeFact,
    EvidenceFact,
    ExtensionFact,
    ExternalFact,
    HoursFact,
    MetricFact,
    ModerationFact,
    RatingFact,
    SignoffFact,
    StatementFact,
    WaiverFact,
)

#: How long the learner's own attestation for a peer voids that peer's for the learner (3.1).
RECIPROCAL = timedelta(days=90)
#: A guardian's word as a peer is that of a family member.
_AS_PEER = {"guardian": "family"}
#: Nature of restrictions never enters facts about adults; they carry the neutral code.
_AS_ADULT = {"restricted": "declared"}


def snapshot(work: Work, submission: Submission) -> Facts:
    """Gather the facts as of the work's now."""
    uow, owner, learner = work.uow, (submission.organisation, submission.id), submission.learner
    ledger = (submission.organisation, learner)
    return Facts(
        as_of=work.now,
        learner=learner,
        submission=submission.id,
        revision=submission.revision,
        submitted_at=submission.submitted_at or work.now,
        criteria=work.criteria.hash,
        pins={ref: Pin(**pin) for ref, pin in submission.pins.items()},
        evidence=_evidence(work, submission),
        ratings=_ratings(work, submission),
        attestations=_attestations(work, submission),
        moderations=_moderations(work, submission),
        signoffs=_signoffs(work, submission),
        badges=tuple(_badge(badge, work) for badge in uow.earned.of(*ledger)),
        hours=_hours(work, ledger),
        external=_externals(work, ledger),
        metrics=_metrics(work, submission),
        statements=_statements(work, ledger),
        waivers=_waivers(work, owner),
        extensions=_extensions(work, owner),
    )


def is_reciprocal(learner: str, peer: str, badge: str, at: datetime, work: Work) -> bool:
    """Tell whether the learner attested for this peer in the same badge shortly before `at`."""
    return any(
        said.learner == peer
        and said.badge == badge
        and at - RECIPROCAL < said.at <= at
        and said.status is not FactStatus.WITHDRAWN
        for said in work.uow.attestations.by_person(work.submission.organisation, learner)
    )


def peer_conflicts(work: Work, submission: Submission, peer: str, at: datetime) -> tuple[str, ...]:
    """Return the codes of conflicts that void a peer's word, as facts carry them."""
    codes = {_AS_PEER.get(kind, kind) for kind in work.conflicts(peer, at)}
    if is_reciprocal(submission.learner, peer, submission.badge, at, work):
        codes.add("reciprocal")
    return tuple(sorted(codes))


def adult_conflicts(work: Work, adult: str, at: datetime) -> tuple[str, ...]:
    """Return the codes of conflicts that void an adult's word, as facts carry them."""
    return tuple(sorted({_AS_ADULT.get(kind, kind) for kind in work.conflicts(adult, at)}))


def _hours(work: Work, ledger: tuple[str, str]) -> tuple[HoursFact, ...]:
    return tuple(
        HoursFact(
            id=row.id,
            bucket=row.bucket,
            minutes=row.minutes,
            at=row.at,
            verified_role=row.verified_role,
        )
        for row in work.uow.hours.of(*ledger)
        if not row.rejected
    )


def _externals(work: Work, ledger: tuple[str, str]) -> tuple[ExternalFact, ...]:
    return tuple(
        ExternalFact(
            id=row.id,
            certificate=row.certificate,
            proof=row.proof,
            verified=row.verified,
            at=row.at,
            expires=row.expires,
        )
        for row in work.uow.externals.of(*ledger)
    )


def _statements(work: Work, ledger: tuple[str, str]) -> tuple[StatementFact, ...]:
    return tuple(
        StatementFact(id=row.id, verb=row.verb, activity=row.activity, at=row.at, scaled=row.scaled)
        for row in work.uow.statements.of(*ledger)
    )


def _waivers(work: Work, owner: tuple[str, str]) -> tuple[WaiverFact, ...]:
    return tuple(
        WaiverFact(
            id=row.id,
            node=row.node,
            role=row.role,
            by=row.by,
            at=row.at,
            withdrawn=row.withdrawn_at is not None,
        )
        for row in work.uow.waivers.of(*owner)
    )


def _extensions(work: Work, owner: tuple[str, str]) -> tuple[ExtensionFact, ...]:
    return tuple(
        ExtensionFact(id=row.id, until=row.until, by=row.by, role=row.role, at=row.at)
        for row in work.uow.extensions.of(*owner)
    )


def _metrics(work: Work, submission: Submission) -> tuple[MetricFact, ...]:
    return tuple(
        MetricFact(
            id=row.id,
            metric=row.metric,
            value=row.value,
            sample=row.sample,
            source=row.source,
            at=row.at,
        )
        for row in _measured(work, submission)
    )


def _measured(work: Work, submission: Submission) -> tuple[MetricValue, ...]:
    """Return the metrics, or none once the consent to analytics is withdrawn."""
    if not agrees_to_analytics(submission, work.uow, work.now):
        return ()
    return work.uow.metrics.of(submission.organisation, submission.id)


def _evidence(work: Work, submission: Submission) -> tuple[EvidenceFact, ...]:
    items = work.uow.evidence.of(submission.organisation, submission.id)
    return tuple(
        EvidenceFact(
            id=item.id,
            kind=item.kind,
            tags=item.tags,
            at=item.at,
            digest=item.digest,
            conditions=item.conditions,
            watched_by=item.watched_by,
            status=item.status.value,
        )
        for item in items
        if item.belongs_to(submission.revision)
    )


def _ratings(work: Work, submission: Submission) -> tuple[RatingFact, ...]:
    return tuple(
        RatingFact(
            id=row.id,
            rubric=row.rubric,
            criterion=row.criterion,
            level=row.level,
            by=row.by,
            role=row.role,
            revision=row.revision,
            at=row.at,
            conflicts=adult_conflicts(work, row.by, row.at),
            status=row.status.value,
        )
        for row in work.uow.ratings.of(submission.organisation, submission.id)
        if row.level in work.criteria.scale
    )


def _attestations(work: Work, submission: Submission) -> tuple[AttestationFact, ...]:
    rows = work.uow.attestations.of(submission.organisation, submission.id)
    return tuple(
        AttestationFact(
            id=row.id,
            instrument=row.instrument,
            by=row.by,
            relation=row.relation,
            revision=row.revision,
            at=row.at,
            assigned=row.assigned,
            calibrated=row.calibrated,
            levels=row.levels,
            conflicts=peer_conflicts(work, submission, row.by, row.at),
            status=row.status.value,
        )
        for row in rows
        if _fits_scale(row, work)
    )


def _fits_scale(row: Attestation, work: Work) -> bool:
    # Only a revision from before an opt-in to another scale does not fit; it no longer counts.
    return all(level in work.criteria.scale for level in row.levels.values())


def _moderations(work: Work, submission: Submission) -> tuple[ModerationFact, ...]:
    return tuple(
        ModerationFact(
            id=row.id,
            node=row.node,
            item=row.item,
            level=row.level,
            by=row.by,
            role=row.role,
            revision=row.revision,
            at=row.at,
            conflicts=adult_conflicts(work, row.by, row.at),
        )
        for row in work.uow.moderations.of(submission.organisation, submission.id)
        if row.level in work.criteria.scale
    )


def _signoffs(work: Work, submission: Submission) -> tuple[SignoffFact, ...]:
    return tuple(
        SignoffFact(
            id=row.id,
            role=row.role,
            by=row.by,
            statement=row.statement,
            decision=row.decision,
            revision=row.revision,
            at=row.at,
            conflicts=adult_conflicts(work, row.by, row.at),
            status=row.status.value,
        )
        for row in work.uow.signoffs.of(submission.organisation, submission.id)
    )


def _badge(badge: EarnedBadge, work: Work) -> BadgeFact:
    return BadgeFact(
        id=badge.id,
        achievement=badge.badge,
        at=badge.at,
        level=_level_of(badge, work),
        status=badge.status,
        until=badge.until,
    )


def _level_of(badge: EarnedBadge, work: Work) -> str | None:
    """Return the lowest level of the rubric criteria that the badge carries, if any."""
    organisation = work.submission.organisation
    definition = work.uow.definitions.get(organisation, badge.definition)
    scale = criteria.parse(definition.document).scale
    reached = [str(result["achievedLevel"]).split("#level/")[-1] for result in badge.results]
    # node/criterion/level is a rubric's result, node/level that of peers.
    levels = {path.split("/")[-1] for path in reached if path.count("/") == 2}  # noqa: PLR2004 - see above
    return min(levels, key=scale.position) if levels else None
