"""The five behaviour metrics by the known answers of education.md section 7."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from issuer.criteria import METRICS
from issuer.criteria.metrics import (
    Task,
    contribution_balance,
    follow_through,
    regularity,
    reply_reciprocity,
    turn_balance,
)
from issuer.errors import MalformedError

START = date(2026, 9, 1)
TODAY = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("counts", "value"),
    [
        ((10, 10, 10), "1"),
        ((12, 9, 6, 3), "0.9232"),
        ((20, 5, 5, 0), "0.6258"),
        ((30, 0, 0), "0"),
        ((2, 2), "1"),
        ((0, 0, 0), None),
        ((5,), None),
        ((), None),
    ],
)
def test_contribution_balance_has_the_known_answers(
    counts: tuple[int, ...], value: str | None
) -> None:
    """Pielou's evenness: equal shares give 1, one member alone gives 0."""
    expected = None if value is None else Decimal(value)
    assert (expected, sum(counts)) == (
        contribution_balance(counts).value,
        contribution_balance(counts).sample,
    )


def test_turn_balance_has_the_known_answer() -> None:
    """The same evenness over speaking turns."""
    assert Decimal("0.6648") == turn_balance((7, 7, 1, 1, 0)).value


def test_a_negative_count_is_refused() -> None:
    """Nobody does less than nothing."""
    with pytest.raises(MalformedError) as refused:
        contribution_balance((3, -1))
    assert "count" == refused.value.code


def test_reply_reciprocity_has_the_known_answer() -> None:
    """Four members, six pairs; four of them wrote both ways."""
    both = [("a", "b"), ("a", "c"), ("a", "d"), ("b", "c")]
    messages = [*both, *((y, x) for x, y in both), ("c", "d"), ("a", "b")]
    reading = reply_reciprocity("abcd", messages)
    assert (Decimal("0.6667"), 10) == (reading.value, reading.sample)


def test_reply_reciprocity_counts_the_roster_only() -> None:
    """Messages to oneself and to strangers are no sample."""
    reading = reply_reciprocity("ab", [("a", "a"), ("a", "x"), ("x", "a"), ("a", "b")])
    assert (Decimal(0), 1) == (reading.value, reading.sample)


def test_reply_reciprocity_of_one_member_is_undefined() -> None:
    """There is no pair."""
    assert reply_reciprocity("a", []).value is None


def _noon(week: int) -> datetime:
    return datetime(2026, 9, 1, 12, tzinfo=UTC) + timedelta(weeks=week)


def test_regularity_has_the_known_answer() -> None:
    """Six of eight begun weeks with an action."""
    actions = [_noon(week) for week in (0, 0, 1, 2, 4, 5, 7)]
    reading = regularity(start=START, until=_noon(7), actions=actions, zone=UTC)
    assert (Decimal("0.75"), 8) == (reading.value, reading.sample)


def test_regularity_counts_days_in_the_schools_zone() -> None:
    """An evening in Denver is the next day in UTC, and may be the next week."""
    evening = datetime(2026, 9, 8, 3, tzinfo=UTC)
    zones = (ZoneInfo("America/Denver"), UTC)
    readings = [
        regularity(start=START, until=evening, actions=[evening], zone=zone) for zone in zones
    ]
    assert [Decimal(1), Decimal("0.5")] == [reading.value for reading in readings]


def test_regularity_ignores_actions_outside_the_project() -> None:
    """What came before the start or comes after the reading is no week of the project."""
    actions = [_noon(-1), _noon(9)]
    assert Decimal(0) == regularity(start=START, until=_noon(1), actions=actions, zone=UTC).value


def test_regularity_begins_on_the_first_day() -> None:
    """A week has begun as soon as the project has."""
    reading = regularity(start=START, until=_noon(0), actions=[_noon(0)], zone=UTC)
    assert (Decimal(1), 1) == (reading.value, reading.sample)


def test_regularity_before_the_start_is_undefined() -> None:
    """No week has begun."""
    assert regularity(start=START, until=_noon(-1), actions=[], zone=UTC).value is None


KEPT = Task(agreed=date(2026, 10, 1), closed=date(2026, 10, 1))
LATE = Task(agreed=date(2026, 10, 1), closed=date(2026, 10, 2))


def test_follow_through_has_the_known_answer() -> None:
    """Seven of nine agreed dates were kept."""
    reading = follow_through([KEPT] * 7 + [LATE] * 2, today=TODAY)
    assert (Decimal("0.7778"), 9) == (reading.value, reading.sample)


@pytest.mark.parametrize(
    ("task", "kept"),
    [
        (KEPT, True),
        (LATE, False),
        (Task(agreed=date(2026, 10, 1)), False),
        (Task(agreed=date(2026, 10, 1), closed=date(2026, 9, 1), closed_by_assignee=False), False),
        (
            Task(
                agreed=date(2026, 10, 1),
                moves=((date(2026, 9, 30), date(2026, 10, 9)),),
                closed=date(2026, 10, 9),
            ),
            True,
        ),
        (
            Task(
                agreed=date(2026, 10, 1),
                moves=((date(2026, 10, 1), date(2026, 10, 9)),),
                closed=date(2026, 10, 9),
            ),
            True,
        ),
        (
            Task(
                agreed=date(2026, 10, 1),
                moves=((date(2026, 10, 2), date(2026, 10, 9)),),
                closed=date(2026, 10, 9),
            ),
            False,
        ),
    ],
    ids=[
        "on the day",
        "a day late",
        "open",
        "by another",
        "moved in time",
        "moved on the day",
        "moved too late",
    ],
)
def test_follow_through_judges_one_task(task: Task, *, kept: bool) -> None:
    """A date counts as it was agreed before it passed."""
    assert Decimal(int(kept)) == follow_through([task], today=TODAY).value


def test_follow_through_counts_what_is_due_today() -> None:
    """The agreed date has come when the day has."""
    assert 1 == follow_through([Task(agreed=TODAY)], today=TODAY).sample


def test_follow_through_waits_until_a_date_has_come() -> None:
    """A task that is due tomorrow is neither kept nor broken."""
    due_tomorrow = Task(agreed=TODAY + timedelta(days=1))
    assert follow_through([due_tomorrow], today=TODAY).value is None


@pytest.mark.parametrize("slug", sorted(METRICS))
def test_every_metric_is_published_with_formula_source_and_limits(slug: str) -> None:
    """Learner, peers and teacher can read what a figure means and what it does not."""
    metric = METRICS[slug]
    assert "" not in (metric.title, metric.formula, metric.source, metric.limits, metric.sample)


def test_the_published_metrics_are_those_of_the_specification() -> None:
    """Section 7 lists five, and follow-through needs at least five tasks."""
    assert (
        [
            "contribution-balance",
            "follow-through",
            "regularity",
            "reply-reciprocity",
            "turn-balance",
        ],
        5,
    ) == (sorted(METRICS), METRICS["follow-through"].least_sample)
