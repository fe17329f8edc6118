"""Hours, outside certificates, metrics and activity statements."""

import re
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from issuer import access, criteria
from issuer.access import Action, Actor, Target
from issuer.assessment.agreeing import agrees_to_analytics
from issuer.assessment.commands import (
    LogHours,
    RecordMetric,
    RecordStatement,
    RejectHours,
    SubmitExternal,
    VerifyExternal,
    VerifyHours,
)
from issuer.assessment.model import (
    ExternalProof,
    HoursEntry,
    MetricValue,
    StatementRecord,
    Submission,
    SubmissionEvent,
    SubmissionState,
)
from issuer.assessment.ports import Services, UnitOfWork
from issuer.assessment.reassessing import settle, settle_learner
from issuer.assessment.recording import act_of
from issuer.assessment.work import leaves_of, take
from issuer.criteria.leaves import HoursLeaf, MetricLeaf
from issuer.criteria.vocabulary import PROOFS
from issuer.errors import ConflictError, ForbiddenError, MalformedError, RuleError

_SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_MAX_MINUTES = 24 * 60
_MAX_NOTE = 1000
_MAX_URI = 512
_DECIMALS = 4
_RUNNING = frozenset(
    {
        SubmissionState.DRAFT,
        SubmissionState.SUBMITTED,
        SubmissionState.IN_REVIEW,
        SubmissionState.RETURNED,
        SubmissionState.READY,
    }
)


def log_hours(command: LogHours, services: Services) -> HoursEntry:
    """Log minutes of one day in one bucket.

    Raises:
        MalformedError: not 1 to 1440 minutes, or in the future.
    """
    now = services.clock()
    at = command.at or now
    _check_slug(command.bucket, "bucket")
    if not 1 <= command.minutes <= _MAX_MINUTES:
        raise MalformedError(f"Log 1 to {_MAX_MINUTES} minutes in one row", code="minutes")
    _check_note(command.note)
    _check_past(at, now)
    with services.unit_of_work() as uow:
        _require_for(command.actor, Action.LOG_HOURS, command.learner, uow)
        entry = HoursEntry(
            id=services.ids.new_id(),
            organisation=command.actor.organisation,
            learner=command.learner,
            bucket=command.bucket,
            minutes=command.minutes,
            at=at,
            logged_by=command.actor.person,
            note=command.note,
        )
        uow.hours.add(entry)
        _finish(command.actor, "hours.logged", entry, uow, services)
        uow.commit()
    return entry


def verify_hours(command: VerifyHours, services: Services) -> HoursEntry:
    """Confirm a row as a listed role; who did the hours cannot.

    Raises:
        ForbiddenError: own hours, or a role that none of the learner's badges lists.
        ConflictError: confirmed or refused already, code `settled`.
    """
    with services.unit_of_work() as uow:
        entry = _pending_hours(command.actor, command.entry, uow)
        entry = replace(
            entry,
            verified_role=command.actor.role.value,
            verified_by=command.actor.person,
            verified_at=services.clock(),
        )
        uow.hours.save(entry)
        _finish(command.actor, "hours.verified", entry, uow, services)
        uow.commit()
    return entry


def reject_hours(command: RejectHours, services: Services) -> HoursEntry:
    """Refuse a row as a listed role; raises as `verify_hours`."""
    with services.unit_of_work() as uow:
        entry = replace(_pending_hours(command.actor, command.entry, uow), rejected=True)
        uow.hours.save(entry)
        _finish(command.actor, "hours.rejected", entry, uow, services)
        uow.commit()
    return entry


def submit_external(command: SubmitExternal, services: Services) -> ExternalProof:
    """Hand in proof of a certificate that somebody else gave.

    Raises:
        MalformedError: no such grade of proof, code `proof`.
    """
    _check_slug(command.certificate, "certificate")
    _check_proof(command.proof)
    _check_note(command.reference)
    with services.unit_of_work() as uow:
        _require_for(command.actor, Action.SUBMIT_PROOF, command.learner, uow)
        proof = ExternalProof(
            id=services.ids.new_id(),
            organisation=command.actor.organisation,
            learner=command.learner,
            certificate=command.certificate,
            proof=command.proof,
            at=services.clock(),
            submitted_by=command.actor.person,
            reference=command.reference,
            expires=command.expires,
        )
        uow.externals.add(proof)
        _finish(command.actor, "external.submitted", proof, uow, services)
        uow.commit()
    return proof


def verify_external(command: VerifyExternal, services: Services) -> ExternalProof:
    """Confirm a proof, perhaps by a better grade such as a registry look-up.

    Raises:
        ForbiddenError: not a registrar, or one's own proof.
        ConflictError: confirmed already, code `settled`.
    """
    if command.proof is not None:
        _check_proof(command.proof)
    with services.unit_of_work() as uow:
        proof = uow.externals.get(command.actor.organisation, command.external)
        _require_for(command.actor, Action.VERIFY_PROOF, proof.learner, uow)
        _refuse_own(command.actor, proof.learner)
        if proof.verified:
            raise ConflictError("This proof is confirmed already", code="settled")
        proof = replace(
            proof,
            proof=command.proof or proof.proof,
            expires=command.expires or proof.expires,
            verified=True,
            verified_by=command.actor.person,
            verified_at=services.clock(),
        )
        uow.externals.save(proof)
        _finish(command.actor, "external.verified", proof, uow, services)
        uow.commit()
    return proof


