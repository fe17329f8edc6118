"""Where lists of learners are kept while they are checked, signed and run."""

from typing import Protocol

from issuer.assessment.model import (
    Cohort,
    CohortItem,
    CohortResult,
    ItemState,
)


class Cohorts(Protocol):
    """Lists of learners, and their rows."""

    def add(self, cohort: Cohort) -> None:
        """Store a new list."""

    def save(self, cohort: Cohort) -> None:
        """Store changes of a list."""

    def get(self, organisation: str, cohort_id: str) -> Cohort:
        """Return it; NotFoundError."""
        ...

    def lock(self, organisation: str, cohort_id: str) -> Cohort:
        """Return it and keep others from changing it; NotFoundError."""
        ...

    def by_id(self, cohort_id: str) -> Cohort:
        """Return a list of whichever organisation, for jobs; NotFoundError."""
        ...

    def all(self, organisation: str) -> tuple[Cohort, ...]:
        """Return all lists, newest first."""
        ...

    def forget(self, cohort_id: str) -> None:
        """Delete a draft; anything else stays."""

    def add_items(self, items: tuple[CohortItem, ...]) -> None:
        """Store the rows of a list; StateError if one of them is on another list, `on_a_list`."""

    def save_item(self, item: CohortItem) -> None:
        """Store changes of a row."""

    def lock_item(self, organisation: str, item_id: str) -> CohortItem:
        """Return a row and keep others from changing it; NotFoundError."""
        ...

    def items(self, cohort_id: str, state: ItemState, limit: int) -> tuple[CohortItem, ...]:
        """Return the first rows in a state, in the order of the file."""
        ...

    def stop_items(self, cohort_id: str) -> None:
        """Let every row that was not approved be stopped."""

    def keys(self, organisation: str) -> frozenset[str]:
        """Return the keys of all rows that neither failed nor were stopped."""
        ...

    def counts(self, cohort_id: str) -> dict[str, int]:
        """Return how many rows are in each state, and under `issued` how many are issued."""
        ...

    def learners(self, cohort_id: str) -> frozenset[str]:
        """Return whom the rows are about."""
        ...

    def results(self, organisation: str, cohort_id: str) -> tuple[CohortResult, ...]:
        """Return every row with what became of it, in the order of the file."""
        ...
