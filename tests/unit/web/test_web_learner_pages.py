"""Words of learners' pages without a request: whose turn, the way to a badge, Spanish."""

from datetime import UTC, datetime

import pytest

from issuer.assessment.model import SubmissionState
from issuer.assessment.rows import NextAction, ProgressRow
from issuer.web.languages import speaking
from issuer.web.presenting.frame import Visitor
from issuer.web.presenting.learning import learning_page
from issuer.web.presenting.progress import next_sentence, state_tag, steps_of

_VISITOR = Visitor(name="kestrel", role="Learner", token="t")  # noqa: S106 # of a form
_DOES = [
    "submit-evidence",
    "revise",
    "rate",
    "reconcile",
    "attest",
    "moderate",
    "sign-off",
    "earn-badge",
    "log-hours",
    "verify-hours",
    "submit-proof",
    "verify-proof",
    "review-metric",
    "judge-without-metric",
    "complete-activity",
    "extend-or-decline",
]


def _action(do: str, who: str = "teacher", count: int = 2) -> NextAction:
    return NextAction(who=who, do=do, count=count, node="part", sentence="")


@pytest.mark.parametrize("do", _DOES)
def test_every_next_action_has_a_sentence_in_both_languages(do: str) -> None:
    """Each of the sixteen is said, and in Spanish with other words than in English."""
    actions = (_action(do),)
    english = next_sentence(SubmissionState.IN_REVIEW, actions, "You")
    with speaking("es"):
        spanish = next_sentence(SubmissionState.IN_REVIEW, actions, "Tú")

    assert english.startswith("A teacher: ")
    assert spanish.startswith("Un docente: ")
    assert english.partition(": ")[2] != spanish.partition(": ")[2]


@pytest.mark.parametrize("state", SubmissionState)
def test_every_state_has_a_word_and_a_sentence(state: SubmissionState) -> None:
    """No state of a submission is left without either."""
    assert "" not in {state_tag(state).word, next_sentence(state, (), "You")}


@pytest.mark.parametrize(
    ("state", "marks"),
    [
        (SubmissionState.DRAFT, ["here", "", "", "", ""]),
        (SubmissionState.IN_REVIEW, ["done", "done", "here", "", ""]),
        (SubmissionState.ISSUED, ["done"] * 5),
        (SubmissionState.WITHDRAWN, []),
    ],
    ids=["draft", "in review", "issued", "withdrawn"],
)
def test_way_to_a_badge_marks_one_place(state: SubmissionState, marks: list[str]) -> None:
    """What is done, where one is, and nothing for work that was taken back."""
    assert marks == [step.mark for step in steps_of(state)]


def test_more_than_one_open_thing_is_counted() -> None:
    """The first is said, the others are counted."""
    actions = (_action("rate"), _action("sign-off"), _action("attest", who="peer"))
    sentence = next_sentence(SubmissionState.IN_REVIEW, actions, "You", {"part": "The plan"})

    expected = (
        "A teacher, for “The plan”: compare the work with the published steps."
        " 2 more things are open."
    )
    assert expected == sentence


def test_not_yet_is_the_learners_turn() -> None:
    """A badge that was not there yet waits for the learner, who starts anew or appeals."""
    row = ProgressRow(
        submission="s",
        definition="d",
        badge="b",
        title="Badge",
        state=SubmissionState.DECIDED_NOT_YET,
        result="not_yet",
        revision=1,
        since=datetime(2026, 11, 20, tzinfo=UTC),
        holder="learner",
        next=(),
    )
    page = learning_page([row], (), _VISITOR)

    assert ["mine"] == [shelf.id for shelf in page.shelves]
