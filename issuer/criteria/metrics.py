"""The published behaviour metrics (education.md section 7): formulas, sources, limits.

Counts are not quality and quiet work is invisible: a value is a reason for a teacher to look.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal

_PLACES = Decimal("0.0001")
_WEEK = timedelta(days=7)
_LIMITS = "Counts are not quality; quiet work is invisible; a value is a reason to look."


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """What is published about one metric; values lie between `lowest` and `highest`.

    `least_sample` is the smallest `min_sample` that a criteria document may ask for.
    """

    slug: str
    title: str
    formula: str
    sample: str
    scope: str  # team or learner
    lowest: Decimal = Decimal(0)
    highest: Decimal = Decimal(1)
    least_sample: int = 1
    limits: str = _LIMITS


METRICS: Mapping[str, Metric] = {
    metric.slug: metric
    for metric in (
        Metric(
            slug="contribution-balance",
            title="Contribution balance",
            formula="-sum(p ln p) / ln n, p = a member's share of counted actions, n = members",
            sample="actions",
            scope="team",
        ),
        Metric(
            slug="reply-reciprocity",
            title="Reply reciprocity",
            formula="pairs of members with messages both ways / (n(n-1)/2)",
            sample="messages",
            scope="team",
        ),
        Metric(
            slug="regularity",
            title="Regularity",
            formula="7-day weeks from project start with a counted action / weeks begun",
            sample="weeks",
            scope="learner",
        ),
        Metric(
            slug="follow-through",
            title="Follow-through",
            formula="tasks closed by the agreed date / tasks whose agreed date has come",
            sample="tasks",
            scope="learner",
            least_sample=5,
        ),
        Metric(
            slug="turn-balance",
            title="Turn balance",
            formula="-sum(p ln p) / ln n, p = a member's share of speaking turns, n = members",
            sample="turns",
            scope="team",
        ),
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One task: when it was agreed to be done, and when its assignee closed it, if ever."""

    agreed: date
    closed: date | None = None


def contribution_balance(counts: Sequence[int]) -> Decimal | None:
    """Return Pielou's evenness of the members' counts; None below two members or without any."""
    total = sum(counts)
    if len(counts) < 2 or total <= 0:  # noqa: PLR2004 # evenness needs two members
        return None
    shares = [count / total for count in counts if count]
    entropy = -math.fsum(share * math.log(share) for share in shares)
    return _rounded(Decimal(entropy / math.log(len(counts))))


def turn_balance(turns: Sequence[int]) -> Decimal | None:
    """Return the evenness of speaking turns on a teacher's tally sheet."""
    return contribution_balance(turns)


def reply_reciprocity(
    members: Collection[str], messages: Collection[tuple[str, str]]
) -> Decimal | None:
    """Return the share of pairs that wrote both ways; messages are (from, to)."""
    roster = frozenset(members)
    pairs = len(roster) * (len(roster) - 1) // 2
    if not pairs:
        return None
    sent = {(one, other) for one, other in messages if {one, other} <= roster and one != other}
    both = sum((other, one) in sent for one, other in sent) // 2
    return _share(both, pairs)


def regularity(start: date, today: date, actions: Collection[date]) -> Decimal | None:
    """Return the share of weeks begun since `start` that hold an action."""
    if today < start:
        return None
    begun = (today - start) // _WEEK + 1
    active = {(day - start) // _WEEK for day in actions if start <= day <= today}
    return _share(len(active), begun)


def follow_through(tasks: Collection[Task], today: date) -> Decimal | None:
    """Return the share of tasks closed in time among those whose agreed date has come."""
    due = [task for task in tasks if task.agreed <= today]
    if not due:
        return None
    kept = sum(task.closed is not None and task.closed <= task.agreed for task in due)
    return _share(kept, len(due))


def _share(part: int, whole: int) -> Decimal:
    return _rounded(Decimal(part) / Decimal(whole))


def _rounded(value: Decimal) -> Decimal:
    """Round half-even to four decimals; an entropy of nothing is 0, never -0."""
    return value.quantize(_PLACES, ROUND_HALF_EVEN) + 0
