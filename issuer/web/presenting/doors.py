"""The pages that a role has: the same on its start page and in the masthead of all its pages."""

from issuer.access import RULES, Action, Role
from issuer.web.languages import gettext as _
from issuer.web.presenting.frame import Door, Link
from issuer.web.presenting.office import office_links

#: Pages that stand behind another door than the one above them in the address, for who has it.
_BEHIND = (
    ("/learn/links", "/learn/badges"),
    ("/learn", "/family"),
    ("/history", "/learn/record"),
    ("/history", "/family"),
)


def masthead_of(role: Role, path: str) -> tuple[Door, ...]:
    """Return the doors of a role, the one of the page at `path` marked."""
    links = (Link(text=_("My start page"), href="/home"), *doors_of(role), *staff_links(role))
    current = _current(tuple(link.href for link in links), path)
    return tuple(
        Door(
            text=link.text,
            href=link.href,
            current=("page" if link.href == path else "true") if link.href == current else "",
        )
        for link in links
    )


def doors_of(role: Role) -> tuple[Link, ...]:
    """Return the pages of learners, peers and families that this role has."""
    doors = []
    if role is Role.LEARNER:
        doors += [
            Link(text=_("My challenges"), href="/learn"),
            Link(text=_("My badges"), href="/learn/badges"),
            Link(text=_("My record"), href="/learn/record"),
        ]
    if RULES[Action.ANSWER_REVIEW].get(role):
        doors.append(Link(text=_("Reviews"), href="/reviews"))
    if role is Role.GUARDIAN:
        doors.append(Link(text=_("My family"), href="/family"))
    return tuple(doors)


def staff_links(role: Role) -> tuple[Link, ...]:
    """Return the pages of teachers and of the office that this role has."""
    links = []
    if RULES[Action.READ_QUEUE].get(role):
        links.append(Link(text=_("Work to look at"), href="/teach"))
        links.append(Link(text=_("Class board"), href="/teach/board"))
    if RULES[Action.DRAFT_DEFINITION].get(role):
        links.append(Link(text=_("Design badges"), href="/design"))
    if RULES[Action.MANAGE_PEOPLE].get(role):
        links.append(Link(text=_("People of the school"), href="/people"))
    return (*links, *office_links(role))


def _current(addresses: tuple[str, ...], path: str) -> str:
    """Return the door of a page: the longest address that it is at or under; empty if none is."""
    for start, door in _BEHIND:
        if start not in addresses and door in addresses and _is_within(path, start):
            return door
    return max((each for each in addresses if _is_within(path, each)), key=len, default="")


def _is_within(path: str, address: str) -> bool:
    return path == address or path.startswith(f"{address}/")
