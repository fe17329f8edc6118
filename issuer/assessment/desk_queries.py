"""What an assessor reads beside a submission, and how a class stands; frozen rows.

What may be done is asked of the same rules that the verbs ask, never written down a second time.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from issuer import access, criteria
from issuer.access import Action, Actor, Role, Target
from issuer.assessment.desk_rows import (
    Board,
    BoardCell,
    BoardRow,
    Desk,
    RubricTask,
    SignoffTask,
    SplitItem,
)
from issuer.assessment.model import (
    ExternalProof,
    FactStatus,
    HoursEntry,
    Rating,
    Submission,
    SubmissionEvent,
    SubmissionState,
)
from issuer.assessment.neighbours import Member
from issuer.assessment.ports import Services
from issuer.assessment.queries import since_of, view_of
from issuer.assessment.rating import require_assessor
from issuer.assessment.work import Work, work_on
from issuer.criteria import Audience, Instrument, Rubric, parse_instrument, parse_rubric
from issuer.criteria.leaves import ExternalLeaf, HoursLeaf, PeersLeaf, RubricLeaf, SignoffLeaf
from issuer.errors import ConflictError, ForbiddenError, NotFoundError

_REFUSALS = (ForbiddenError, NotFoundError, ConflictError)


def show_desk(actor: Actor, submission_id: str, services: Services) -> Desk:
    """Show a submission as those who assess see it.

    Raises:
        NotFoundError: of another school or unit.
        ForbiddenError: the table gives this actor no list of work.
    """
    with services.read_only() as uow:
        submission = uow.submissions.get(actor.organisation, submission_id)
        work = work_on(actor, submission, uow, services)
        work.require(Action.READ_QUEUE)
        work.require(Action.READ_SUBMISSION)
        decision = submission.decision
        return Desk(
            view=view_of(actor, work),
            explanation=None
            if decision is None
            else criteria.explain(decision, audience=Audience.STAFF, scale=work.criteria.scale),
            rubrics=tuple(_rubric_tasks(actor, work)),
            instruments=tuple(_instruments(work).values()),
            signoffs=tuple(_signoff_tasks(work)),
            splits=tuple(_splits(work)),
            hours=_hours(work),
            externals=_externals(work),
            targets=tuple((node.id, node.label) for node in work.criteria.nodes()),
            may=frozenset(action for action, ask in _ASKED.items() if _passes(ask, work)),
            has_tie=bool(work.conflicts(actor.person, work.now)),
        )


def class_board(actor: Actor, services: Services, group: str | None = None) -> Board:
    """Show where the learners of the actor's units stand, of one group or of all."""
    access.require(actor, Action.READ_QUEUE, Target(organisation=actor.organisation))
    with services.read_only() as uow:
        members = uow.people.members(actor.organisation)
        submissions = uow.submissions.in_states(actor.organisation, frozenset(SubmissionState))
        definitions = uow.definitions.all(actor.organisation)
        scale = uow.organisations.get(actor.organisation).scale
    learners = [each for each in members if _is_on_board(actor, each)]
    shown = [each for each in learners if group is None or each.group == group]
    cells = _cells(submissions, {each.id for each in shown})
    begun = {badge for row in cells.values() for badge in row}
    titles = {each.badge: each.title for each in definitions if each.badge in begun}
    return Board(
        badges=tuple(sorted(titles.items(), key=lambda pair: pair[1])),
        groups=tuple(sorted({each.group for each in learners if each.group})),
        scale=scale,
        rows=tuple(
            BoardRow(
                learner=each.id, name=each.name, group=each.group, cells=cells.get(each.id, {})
            )
            for each in sorted(shown, key=lambda one: (one.group or "", one.name))
        ),
    )


def _is_on_board(actor: Actor, member: Member) -> bool:
    target = Target(organisation=member.organisation, learner=member.id, units=member.units)
    return member.active and Role.LEARNER in member.roles and access.is_within(actor, target)


def _cells(
    submissions: tuple[Submission, ...], learners: set[str]
) -> dict[str, dict[str, BoardCell]]:
    """Return the latest submission of each learner for each badge."""
    cells: dict[str, dict[str, BoardCell]] = {}
    for each in sorted(submissions, key=lambda one: one.opened_at):
        if each.learner in learners and each.state is not SubmissionState.WITHDRAWN:
            cells.setdefault(each.learner, {})[each.badge] = BoardCell(
                submission=each.id,
                state=each.state,
                result=each.result,
                levels=tuple(_levels(each)),
                since=since_of(each),
            )
    return cells


def _levels(submission: Submission) -> Iterator[str]:
    """Yield the level of every criterion that adults rated."""
    if submission.decision is None:
        return
    for node in _nodes(submission.decision["tree"]):
        if node["kind"] == "rubric":
            yield from node.get("levels", {}).values()


def _nodes(tree: Any) -> Iterator[Mapping[str, Any]]:
    yield tree
    for child in tree.get("children", ()):
        yield from _nodes(child)


def _rubric_tasks(actor: Actor, work: Work) -> Iterator[RubricTask]:
    leaves: dict[str, list[tuple[str, RubricLeaf]]] = {}
    for node, leaf in work.leaves(RubricLeaf):
        leaves.setdefault(leaf.rubric, []).append((node.id, leaf))
    for ref, asked in leaves.items():
        listed = {role for _, leaf in asked for role in leaf.by.roles}
        yield RubricTask(
            rubric=_rubric(work, ref),
            nodes=tuple(node for node, _ in asked),
            wanted={name: level for _, leaf in asked for name, level in leaf.levels.items()},
            own=_own(actor, work, ref),
            may_rate=_passes(partial(_may_rate, listed=listed), work),
        )


