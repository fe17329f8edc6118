"""What is counted from events and answers, by hand."""

from datetime import UTC, datetime, timedelta

from issuer.reporting.equity import days_of, peers_of, returns_of, waivers_of
from issuer.reporting.model import Act, PeerAnswer
from issuer.reporting.peers import quarters_of

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
SCALE = ("beginning", "developing", "proficient", "advanced")


def act(name: str, learner: str, subject: str, day: int = 0) -> Act:
    """Return an event of a day."""
    return Act(name=name, subject=subject, learner=learner, at=NOW + timedelta(days=day))


def answer(work: str, level: str, at: datetime = NOW, learner: str = "wren") -> PeerAnswer:
    """Return what a peer answered to one item."""
    return PeerAnswer(
        learner=learner,
        badge="team-leadership",
        instrument="listening@1",
        submission=work,
        revision=1,
        at=at,
        levels={"listens": level},
    )


def test_a_piece_of_work_comes_back_once_however_often() -> None:
    """Two returns of one piece are one of two pieces."""
    acts = [
        act("submission.submitted", "wren", "s1"),
        act("feedback.returned", "wren", "s1"),
        act("submission.resubmitted", "wren", "s1"),
        act("feedback.returned", "wren", "s1"),
        act("submission.submitted", "wren", "s2"),
        act("submission.submitted", "heron", "s3"),
    ]
    assert {"wren": (1, 2), "heron": (0, 1)} == returns_of(acts)


def test_a_return_without_its_hand_in_is_of_another_year() -> None:
    """It would make more than all of the work come back."""
    assert {} == returns_of([act("feedback.returned", "wren", "s1")])


def test_a_waiver_that_was_taken_back_does_not_count() -> None:
    """Of three who handed in, one has a waiver that stands."""
    acts = [
        *(act("submission.submitted", who, f"of {who}") for who in ("wren", "heron", "teal")),
        act("waiver.granted", "wren", "w1"),
        act("waiver.granted", "heron", "w2"),
        act("waiver.withdrawn", "heron", "w2"),
    ]
    assert {"wren": (1, 1), "heron": (0, 1), "teal": (0, 1)} == waivers_of(acts)


def test_days_run_from_opening_to_approval() -> None:
    """Whole days; work that was opened before the period is left out."""
    acts = [
        act("submission.opened", "wren", "s1", 1),
        act("decision.approved", "wren", "s1", 9),
        act("decision.approved", "heron", "s2", 9),
    ]
    assert {"wren": [8]} == days_of(acts)


def test_answers_in_the_upper_half_are_counted() -> None:
    """Proficient and advanced of four levels; an instrument that nobody knows is left out."""
    upper = {"listening@1": frozenset(SCALE[2:])}
    said = [answer("s1", "proficient"), answer("s1", "developing"), answer("s1", "advanced")]
    assert {"wren": (2, 3)} == peers_of(said, upper)
    assert {} == peers_of(said, {})


def test_a_quarter_counts_its_panels() -> None:
    """Low median of b, p, a is p: b is two away; one alone is no panel."""
    said = [
        *(answer("s1", level) for level in ("beginning", "proficient", "advanced")),
        answer("s2", "advanced"),
        *(answer("s3", "advanced", NOW - timedelta(days=60)) for _ in range(2)),
    ]
    found = [
        (each.first.isoformat(), each.panels, each.answers, each.close, each.top)
        for each in quarters_of(said, SCALE)
    ]
    assert [("2026-07-01", 1, 2, 2, 2), ("2026-10-01", 1, 3, 2, 1)] == found
