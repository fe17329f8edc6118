"""Hand in a revision: criteria and pins are fixed, the manifest is hashed."""

from dataclasses import replace

from issuer.access import Action
from issuer.assessment.commands import Resubmit, Submit
from issuer.assessment.model import (
    EvidenceItem,
    EvidenceStatus,
    Revision,
    Submission,
    SubmissionEvent,
)
from issuer.assessment.ports import Services
from issuer.assessment.work import Work, take
from issuer.clock import format_instant
from issuer.documents import Document, digest
from issuer.errors import MalformedError, RuleError

_SALT_BYTES = 16
_MAX_STATEMENT = 2000


def submit_revision(command: Submit, services: Services) -> Submission:
    """Hand in the first revision; after the window it is taken and marked late.

    Raises:
        StateError: it is no draft.
        MalformedError: no statement of authorship, code `authorship`.
    """
    with services.unit_of_work() as uow:
        work = take(command.actor, command.submission, uow, services)
        work.require(Action.SUBMIT)
        moved = work.submission.after(SubmissionEvent.SUBMIT)
        submission = hand_in(
            replace(work, submission=moved),
            authorship=command.authorship,
            ai_disclosure=command.ai_disclosure,
        )
        work.record("submission.submitted", codes={"late": "yes" if submission.late else "no"})
        uow.commit()
    return submission


def resubmit_revision(command: Resubmit, services: Services) -> Submission:
    """Hand in the next revision of returned work.

    Raises:
        StateError: it was not returned.
        RuleError: the cooldown is not over (code `cooldown`), or no more hand-ins are allowed
            (`resubmissions`).
    """
    with services.unit_of_work() as uow:
        work = take(command.actor, command.submission, uow, services)
        work.require(Action.SUBMIT)
        moved = work.submission.after(SubmissionEvent.RESUBMIT)
        _require_turn(work)
        moved = replace(moved, revision=moved.revision + 1, resubmissions=moved.resubmissions + 1)
        next_work = replace(work, submission=moved)
        submission = hand_in(
            next_work, authorship=command.authorship, ai_disclosure=command.ai_disclosure
        )
        next_work.record("submission.resubmitted")
        uow.commit()
    return submission


def _require_turn(work: Work) -> None:
    terms, before = work.criteria.resubmission, work.submission
    if terms.max is not None and before.resubmissions >= terms.max:
        raise RuleError(
            f"This badge allows {terms.max} resubmissions; they are used up", code="resubmissions"
        )
    if terms.cooldown is None or before.returned_at is None:
        return
    earliest = terms.cooldown.after(before.returned_at)
    if work.now < earliest:
        raise RuleError(
            f"Take some time with the feedback: hand in again from {format_instant(earliest)}",
            code="cooldown",
        )


def hand_in(work: Work, *, authorship: str, ai_disclosure: str | None = None) -> Submission:
    """Fix the revision: who says what about authorship, which evidence, under which criteria.

    Raises:
        MalformedError: no statement of authorship, code `authorship`.
    """
    if not 1 <= len(authorship.strip()) <= _MAX_STATEMENT:
        raise MalformedError(
            "Say in a sentence that this is your own work, and who helped", code="authorship"
        )
    if work.actor is None:
        raise TypeError("the system hands nothing in")
    items = _items(work)
    manifest: Document = {
        "submission": work.submission.id,
        "revision": work.submission.revision,
        "salt": work.services.ids.secret(_SALT_BYTES).hex(),
        "items": [{"id": it.id, "kind": it.kind, "digest": it.digest} for it in items],
    }
    submission = replace(
        work.submission,
        criteria=work.criteria.hash,
        pins=work.definition.pins,
        submitted_at=work.now,
        late=_is_late(work),
        duplicate=work.submission.duplicate or _flag_duplicates(work, items),
        result=None,
        decision=None,
        decision_hash=None,
    )
    revision = Revision(
        id=work.services.ids.new_id(),
        organisation=submission.organisation,
        submission=submission.id,
        number=submission.revision,
        definition=submission.definition,
        criteria=work.criteria.hash,
        pins=work.definition.pins,
        authorship=authorship.strip(),
        ai_disclosure=ai_disclosure,
        submitted_by=work.actor.person,
        submitted_at=work.now,
        manifest=manifest,
        manifest_hash=digest(manifest),
    )
    work.uow.revisions.add(revision)
    work.uow.submissions.save(submission)
    return submission


def _items(work: Work) -> tuple[EvidenceItem, ...]:
    items = work.uow.evidence.of(work.submission.organisation, work.submission.id)
    return tuple(
        item
        for item in items
        if item.belongs_to(work.submission.revision) and item.status is not EvidenceStatus.WITHDRAWN
    )


def _is_late(work: Work) -> bool:
    closes = work.criteria.window.closes
    extensions = work.uow.extensions.of(work.submission.organisation, work.submission.id)
    return closes is not None and work.now > max([closes, *(row.until for row in extensions)])


def _flag_duplicates(work: Work, items: tuple[EvidenceItem, ...]) -> bool:
    """Flag bytes that an unrelated learner handed in too; teammates may share an artifact."""
    organisation, learner = work.submission.organisation, work.submission.learner
    group = work.uow.people.get(organisation, learner).group
    found = False
    for item in items:
        for twin in work.uow.evidence.with_digest(organisation, item.digest):
            if twin.learner == learner:
                continue
            other = work.uow.people.get(organisation, twin.learner).group
            if group is not None and other == group:
                continue
            work.record("evidence.duplicate_flagged", subject=item.id)
            found = True
    return found