def _own(actor: Actor, work: Work, ref: str) -> dict[str, Rating]:
    """Return the actor's latest rating of each criterion in this revision."""
    rows = work.uow.ratings.of(work.submission.organisation, work.submission.id)
    mine = [
        row
        for row in rows
        if row.by == actor.person
        and row.rubric == ref
        and row.revision == work.submission.revision
        and row.status is FactStatus.VALID
    ]
    return {row.criterion: row for row in sorted(mine, key=lambda row: (row.at, row.id))}


def _signoff_tasks(work: Work) -> Iterator[SignoffTask]:
    rows = work.uow.signoffs.of(work.submission.organisation, work.submission.id)
    for node, leaf in work.leaves(SignoffLeaf):
        yield SignoffTask(
            node=node.id,
            title=node.label,
            statement=leaf.statement,
            role=leaf.role,
            said=tuple(
                row
                for row in rows
                if row.statement == leaf.statement and row.revision == work.submission.revision
            ),
            may_sign=_passes(partial(_may_sign, role=leaf.role), work),
        )


def _splits(work: Work) -> Iterator[SplitItem]:
    """Yield what waits for moderation: the evaluation asks for it, the peers' answers say where."""
    decision: Any = work.submission.decision
    if decision is None:
        return
    asked = {each["node"] for each in decision["next"] if each["do"] == "moderate"}
    counted = {node["id"]: set(node["counted"]) for node in _nodes(decision["tree"])}
    said = work.uow.attestations.of(work.submission.organisation, work.submission.id)
    instruments = _instruments(work)
    for node, leaf in work.leaves(PeersLeaf):
        if node.id not in asked:
            continue
        levels = [row.levels for row in said if row.id in counted[node.id]]
        for item in sorted(leaf.split_items(levels, work.criteria.scale)):
            found = instruments[leaf.instrument].item(item)
            answers = (each[item] for each in levels if item in each)
            yield SplitItem(
                node=node.id,
                item=item,
                statement=(found.statement if found else None) or item,
                answers=tuple(sorted(answers, key=work.criteria.scale.position)),
            )


def _instruments(work: Work) -> dict[str, Instrument]:
    refs = dict.fromkeys(leaf.instrument for _, leaf in work.leaves(PeersLeaf))
    stored = {ref: work.uow.instruments.by_ref(work.submission.organisation, ref) for ref in refs}
    return {ref: parse_instrument(row.document) for ref, row in stored.items() if row is not None}


def _rubric(work: Work, ref: str) -> Rubric:
    stored = work.uow.rubrics.by_ref(work.submission.organisation, ref)
    if stored is None:
        raise NotFoundError("There is no such rubric")
    return parse_rubric(stored.document)


def _hours(work: Work) -> tuple[HoursEntry, ...]:
    buckets = {bucket for _, leaf in work.leaves(HoursLeaf) for bucket in leaf.buckets}
    rows = work.uow.hours.of(work.submission.organisation, work.submission.learner)
    return tuple(row for row in rows if row.bucket in buckets)


def _externals(work: Work) -> tuple[ExternalProof, ...]:
    wanted = {leaf.certificate for _, leaf in work.leaves(ExternalLeaf)}
    rows = work.uow.externals.of(work.submission.organisation, work.submission.learner)
    return tuple(row for row in rows if row.certificate in wanted)


def _passes(ask: Callable[[Work], None], work: Work) -> bool:
    """Say whether the rules of a verb would let the actor pass now."""
    try:
        ask(work)
    except _REFUSALS:
        return False
    return True


def _may_rate(work: Work, listed: set[str]) -> None:
    work.require(Action.RATE, listed=listed)
    require_assessor(work)
    work.submission.after(SubmissionEvent.FACT)


def _may_sign(work: Work, role: str) -> None:
    work.require(Action.SIGN_OFF, listed={role})
    require_assessor(work)
    work.submission.after(SubmissionEvent.FACT)


def _may_return(work: Work) -> None:
    work.require(Action.RETURN)
    work.require_another()
    require_assessor(work)
    work.submission.after(SubmissionEvent.RETURN)


def _may_decide(work: Work) -> None:
    work.require(Action.DECIDE_NOT_YET)
    work.require_another()
    require_assessor(work)
    work.submission.after(SubmissionEvent.DECIDE_NOT_YET)


def _may_moderate(work: Work) -> None:
    work.require(Action.MODERATE)
    work.require_another()
    work.submission.after(SubmissionEvent.FACT)


def _may_triage(work: Work) -> None:
    work.require(Action.TRIAGE)
    work.submission.after(SubmissionEvent.TRIAGE)


def _may_hold_attestation(work: Work) -> None:
    work.require(Action.HOLD_ATTESTATION)
    work.submission.after(SubmissionEvent.FACT)


def _may_verify_hours(work: Work) -> None:
    listed = {role for _, leaf in work.leaves(HoursLeaf) for role in leaf.verified_by}
    work.require(Action.VERIFY_HOURS, listed=listed)
    work.require_another()


def _may_verify_proof(work: Work) -> None:
    work.require(Action.VERIFY_PROOF)
    work.require_another()


#: What a page offers beside the rubrics and sentences, each with the rules that its verb asks.
_ASKED: Mapping[Action, Callable[[Work], None]] = {
    Action.RETURN: _may_return,
    Action.DECIDE_NOT_YET: _may_decide,
    Action.MODERATE: _may_moderate,
    Action.TRIAGE: _may_triage,
    Action.HOLD_ATTESTATION: _may_hold_attestation,
    Action.VERIFY_HOURS: _may_verify_hours,
    Action.VERIFY_PROOF: _may_verify_proof,
}
