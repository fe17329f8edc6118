"""Reports over time: how long work waits, how many badges were issued, which ones end soon."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from issuer.access import RULES, Action, Actor, Role, Target, require
from issuer.criteria import low_median
from issuer.errors import MalformedError
from issuer.reporting.grouping import is_reached
from issuer.reporting.model import Ending, Waiting
from issuer.reporting.ports import Person, Services, UnitOfWork

#: So many months are shown, the present one included.
MONTHS = 12
#: Nobody plans renewals further ahead.
MOST_DAYS = 3660
#: Two months are enough to do the work once more.
USUAL_DAYS = 60
_MOST_DIGITS = 6
_ASSESSING = frozenset(RULES[Action.RATE]) - {Role.REGISTRAR, Role.ADMIN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Age:
    """How long the work waits that lies before somebody, or belongs to a unit.

    `name` is a person's id or a unit's slug; the empty slug stands for learners without a unit.
    `title` is what people call it; empty for somebody who is none of the reader's people.
    `median` is the low median of whole days; both figures are None where nothing waits.
    """

    name: str
    title: str
    count: int
    median: int | None
    oldest: int | None

    def told(self) -> dict[str, int]:
        """Return the figures that there are, by name."""
        if self.median is None or self.oldest is None:
            return {"count": self.count}
        return {"count": self.count, "median_days": self.median, "oldest_days": self.oldest}


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeReport:
    """How long work waits, altogether, by unit and by who may assess it."""

    at: datetime
    together: Age
    units: tuple[Age, ...]
    teachers: tuple[Age, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """How many badges were first issued in a month, named by its first day."""

    first: date
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedReport:
    """Badges first issued, by month and by badge."""

    months: tuple[Month, ...]
    badges: Mapping[str, int]


def age_report(actor: Actor, services: Services) -> AgeReport:
    """Report how long work waits, as far as the actor's units go.

    Work lies before each teacher and assessor whose role reaches the learner; so it is counted
    once for each of them, and once altogether.

    Raises:
        ForbiddenError: the actor reads no reports.
    """
    require(actor, Action.READ_REPORTS, Target(organisation=actor.organisation))
    now = services.clock()
    with services.read_only() as uow:
        waiting = _within(actor, uow)
        people = uow.people.members(actor.organisation)
        units = uow.units.of(actor.organisation)
    titles = {
        each.slug: each.name for each in units if actor.units is None or each.slug in actor.units
    }
    return AgeReport(
        at=now,
        together=_age("", "", waiting, now),
        units=tuple(
            _age(slug, title, [each for each in waiting if _is_in(each, slug)], now)
            for slug, title in ({**titles, "": ""} if titles else {}).items()
        ),
        teachers=tuple(
            _age(
                person.id,
                person.name if is_reached(actor, person) else "",
                [each for each in waiting if _reaches(person, each)],
                now,
            )
            for person in people
            if person.roles & _ASSESSING
        ),
    )


def issued_report(actor: Actor, services: Services) -> IssuedReport:
    """Count the badges of the last twelve months, as far as the actor's units go.

    Raises:
        ForbiddenError: the actor reads no reports.
    """
    require(actor, Action.READ_REPORTS, Target(organisation=actor.organisation))
    firsts = _months(services.clock().date())
    with services.read_only() as uow:
        since = datetime.combine(firsts[0], datetime.min.time(), services.clock().tzinfo)
        issued = uow.report_rows.issued(actor.organisation, since)
        reach = _reach(actor, uow)
    found = [each for each in issued if reach is None or each.learner in reach]
    days = [each.at.date().replace(day=1) for each in found]
    badges: dict[str, int] = {}
    for each in found:
        badges[each.badge] = badges.get(each.badge, 0) + 1
    return IssuedReport(
        months=tuple(Month(first=first, count=days.count(first)) for first in firsts),
        badges=dict(sorted(badges.items(), key=lambda item: (-item[1], item[0]))),
    )


def read_days(text: str) -> int:
    """Return the days that somebody wrote, to be asked of `list_ending`.

    Raises:
        MalformedError: no whole number, code `within`.
    """
    if not (text.isascii() and text.isdigit()) or len(text) > _MOST_DIGITS:
        raise _not_days()
    return int(text)


def list_ending(actor: Actor, days: int, services: Services) -> tuple[Ending, ...]:
    """Return the badges in force that end within some days, soonest first.

    Raises:
        ForbiddenError: the actor reads no credentials of others.
        MalformedError: not between 1 and 3660 days, code `within`.
    """
    require(actor, Action.READ_CREDENTIAL, Target(organisation=actor.organisation))
    if not 1 <= days <= MOST_DAYS:
        raise _not_days()
    now = services.clock()
    with services.read_only() as uow:
        found = uow.report_rows.ending(actor.organisation, now, now + timedelta(days=days))
        reach = _reach(actor, uow)
    return tuple(each for each in found if reach is None or each.learner in reach)


def _not_days() -> MalformedError:
    return MalformedError(f"Write a number of days from 1 to {MOST_DAYS}.", code="within")


def _within(actor: Actor, uow: UnitOfWork) -> list[Waiting]:
    waiting = uow.report_rows.waiting(actor.organisation)
    return [each for each in waiting if actor.units is None or actor.units & each.units]


def _reach(actor: Actor, uow: UnitOfWork) -> frozenset[str] | None:
    return None if actor.units is None else uow.people.in_units(actor.organisation, actor.units)


def _is_in(work: Waiting, slug: str) -> bool:
    return slug in work.units if slug else not work.units


def _reaches(person: Person, work: Waiting) -> bool:
    """Tell whether a person may assess work: nobody assesses the own, or beyond the own units."""
    if person.id == work.learner:
        return False
    held = person.roles & _ASSESSING
    return any(role not in person.reach or person.reach[role] & work.units for role in held)


def _age(name: str, title: str, waiting: Sequence[Waiting], now: datetime) -> Age:
    days = [(now - each.submitted_at).days for each in waiting]
    return Age(
        name=name,
        title=title,
        count=len(days),
        median=low_median(days) if days else None,
        oldest=max(days, default=None),
    )


def _months(today: date) -> list[date]:
    """Return the first days of the last twelve months, oldest first."""
    count = today.year * 12 + today.month - 1
    return [date(each // 12, each % 12 + 1, 1) for each in _last(count)]


def _last(count: int) -> Iterable[int]:
    return range(count - MONTHS + 1, count + 1)
