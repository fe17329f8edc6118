"""The dry run: every row against people, badges and the one evaluator; nothing is changed.

Each fault names row and column, says what is wrong and what to do about it.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from issuer import access, criteria
from issuer.access import Action, Actor, Role, Target
from issuer.assessment.cohorts.sheet import MAX_CELL, Line, read_sheet
from issuer.assessment.model import Definition, DefinitionState, SubmissionState
from issuer.assessment.neighbours import Member
from issuer.assessment.ports import Services, UnitOfWork
from issuer.criteria import Criteria, Facts, Status
from issuer.criteria.facts import BadgeFact, SignoffFact
from issuer.criteria.leaves import BadgeLeaf, SignoffLeaf

LEARNER, BADGE, SIGNED, SEEN = "learner", "badge", "signed_off", "seen_on"
#: The column that the file to mend carries; it is passed over when that file comes back.
MEND = "what_to_mend"
NEEDED = (LEARNER, BADGE, SIGNED, SEEN)
KNOWN = (*NEEDED, MEND)
_YES = frozenset({"yes", "y", "true", "x", "1", "sí", "si"})
_OVER = frozenset({SubmissionState.WITHDRAWN, SubmissionState.DECIDED_NOT_YET})
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
_DECIDED = frozenset({SubmissionState.READY, SubmissionState.APPROVED, SubmissionState.ISSUED})


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFault:
    """What is wrong in one cell, and what to do."""

    row: int
    column: str
    code: str
    says: str
    remedy: str

    @property
    def sentence(self) -> str:
        """Return both in one line."""
        return f"{self.says} {self.remedy}"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Badge:
    """A badge version that lists may name, read once for all rows."""

    definition: Definition
    document: Criteria
    signoffs: tuple[tuple[str, SignoffLeaf], ...]
    suffices: bool = False  # teachers' signatures are enough, beside earlier badges


@dataclass(kw_only=True)
class _Register:
    """What all rows are compared with, read in one transaction."""

    actor: Actor
    uow: UnitOfWork
    now: datetime
    people: Mapping[str, Sequence[Member]]
    badges: Mapping[str, _Badge | Definition]
    known_keys: frozenset[str]
    seen: dict[str, int] = field(default_factory=dict)


class _Wrong(Exception):  # noqa: N818 # never leaves this module
    """One fault, on its way out of the row."""

    def __init__(self, column: str, code: str, says: str, remedy: str) -> None:
        super().__init__(code)
        self.column, self.code, self.says, self.remedy = column, code, says, remedy


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
        found = _faults_of(line, register)
        if found:
            faults += found
            continue
        try:
            good.append(_row(line, register))
        except _Already:
            already.append(line.number)
        except _Wrong as wrong:
            faults.append(_fault(line, wrong))
    return Checked(
        headings=sheet.headings,
        lines=sheet.lines,
        good=tuple(good),
        already=tuple(already),
        faults=tuple(faults),
        statements=_statements(good, register),
    )


def signoffs_of(document: Criteria) -> tuple[tuple[str, SignoffLeaf], ...]:
    """Return the sign-offs of a badge that are a teacher's, by node."""
    return tuple(
        (node.id, node.rule)
        for node in document.nodes()
        if isinstance(node.rule, SignoffLeaf) and node.rule.role == Role.TEACHER
    )


def key_of(organisation: str, learner: str, definition: str, seen_on: str) -> str:
    """Return the digest by which the same row is known again."""
    text = f"{organisation}\n{learner}\n{definition}\n{seen_on}"
    return hashlib.sha256(text.encode()).hexdigest()


def _register(actor: Actor, uow: UnitOfWork, services: Services) -> _Register:
    people: dict[str, list[Member]] = defaultdict(list)
    for member in uow.people.members(actor.organisation):
        target = Target(organisation=member.organisation, learner=member.id, units=member.units)
        if Role.LEARNER in member.roles and access.is_within(actor, target):
            people[member.id].append(member)
            people[_plain(member.name)].append(member)
    return _Register(
        actor=actor,
        uow=uow,
        now=services.clock(),
        people=people,
        badges=_badges(actor.organisation, uow, services.clock()),
        known_keys=uow.cohorts.keys(actor.organisation),
    )


