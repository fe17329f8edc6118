"""Every state against every event of education.md section 4.1."""

from datetime import UTC, datetime

import pytest

from issuer.assessment.model import (
    TRANSITIONS,
    Submission,
    SubmissionEvent,
    SubmissionState,
    next_state,
    possible,
)
from issuer.errors import StateError

#: The table of section 4.1, copied by hand: event -> state before -> state after.
TABLE = """
edit evidence:        draft>draft returned>returned
repin:                draft>draft
repin_equivalent:     submitted>submitted in_review>in_review returned>returned
submit:               draft>submitted
withdraw:             draft>withdrawn submitted>withdrawn returned>withdrawn
triage:               submitted>in_review
add a fact:           in_review>in_review ready>ready
return:               in_review>returned
resubmit:             returned>submitted
opt_in:               submitted>submitted in_review>submitted returned>submitted
criteria met:         in_review>ready ready>ready
criteria no longer met: in_review>in_review ready>in_review
extend:               in_review>in_review
decline_late:         in_review>decided_not_yet
hold:    submitted>submitted in_review>in_review returned>returned ready>ready approved>approved
release: submitted>submitted in_review>in_review returned>returned ready>ready approved>approved
approve:              ready>approved
decide_not_yet:       in_review>decided_not_yet ready>decided_not_yet
appeal:               decided_not_yet>in_review
issue:                approved>issued
"""


def _expected() -> dict[tuple[str, str], str]:
    rows = {}
    for line in TABLE.strip().splitlines():
        event, moves = line.split(":", 1)
        for move in moves.split():
            before, after = move.split(">")
            rows[event, before] = after
    return rows


EXPECTED = _expected()
EVERY = [(state, event) for state in SubmissionState for event in SubmissionEvent]


@pytest.mark.parametrize(
    ("state", "event"), EVERY, ids=lambda each: str(getattr(each, "value", each))
)
def test_a_state_takes_exactly_the_events_of_the_table(
    state: SubmissionState, event: SubmissionEvent
) -> None:
    """What the table does not list is refused, naming what is possible instead."""
    after = EXPECTED.get((event.value, state.value))
    if after is not None:
        assert after == next_state(state, event).value
        return
    with pytest.raises(StateError) as refused:
        next_state(state, event)
    assert all(name in refused.value.detail for name in possible(state))


def test_every_event_has_its_row() -> None:
    """No event without a place in the table, none twice."""
    assert set(SubmissionEvent) == set(TRANSITIONS)


@pytest.mark.parametrize("state", [SubmissionState.ISSUED, SubmissionState.WITHDRAWN])
def test_what_is_final_takes_nothing(state: SubmissionState) -> None:
    """Issued and withdrawn submissions stay what they are."""
    assert () == possible(state)


@pytest.mark.parametrize(
    ("state", "revision"), [(SubmissionState.DRAFT, 2), (SubmissionState.RETURNED, 3)]
)
def test_evidence_of_returned_work_belongs_to_the_next_revision(
    state: SubmissionState, revision: int
) -> None:
    """What is added after a return was not there when the peers looked."""
    submission = Submission(
        id="s",
        organisation="o",
        learner="l",
        opened_by="l",
        definition="d",
        badge="b",
        credential_id="c",
        opened_at=datetime(2026, 11, 20, tzinfo=UTC),
        state=state,
        revision=2,
    )
    assert revision == submission.next_revision
