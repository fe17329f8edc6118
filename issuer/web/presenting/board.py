"""The class board: learners x badges, each cell a state and levels in words. Nothing is summed."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from issuer.assessment.desk_rows import Board, BoardCell
from issuer.web.languages import gettext as _
from issuer.web.languages import ngettext
from issuer.web.presenting.frame import Frame, Visitor
from issuer.web.presenting.queue import teaching_frame
from issuer.web.presenting.signing_in import Choice
from issuer.web.presenting.waiting import Tag, state_tag, waited
from issuer.web.presenting.words import title_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Square:
    """One learner's place on one badge; `tag` is None where nothing was begun."""

    badge: str
    tag: Tag | None
    levels: str
    since: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One learner."""

    name: str
    group: str
    squares: tuple[Square, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardPage:
    """Everybody at a glance, of one group or of all."""

    frame: Frame
    badges: tuple[str, ...]
    groups: tuple[Choice, ...]
    lines: tuple[Line, ...]


def board_page(board: Board, visitor: Visitor, *, now: datetime, group: str) -> BoardPage:
    """Present the board."""
    return BoardPage(
        frame=teaching_frame(_("Class board"), visitor),
        badges=tuple(title for _slug, title in board.badges),
        groups=tuple(Choice(value=each, text=each, chosen=each == group) for each in board.groups),
        lines=tuple(
            Line(
                name=row.name,
                group=row.group or "",
                squares=tuple(
                    _square(title, row.cells.get(slug), board.scale, now)
                    for slug, title in board.badges
                ),
            )
            for row in board.rows
        ),
    )


def _square(title: str, cell: BoardCell | None, scale: tuple[str, ...], now: datetime) -> Square:
    if cell is None:
        return Square(badge=title, tag=None, levels="", since="", href="")
    return Square(
        badge=title,
        tag=state_tag(cell.state),
        levels=_levels(cell, scale),
        since=waited(cell.since, now),
        href=f"/teach/{cell.submission}",
    )


def _levels(cell: BoardCell, scale: tuple[str, ...]) -> str:
    """Say how many criteria are at which level, from the highest; a list and not a sum."""
    counted = Counter(cell.levels)
    order = {name: place for place, name in enumerate(scale)}
    names = sorted(counted, key=lambda name: -order.get(name, -1))
    return ", ".join(
        ngettext("{level} in {count}", "{level} in {count}", counted[name], level=title_of(name))
        for name in names
    )
