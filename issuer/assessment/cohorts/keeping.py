"""From a file to a list: read it, put it forward, stop it. Signing and approving are elsewhere."""

from dataclasses import replace
from datetime import timedelta

from issuer import access
from issuer.access import Action, Actor, Target
from issuer.assessment.cohorts.checking import Checked, check_sheet
from issuer.assessment.cohorts.commands import AboutCohort, ReadCohort
from issuer.assessment.model import Cohort, CohortItem, CohortState
from issuer.assessment.ports import Services, UnitOfWork
from issuer.assessment.recording import act_of
from issuer.errors import NotFoundError, RuleError

#: A file that nobody put forward is forgotten: it holds names.
DRAFT_LASTS = timedelta(days=7)
FORGET = "cohort.forget"


def read_cohort(command: ReadCohort, services: Services) -> Cohort:
    """Keep a file as a draft, so that its faults can be shown and mended; nothing counts yet.

    Raises:
        ForbiddenError: neither an assessor nor a registrar.
        MalformedError: the file is no list, code `sheet`.
        LimitError: it is too large, code `sheet_size`.
    """
    actor = command.actor
    with services.unit_of_work() as uow:
        check_sheet(actor, command.data, uow, services)
        now = services.clock()
        cohort = Cohort(
            id=services.ids.new_id(),
            organisation=actor.organisation,
            by=actor.person,
            at=now,
            sheet=command.data,
        )
        uow.cohorts.add(cohort)
        uow.outbox.put(FORGET, cohort.id, actor.organisation, not_before=now + DRAFT_LASTS)
        record(actor, cohort, "cohort.read", uow, services)
        uow.commit()
    return cohort


def forget_draft(cohort_id: str, services: Services) -> None:
    """Delete a file that nobody put forward; repeating it changes nothing."""
    with services.unit_of_work() as uow:
        uow.cohorts.forget(cohort_id)
        uow.commit()


def keep_cohort(command: AboutCohort, services: Services) -> Cohort:
    """Put a file forward: its rows become a list that waits for a teacher.

    Raises:
        NotFoundError: no such file of one's own.
        RuleError: it has faults (code `sheet_faults`), or nothing new (code `sheet_nothing`).
        StateError: it was put forward before, or a row is on another list, code `on_a_list`.
    """
    actor = command.actor
    with services.unit_of_work() as uow:
        cohort = own_draft(actor, uow.cohorts.lock(actor.organisation, command.cohort))
        kept = put_forward(actor, cohort, uow, services)
        uow.commit()
    return kept


def own_draft(actor: Actor, cohort: Cohort) -> Cohort:
    """Return a file to whoever handed it in; nobody else sees it."""
    if cohort.state is CohortState.DRAFT and cohort.by != actor.person:
        raise NotFoundError("There is nothing of that name here")
    return cohort


def put_forward(actor: Actor, cohort: Cohort, uow: UnitOfWork, services: Services) -> Cohort:
    """Make rows of a draft within an open transaction; raises as `keep_cohort`."""
    moved = cohort.after(CohortState.WAITING)
    checked = check_sheet(actor, cohort.sheet or b"", uow, services)
    if checked.faults:
        raise RuleError(
            "Mend the rows that are named below, then hand the file in again", code="sheet_faults"
        )
    if not checked.good:
        raise RuleError(
            "There is nothing new in this file; every learner has the badge already or is about"
            " to get it",
            code="sheet_nothing",
        )
    kept = replace(moved, sheet=None, size=len(checked.good))
    uow.cohorts.save(kept)
    uow.cohorts.add_items(_items(kept, checked, services))
    record(actor, kept, "cohort.put_forward", uow, services)
    return kept


def stop_cohort(command: AboutCohort, services: Services) -> Cohort:
    """Stop a list: what is approved stays, and every other row may be handed in again.

    Raises:
        NotFoundError: no such list, or about learners of other units.
        StateError: it is done or stopped already.
    """
    actor = command.actor
    access.require(actor, Action.TRIAGE, Target(organisation=actor.organisation))
    with services.unit_of_work() as uow:
        cohort = uow.cohorts.lock(actor.organisation, command.cohort)
        require_within(actor, cohort, uow)
        stopped = cohort.after(CohortState.STOPPED)
        uow.cohorts.save(stopped)
        uow.cohorts.stop_items(cohort.id)
        record(actor, stopped, "cohort.stopped", uow, services)
        uow.commit()
    return stopped


def require_within(actor: Actor, cohort: Cohort, uow: UnitOfWork) -> None:
    """Let pass who acts on every learner of the list; to others it does not exist."""
    if actor.units is None:
        return
    for learner in uow.cohorts.learners(cohort.id):
        units = uow.people.get(cohort.organisation, learner).units
        target = Target(organisation=cohort.organisation, learner=learner, units=units)
        if not access.is_within(actor, target):
            raise NotFoundError("There is nothing of that name here")


def record(actor: Actor, cohort: Cohort, name: str, uow: UnitOfWork, services: Services) -> None:
    """Write what was done to a list as an event."""
    codes = {"rows": str(cohort.size), "state": cohort.state.value}
    uow.events.append(act_of(actor, cohort.organisation, name, cohort.id, services, codes=codes))


def _items(cohort: Cohort, checked: Checked, services: Services) -> tuple[CohortItem, ...]:
    return tuple(
        CohortItem(
            id=services.ids.new_id(),
            organisation=cohort.organisation,
            cohort=cohort.id,
            row=row.row,
            learner=row.learner,
            definition=row.definition,
            seen_on=row.seen_on,
            key=row.key,
        )
        for row in checked.good
    )
