"""The dry run: every row against people, badges and the one evaluator; nothing is changed.

Each fault names row and column, says what is wrong and what to do about it.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from issuer import access
from issuer.access import Action, Actor, Role, Target
from issuer.assessment.cohorts.cells import (
    KNOWN,
    LEARNER,
    MEND,
    NEEDED,
    Register,
    RowFault,
    Wrong,
    badge_in,
    day_of,
    fault_of,
    faults_of,
    learner_of,
    plain,
)
from issuer.assessment.cohorts.listable import ListedBadge, asked_badges, badges_of, is_met
from issuer.assessment.model import SubmissionState
from issuer.assessment.neighbours import Member
from issuer.assessment.ports import Services, UnitOfWork
from issuer.criteria.facts import BadgeFact
from issuer.sheets import Line, read_sheet

_OVER = frozenset({SubmissionState.WITHDRAWN, SubmissionState.DECIDED_NOT_YET})
_DECIDED = frozenset({SubmissionState.READY, SubmissionState.APPROVED, SubmissionState.ISSUED})


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodRow:
    """A row that may be put forward."""

    row: int
    learner: str
    learner_name: str
    definition: str
    title: str
    seen_on: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a dry run found.

    Attributes:
        already: rows whose badge the learner has, or is about to get: nothing is done for them.
        statements: title of each badge -> the sentences that a teacher signs for each row of it.
    """

    headings: tuple[str, ...]
    lines: tuple[Line, ...]
    good: tuple[GoodRow, ...]
    already: tuple[int, ...]
    faults: tuple[RowFault, ...]
    statements: Mapping[str, tuple[str, ...]]


class _Already(Exception):  # noqa: N818 # never leaves this module
    """The learner has this badge, or is about to get it."""


def check_sheet(actor: Actor, data: bytes, uow: UnitOfWork, services: Services) -> Checked:
    """Read a file and compare every row; raises as `read_sheet`."""
    access.require(actor, Action.TRIAGE, Target(organisation=actor.organisation))
    sheet = read_sheet(data, needed=NEEDED, known=KNOWN)
    register = _register(actor, uow, services)
    good: list[GoodRow] = []
    already: list[int] = []
    faults: list[RowFault] = []
    for line in sheet.lines:
        found = faults_of(line, register)
        if found:
            faults += found
            continue
        try:
            good.append(_row(line, register))
        except _Already:
            already.append(line.number)
        except Wrong as wrong:
            faults.append(fault_of(line, wrong))
    return Checked(
        headings=sheet.headings,
        lines=sheet.lines,
        good=tuple(good),
        already=tuple(already),
        faults=tuple(faults),
        statements=_statements(good, register),
    )


def key_of(organisation: str, learner: str, definition: str, seen_on: str) -> str:
    """Return the digest by which the same row is known again."""
    text = f"{organisation}\n{learner}\n{definition}\n{seen_on}"
    return hashlib.sha256(text.encode()).hexdigest()


def _register(actor: Actor, uow: UnitOfWork, services: Services) -> Register:
    people: dict[str, list[Member]] = defaultdict(list)
    for member in uow.people.members(actor.organisation):
        target = Target(organisation=member.organisation, learner=member.id, units=member.units)
        if Role.LEARNER in member.roles and access.is_within(actor, target):
            people[member.id].append(member)
            people[plain(member.name)].append(member)
    return Register(
        actor=actor,
        uow=uow,
        now=services.clock(),
        people=people,
        badges=badges_of(actor.organisation, uow, services.clock()),
        known_keys=uow.cohorts.keys(actor.organisation),
    )


def _row(line: Line, register: Register) -> GoodRow:
    """Return a row whose cells are right one by one, unless they do not fit together."""
    member, badge = learner_of(line, register), badge_in(line, register)
    seen_on = day_of(line, register).isoformat()
    key = key_of(member.organisation, member.id, badge.definition.id, seen_on)
    pair = f"{member.id}\n{badge.definition.badge}"
    if pair in register.seen:
        raise Wrong(
            LEARNER,
            "repeated",
            f"Row {register.seen[pair]} has the same learner and badge.",
            "Take one of the two rows out.",
        )
    register.seen[pair] = line.number
    if key in register.known_keys:
        raise _Already
    _require_no_tie(member, register)
    _require_none_under_way(member, badge, register)
    _require_met(member, badge, register)
    return GoodRow(
        row=line.number,
        learner=member.id,
        learner_name=member.name,
        definition=badge.definition.id,
        title=badge.definition.title,
        seen_on=seen_on,
        key=key,
    )


def _require_no_tie(member: Member, register: Register) -> None:
    actor = register.actor
    ties = register.uow.ties.of(member.organisation, member.id)
    tied = access.conflicts_between(
        actor.person, member.id, ties, since=register.now, until=register.now
    )
    if actor.role is Role.TEACHER and (tied or actor.person == member.id):
        raise Wrong(
            LEARNER,
            "tied",
            "You have a tie to this learner, so your signature would not count.",
            "Take this row out and let another teacher hand it in.",
        )


def _require_none_under_way(member: Member, badge: ListedBadge, register: Register) -> None:
    """Pass over who has the badge; refuse who works on it: that work has to be judged."""
    holds = {
        each.id
        for each in register.uow.earned.of(member.organisation, member.id)
        if each.badge == badge.definition.badge
        and each.status == "valid"
        and (each.until is None or register.now < each.until)
    }
    if holds:
        raise _Already
    for work in register.uow.submissions.of_learner(member.organisation, member.id):
        if work.badge != badge.definition.badge or work.state in _OVER:
            continue
        if work.state is SubmissionState.ISSUED:
            continue  # it was revoked, suspended or is over: else it was among those held
        if work.state in _DECIDED:
            raise _Already
        raise Wrong(
            LEARNER,
            "work_under_way",
            "This learner is working on this badge here already.",
            "Sign off that work in the queue, or let the learner withdraw it first.",
        )


def _require_met(member: Member, badge: ListedBadge, register: Register) -> None:
    """Ask for earlier badges; which level they carry is judged when the row is signed."""
    asked = asked_badges(badge)
    if not asked:
        return
    levels = {fact.achievement: fact.level for fact in asked}
    held = tuple(
        BadgeFact(
            id=each.id,
            achievement=each.badge,
            at=each.at,
            level=levels.get(each.badge),
            status=each.status,
            until=each.until,
        )
        for each in register.uow.earned.of(member.organisation, member.id)
    )
    if is_met(badge, register.now, earned=held):
        return
    raise Wrong(
        LEARNER,
        "earlier_badge",
        f"This learner lacks an earlier badge that {badge.definition.title} asks for:"
        f" {', '.join(sorted(levels))}.",
        "Give that badge first, and hand this row in again afterwards.",
    )


def _statements(good: Sequence[GoodRow], register: Register) -> Mapping[str, tuple[str, ...]]:
    wanted = Counter(row.definition for row in good)
    found: dict[str, tuple[str, ...]] = {}
    for badge in register.badges.values():
        if isinstance(badge, ListedBadge) and badge.definition.id in wanted:
            found[badge.definition.title] = tuple(leaf.statement for _, leaf in badge.signoffs)
    return found


__all__ = ["KNOWN", "MEND", "NEEDED", "Checked", "GoodRow", "RowFault", "check_sheet"]
