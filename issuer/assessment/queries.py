"""Reads about badges and submissions: frozen rows, each only for those who may see it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from issuer import access, criteria
from issuer.access import Action, Actor, Role, Target
from issuer.assessment.linting import catalogue_of, messages_of
from issuer.assessment.model import (
    DefinitionState,
    ReviewState,
    Submission,
    SubmissionState,
    possible,
)
from issuer.assessment.ports import Services, UnitOfWork
from issuer.assessment.reassessing import ASSESSED
from issuer.assessment.recording import NOTED, note_reading
from issuer.assessment.redacting import redacted
from issuer.assessment.rows import (
    AssessorRow,
    CatalogueRow,
    DefinitionView,
    PeerLevels,
    ProgressRow,
    PublicAchievement,
    SubmissionView,
)
from issuer.assessment.wording import decision_for, holder_of, next_actions
from issuer.assessment.work import Work, leaves_of, target_of, work_on
from issuer.audit import Event
from issuer.badges.award import Award
from issuer.criteria.leaves import PeersLeaf, RubricLeaf
from issuer.errors import NotFoundError

_OPEN_TO_ALL = frozenset({DefinitionState.PUBLISHED, DefinitionState.RETIRED})


def list_catalogue(actor: Actor, services: Services) -> tuple[CatalogueRow, ...]:
    """List the badge versions of the own organisation; drafts are for those who draft."""
    target = Target(organisation=actor.organisation)
    access.require(actor, Action.READ_DEFINITIONS, target)
    with services.read_only() as uow:
        definitions = uow.definitions.all(actor.organisation)
    drafts = actor.role in access.RULES[Action.DRAFT_DEFINITION]
    return tuple(
        CatalogueRow(
            definition=each.id,
            badge=each.badge,
            version=each.version,
            public_slug=each.public_slug,
            title=each.title,
            summary=criteria.parse(each.document).summary,
            achievement_type=criteria.parse(each.document).award.achievement_type,
            state=each.state,
        )
        for each in definitions
        if drafts or each.state in _OPEN_TO_ALL
    )


def show_definition(actor: Actor, definition_id: str, services: Services) -> DefinitionView:
    """Show a badge version with its lint; a draft only to those who draft."""
    with services.read_only() as uow:
        definition = uow.definitions.get(actor.organisation, definition_id)
        is_open = definition.state in _OPEN_TO_ALL
        action = Action.READ_DEFINITIONS if is_open else Action.DRAFT_DEFINITION
        access.require(actor, action, Target(organisation=definition.organisation))
        catalogue = catalogue_of(actor.organisation, uow, services.clock())
        lint = messages_of(criteria.parse(definition.document), catalogue)
    return DefinitionView(definition=definition, lint=lint)


def find_achievement(public_slug: str, version: int, services: Services) -> PublicAchievement:
    """Return a published badge version for anyone.

    Raises:
        NotFoundError: there is none of that address.
    """
    with services.read_only() as uow:
        definition = uow.definitions.by_public(public_slug, version)
        if definition is None or definition.achievement is None:
            raise NotFoundError("There is no such badge")
        document = criteria.parse(definition.document)
        rubrics = {leaf.rubric for _, leaf in leaves_of(document, RubricLeaf)}
        instruments = {leaf.instrument for _, leaf in leaves_of(document, PeersLeaf)}
        found_rubrics = [
            uow.rubrics.by_ref(definition.organisation, ref) for ref in sorted(rubrics)
        ]
        found_instruments = [
            uow.instruments.by_ref(definition.organisation, ref) for ref in sorted(instruments)
        ]
    return PublicAchievement(
        organisation=definition.organisation,
        definition=definition,
        achievement=definition.achievement,
        rubrics=tuple(each.document for each in found_rubrics if each),
        instruments=tuple(each.document for each in found_instruments if each),
    )


def title_of_badge(organisation: str, definition: str, services: Services) -> str:
    """Return the title of a badge version; NotFoundError."""
    with services.read_only() as uow:
        return uow.definitions.get(organisation, definition).title


def title_of_work(organisation: str, submission: str, services: Services) -> str:
    """Return the title of the badge that a submission is for; NotFoundError."""
    with services.read_only() as uow:
        found = uow.submissions.get(organisation, submission)
        return uow.definitions.get(organisation, found.definition).title


def published_paths(organisation: str, services: Services) -> tuple[str, ...]:
    """Return the addresses of all badge versions of an organisation that were ever published.

    From the root of the host; retired ones too, since badges that were earned by them name them.
    """
    with services.read_only() as uow:
        definitions = uow.definitions.all(organisation)
    return tuple(
        f"/achievements/{each.public_slug}/v{each.version}"
        for each in definitions
        if each.achievement is not None
    )


def show_submission(actor: Actor, submission_id: str, services: Services) -> SubmissionView:
    """Show a submission with its decision tree; a guardian's or auditor's reading is an event.

    An auditor sees hashes, levels and decisions under pseudonyms, and no word of anybody's.
    """
    with services.read_only() as uow:
        submission = uow.submissions.get(actor.organisation, submission_id)
        work = work_on(actor, submission, uow, services)
        work.require(Action.READ_SUBMISSION)
        view = view_of(actor, work)
        if actor.role is Role.AUDITOR:
            view = redacted(view)
    if actor.role in NOTED:
        note_reading(actor, submission.learner, submission.id, services)
    return view


def progress_of(actor: Actor, learner: str, services: Services) -> tuple[ProgressRow, ...]:
    """List a learner's submissions: what next, and who holds it."""
    with services.read_only() as uow:
        _require_reader(actor, Action.READ_SUBMISSION, learner, uow, services)
        submissions = uow.submissions.of_learner(actor.organisation, learner)
        rows = tuple(
            ProgressRow(
                submission=each.id,
                definition=each.definition,
                badge=each.badge,
                title=uow.definitions.get(each.organisation, each.definition).title,
                state=each.state,
                result=each.result,
                revision=each.revision,
                since=since_of(each),
                holder=holder_of(each),
                next=next_actions(each),
            )
            for each in submissions
        )
    if actor.role is Role.AUDITOR:
        note_reading(actor, learner, learner, services)
    return rows


