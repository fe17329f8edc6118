"""What was done to a learner's work, entry by entry, for learner and guardian."""

from collections.abc import Sequence
from dataclasses import dataclass

from issuer.access import Role
from issuer.audit import Event
from issuer.web.languages import gettext as _
from issuer.web.presenting.event_words import words_of
from issuer.web.presenting.frame import Frame, Link, Visitor
from issuer.web.presenting.learning import learner_frame
from issuer.web.presenting.roles import role_name
from issuer.web.presenting.words import minute

#: The newest; a program gets all of them at /api/v1/events.
_MOST = 200
_ROLES = {role.value: role for role in Role if role is not Role.CLIENT}


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow:
    """One entry: when, what, and in which role it was done."""

    when: str
    said: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPage:
    """The history, newest first."""

    frame: Frame
    title: str
    rows: tuple[HistoryRow, ...]
    is_cut: bool


def history_page(
    events: Sequence[Event], visitor: Visitor, *, me: str, child: str = ""
) -> HistoryPage:
    """Present what happened, oldest first as given; `child` is the name where a guardian reads.

    What one read oneself is left out: it would hide what others did.
    """
    told = [each for each in events if (each.name, each.actor) != ("record.viewed", me)]
    title = _("History of {name}", name=child) if child else _("My history")
    above = (
        Link(text=_("My family"), href="/family")
        if child
        else Link(text=_("My record"), href="/learn/record")
    )
    return HistoryPage(
        frame=learner_frame(title, visitor, above),
        title=title,
        rows=tuple(_row(event, me) for event in reversed(told[-_MOST:])),
        is_cut=len(told) > _MOST,
    )


def _row(event: Event, me: str) -> HistoryRow:
    return HistoryRow(when=minute(event.at), said=words_of(event.name), by=_by(event, me))


def _by(event: Event, me: str) -> str:
    """Say in which role somebody did it; whose name that is stays with the school."""
    if event.actor == me:
        return _("You")
    if event.name == "link.viewed":
        return _("Somebody who has the link")
    role = _ROLES.get(event.role)
    return _("The service by itself") if role is None else role_name(role)
