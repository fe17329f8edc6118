"""Rate, moderate, sign off: what assessors say about a revision."""

from issuer.access import Action
from issuer.assessment.commands import Moderate, Rate, SignOff
from issuer.assessment.model import (
    FactStatus,
    Moderation,
    Rating,
    Signoff,
    Submission,
    SubmissionEvent,
)
from issuer.assessment.ports import Services
from issuer.assessment.reassessing import settle
from issuer.assessment.work import Work, take
from issuer.criteria import Rubric, parse_rubric
from issuer.criteria.leaves import PeersLeaf, RubricLeaf, SignoffLeaf
from issuer.errors import ForbiddenError, MalformedError, NotFoundError, RuleError

_MAX_COMMENT = 2000


def record_rating(command: Rate, services: Services) -> Submission:
    """Record an assessor's levels on criteria of one rubric, and evaluate.

    A rating by somebody who is tied to the learner is kept, and ignored with that reason.

    Raises:
        ForbiddenError: own work, a role that the criteria do not list, or an appealed assessor.
        MalformedError: a criterion or level that the rubric lacks, or missing feedback.
        StateError: the work is not in review.
    """
    with services.unit_of_work() as uow:
        work = take(command.actor, command.submission, uow, services)
        leaves = [leaf for _, leaf in work.leaves(RubricLeaf) if leaf.rubric == command.rubric]
        if not leaves:
            raise RuleError("The criteria of this badge do not ask for this rubric", code="rubric")
        work.require(Action.RATE, listed={role for leaf in leaves for role in leaf.by.roles})
        require_assessor(work)
        work.submission.after(SubmissionEvent.FACT)
        _check_rating(_rubric(work, command.rubric), command)
        for criterion, level in command.levels.items():
            rating = Rating(
                id=services.ids.new_id(),
                organisation=work.submission.organisation,
                submission=work.submission.id,
                rubric=command.rubric,
                criterion=criterion,
                level=level,
                by=command.actor.person,
                role=command.actor.role.value,
                revision=work.submission.revision,
                at=work.now,
                comment=command.comments.get(criterion),
            )
            uow.ratings.add(rating)
            codes = {"rubric": command.rubric, "criterion": criterion}
            work.record("rating.recorded", subject=rating.id, codes=codes)
        submission = settle(work, work.submission)
        uow.commit()
    return submission


def moderate_item(command: Moderate, services: Services) -> Submission:
    """Settle one item on which peers are split, and evaluate.

    Raises:
        ForbiddenError: own work, a tie to the learner, or neither teacher nor assessor.
        MalformedError: a node, item or level that the criteria lack.
        StateError: the work is not in review.
    """
    with services.unit_of_work() as uow:
        work = take(command.actor, command.submission, uow, services)
        work.require(Action.MODERATE)
        work.require_another()
        work.submission.after(SubmissionEvent.FACT)
        leaf = work.node(command.node).rule
        if not isinstance(leaf, PeersLeaf) or command.item not in leaf.levels:
            raise MalformedError("Name an item of a peers node of the criteria", code="item")
        _check_level(work, command.level)
        moderation = Moderation(
            id=services.ids.new_id(),
            organisation=work.submission.organisation,
            submission=work.submission.id,
            node=command.node,
            item=command.item,
            level=command.level,
            by=command.actor.person,
            role=command.actor.role.value,
            revision=work.submission.revision,
            at=work.now,
        )
        uow.moderations.add(moderation)
        codes = {"node": command.node, "item": command.item}
        work.record("moderation.recorded", subject=moderation.id, codes=codes)
        submission = settle(work, work.submission)
        uow.commit()
    return submission


def sign_off(command: SignOff, services: Services) -> Submission:
    """Sign the exact sentence of a sign-off node, or decline to, and evaluate.

    A signature by somebody who is tied to the learner is kept, and ignored with that reason.

    Raises:
        ForbiddenError: own work, another role than the node asks for, or an appealed assessor.
        MalformedError: the node is no sign-off.
        StateError: the work is not in review.
    """
    with services.unit_of_work() as uow:
        work = take(command.actor, command.submission, uow, services)
        leaf = work.node(command.node).rule
        if not isinstance(leaf, SignoffLeaf):
            raise MalformedError("Name a sign-off node of the criteria", code="node")
        work.require(Action.SIGN_OFF, listed={leaf.role})
        require_assessor(work)
        work.submission.after(SubmissionEvent.FACT)
        signoff = Signoff(
            id=services.ids.new_id(),
            organisation=work.submission.organisation,
            submission=work.submission.id,
            statement=leaf.statement,
            decision="approve" if command.approve else "decline",
            by=command.actor.person,
            role=command.actor.role.value,
            revision=work.submission.revision,
            at=work.now,
        )
        uow.signoffs.add(signoff)
        name = "signoff.given" if command.approve else "signoff.declined"
        work.record(name, subject=signoff.id, codes={"node": command.node})
        submission = settle(work, work.submission)
        uow.commit()
    return submission


def require_assessor(work: Work) -> None:
    """Refuse one's own work, and those whose decision was appealed against.

    Raises:
        ForbiddenError: code `own_work` or `appealed_assessor`.
    """
    if work.actor is None:
        return
    if work.actor.person == work.submission.learner:
        raise ForbiddenError("One does not assess one's own work", code="own_work")
    if work.submission.appealed and work.actor.person in _appealed(work):
        raise ForbiddenError(
            "After an appeal another assessor has to look at this work", code="appealed_assessor"
        )


def _appealed(work: Work) -> frozenset[str]:
    owner = (work.submission.organisation, work.submission.id)
    decided = {record.by for record in work.uow.decisions.of(*owner)}
    rated = {row.by for row in work.uow.ratings.of(*owner) if row.status is FactStatus.SET_ASIDE}
    signed = {row.by for row in work.uow.signoffs.of(*owner) if row.status is FactStatus.SET_ASIDE}
    return frozenset(decided | rated | signed)


def _rubric(work: Work, ref: str) -> Rubric:
    stored = work.uow.rubrics.by_ref(work.submission.organisation, ref)
    if stored is None:
        raise NotFoundError("There is no such rubric")
    return parse_rubric(stored.document)


def _check_rating(rubric: Rubric, command: Rate) -> None:
    if not command.levels:
        raise MalformedError("Rate at least one criterion", code="levels")
    for name, level in command.levels.items():
        criterion = rubric.criterion(name)
        if criterion is None:
            raise MalformedError(f"The rubric has no criterion {name[:64]!r}", code="criterion")
        if level not in rubric.scale:
            raise MalformedError(
                f"{level[:64]!r} is not on the scale {', '.join(rubric.scale.names)}",
                code="level",
                pointer=f"/levels/{name}",
            )
        if criterion.feedback == "required" and not command.comments.get(name, "").strip():
            raise MalformedError(
                f"The criterion {name!r} asks for feedback",
                code="feedback",
                pointer=f"/comments/{name}",
            )
    if any(len(text) > _MAX_COMMENT for text in command.comments.values()):
        raise MalformedError(f"Comment in at most {_MAX_COMMENT} characters", code="comment")


def _check_level(work: Work, level: str) -> None:
    if level not in work.criteria.scale:
        raise MalformedError(
            f"{level[:64]!r} is not on the scale {', '.join(work.criteria.scale.names)}",
            code="level",
        )
