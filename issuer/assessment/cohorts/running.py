"""Sign and approve lists: a person decides once about the rows they read, jobs do row by row.

Each row is one transaction of the same verbs as any other work, in the name of that person; one
that a verb refuses fails alone. Killed at any line, the next run goes on with the row it was at.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from issuer import access, criteria
from issuer.access import Action, Actor, Role, Target
from issuer.assessment.approving import approve_award
from issuer.assessment.assigning import triage_submission
from issuer.assessment.cohorts.commands import AboutCohort
from issuer.assessment.cohorts.joining import within
from issuer.assessment.cohorts.keeping import own_draft, put_forward, record, require_within
from issuer.assessment.cohorts.listable import signoffs_of
from issuer.assessment.commands import Approve, OpenSubmission, SignOff, Submit, Triage
from issuer.assessment.model import Cohort, CohortItem, CohortState, ItemState, SubmissionState
from issuer.assessment.opening import open_submission
from issuer.assessment.ports import Services, UnitOfWork
from issuer.assessment.rating import sign_off
from issuer.assessment.submitting import submit_revision
from issuer.errors import ForbiddenError, IssuerError, RuleError, StateError, UnavailableError

RUN = "cohort.run"
#: Rows per turn of a job; a turn is far shorter than its lease.
TURN = 100
_LONGEST_FAULT = 300


def sign_cohort(command: AboutCohort, services: Services) -> Cohort:
    """Sign every row of a list, or of one's own draft, as the teacher who saw it.

    Raises:
        ForbiddenError: no teacher.
        NotFoundError: no such list, or about learners of other units.
        StateError: it was signed or stopped before; RuleError as `keep_cohort`.
    """
    actor = command.actor
    if actor.role is not Role.TEACHER:
        raise ForbiddenError(
            "Only a teacher who saw the work signs a list; go on as a teacher", code="teacher_only"
        )
    listed = frozenset({actor.role.value})
    access.require(
        actor, Action.SIGN_OFF, Target(organisation=actor.organisation, listed_roles=listed)
    )
    with services.unit_of_work() as uow:
        cohort = own_draft(actor, uow.cohorts.lock(actor.organisation, command.cohort))
        if cohort.state is CohortState.DRAFT:
            cohort = put_forward(actor, cohort, uow, services)
        require_within(actor, cohort, uow)
        signing = replace(
            cohort.after(CohortState.SIGNING), signed_by=actor.person, signed_units=actor.units
        )
        _begin(actor, signing, "cohort.signed", uow, services)
        uow.commit()
    return signing


def approve_cohort(command: AboutCohort, services: Services) -> Cohort:
    """Approve every row of a signed list; the badges follow.

    Raises:
        ForbiddenError: no issuer.
        NotFoundError: no such list, or about learners of other units.
        RuleError: whoever signed cannot also approve here, code `second_approver`.
        StateError: it is not signed yet, or approved already.
    """
    actor = command.actor
    access.require(actor, Action.APPROVE, Target(organisation=actor.organisation))
    with services.unit_of_work() as uow:
        cohort = uow.cohorts.lock(actor.organisation, command.cohort)
        if cohort.state is CohortState.DRAFT:
            own_draft(actor, cohort)
        require_within(actor, cohort, uow)
        approving = replace(
            cohort.after(CohortState.APPROVING),
            approved_by=actor.person,
            approved_units=actor.units,
        )
        alone = not uow.organisations.get(actor.organisation).sole_teacher
        if alone and cohort.signed_by == actor.person:
            raise RuleError(
                "You signed this list; a second adult has to approve it", code="second_approver"
            )
        _begin(actor, approving, "cohort.approved", uow, services)
        uow.commit()
    return approving


def run_cohort(cohort_id: str, services: Services) -> int:
    """Do the next rows of a list; returns how many. What is left is put back into the outbox."""
    with services.read_only() as uow:
        cohort = uow.cohorts.by_id(cohort_id)
        step = _STEPS.get(cohort.state)
        items = () if step is None else uow.cohorts.items(cohort_id, step.takes, TURN)
    if step is None:
        return 0
    for item in items:
        _do(cohort, item, step, services)
    _end_turn(cohort, step, services)
    return len(items)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """What is done to each row in one state of a list, and where that leads."""

    takes: ItemState
    gives: ItemState
    act: Callable[[Cohort, CohortItem, Services], str]
    leads_to: CohortState


def _begin(actor: Actor, cohort: Cohort, name: str, uow: UnitOfWork, services: Services) -> None:
    uow.cohorts.save(cohort)
    uow.outbox.put(RUN, cohort.id, cohort.organisation)
    record(actor, cohort, name, uow, services)


def _do(cohort: Cohort, item: CohortItem, step: _Step, services: Services) -> None:
    """Take one row a step further, or note why it cannot go; either way exactly once."""
    try:
        with services.unit_of_work() as uow:
            if not _is_still(step, cohort, item, uow):
                return
            submission = step.act(cohort, item, within(uow, services))
            uow.cohorts.save_item(replace(item, state=step.gives, submission=submission))
            uow.commit()
    except UnavailableError:
        raise
    except IssuerError as error:
        with services.unit_of_work() as uow:
            if _is_still(step, cohort, item, uow):
                fault = error.detail[:_LONGEST_FAULT]
                failed = replace(item, state=ItemState.FAILED, code=error.code, fault=fault)
                uow.cohorts.save_item(failed)
                uow.commit()


def _is_still(step: _Step, cohort: Cohort, item: CohortItem, uow: UnitOfWork) -> bool:
    """Tell whether neither another worker nor a stop was here first."""
    now = uow.cohorts.lock(cohort.organisation, cohort.id)
    stored = uow.cohorts.lock_item(item.organisation, item.id)
    return now.state is cohort.state and stored.state is step.takes


def _end_turn(cohort: Cohort, step: _Step, services: Services) -> None:
    with services.unit_of_work() as uow:
        stored = uow.cohorts.lock(cohort.organisation, cohort.id)
        if stored.state is not cohort.state:
            return
        if uow.cohorts.items(cohort.id, step.takes, 1):
            uow.outbox.put(RUN, cohort.id, cohort.organisation)
        else:
            reached = uow.cohorts.counts(cohort.id).get(step.gives.value, 0)
            uow.cohorts.save(stored.after(step.leads_to if reached else CohortState.DONE))
        uow.commit()


def _sign(cohort: Cohort, item: CohortItem, services: Services) -> str:
    """Open, hand in, take into review and sign, as a teacher does for one learner."""
    teacher = _person(cohort, cohort.signed_by, Role.TEACHER, cohort.signed_units)
    opened = open_submission(
        OpenSubmission(actor=teacher, definition=item.definition, learner=item.learner), services
    )
    said = f"Seen by a teacher on {item.seen_on}, outside this service; recorded from a list."
    submit_revision(Submit(actor=teacher, submission=opened.id, authorship=said), services)
    done = triage_submission(Triage(actor=teacher, submission=opened.id), services)
    with services.unit_of_work() as uow:
        document = criteria.parse(uow.definitions.get(item.organisation, item.definition).document)
    for node, _ in signoffs_of(document):
        command = SignOff(actor=teacher, submission=opened.id, node=node, approve=True)
        done = sign_off(command, services)
    if done.state is not SubmissionState.READY:
        raise StateError(
            "The teacher's signature does not suffice for this learner: an earlier badge is"
            " missing, or the teacher has a tie to the learner",
            code="not_met",
        )
    return opened.id


def _approve(cohort: Cohort, item: CohortItem, services: Services) -> str:
    issuer = _person(cohort, cohort.approved_by, Role.ISSUER, cohort.approved_units)
    if item.submission is None:
        raise StateError("This row was not signed", code="not_signed")
    approve_award(Approve(actor=issuer, submission=item.submission), services)
    return item.submission


def _person(cohort: Cohort, person: str | None, role: Role, units: frozenset[str] | None) -> Actor:
    """Return who decided, as they were when they decided."""
    if person is None:
        raise ForbiddenError("Nobody has decided about this list", code="forbidden")
    return Actor(person=person, organisation=cohort.organisation, role=role, units=units)


_STEPS = {
    CohortState.SIGNING: _Step(
        takes=ItemState.WAITING, gives=ItemState.SIGNED, act=_sign, leads_to=CohortState.SIGNED
    ),
    CohortState.APPROVING: _Step(
        takes=ItemState.SIGNED, gives=ItemState.APPROVED, act=_approve, leads_to=CohortState.DONE
    ),
}
