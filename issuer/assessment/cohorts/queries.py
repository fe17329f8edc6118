"""Reads about lists: all of them, one, its dry run, and the file to download."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from issuer import access
from issuer.access import Action, Actor, Target
from issuer.assessment.cohorts.checking import MEND, NEEDED, Checked, check_sheet
from issuer.assessment.cohorts.keeping import own_draft, require_within
from issuer.assessment.cohorts.listable import signoffs_of
from issuer.assessment.model import Cohort, CohortResult, CohortState, ItemState
from issuer.assessment.ports import Services, UnitOfWork
from issuer.criteria import parse
from issuer.errors import NotFoundError
from issuer.sheets import write_sheet

_RESULT_HEADINGS = ("row", "learner", "badge", "seen_on", "state", "credential", "fault")


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortRow:
    """One list among others; `counts` says how many rows are in which state, and `issued`."""

    id: str
    at: datetime
    by_name: str
    state: CohortState
    size: int
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortView:
    """One list with its rows; `statements` are what the teacher signs, by badge title."""

    cohort: Cohort
    by_name: str
    signed_name: str | None
    approved_name: str | None
    sole_teacher: bool
    counts: Mapping[str, int]
    rows: tuple[CohortResult, ...]
    statements: Mapping[str, tuple[str, ...]]


def list_cohorts(actor: Actor, services: Services) -> tuple[CohortRow, ...]:
    """List what was put forward, and one's own files, newest first."""
    access.require(actor, Action.READ_QUEUE, Target(organisation=actor.organisation))
    with services.read_only() as uow:
        return tuple(
            CohortRow(
                id=each.id,
                at=each.at,
                by_name=uow.people.get(each.organisation, each.by).name,
                state=each.state,
                size=each.size,
                counts=uow.cohorts.counts(each.id),
            )
            for each in uow.cohorts.all(actor.organisation)
            if _is_seen(actor, each, uow)
        )


def show_cohort(actor: Actor, cohort_id: str, services: Services) -> CohortView:
    """Show one list with what became of each row; NotFoundError for others' drafts and units."""
    access.require(actor, Action.READ_QUEUE, Target(organisation=actor.organisation))
    with services.read_only() as uow:
        cohort = _readable(actor, cohort_id, uow)
        names = {
            person: uow.people.get(cohort.organisation, person).name
            for person in (cohort.by, cohort.signed_by, cohort.approved_by)
            if person is not None
        }
        return CohortView(
            cohort=cohort,
            by_name=names[cohort.by],
            signed_name=names.get(cohort.signed_by or ""),
            approved_name=names.get(cohort.approved_by or ""),
            sole_teacher=uow.organisations.get(cohort.organisation).sole_teacher,
            counts=uow.cohorts.counts(cohort.id),
            rows=_named(cohort, uow),
            statements=_statements(cohort, uow),
        )


def check_cohort(actor: Actor, cohort_id: str, services: Services) -> Checked:
    """Repeat the dry run of one's own draft, against today's people and badges."""
    with services.read_only() as uow:
        cohort = _readable(actor, cohort_id, uow)
        if cohort.sheet is None:
            raise NotFoundError("This file was put forward, and is not kept")
        return check_sheet(actor, cohort.sheet, uow, services)


def cohort_file(actor: Actor, cohort_id: str, services: Services) -> bytes:
    """Return a draft as CSV with a column that says what to mend, or what became of a list."""
    view = show_cohort(actor, cohort_id, services)
    if view.cohort.state is CohortState.DRAFT:
        return _to_mend(check_cohort(actor, cohort_id, services))
    return write_sheet(
        _RESULT_HEADINGS,
        (
            (
                str(row.row),
                row.learner_name,
                row.title,
                row.seen_on,
                "issued" if row.issued else row.state.value,
                (row.credential_id or "") if row.issued else "",
                row.fault or "",
            )
            for row in view.rows
        ),
    )


def example_file() -> bytes:
    """Return a file with the headings and one row, to be filled in."""
    return write_sheet(NEEDED, [("Wren", "safety-talk", "yes", "2026-05-31")])


def _to_mend(checked: Checked) -> bytes:
    said: dict[int, list[str]] = defaultdict(list)
    for fault in checked.faults:
        said[fault.row].append(f"{fault.column}: {fault.sentence}")
    headings = [name for name in checked.headings if name != MEND]
    return write_sheet(
        [*headings, MEND],
        (
            [*(line.cells[name] for name in headings), " ".join(said[line.number])]
            for line in checked.lines
        ),
    )


def _readable(actor: Actor, cohort_id: str, uow: UnitOfWork) -> Cohort:
    cohort = own_draft(actor, uow.cohorts.get(actor.organisation, cohort_id))
    require_within(actor, cohort, uow)
    return cohort


def _is_seen(actor: Actor, cohort: Cohort, uow: UnitOfWork) -> bool:
    try:
        own_draft(actor, cohort)
        require_within(actor, cohort, uow)
    except NotFoundError:
        return False
    return True


def _named(cohort: Cohort, uow: UnitOfWork) -> tuple[CohortResult, ...]:
    rows = uow.cohorts.results(cohort.organisation, cohort.id)
    if not rows:
        return ()
    names = {each.id: each.name for each in uow.people.members(cohort.organisation)}
    return tuple(replace(row, learner_name=names.get(row.learner, "")) for row in rows)


def _statements(cohort: Cohort, uow: UnitOfWork) -> Mapping[str, tuple[str, ...]]:
    wanted = {
        item.definition
        for state in ItemState
        for item in uow.cohorts.items(cohort.id, state, cohort.size)
    }
    found = {}
    for each in sorted(wanted):
        definition = uow.definitions.get(cohort.organisation, each)
        leaves = signoffs_of(parse(definition.document))
        found[definition.title] = tuple(leaf.statement for _, leaf in leaves)
    return found
