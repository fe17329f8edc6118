"""The equity report: what differs between groups of learners, and how sure one may be of it.

Counted from events, so that whoever holds the log comes to the same figures; only what peers
answered comes from their attestations. Nothing is averaged, nobody is ranked, and a difference is a
reason to look and nothing else (education.md, table row 23 and principle P8).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from issuer.access import Action, Actor, Target, require
from issuer.criteria import low_median
from issuer.reporting.comparing import rates_differ, times_differ
from issuer.reporting.grouping import counted_groups
from issuer.reporting.model import Act, PeerAnswer
from issuer.reporting.ports import Services, UnitOfWork
from issuer.reporting.suppressing import shown_groups

#: One period for every figure: reports of two periods could be subtracted from one another.
PERIOD = timedelta(days=365)
_HANDED_IN = frozenset({"submission.submitted", "submission.resubmitted", "submission.opted_in"})
_RETURNED = "feedback.returned"
_WAIVED, _UNWAIVED = "waiver.granted", "waiver.withdrawn"
_OPENED, _APPROVED = "submission.opened", "decision.approved"
_COUNTED = _HANDED_IN | {_RETURNED, _WAIVED, _UNWAIVED, _OPENED, _APPROVED}


class Measure(StrEnum):
    """What is compared."""

    RETURNS = "returns"
    WAIVERS = "waivers"
    DAYS = "days"
    PEERS = "peers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What holds for one group, or for all that are shown together.

    Attributes:
        learners: how many learners stand behind the figure.
        part: how many had it, of `whole`; None for a figure that is no share.
        days: a low median of days; None for a share.
    """

    learners: int
    part: int | None = None
    whole: int | None = None
    days: int | None = None

    def told(self) -> dict[str, int]:
        """Return the figures that there are, by name."""
        figures = (
            ("learners", self.learners),
            ("part", self.part),
            ("whole", self.whole),
            ("days", self.days),
        )
        return {name: figure for name, figure in figures if figure is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One measure over all groups.

    Attributes:
        cells: group -> figure, for the groups that may be shown.
        withheld: how many groups are not shown.
        together: the figure of the shown groups together; of no other.
        differ: the two groups that lie furthest apart, where that is a reason to look.
    """

    measure: Measure
    cells: Mapping[str, Cell]
    withheld: int
    together: Cell | None
    differ: tuple[str, str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EquityReport:
    """All measures of one period.

    Attributes:
        grouped: how many learners have a group; `counted` is how many of them are counted.
        everybody: whether learners are counted without having agreed.
    """

    since: datetime
    until: datetime
    grouped: int
    counted: int
    everybody: bool
    comparisons: tuple[Comparison, ...]


#: Learner -> (part, whole), or a learner's days.
_Shares = Mapping[str, tuple[int, int]]
_Days = Mapping[str, Sequence[int]]


def equity_report(actor: Actor, services: Services) -> EquityReport:
    """Compare the groups of the last year, as far as the actor's units go.

    Raises:
        ForbiddenError: the actor reads no reports.
    """
    require(actor, Action.READ_REPORTS, Target(organisation=actor.organisation))
    now = services.clock()
    since = now - PERIOD
    with services.read_only() as uow:
        found = counted_groups(actor, uow, now)
        acts = uow.report_rows.acts(actor.organisation, _COUNTED, since)
        answers = uow.report_rows.answers(actor.organisation, since)
        upper = _upper_halves(uow, actor.organisation)
    groups = found.groups
    return EquityReport(
        since=since,
        until=now,
        grouped=found.grouped,
        counted=len(groups),
        everybody=found.everybody,
        comparisons=(
            compare_shares(Measure.RETURNS, returns_of(acts), groups),
            compare_shares(Measure.WAIVERS, waivers_of(acts), groups),
            compare_days(days_of(acts), groups),
            # The report on peers tells the answers of everybody together.
            compare_shares(Measure.PEERS, peers_of(answers, upper), groups, sum_is_known=True),
        ),
    )


def returns_of(acts: Iterable[Act]) -> _Shares:
    """Return how many pieces of each learner's work came back, of those that were handed in."""
    handed: dict[str, set[str]] = defaultdict(set)
    returned: dict[str, set[str]] = defaultdict(set)
    for act in acts:
        if act.name in _HANDED_IN:
            handed[act.learner].add(act.subject)
        elif act.name == _RETURNED:
            returned[act.learner].add(act.subject)
    # What was handed in before the period and came back within it is of another year.
    return {who: (len(returned[who] & work), len(work)) for who, work in handed.items()}


def waivers_of(acts: Iterable[Act]) -> _Shares:
    """Return who has a waiver that stands, of those who handed in."""
    waived: dict[str, set[str]] = defaultdict(set)
    handed: set[str] = set()
    for act in acts:
        if act.name in _HANDED_IN:
            handed.add(act.learner)
        elif act.name == _WAIVED:
            waived[act.learner].add(act.subject)
        elif act.name == _UNWAIVED:
            waived[act.learner].discard(act.subject)
    return {who: (int(bool(waived.get(who))), 1) for who in handed}


def days_of(acts: Iterable[Act]) -> _Days:
    """Return how many days passed between opening and approval, for each badge of a learner."""
    opened: dict[str, datetime] = {}
    days: dict[str, list[int]] = defaultdict(list)
    for act in acts:
        if act.name == _OPENED:
            opened[act.subject] = act.at
        elif act.name == _APPROVED and act.subject in opened:
            days[act.learner].append((act.at - opened[act.subject]).days)
    return days


def peers_of(answers: Iterable[PeerAnswer], upper: Mapping[str, frozenset[str]]) -> _Shares:
    """Return how many answers about a learner lie in the upper half of their scale, of all."""
    shares: dict[str, tuple[int, int]] = {}
    for answer in answers:
        high = upper.get(answer.instrument)
        if high is not None and answer.levels:
            part, whole = shares.get(answer.learner, (0, 0))
            part += sum(level in high for level in answer.levels.values())
            shares[answer.learner] = (part, whole + len(answer.levels))
    return shares


def _upper_halves(uow: UnitOfWork, organisation: str) -> dict[str, frozenset[str]]:
    found = uow.report_rows.instruments(organisation)
    return {ref: frozenset(each.scale[(len(each.scale) + 1) // 2 :]) for ref, each in found.items()}


def compare_shares(
    measure: Measure, shares: _Shares, groups: Mapping[str, str], *, sum_is_known: bool = False
) -> Comparison:
    """Compare shares by learner between groups; `groups` is learner -> group."""

    def cell(learners: Iterable[str]) -> Cell:
        found = [shares[who] for who in learners]
        return Cell(
            learners=len(found),
            part=sum(part for part, _ in found),
            whole=sum(whole for _, whole in found),
        )

    def differ(one: Cell, other: Cell) -> bool:
        return rates_differ((one.part or 0, one.whole or 0), (other.part or 0, other.whole or 0))

    def height(each: Cell) -> float:
        return (each.part or 0) / (each.whole or 1)

    behind = _behind(shares, groups)
    shown = shown_groups(
        {name: len(learners) for name, learners in behind.items()}, sum_is_known=sum_is_known
    )
    return _comparison(measure, behind, shown, cell, (height, differ))


def compare_days(days: _Days, groups: Mapping[str, str]) -> Comparison:
    """Compare days by learner between groups; `groups` is learner -> group."""

    def cell(learners: Iterable[str]) -> Cell:
        found = list(learners)
        return Cell(
            learners=len(found), days=low_median(each for who in found for each in days[who])
        )

    def differ(one: Cell, other: Cell) -> bool:
        return times_differ(one.days or 0, other.days or 0)

    behind = _behind(days, groups)
    shown = shown_groups({name: len(learners) for name, learners in behind.items()})
    return _comparison(Measure.DAYS, behind, shown, cell, (lambda each: each.days or 0, differ))


_Rules = tuple[Callable[[Cell], float], Callable[[Cell, Cell], bool]]


def _comparison(
    measure: Measure,
    behind: Mapping[str, Sequence[str]],
    shown: frozenset[str],
    cell: Callable[[Iterable[str]], Cell],
    rules: _Rules,
) -> Comparison:
    cells = {name: cell(behind[name]) for name in sorted(shown)}
    height, differ = rules
    ranked = sorted(cells, key=lambda name: (height(cells[name]), name))
    ends = (ranked[-1], ranked[0]) if len(ranked) > 1 else None
    return Comparison(
        measure=measure,
        cells=cells,
        withheld=len(behind) - len(cells),
        together=cell([who for name in cells for who in behind[name]]) if cells else None,
        differ=ends if ends and differ(cells[ends[0]], cells[ends[1]]) else None,
    )


def _behind(figures: Iterable[str], groups: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the learners that stand behind a figure, by group; every group is there."""
    behind: dict[str, list[str]] = {name: [] for name in groups.values()}
    for learner in figures:
        if learner in groups:
            behind[groups[learner]].append(learner)
    return behind
