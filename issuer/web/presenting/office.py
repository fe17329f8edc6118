"""The office in words: which pages registrar, issuer, administrator and auditor have."""

from dataclasses import dataclass

from issuer.access import RULES, Action, Role
from issuer.web.languages import gettext as _
from issuer.web.presenting.frame import Frame, Link, Visitor

_HIDDEN = "noindex, nofollow"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A word on a coloured ground, with an icon of its own shape."""

    tone: str
    icon: str
    text: str


def office_links(role: Role) -> list[Link]:
    """Return the pages of the office that a role has."""
    pages = (
        (Action.READ_QUEUE, _("Badges to approve"), "/approvals"),
        (Action.READ_QUEUE, _("Lists of learners"), "/cohorts"),
        (Action.SECOND_REVOCATION, _("Registry of badges"), "/registry"),
        (Action.SECOND_REVOCATION, _("Badges that end soon"), "/expiring"),
        (Action.READ_REPORTS, _("Reports"), "/reports"),
        (Action.READ_LOG, _("Audit log"), "/log"),
        (Action.READ_BREAK_GLASS, _("Opened evidence"), "/glass"),
        (Action.READ_TRUST, _("Known issuers"), "/trusted"),
        (Action.MANAGE_SETTINGS, _("Settings of the school"), "/settings"),
        (Action.MANAGE_SETTINGS, _("Looks of the school"), "/settings/looks"),
        (Action.MANAGE_KEYS, _("Keys that sign badges"), "/settings/keys"),
    )
    return [Link(text=text, href=href) for action, text, href in pages if may(role, action)]


def may(role: Role, action: Action) -> bool:
    """Tell whether the table gives this role any rule for an action."""
    return bool(RULES[action].get(role))


def office_frame(title: str, visitor: Visitor, *above: Link) -> Frame:
    """Return the frame of a page of the office; `above` are the pages on the way to it."""
    trail = (Link(text=_("My start page"), href="/home"), *above, Link(text=title, href=""))
    return Frame(
        title=f"{title} - Issuer",
        description=_("For signed-in people."),
        section="start",
        robots=_HIDDEN,
        trail=trail,
        visitor=visitor,
    )
