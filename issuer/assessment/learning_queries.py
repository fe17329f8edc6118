"""What learners and their families read beyond a submission: revisions, texts of levels, growth."""

from collections.abc import Iterator, Mapping
from typing import Any

from issuer import access, criteria
from issuer.access import Action, Actor, Role, Target
from issuer.assessment.model import DecisionRecord, Definition, DefinitionState, Submission
from issuer.assessment.moving import newest_for
from issuer.assessment.opening import is_inside
from issuer.assessment.ports import Services, UnitOfWork
from issuer.assessment.queries import show_submission
from issuer.assessment.reassessing import judge
from issuer.assessment.recording import NOTED, note_reading
from issuer.assessment.rows import LevelRow, OfferRow, SubmissionView, WorkView
from issuer.assessment.wording import decision_for
from issuer.assessment.work import Work, leaves_of, target_of, work_on
from issuer.criteria import Criteria, Rubric, parse_rubric
from issuer.criteria.leaves import RubricLeaf
from issuer.documents import Document


def show_work(actor: Actor, submission_id: str, services: Services) -> WorkView:
    """Show a submission with its hand-ins and with how it stands before anybody looked.

    Raises:
        NotFoundError: there is none for this actor.
        ForbiddenError: the table gives this actor no reading.
    """
    # It asks the door, and a guardian's reading leaves its one event.
    view = show_submission(actor, submission_id, services)
    with services.read_only() as uow:
        submission = uow.submissions.get(actor.organisation, submission_id)
        work = work_on(actor, submission, uow, services)
        return WorkView(
            view=view,
            # An auditor reads no word of anybody's, and what people said about authorship is words.
            revisions=()
            if actor.role is Role.AUDITOR
            else uow.revisions.of(submission.organisation, submission.id),
            standing=_standing(actor, view, work),
            rubrics=tuple(
                each.document for each in _rubrics(work.criteria, submission.organisation, uow)
            ),
            newer=newest_for(submission, work.definition, uow, services),
        )


def list_offers(actor: Actor, services: Services) -> tuple[OfferRow, ...]:
    """List the newest published version of each badge, with what it is about, by title."""
    access.require(actor, Action.READ_DEFINITIONS, Target(organisation=actor.organisation))
    with services.read_only() as uow:
        newest = {
            each.badge: each
            for each in sorted(uow.definitions.all(actor.organisation), key=lambda e: e.version)
            if each.state is DefinitionState.PUBLISHED
        }
        rows = [_offer(each, uow, services) for each in newest.values()]
    return tuple(sorted(rows, key=lambda row: row.title))


def list_levels(actor: Actor, learner: str, services: Services) -> tuple[LevelRow, ...]:
    """List the levels that decisions gave a learner, oldest first; nothing is averaged.

    A decision is never changed, so an earlier level stays beside a later one.
    """
    with services.read_only() as uow:
        target = target_of(learner, uow, actor.organisation, services.clock())
        access.require(actor, Action.READ_SUBMISSION, target)
        rows = [
            row
            for submission in uow.submissions.of_learner(actor.organisation, learner)
            for row in _levels(submission, uow)
        ]
    if actor.role in NOTED:
        note_reading(actor, learner, learner, services)
    return tuple(sorted(rows, key=lambda row: (row.at, row.criterion)))


def _standing(actor: Actor, view: SubmissionView, work: Work) -> Document:
    """Return the last decision, or how the work would be judged if it were looked at now."""
    if view.decision is not None:
        return view.decision
    decision, _ = judge(work, work.submission)
    softened = decision_for(actor.role, decision.to_dict())
    if softened is None:
        raise TypeError("a decision stays one")
    return softened


def _offer(definition: Definition, uow: UnitOfWork, services: Services) -> OfferRow:
    document = criteria.parse(definition.document)
    rubrics = tuple(_rubrics(document, definition.organisation, uow))
    named = [item.competency for rubric in rubrics for item in rubric.criteria if item.competency]
    return OfferRow(
        definition=definition.id,
        badge=definition.badge,
        title=definition.title,
        summary=document.summary,
        public_slug=definition.public_slug,
        version=definition.version,
        competencies=tuple(dict.fromkeys(named or [rubric.title for rubric in rubrics])),
        is_open=is_inside(document.window, services.clock()),
        opens=document.window.opens,
    )


def _rubrics(document: Criteria, organisation: str, uow: UnitOfWork) -> Iterator[Rubric]:
    for ref in sorted({leaf.rubric for _, leaf in leaves_of(document, RubricLeaf)}):
        stored = uow.rubrics.by_ref(organisation, ref)
        if stored is not None:
            yield parse_rubric(stored.document)


def _levels(submission: Submission, uow: UnitOfWork) -> Iterator[LevelRow]:
    definition = uow.definitions.get(submission.organisation, submission.definition)
    document = criteria.parse(definition.document)
    rubrics = {rubric.ref: rubric for rubric in _rubrics(document, submission.organisation, uow)}
    leaves = {node.id: rubrics.get(leaf.rubric) for node, leaf in leaves_of(document, RubricLeaf)}
    for record in uow.decisions.of(submission.organisation, submission.id):
        for node_id, levels in _judged(record):
            rubric = leaves.get(node_id)
            for name, level in levels.items():
                row = _level(record, rubric, name, level, definition.title)
                if row is not None:
                    yield row


def _judged(record: DecisionRecord) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield the rubric leaves of a decision with the levels that came out."""
    waiting: list[Any] = [record.decision["tree"]]
    while waiting:
        node = waiting.pop()
        waiting.extend(node.get("children", ()))
        if node["kind"] == "rubric":
            yield node["id"], node.get("levels", {})


def _level(
    record: DecisionRecord, rubric: Rubric | None, name: str, level: str, badge: str
) -> LevelRow | None:
    """Return a row, or None for a criterion that the rubric of today does not know."""
    criterion = rubric.criterion(name) if rubric is not None else None
    if rubric is None or criterion is None or level not in rubric.scale:
        return None
    return LevelRow(
        area=rubric.title,
        criterion=criterion.title,
        competency=criterion.competency or criterion.title,
        level=level,
        text=criterion.levels.get(level, ""),
        step=rubric.scale.names.index(level) + 1,
        scale=tuple(rubric.scale.names),
        at=record.at,
        badge=badge,
        submission=record.submission,
        earned=record.kind == "approved",
    )
