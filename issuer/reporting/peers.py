"""How far peers agree with one another, instrument by instrument and quarter by quarter.

A drift has two faces: peers agree less than they did, or they all grow more generous together. So
two shares are told: answers within one level of the median of their panel, and answers on the top
level. Neither says anything about one peer, and neither is a gate (education.md 3.4 and 3.5).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from issuer.access import Action, Actor, Target, require
from issuer.criteria import low_median
from issuer.reporting.equity import PERIOD
from issuer.reporting.model import PeerAnswer
from issuer.reporting.ports import Services

#: Fewer panels in a quarter tell nothing.
LEAST_PANELS = 10
_MONTHS_OF_QUARTER = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarter:
    """The answers of one quarter, named by its first day.

    Attributes:
        panels: pieces of work on which two or more peers answered.
        answers: answers in them; `close` lie within one level of their median, `top` on the top.
    """

    first: date
    panels: int
    answers: int
    close: int
    top: int

    @property
    def tells(self) -> bool:
        """Say whether there is enough to tell anything."""
        return self.panels >= LEAST_PANELS

    def told(self) -> dict[str, int]:
        """Return the figures by name, as far as there is enough to tell them."""
        if not self.tells:
            return {"panels": self.panels}
        return {
            "panels": self.panels,
            "answers": self.answers,
            "close": self.close,
            "top": self.top,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """One instrument over the quarters of the last year."""

    instrument: str
    title: str
    quarters: tuple[Quarter, ...]


def peer_report(actor: Actor, services: Services) -> tuple[Drift, ...]:
    """Report on every instrument that peers answered in the last year, by its ref.

    Raises:
        ForbiddenError: the actor reads no reports.
    """
    require(actor, Action.READ_REPORTS, Target(organisation=actor.organisation))
    now = services.clock()
    with services.read_only() as uow:
        answers = uow.report_rows.answers(actor.organisation, now - PERIOD)
        instruments = uow.report_rows.instruments(actor.organisation)
        reach = (
            None if actor.units is None else uow.people.in_units(actor.organisation, actor.units)
        )
    by_instrument: dict[str, list[PeerAnswer]] = defaultdict(list)
    for answer in answers:
        if reach is None or answer.learner in reach:
            by_instrument[answer.instrument].append(answer)
    return tuple(
        Drift(
            instrument=ref,
            title=instruments[ref].title,
            quarters=tuple(quarters_of(said, instruments[ref].scale)),
        )
        for ref, said in sorted(by_instrument.items())
    )


def quarters_of(said: Iterable[PeerAnswer], scale: Sequence[str]) -> Iterable[Quarter]:
    """Count the answers of each quarter in which there were panels, oldest first."""
    panels: dict[date, dict[tuple[str, int], list[PeerAnswer]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for answer in said:
        panels[_quarter(answer.at)][answer.submission, answer.revision].append(answer)
    for first, of_work in sorted(panels.items()):
        whole = [panel for panel in of_work.values() if len(panel) > 1]
        if whole:
            yield _counted(first, whole, {name: place for place, name in enumerate(scale)})


def _counted(
    first: date, panels: Sequence[Sequence[PeerAnswer]], places: Mapping[str, int]
) -> Quarter:
    answers = close = top = 0
    for panel in panels:
        by_item: dict[str, list[int]] = defaultdict(list)
        for answer in panel:
            for item, level in answer.levels.items():
                by_item[item].append(places[level])
        for found in by_item.values():
            middle = low_median(found)
            answers += len(found)
            close += sum(abs(place - middle) <= 1 for place in found)
            top += found.count(len(places) - 1)
    return Quarter(first=first, panels=len(panels), answers=answers, close=close, top=top)


def _quarter(at: datetime) -> date:
    month = (at.month - 1) // _MONTHS_OF_QUARTER * _MONTHS_OF_QUARTER + 1
    return at.date().replace(month=month, day=1)
