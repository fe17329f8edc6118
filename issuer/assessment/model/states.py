"""States of submissions, reviews and definitions, and the one table of allowed transitions.

The table is that of education.md section 4.1. What a guard adds to a transition (roles, windows,
cooldowns) is asked by the verb; nothing moves without a row here.
"""

from collections.abc import Mapping
from enum import StrEnum

from issuer.errors import StateError


class SubmissionState(StrEnum):
    """Where a submission stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    READY = "ready"
    APPROVED = "approved"
    ISSUED = "issued"
    DECIDED_NOT_YET = "decided_not_yet"
    WITHDRAWN = "withdrawn"


class SubmissionEvent(StrEnum):
    """What may happen to a submission."""

    EDIT = "edit evidence"
    REPIN = "repin"
    REPIN_EQUIVALENT = "repin_equivalent"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    TRIAGE = "triage"
    FACT = "add a fact"
    RETURN = "return"
    RESUBMIT = "resubmit"
    OPT_IN = "opt_in"
    MET = "criteria met"
    UNMET = "criteria no longer met"
    EXTEND = "extend"
    DECLINE_LATE = "decline_late"
    HOLD = "hold"
    RELEASE = "release"
    APPROVE = "approve"
    DECIDE_NOT_YET = "decide_not_yet"
    APPEAL = "appeal"
    ISSUE = "issue"


_S, _E = SubmissionState, SubmissionEvent


def _same(*states: SubmissionState) -> dict[SubmissionState, SubmissionState]:
    return {state: state for state in states}


_HOLDABLE = (_S.SUBMITTED, _S.IN_REVIEW, _S.RETURNED, _S.READY, _S.APPROVED)

#: Event -> state before -> state after. What is not listed cannot happen.
TRANSITIONS: Mapping[SubmissionEvent, Mapping[SubmissionState, SubmissionState]] = {
    _E.EDIT: _same(_S.DRAFT, _S.RETURNED),
    _E.REPIN: _same(_S.DRAFT),
    _E.REPIN_EQUIVALENT: _same(_S.SUBMITTED, _S.IN_REVIEW, _S.RETURNED),
    _E.SUBMIT: {_S.DRAFT: _S.SUBMITTED},
    _E.WITHDRAW: dict.fromkeys((_S.DRAFT, _S.SUBMITTED, _S.RETURNED), _S.WITHDRAWN),
    _E.TRIAGE: {_S.SUBMITTED: _S.IN_REVIEW},
    _E.FACT: _same(_S.IN_REVIEW, _S.READY),
    _E.RETURN: {_S.IN_REVIEW: _S.RETURNED},
    _E.RESUBMIT: {_S.RETURNED: _S.SUBMITTED},
    _E.OPT_IN: dict.fromkeys((_S.SUBMITTED, _S.IN_REVIEW, _S.RETURNED), _S.SUBMITTED),
    _E.MET: {_S.IN_REVIEW: _S.READY, _S.READY: _S.READY},
    _E.UNMET: {_S.IN_REVIEW: _S.IN_REVIEW, _S.READY: _S.IN_REVIEW},
    _E.EXTEND: _same(_S.IN_REVIEW),
    _E.DECLINE_LATE: {_S.IN_REVIEW: _S.DECIDED_NOT_YET},
    _E.HOLD: _same(*_HOLDABLE),
    _E.RELEASE: _same(*_HOLDABLE),
    _E.APPROVE: {_S.READY: _S.APPROVED},
    _E.DECIDE_NOT_YET: dict.fromkeys((_S.IN_REVIEW, _S.READY), _S.DECIDED_NOT_YET),
    _E.APPEAL: {_S.DECIDED_NOT_YET: _S.IN_REVIEW},
    _E.ISSUE: {_S.APPROVED: _S.ISSUED},
}


def next_state(state: SubmissionState, event: SubmissionEvent) -> SubmissionState:
    """Return the state after the event.

    Raises:
        StateError: the table has no such row; the sentence names what is possible instead.
    """
    after = TRANSITIONS[event].get(state)
    if after is None:
        raise StateError(
            f"A submission that is {state.value} does not take {event.value!r}; possible now:"
            f" {', '.join(possible(state)) or 'nothing, this is final'}"
        )
    return after


def possible(state: SubmissionState) -> tuple[str, ...]:
    """Return the events that the table allows in this state, in the table's order."""
    return tuple(event.value for event, rows in TRANSITIONS.items() if state in rows)


class DefinitionState(StrEnum):
    """Where a badge version stands; what is published never changes again."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    RETIRED = "retired"


class ReviewState(StrEnum):
    """Where an assigned peer review stands."""

    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    SUBMITTED = "submitted"
    DECLINED = "declined"
    LEASE_EXPIRED = "lease_expired"
    ENDED = "ended"  # the work was returned, withdrawn or decided before the peer spoke


#: A peer holds a lease in these states.
OPEN_REVIEWS = frozenset({ReviewState.ASSIGNED, ReviewState.ACCEPTED})


class FactStatus(StrEnum):
    """Whether a fact stands (education.md section 2.7)."""

    VALID = "valid"
    WITHDRAWN = "withdrawn"
    SET_ASIDE = "set-aside"
    HELD = "held"


class EvidenceStatus(StrEnum):
    """Whether an item of evidence counts."""

    ACCEPTED = "accepted"
    PENDING = "pending"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
