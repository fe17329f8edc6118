"""Repository of lists and their rows."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from issuer.assessment.model import (
    Cohort,
    CohortItem,
    CohortResult,
    CohortState,
    ItemState,
    SubmissionState,
)
from issuer.errors import StateError
from issuer.records.stored_rows import StoredRows
from issuer.records.tables import assessment
from issuer.records.tables import cohorts as tables

_COHORT, _ITEM = tables.cohort, tables.cohort_item
_OVER = (ItemState.FAILED, ItemState.STOPPED)


class SqlCohorts:
    """Lists on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._lists = StoredRows(connection, _COHORT, Cohort)
        self._rows = StoredRows(connection, _ITEM, CohortItem)

    def add(self, cohort: Cohort) -> None:
        """Store a new list."""
        self._lists.insert(cohort)

    def save(self, cohort: Cohort) -> None:
        """Store changes of a list."""
        self._lists.update(cohort)

    def get(self, organisation: str, cohort_id: str) -> Cohort:
        """Return it; NotFoundError."""
        return self._lists.one(*self._lists.scoped(organisation, cohort_id))

    def lock(self, organisation: str, cohort_id: str) -> Cohort:
        """Return it and keep others from changing it; NotFoundError."""
        return self._lists.one(*self._lists.scoped(organisation, cohort_id), lock=True)

    def by_id(self, cohort_id: str) -> Cohort:
        """Return a list of whichever organisation, for jobs; NotFoundError."""
        return self._lists.one(_COHORT.c.id == cohort_id)

    def all(self, organisation: str) -> tuple[Cohort, ...]:
        """Return all lists, newest first."""
        return self._lists.many(
            _COHORT.c.organisation == organisation, order=(_COHORT.c.at.desc(), _COHORT.c.id)
        )

    def forget(self, cohort_id: str) -> None:
        """Delete a draft; anything else stays."""
        self._connection.execute(
            _COHORT.delete().where(_COHORT.c.id == cohort_id, _COHORT.c.state == CohortState.DRAFT)
        )

    def add_items(self, items: tuple[CohortItem, ...]) -> None:
        """Store the rows of a list; StateError if one of them is on another list, `on_a_list`."""
        try:
            for item in items:
                self._rows.insert(item)
        except IntegrityError as error:
            raise StateError(
                "Another list holds one of these rows by now; hand the file in again",
                code="on_a_list",
            ) from error

    def save_item(self, item: CohortItem) -> None:
        """Store changes of a row."""
        self._rows.update(item)

    def lock_item(self, organisation: str, item_id: str) -> CohortItem:
        """Return a row and keep others from changing it; NotFoundError."""
        return self._rows.one(*self._rows.scoped(organisation, item_id), lock=True)

    def items(self, cohort_id: str, state: ItemState, limit: int) -> tuple[CohortItem, ...]:
        """Return the first rows in a state, in the order of the file."""
        query = (
            sa.select(_ITEM)
            .where(_ITEM.c.cohort == cohort_id, _ITEM.c.state == state)
            .order_by(_ITEM.c.row)
            .limit(limit)
        )
        return tuple(CohortItem(**row) for row in self._connection.execute(query).mappings())

    def stop_items(self, cohort_id: str) -> None:
        """Let every row that was not approved be stopped."""
        self._connection.execute(
            _ITEM.update()
            .where(
                _ITEM.c.cohort == cohort_id,
                _ITEM.c.state.in_((ItemState.WAITING, ItemState.SIGNED)),
            )
            .values(state=ItemState.STOPPED)
        )

    def keys(self, organisation: str) -> frozenset[str]:
        """Return the keys of all rows that neither failed nor were stopped."""
        query = sa.select(_ITEM.c.key).where(
            _ITEM.c.organisation == organisation, _ITEM.c.state.not_in(_OVER)
        )
        return frozenset(self._connection.execute(query).scalars())

    def counts(self, cohort_id: str) -> dict[str, int]:
        """Return how many rows are in each state, and under `issued` how many are issued."""
        states = self._connection.execute(
            sa.select(_ITEM.c.state, sa.func.count())
            .where(_ITEM.c.cohort == cohort_id)
            .group_by(_ITEM.c.state)
        )
        found = {state.value: count for state, count in states}
        found["issued"] = self._connection.execute(
            sa.select(sa.func.count())
            .select_from(_with_work(_ITEM))
            .where(
                _ITEM.c.cohort == cohort_id,
                assessment.submission.c.state == SubmissionState.ISSUED,
            )
        ).scalar_one()
        return found

    def learners(self, cohort_id: str) -> frozenset[str]:
        """Return whom the rows are about."""
        query = sa.select(_ITEM.c.learner).where(_ITEM.c.cohort == cohort_id)
        return frozenset(self._connection.execute(query).scalars())

    def results(self, organisation: str, cohort_id: str) -> tuple[CohortResult, ...]:
        """Return every row with what became of it, in the order of the file."""
        work, badge = assessment.submission, assessment.definition
        query = (
            sa.select(
                _ITEM.c.row,
                _ITEM.c.learner,
                badge.c.title,
                _ITEM.c.seen_on,
                _ITEM.c.state,
                sa.func.coalesce(work.c.state == SubmissionState.ISSUED, sa.false()).label(
                    "issued"
                ),
                work.c.credential_id,
                _ITEM.c.fault,
            )
            .select_from(
                _with_work(_ITEM, outer=True).join(badge, badge.c.id == _ITEM.c.definition)
            )
            .where(_ITEM.c.organisation == organisation, _ITEM.c.cohort == cohort_id)
            .order_by(_ITEM.c.row)
        )
        return tuple(_result(row) for row in self._connection.execute(query).mappings())


def _with_work(item: sa.Table, *, outer: bool = False) -> sa.Join:
    work = assessment.submission
    return item.join(work, work.c.id == item.c.submission, isouter=outer)


def _result(row: Any) -> CohortResult:
    return CohortResult(**{**row, "issued": bool(row["issued"])})
