"""A drawing of levels over time: one line of dots on the rungs of a scale, in plain geometry.

The drawing adds nothing that is not in the table beside it; it is for those who see a way better
than they read one. Nothing is averaged and nothing is joined between two scales.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from issuer.web.languages import day, ngettext
from issuer.web.languages import gettext as _
from issuer.web.presenting.words import title_of

_WIDTH, _RUNG, _TOP, _FOOT = 360, 50, 32, 38
#: Names of levels stand at the left, above their lines, where no dot comes.
_LEFT, _RIGHT = 96, 20
#: Dots of this size with their numbers never lie on each other.
_APART = 26
#: As many dots have room side by side; older decisions stand in the table alone.
_MOST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One decision: which level of the scale, from 1, and when."""

    number: int
    step: int
    at: datetime
    earned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """A level as a line across; `printed` is what a print says of it."""

    y: int
    text: str
    printed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A decision as a numbered dot."""

    x: int
    y: int
    text: str
    earned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Everything that the drawing is made of, in its own units."""

    id: str
    title: str
    says: str
    width: int
    height: int
    rungs: tuple[Rung, ...]
    dots: tuple[Dot, ...]
    path: str
    first: str
    last: str


def chart_of(name: str, title: str, scale: Sequence[str], marks: Sequence[Mark]) -> Chart:
    """Draw the decisions about one competency on one scale, oldest first.

    The lowest level has its name on the screen of those who may read it; on paper, which goes
    further, it is called "not there yet" (education.md 5.1).
    """
    shown = marks[-_MOST:]
    height = _TOP + _RUNG * (len(scale) - 1) + _FOOT
    ys = [_TOP + _RUNG * (len(scale) - 1 - step) for step in range(len(scale))]
    dots = tuple(
        Dot(
            x=x,
            y=ys[mark.step - 1],
            text=str(mark.number),
            earned=mark.earned,
        )
        for x, mark in zip(_places([each.at for each in shown]), shown, strict=True)
    )
    return Chart(
        id=name,
        title=_("Levels in {name} over time", name=title),
        says=_says(scale, marks),
        width=_WIDTH,
        height=height,
        rungs=tuple(
            Rung(y=y, text=title_of(level), printed=title_of(level) if at else _("Not there yet"))
            for at, (y, level) in enumerate(zip(ys, scale, strict=True))
        ),
        dots=dots,
        path=" ".join(f"{dot.x},{dot.y}" for dot in dots),
        first=day(shown[0].at),
        last=day(shown[-1].at) if len(shown) > 1 else "",
    )


def _places(instants: Sequence[datetime]) -> list[int]:
    """Return where each instant stands across: by time, but never nearer than a dot is wide."""
    room = _WIDTH - _LEFT - _RIGHT
    if len(instants) == 1:
        return [_LEFT + room // 2]
    apart = min(_APART, room // (len(instants) - 1))
    span = (instants[-1] - instants[0]).total_seconds() or 1.0
    places = [_LEFT + round(room * (at - instants[0]).total_seconds() / span) for at in instants]
    for at in range(1, len(places)):
        places[at] = max(places[at], places[at - 1] + apart)
    for at in range(len(places) - 1, -1, -1):
        most = _LEFT + room - apart * (len(places) - 1 - at)
        places[at] = min(places[at], most)
    return places


def _says(scale: Sequence[str], marks: Sequence[Mark]) -> str:
    """Say the whole drawing in a sentence or two, for those who hear it."""
    count = ngettext("One decision.", "{count} decisions.", len(marks))
    first = title_of(scale[marks[0].step - 1])
    if len(marks) == 1:
        return _("{count} {day}: {level}.", count=count, day=day(marks[0].at), level=first)
    return _(
        "{count} From {first} on {start} to {last} on {end}.",
        count=count,
        first=first,
        start=day(marks[0].at),
        last=title_of(scale[marks[-1].step - 1]),
        end=day(marks[-1].at),
    )