def _badges(organisation: str, uow: UnitOfWork, now: datetime) -> Mapping[str, _Badge | Definition]:
    """Return every badge version by `slug@version`, and the newest published one by slug."""
    found: dict[str, _Badge | Definition] = {}
    for each in uow.definitions.all(organisation):
        entry: _Badge | Definition = each
        if each.state is DefinitionState.PUBLISHED:
            entry = _badge_of(each, now)
        found[f"{each.badge}@{each.version}"] = entry
        if isinstance(entry, _Badge) or each.badge not in found:
            found[each.badge] = entry
    return found


def _badge_of(definition: Definition, now: datetime) -> _Badge:
    document = criteria.parse(definition.document)
    badge = _Badge(definition=definition, document=document, signoffs=signoffs_of(document))
    earned = _asked_badges(badge)
    return replace(badge, suffices=bool(badge.signoffs) and _met(badge, now, earned=earned))


def _faults_of(line: Line, register: _Register) -> tuple[RowFault, ...]:
    """Return the faults of single cells; a row may have several."""
    checks = (_width, _learner, _badge, _signed, _seen)
    found: list[RowFault] = []
    for check in checks:
        try:
            check(line, register)
        except _Wrong as wrong:
            found.append(_fault(line, wrong))
    return tuple(found)


def _fault(line: Line, wrong: _Wrong) -> RowFault:
    return RowFault(
        row=line.number,
        column=wrong.column,
        code=wrong.code,
        says=wrong.says,
        remedy=wrong.remedy,
    )


def _width(line: Line, _register: _Register) -> None:
    if line.beyond:
        raise _Wrong(
            SEEN,
            "too_many_cells",
            "This row has more cells than there are headings.",
            "Put quotation marks around a cell that holds the separator, or remove the extra cell.",
        )
    for name, cell in line.cells.items():
        if len(cell) > MAX_CELL:
            raise _Wrong(
                name,
                "too_long",
                f"This cell has more than {MAX_CELL} characters.",
                "Write only what the heading asks for.",
            )


def _learner(line: Line, register: _Register) -> Member:
    cell = line.cells[LEARNER]
    if not cell:
        raise _Wrong(LEARNER, "learner_missing", "No learner is named.", "Write the name or id.")
    found = {member.id: member for member in register.people.get(cell, ())} or {
        member.id: member for member in register.people.get(_plain(cell), ())
    }
    if not found:
        raise _Wrong(
            LEARNER,
            "learner_unknown",
            f"No learner is called {cell[:60]!r} here.",
            "Write the name as on the list of people, or take the learner in first.",
        )
    if len(found) > 1:
        raise _Wrong(
            LEARNER,
            "learner_ambiguous",
            f"{len(found)} learners are called {cell[:60]!r}.",
            f"Write the id in place of the name: {' or '.join(sorted(found))}.",
        )
    return next(iter(found.values()))


def _badge(line: Line, register: _Register) -> _Badge:
    cell = line.cells[BADGE].lower()
    if not cell:
        raise _Wrong(BADGE, "badge_missing", "No badge is named.", "Write its short name.")
    found = register.badges.get(cell)
    if found is None:
        raise _Wrong(
            BADGE,
            "badge_unknown",
            f"There is no badge {cell[:60]!r} here.",
            f"Write one of {_offered(register)}.",
        )
    if isinstance(found, Definition):
        retired = found.state is DefinitionState.RETIRED
        raise _Wrong(
            BADGE,
            "badge_retired" if retired else "badge_draft",
            f"The badge {cell[:60]!r} is {'retired' if retired else 'not published yet'}.",
            "Write a version that is published." if retired else "Publish it first.",
        )
    if not found.suffices:
        raise _Wrong(
            BADGE,
            "badge_asks_more",
            f"{found.definition.title} asks for more than a teacher's signature.",
            "Let the learner hand in work for it, and take this row out.",
        )
    return found


def _offered(register: _Register) -> str:
    """Name up to five badges that a list may give."""
    names = sorted(
        name
        for name, badge in register.badges.items()
        if "@" not in name and isinstance(badge, _Badge) and badge.suffices
    )
    return ", ".join(names[:5]) or "the badges that ask for a teacher's signature alone"


def _signed(line: Line, _register: _Register) -> None:
    cell = line.cells[SIGNED]
    if cell.lower() not in _YES:
        raise _Wrong(
            SIGNED,
            "not_signed_off" if cell else "signed_off_missing",
            f"This cell says {cell[:30]!r}, not yes." if cell else "This cell is empty.",
            "Write yes once the teacher has seen it, or take this row out.",
        )