def list_assessments(actor: Actor, services: Services) -> tuple[AssessorRow, ...]:
    """List what waits for assessors, longest waiting first."""
    states = frozenset({SubmissionState.SUBMITTED, *ASSESSED})
    return _waiting(actor, Action.READ_QUEUE, states, services)


def list_approvals(actor: Actor, services: Services) -> tuple[AssessorRow, ...]:
    """List what waits for approval, longest waiting first."""
    return _waiting(actor, Action.APPROVE, frozenset({SubmissionState.READY}), services)


def list_events(actor: Actor, learner: str, services: Services) -> tuple[Event, ...]:
    """List the events about a learner: the own history, or a child's; staff by the table."""
    with services.read_only() as uow:
        _require_reader(actor, Action.READ_EVENTS, learner, uow, services)
        found = uow.events.of_learner(actor.organisation, learner)
    if actor.role is Role.AUDITOR:
        note_reading(actor, learner, learner, services)
    return found


def find_award(actor: Actor, submission_id: str, services: Services) -> Award:
    """Return the award of an approved submission.

    Raises:
        NotFoundError: it is not approved.
    """
    with services.read_only() as uow:
        submission = uow.submissions.get(actor.organisation, submission_id)
        work_on(actor, submission, uow, services).require(Action.READ_SUBMISSION)
        award = uow.awards.by_submission(submission_id)
    if award is None:
        raise NotFoundError("This work has no award")
    return award


