"""One cell at a time: who, which badge, signed off, on which day; each fault with its remedy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from issuer.access import Actor
from issuer.assessment.cohorts.listable import ListedBadge
from issuer.assessment.model import Definition, DefinitionState
from issuer.assessment.neighbours import Member
from issuer.assessment.ports import UnitOfWork
from issuer.sheets import MAX_CELL, Line

LEARNER, BADGE, SIGNED, SEEN = "learner", "badge", "signed_off", "seen_on"
#: The column that the file to mend carries; it is passed over when that file comes back.
MEND = "what_to_mend"
NEEDED = (LEARNER, BADGE, SIGNED, SEEN)
KNOWN = (*NEEDED, MEND)
_YES = frozenset({"yes", "y", "true", "x", "1", "sí", "si"})


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


@dataclass(kw_only=True)
class Register:
    """What all rows are compared with, read in one transaction."""

    actor: Actor
    uow: UnitOfWork
    now: datetime
    people: Mapping[str, Sequence[Member]]
    badges: Mapping[str, ListedBadge | Definition]
    known_keys: frozenset[str]
    seen: dict[str, int] = field(default_factory=dict)


class Wrong(Exception):  # noqa: N818 # never leaves this module
    """One fault, on its way out of the row."""

    def __init__(self, column: str, code: str, says: str, remedy: str) -> None:
        super().__init__(code)
        self.column, self.code, self.says, self.remedy = column, code, says, remedy


def faults_of(line: Line, register: Register) -> tuple[RowFault, ...]:
    """Return the faults of single cells; a row may have several."""
    checks = (_width, learner_of, badge_in, _signed, day_of)
    found: list[RowFault] = []
    for check in checks:
        try:
            check(line, register)
        except Wrong as wrong:
            found.append(fault_of(line, wrong))
    return tuple(found)


def fault_of(line: Line, wrong: Wrong) -> RowFault:
    """Return a fault with the number of its row."""
    return RowFault(
        row=line.number,
        column=wrong.column,
        code=wrong.code,
        says=wrong.says,
        remedy=wrong.remedy,
    )


def _width(line: Line, _register: Register) -> None:
    if line.beyond:
        raise Wrong(
            SEEN,
            "too_many_cells",
            "This row has more cells than there are headings.",
            "Put quotation marks around a cell that holds the separator, or remove the extra cell.",
        )
    for name, cell in line.cells.items():
        if len(cell) > MAX_CELL:
            raise Wrong(
                name,
                "too_long",
                f"This cell has more than {MAX_CELL} characters.",
                "Write only what the heading asks for.",
            )


def learner_of(line: Line, register: Register) -> Member:
    """Return whom a row is about, by id or by name; to other units they are unknown."""
    cell = line.cells[LEARNER]
    if not cell:
        raise Wrong(LEARNER, "learner_missing", "No learner is named.", "Write the name or id.")
    found = {member.id: member for member in register.people.get(cell, ())} or {
        member.id: member for member in register.people.get(plain(cell), ())
    }
    if not found:
        raise Wrong(
            LEARNER,
            "learner_unknown",
            f"No learner is called {cell[:60]!r} here.",
            "Write the name as on the list of people, or take the learner in first.",
        )
    if len(found) > 1:
        raise Wrong(
            LEARNER,
            "learner_ambiguous",
            f"{len(found)} learners are called {cell[:60]!r}.",
            f"Write the id in place of the name: {' or '.join(sorted(found))}.",
        )
    return next(iter(found.values()))


def badge_in(line: Line, register: Register) -> ListedBadge:
    """Return the badge of a row, if a list may name it."""
    cell = line.cells[BADGE].lower()
    if not cell:
        raise Wrong(BADGE, "badge_missing", "No badge is named.", "Write its short name.")
    found = register.badges.get(cell)
    if found is None:
        raise Wrong(
            BADGE,
            "badge_unknown",
            f"There is no badge {cell[:60]!r} here.",
            f"Write one of {_offered(register)}.",
        )
    if isinstance(found, Definition):
        retired = found.state is DefinitionState.RETIRED
        raise Wrong(
            BADGE,
            "badge_retired" if retired else "badge_draft",
            f"The badge {cell[:60]!r} is {'retired' if retired else 'not published yet'}.",
            "Write a version that is published." if retired else "Publish it first.",
        )
    if not found.suffices:
        raise Wrong(
            BADGE,
            "badge_asks_more",
            f"{found.definition.title} asks for more than a teacher's signature.",
            "Let the learner hand in work for it, and take this row out.",
        )
    return found


def _offered(register: Register) -> str:
    """Name up to five badges that a list may give."""
    names = sorted(
        name
        for name, badge in register.badges.items()
        if "@" not in name and isinstance(badge, ListedBadge) and badge.suffices
    )
    return ", ".join(names[:5]) or "the badges that ask for a teacher's signature alone"


def _signed(line: Line, _register: Register) -> None:
    cell = line.cells[SIGNED]
    if cell.lower() not in _YES:
        raise Wrong(
            SIGNED,
            "not_signed_off" if cell else "signed_off_missing",
            f"This cell says {cell[:30]!r}, not yes." if cell else "This cell is empty.",
            "Write yes once the teacher has seen it, or take this row out.",
        )


def day_of(line: Line, register: Register) -> date:
    """Return the day on which the teacher saw it."""
    cell = line.cells[SEEN]
    try:
        when = date.fromisoformat(cell)
    except ValueError:
        raise Wrong(
            SEEN,
            "day_unreadable" if cell else "day_missing",
            f"{cell[:30]!r} is no day that can be read." if cell else "The day is missing.",
            "Write the day as year, month and day, as in 2026-05-31.",
        ) from None
    if when > register.now.date():
        raise Wrong(
            SEEN,
            "day_to_come",
            f"{cell} is still to come.",
            "Write the day on which the teacher saw it.",
        )
    if when.year < register.now.year - 10:
        raise Wrong(
            SEEN,
            "day_long_ago",
            f"{cell} is more than ten years ago.",
            "Check the year.",
        )
    return when


def plain(name: str) -> str:
    """Return a name as it is compared: one space between words, no capitals."""
    return " ".join(name.split()).casefold()
