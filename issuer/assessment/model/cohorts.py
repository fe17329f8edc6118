"""A list of learners whose badges adults decide on together; pure values."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Self

from issuer.errors import StateError


class CohortState(StrEnum):
    """Where a list stands."""

    DRAFT = "draft"  # a file was read; nothing of it counts yet
    WAITING = "waiting"  # waits for a teacher's signature
    SIGNING = "signing"
    SIGNED = "signed"  # waits for an issuer's approval
    APPROVING = "approving"
    DONE = "done"
    STOPPED = "stopped"


class ItemState(StrEnum):
    """Where one row of a list stands; issued is what its submission says."""

    WAITING = "waiting"
    SIGNED = "signed"
    APPROVED = "approved"
    FAILED = "failed"
    STOPPED = "stopped"


_S = CohortState
#: State before -> states after. What is not listed cannot happen.
_MOVES: dict[CohortState, frozenset[CohortState]] = {
    _S.DRAFT: frozenset({_S.WAITING}),
    _S.WAITING: frozenset({_S.SIGNING, _S.STOPPED}),
    _S.SIGNING: frozenset({_S.SIGNED, _S.DONE, _S.STOPPED}),
    _S.SIGNED: frozenset({_S.APPROVING, _S.STOPPED}),
    _S.APPROVING: frozenset({_S.DONE, _S.STOPPED}),
    _S.DONE: frozenset(),
    _S.STOPPED: frozenset(),
}
_SAYS = {
    _S.DRAFT: "This file was not put forward yet",
    _S.WAITING: "This list waits for a teacher's signature",
    _S.SIGNING: "This list is being signed; wait until it is done",
    _S.SIGNED: "This list is signed already; it waits for an issuer's approval",
    _S.APPROVING: "This list is approved already; its badges are being issued",
    _S.DONE: "Everything on this list is done",
    _S.STOPPED: "This list was stopped; hand the file in again",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """One list.

    Attributes:
        by: who handed the file in.
        size: how many rows were put forward.
        sheet: the bytes of the file, while it is a draft; they hold names, so they go with it.
        signed_by: the teacher who signs every row; `signed_units` are the teacher's units then.
        approved_by: the issuer who approves every row; `approved_units` likewise.
    """

    id: str
    organisation: str
    by: str
    at: datetime
    state: CohortState = CohortState.DRAFT
    size: int = 0
    sheet: bytes | None = field(default=None, repr=False)
    signed_by: str | None = None
    signed_units: frozenset[str] | None = None
    approved_by: str | None = None
    approved_units: frozenset[str] | None = None

    def after(self, state: CohortState) -> Self:
        """Return the list in another state.

        Raises:
            StateError: it cannot get there from where it is, code `cohort_state`.
        """
        if state not in _MOVES[self.state]:
            raise StateError(_SAYS[self.state], code="cohort_state")
        return replace(self, state=state)


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortItem:
    """One row of a list: one learner, one badge version, one day.

    Attributes:
        row: its number in the file, where the headings are row 1.
        key: digest of organisation, learner, badge version and day. The same row is never on two
            lists at once, unless it failed or was stopped on the first.
        fault: why the row failed, in a sentence.
    """

    id: str
    organisation: str
    cohort: str
    row: int
    learner: str
    definition: str
    seen_on: str
    key: str
    state: ItemState = ItemState.WAITING
    submission: str | None = None
    code: str | None = None
    fault: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortResult:
    """One row with what became of it."""

    row: int
    learner: str
    title: str
    seen_on: str
    state: ItemState
    issued: bool
    credential_id: str | None
    fault: str | None
    learner_name: str = ""