def record_metric(command: RecordMetric, services: Services) -> Submission:
    """Record a value of a metric that the criteria name, with its sample, and evaluate.

    Raises:
        RuleError: the criteria name no such metric (code `metric`), or nobody consented to
            analytics for this learner (`consent_missing`).
        MalformedError: more than 4 decimals, a sample below 0, or no source.
        StateError: the work is not in review.
    """
    exponent = command.value.as_tuple().exponent
    if not isinstance(exponent, int) or -exponent > _DECIMALS or command.sample < 0:
        raise MalformedError("Give a value of at most 4 decimals and its sample", code="metric")
    with services.unit_of_work() as uow:
        work = take(command.actor, command.submission, uow, services)
        work.require(Action.RECORD_METRIC)
        work.submission.after(SubmissionEvent.FACT)
        if command.metric not in {leaf.metric for _, leaf in work.leaves(MetricLeaf)}:
            raise RuleError("The criteria of this badge name no such metric", code="metric")
        _require_analytics(work.submission, work.now, uow)
        value = MetricValue(
            id=services.ids.new_id(),
            organisation=work.submission.organisation,
            submission=work.submission.id,
            metric=command.metric,
            value=command.value,
            sample=command.sample,
            source=command.source,
            at=work.now,
        )
        uow.metrics.add(value)
        work.record("metric.computed", subject=value.id, codes={"metric": command.metric})
        submission = settle(work, work.submission)
        uow.commit()
    return submission


def record_statement(command: RecordStatement, services: Services) -> StatementRecord:
    """Record one xAPI or cmi5 statement of a learner.

    Raises:
        MalformedError: an address that is too long, or a scaled score outside -1 to 1.
    """
    now = services.clock()
    at = command.at or now
    _check_past(at, now)
    if max(len(command.verb), len(command.activity)) > _MAX_URI:
        raise MalformedError(f"Give addresses of at most {_MAX_URI} characters", code="uri")
    if command.scaled is not None and not Decimal(-1) <= command.scaled <= 1:
        raise MalformedError("A scaled score runs from -1 to 1", code="scaled")
    with services.unit_of_work() as uow:
        _require_for(command.actor, Action.RECORD_STATEMENT, command.learner, uow)
        statement = StatementRecord(
            id=services.ids.new_id(),
            organisation=command.actor.organisation,
            learner=command.learner,
            verb=command.verb,
            activity=command.activity,
            at=at,
            scaled=command.scaled,
        )
        uow.statements.add(statement)
        _finish(command.actor, "statement.recorded", statement, uow, services)
        uow.commit()
    return statement


def _require_for(actor: Actor, action: Action, learner: str, uow: UnitOfWork) -> None:
    person = uow.people.get(actor.organisation, learner)
    target = Target(organisation=person.organisation, learner=person.id, units=person.units)
    access.require(actor, action, target)


def _pending_hours(actor: Actor, entry_id: str, uow: UnitOfWork) -> HoursEntry:
    entry = uow.hours.get(actor.organisation, entry_id)
    target = Target(
        organisation=entry.organisation,
        learner=entry.learner,
        units=uow.people.get(entry.organisation, entry.learner).units,
        listed_roles=_verifying_roles(entry, uow),
    )
    access.require(actor, Action.VERIFY_HOURS, target)
    _refuse_own(actor, entry.learner)
    if entry.rejected or entry.verified_role is not None:
        raise ConflictError("These hours are confirmed or refused already", code="settled")
    return entry


def _verifying_roles(entry: HoursEntry, uow: UnitOfWork) -> frozenset[str]:
    """Return the roles that the learner's running badges list for this bucket."""
    running = [
        submission
        for submission in uow.submissions.of_learner(entry.organisation, entry.learner)
        if submission.state in _RUNNING
    ]
    definitions = [uow.definitions.get(entry.organisation, each.definition) for each in running]
    return frozenset(
        role
        for definition in definitions
        for _, leaf in leaves_of(criteria.parse(definition.document), HoursLeaf)
        if entry.bucket in leaf.buckets
        for role in leaf.verified_by
    )


def _finish(
    actor: Actor,
    name: str,
    row: HoursEntry | ExternalProof | StatementRecord,
    uow: UnitOfWork,
    services: Services,
) -> None:
    event = act_of(actor, row.organisation, name, row.id, services, learner=row.learner)
    uow.events.append(event)
    settle_learner(row.organisation, row.learner, uow, services)


def _require_analytics(submission: Submission, now: datetime, uow: UnitOfWork) -> None:
    if not agrees_to_analytics(submission, uow, now):
        raise RuleError(
            "Nobody consented to analytics for this learner; a teacher may judge without a metric",
            code="consent_missing",
        )


def _refuse_own(actor: Actor, learner: str) -> None:
    if actor.person == learner:
        raise ForbiddenError("Nobody confirms their own records", code="own_work")


def _check_slug(word: str, code: str) -> None:
    if _SLUG.fullmatch(word) is None:
        raise MalformedError(f"Write {word[:64]!r} as the criteria do, as in clinical", code=code)


def _check_proof(proof: str) -> None:
    if proof not in PROOFS:
        raise MalformedError(f"Choose one of {', '.join(PROOFS)}", code="proof")


def _check_note(note: str | None) -> None:
    if note is not None and len(note) > _MAX_NOTE:
        raise MalformedError(f"Write at most {_MAX_NOTE} characters", code="note")


def _check_past(at: datetime, now: datetime) -> None:
    if at > now:
        raise MalformedError("Give a time that is over", code="future")