def view_of(actor: Actor, work: Work) -> SubmissionView:
    """Gather what this actor may see of a submission."""
    uow, submission = work.uow, work.submission
    owner = (submission.organisation, submission.id)
    own_view = actor.role in {Role.LEARNER, Role.GUARDIAN}
    attestations = uow.attestations.of(*owner)
    reviews = uow.reviews.of(*owner)
    return SubmissionView(
        submission=submission if not own_view else _without_reason(submission),
        definition=work.definition,
        learner_name=uow.people.get(submission.organisation, submission.learner).name,
        evidence=uow.evidence.of(*owner),
        feedback=uow.feedback.of(*owner),
        decision=decision_for(actor.role, submission.decision),
        next=next_actions(submission),
        possible=possible(submission.state),
        peers=_peers(work),
        ratings=() if own_view else uow.ratings.of(*owner),
        signoffs=() if own_view else uow.signoffs.of(*owner),
        attestations=() if own_view else attestations,
        reviews=() if own_view else reviews,
        waivers=() if own_view else uow.waivers.of(*owner),
        altered=uow.stored_files.altered(*owner),
    )


def _without_reason(submission: Submission) -> Submission:
    return replace(submission, held_reason=None)


def _peers(work: Work) -> tuple[PeerLevels, ...]:
    """Return the peers' aggregated levels, and their comments once nobody is waited for."""
    submission = work.submission
    owner = (submission.organisation, submission.id)
    waits = any(
        review.state in {ReviewState.ASSIGNED, ReviewState.ACCEPTED}
        for review in work.uow.reviews.of(*owner)
    )
    if submission.decision is None:
        return ()
    said = work.uow.attestations.of(*owner)
    return tuple(
        PeerLevels(
            node=node["id"],
            levels=node.get("levels", {}),
            comments=()
            if waits
            else tuple(
                row.comment
                for row in sorted(said, key=lambda row: row.id)
                if row.id in node["counted"] and row.comment and not row.comment_held
            ),
        )
        for node in _nodes(submission.decision["tree"])
        if node["kind"] == "peers"
    )


def _nodes(tree: Any) -> Iterator[Mapping[str, Any]]:
    yield tree
    for child in tree.get("children", ()):
        yield from _nodes(child)


def _waiting(
    actor: Actor, action: Action, states: frozenset[SubmissionState], services: Services
) -> tuple[AssessorRow, ...]:
    access.require(actor, action, Target(organisation=actor.organisation))
    with services.read_only() as uow:
        submissions = uow.submissions.in_states(actor.organisation, states)
        return tuple(_row(each, uow) for each in submissions if _reaches(actor, each, uow))


def _reaches(actor: Actor, submission: Submission, uow: UnitOfWork) -> bool:
    """Tell whether the learner is of the actor's units, where the actor's grant names some."""
    if actor.units is None:
        return True
    units = uow.people.get(submission.organisation, submission.learner).units
    return access.is_within(
        actor,
        Target(organisation=submission.organisation, learner=submission.learner, units=units),
    )


def _row(submission: Submission, uow: UnitOfWork) -> AssessorRow:
    return AssessorRow(
        submission=submission.id,
        learner=submission.learner,
        learner_name=uow.people.get(submission.organisation, submission.learner).name,
        badge=submission.badge,
        title=uow.definitions.get(submission.organisation, submission.definition).title,
        state=submission.state,
        result=submission.result,
        revision=submission.revision,
        waiting_since=since_of(submission),
        late=submission.late,
        held=submission.held,
        duplicate=submission.duplicate,
        next=next_actions(submission),
    )


def since_of(submission: Submission) -> datetime:
    """Return since when the submission is where it is, as far as it is told."""
    match submission.state:
        case SubmissionState.DRAFT:
            return submission.opened_at
        case SubmissionState.RETURNED:
            known = submission.returned_at
        case SubmissionState.SUBMITTED | SubmissionState.IN_REVIEW | SubmissionState.READY:
            known = submission.submitted_at
        case _:
            known = submission.decided_at
    return known or submission.opened_at


def _require_reader(
    actor: Actor, action: Action, learner: str, uow: UnitOfWork, services: Services
) -> None:
    access.require(actor, action, target_of(learner, uow, actor.organisation, services.clock()))
