"""Next actions in plain words, and what learner and guardian do not read."""

from datetime import UTC, datetime
from typing import Any

import pytest

from issuer.access import Role
from issuer.assessment.model import Submission, SubmissionState
from issuer.assessment.wording import decision_for, holder_of, next_actions
from issuer.criteria.vocabulary import ACTORS, DEEDS

DECISION: dict[str, Any] = {
    "result": "needs",
    "tree": {
        "id": "root",
        "title": "All of these",
        "ignored": [],
        "children": [
            {
                "id": "peers",
                "title": "Peers confirm it",
                "ignored": [
                    {"fact": "a1", "why": "conflict: reciprocal"},
                    {"fact": "a2", "why": "self"},
                ],
            }
        ],
    },
    "next": [{"who": "peer:outside", "do": "attest", "count": 2, "node": "peers"}],
}


def _submission(state: SubmissionState = SubmissionState.IN_REVIEW, **changes: Any) -> Submission:
    return Submission(
        id="s",
        organisation="o",
        learner="l",
        opened_by="l",
        definition="d",
        badge="b",
        credential_id="c",
        opened_at=datetime(2026, 11, 20, tzinfo=UTC),
        state=state,
        **{"decision": DECISION, **changes},
    )


def test_an_action_is_told_with_its_number_and_title() -> None:
    """A person reads who is waited for, and for what."""
    assert ["Peers from outside the team: 2 answers still wanted for “Peers confirm it”."] == [
        action.sentence for action in next_actions(_submission())
    ]


@pytest.mark.parametrize("who", ACTORS)
@pytest.mark.parametrize("do", DEEDS)
def test_every_deed_of_the_language_has_a_sentence(do: str, who: str) -> None:
    """Whatever the evaluator asks for can be said."""
    decision = {**DECISION, "next": [{"who": who, "do": do, "count": 1, "node": "peers"}]}
    sentence = next_actions(_submission(decision=decision))[0].sentence
    assert sentence.endswith(".")
    assert "{" not in sentence


@pytest.mark.parametrize(
    ("state", "holder"),
    [
        (SubmissionState.DRAFT, "learner"),
        (SubmissionState.SUBMITTED, "school"),
        (SubmissionState.IN_REVIEW, "peer:outside"),
        (SubmissionState.RETURNED, "learner"),
        (SubmissionState.READY, "issuer"),
        (SubmissionState.ISSUED, "nobody"),
    ],
)
def test_somebody_always_holds_open_work(state: SubmissionState, holder: str) -> None:
    """Row 15: the list says who is holding it."""
    assert holder == holder_of(_submission(state))


@pytest.mark.parametrize(
    ("role", "why"),
    [
        (Role.LEARNER, "not counted (assignment rule)"),
        (Role.GUARDIAN, "not counted (assignment rule)"),
        (Role.TEACHER, "conflict: reciprocal"),
        (Role.REGISTRAR, "conflict: reciprocal"),
    ],
)
def test_learner_and_guardian_are_not_told_which_conflict(role: Role, why: str) -> None:
    """Section 2.10: the code would point at a person; other reasons stay."""
    shown: Any = decision_for(role, DECISION)
    assert [why, "self"] == [each["why"] for each in shown["tree"]["children"][0]["ignored"]]
    assert "conflict: reciprocal" in str(DECISION)
