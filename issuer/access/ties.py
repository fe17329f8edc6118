"""What ties between people mean: guardians in force, and conflicts that void a person's word.

Days are UTC days: an installation knows no other zone.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol

#: The tie of a guardian (`person`) to a learner (`other`); all other kinds are symmetric.
GUARDIAN = "guardian"


class Bond(Protocol):
    """A tie between two people, as far as it matters here."""

    @property
    def person(self) -> str:
        """The one; the guardian of a guardianship."""
        ...

    @property
    def other(self) -> str:
        """The other; the learner of a guardianship."""
        ...

    @property
    def kind(self) -> str:
        """What ties them."""
        ...

    @property
    def since(self) -> datetime:
        """The beginning."""
        ...

    @property
    def until(self) -> datetime | None:
        """The end, if there is one."""
        ...


def is_adult(birth_date: date | None, *, majority: int, on: date) -> bool:
    """Tell whether someone has come of age; on the birthday itself they have.

    Without a birth date nobody is taken for an adult: the guess would cost a child its guardian.
    """
    if birth_date is None:
        return False
    had_birthday = (on.month, on.day) >= (birth_date.month, birth_date.day)
    return on.year - birth_date.year - (not had_birthday) >= majority


def guardians_of(
    learner: str, ties: Iterable[Bond], *, birth_date: date | None, majority: int, now: datetime
) -> frozenset[str]:
    """Return the guardians who act for a learner now; none once the learner is an adult."""
    if is_adult(birth_date, majority=majority, on=now.date()):
        return frozenset()
    return frozenset(
        tie.person
        for tie in ties
        if tie.kind == GUARDIAN and tie.other == learner and _in_force(tie, now, now)
    )


def conflicts_between(
    person: str, learner: str, ties: Iterable[Bond], *, since: datetime, until: datetime
) -> frozenset[str]:
    """Return the kinds of ties between two people that held at some time between two instants.

    A tie that was found out later still voids what was said before: so the interval runs from
    the act to the evaluation. A guardian carries only `guardian` (education.md section 2.7).
    """
    pair = {person, learner}
    kinds = frozenset(
        str(tie.kind)
        for tie in ties
        if {tie.person, tie.other} == pair and _in_force(tie, since, until)
    )
    return frozenset({GUARDIAN}) if GUARDIAN in kinds else kinds


def _in_force(tie: Bond, start: datetime, end: datetime) -> bool:
    return tie.since <= end and (tie.until is None or start < tie.until)