def _seen(line: Line, register: _Register) -> date:
    cell = line.cells[SEEN]
    try:
        when = date.fromisoformat(cell)
    except ValueError:
        raise _Wrong(
            SEEN,
            "day_unreadable" if cell else "day_missing",
            f"{cell[:30]!r} is no day that can be read." if cell else "The day is missing.",
            "Write the day as year, month and day, as in 2026-05-31.",
        ) from None
    if when > register.now.date():
        raise _Wrong(
            SEEN,
            "day_to_come",
            f"{cell} is still to come.",
            "Write the day on which the teacher saw it.",
        )
    if when.year < register.now.year - 10:
        raise _Wrong(
            SEEN,
            "day_long_ago",
            f"{cell} is more than ten years ago.",
            "Check the year.",
        )
    return when


def _row(line: Line, register: _Register) -> GoodRow:
    """Return a row whose cells are right one by one, unless they do not fit together."""
    member, badge = _learner(line, register), _badge(line, register)
    seen_on = _seen(line, register).isoformat()
    key = key_of(member.organisation, member.id, badge.definition.id, seen_on)
    pair = f"{member.id}\n{badge.definition.badge}"
    if pair in register.seen:
        raise _Wrong(
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


def _require_no_tie(member: Member, register: _Register) -> None:
    actor = register.actor
    ties = register.uow.ties.of(member.organisation, member.id)
    tied = access.conflicts_between(
        actor.person, member.id, ties, since=register.now, until=register.now
    )
    if actor.role is Role.TEACHER and (tied or actor.person == member.id):
        raise _Wrong(
            LEARNER,
            "tied",
            "You have a tie to this learner, so your signature would not count.",
            "Take this row out and let another teacher hand it in.",
        )


def _require_none_under_way(member: Member, badge: _Badge, register: _Register) -> None:
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
        raise _Wrong(
            LEARNER,
            "work_under_way",
            "This learner is working on this badge here already.",
            "Sign off that work in the queue, or let the learner withdraw it first.",
        )


def _require_met(member: Member, badge: _Badge, register: _Register) -> None:
    """Ask for earlier badges; which level they carry is judged when the row is signed."""
    asked = _asked_badges(badge)
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
    if _met(badge, register.now, earned=held):
        return
    raise _Wrong(
        LEARNER,
        "earlier_badge",
        f"This learner lacks an earlier badge that {badge.definition.title} asks for:"
        f" {', '.join(sorted(levels))}.",
        "Give that badge first, and hand this row in again afterwards.",
    )


def _asked_badges(badge: _Badge) -> tuple[BadgeFact, ...]:
    """Return every earlier badge that the criteria speak of, as if the learner held it."""
    return tuple(
        BadgeFact(id=f"{node.id}/{name}", achievement=name, at=_LONG_AGO, level=node.rule.level)
        for node in badge.document.nodes()
        if isinstance(node.rule, BadgeLeaf)
        for name in node.rule.any
    )


def _met(badge: _Badge, now: datetime, *, earned: tuple[BadgeFact, ...]) -> bool:
    """Ask the evaluator, with one teacher's signature under each sentence."""
    facts = Facts(
        as_of=now,
        learner="learner",
        submission="submission",
        revision=1,
        submitted_at=now,
        criteria=badge.document.hash,
        signoffs=tuple(
            SignoffFact(
                id=node,
                role=leaf.role,
                by="teacher",
                statement=leaf.statement,
                decision="approve",
                revision=1,
                at=now,
            )
            for node, leaf in badge.signoffs
        ),
        badges=earned,
    )
    return criteria.evaluate(badge.document, facts).result is Status.MET


def _statements(good: Sequence[GoodRow], register: _Register) -> Mapping[str, tuple[str, ...]]:
    wanted = Counter(row.definition for row in good)
    found: dict[str, tuple[str, ...]] = {}
    for badge in register.badges.values():
        if isinstance(badge, _Badge) and badge.definition.id in wanted:
            found[badge.definition.title] = tuple(leaf.statement for _, leaf in badge.signoffs)
    return found


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


__all__ = ["KNOWN", "MEND", "NEEDED", "Checked", "GoodRow", "RowFault", "check_sheet"]
