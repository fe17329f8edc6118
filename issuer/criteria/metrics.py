"""Behaviour metrics: published formulas over counted actions (education.md section 7).

Every value is exact in decimal and rounded half-even to 4 decimals; where a formula is undefined
there is no value. A value is a reason for a teacher to look, never a grade.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from decimal import ROUND_HALF_EVEN, Decimal, localcontext

from issuer.errors import MalformedError

_STEP = Decimal("0.0001")
_PRECISION = 40
_WEEK = timedelta(days=7)
#: Fewer tasks than this say nothing about keeping dates.
LEAST_TASKS = 5
_LIMITS = "Counts are not quality, quiet work is invisible, and a value is a reason to look."


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricDefinition:
    """What a school publishes about a metric; `low` to `high` is the range of its values."""

    slug: str
    title: str
    scope: str
    formula: str
    sample: str
    source: str
    limits: str
    least_sample: int = 1
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricReading:
    """A computed value with the sample it rests on; None where the formula is undefined."""

    value: Decimal | None
    sample: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """An agreed task: `moves` are (day of the agreement, new date) in the order they were made."""

    agreed: date
    moves: tuple[tuple[date, date], ...] = ()
    closed: date | None = None
    closed_by_assignee: bool = True

    @property
    def due(self) -> date:
        """Return the agreed date; a move counts if it was made before the date passed."""
        due = self.agreed
        for moved_on, new_date in self.moves:
            due = new_date if moved_on <= due else due
        return due

    @property
    def was_kept(self) -> bool:
        """Say whether the assignee closed it on or before the agreed date."""
        return self.closed is not None and self.closed_by_assignee and self.closed <= self.due


METRICS: Mapping[str, MetricDefinition] = {
    metric.slug: metric
    for metric in (
        MetricDefinition(
            slug="contribution-balance",
            title="How evenly the work was shared",
            scope="team",
            formula="-sum(p ln p) / ln n, with p the share of each of the n members on the "
            "roster in the counted actions and 0 ln 0 = 0 (Pielou evenness)",
            sample="actions",
            source="xAPI, Caliper, CSV, git log or a tally form",
            limits=f"{_LIMITS} Needs two members and one action.",
        ),
        MetricDefinition(
            slug="reply-reciprocity",
            title="How many pairs of members talked both ways",
            scope="team",
            formula="pairs of members with messages both ways / (n (n - 1) / 2)",
            sample="messages",
            source="xAPI, Caliper, CSV or a tally form",
            limits=f"{_LIMITS} Talk in the room is not seen.",
        ),
        MetricDefinition(
            slug="regularity",
            title="In how many weeks there was work",
            scope="learner",
            formula="7-day weeks from the start of the project (school's time zone) with a counted "
            "action / weeks begun",
            sample="weeks",
            source="xAPI, Caliper, CSV, git log or a tally form",
            limits=f"{_LIMITS} Absence has reasons that no count knows.",
        ),
        MetricDefinition(
            slug="follow-through",
            title="How many agreed dates were kept",
            scope="learner",
            formula="tasks closed by the assignee on or before the agreed date / tasks whose "
            "agreed date has come; a date moved before it passed counts as agreed",
            sample="tasks",
            source="CSV or a tally form",
            limits=f"{_LIMITS} Needs at least {LEAST_TASKS} tasks.",
            least_sample=LEAST_TASKS,
        ),
        MetricDefinition(
            slug="turn-balance",
            title="How evenly the team spoke",
            scope="team",
            formula="as contribution-balance, over the speaking turns of the members",
            sample="turns",
            source="a teacher's tally sheet",
            limits=f"{_LIMITS} Turns have no length.",
        ),
    )
}


def contribution_balance(counts: Sequence[int]) -> MetricReading:
    """Return Pielou's evenness of the members' counts, one for each member on the roster.

    Raises:
        MalformedError: a count is negative, code `count`.
    """
    if any(count < 0 for count in counts):
        raise MalformedError("Count actions from 0 upwards", code="count")
    total, members = sum(counts), len(counts)
    if members < 2 or total == 0:  # noqa: PLR2004 # evenness compares at least two members
        return MetricReading(value=None, sample=total)
    with localcontext() as context:
        context.prec = _PRECISION
        shares = [Decimal(count) / total for count in counts if count]
        entropy = -sum((share * share.ln() for share in shares), Decimal(0))
        value = entropy / Decimal(members).ln()
    return MetricReading(value=_rounded(value), sample=total)


def turn_balance(turns: Sequence[int]) -> MetricReading:
    """Return the evenness of speaking turns, one count for each member; raises as balance does."""
    return contribution_balance(turns)


def reply_reciprocity(members: Iterable[str], messages: Iterable[tuple[str, str]]) -> MetricReading:
    """Return the share of pairs with messages both ways; a message is (from, to).

    Messages to oneself, from or to someone outside the roster are not counted.
    """
    roster = frozenset(members)
    counted = [
        (sender, receiver)
        for sender, receiver in messages
        if sender != receiver and {sender, receiver} <= roster
    ]
    pairs = len(roster) * (len(roster) - 1) // 2
    if pairs == 0:
        return MetricReading(value=None, sample=len(counted))
    sent = frozenset(counted)
    mutual = sum((receiver, sender) in sent for sender, receiver in sent) // 2
    return MetricReading(value=_ratio(mutual, pairs), sample=len(counted))


def regularity(
    *, start: date, until: datetime, actions: Iterable[datetime], zone: tzinfo
) -> MetricReading:
    """Return the share of begun weeks with an action; days are those of the school's zone."""
    last_day = until.astimezone(zone).date()
    if last_day < start:
        return MetricReading(value=None, sample=0)
    weeks = (last_day - start) // _WEEK + 1
    days = (action.astimezone(zone).date() for action in actions)
    active = {(day - start) // _WEEK for day in days if start <= day <= last_day}
    return MetricReading(value=_ratio(len(active), weeks), sample=weeks)


def follow_through(tasks: Iterable[Task], *, today: date) -> MetricReading:
    """Return the share of agreed dates kept, among tasks whose date has come."""
    come = [task for task in tasks if task.due <= today]
    if not come:
        return MetricReading(value=None, sample=0)
    return MetricReading(
        value=_ratio(sum(task.was_kept for task in come), len(come)), sample=len(come)
    )


def _ratio(part: int, whole: int) -> Decimal:
    return _rounded(Decimal(part) / Decimal(whole))


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(_STEP, rounding=ROUND_HALF_EVEN)
