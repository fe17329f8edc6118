"""The page for somebody who came in another role than a page is for: which one, and where to go."""

from dataclasses import dataclass

from issuer.access import REFUSALS, RULES, Action, Role
from issuer.web.languages import gettext as _
from issuer.web.languages import retold
from issuer.web.presenting.frame import Frame, Visitor
from issuer.web.presenting.roles import role_name, roles_named


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A role that the person holds and that may pass."""

    value: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongRolePage:
    """Who may pass, and what the person can do about it; `wanted` is where a switch leads."""

    frame: Frame
    token: str
    title: str
    sentence: str
    refused: str
    needed: str
    advice: str
    choices: tuple[Choice, ...]
    wanted: str


def wrong_role_page(
    visitor: Visitor, *, action: Action, held: frozenset[Role], wanted: str
) -> WrongRolePage:
    """Present which roles may pass; programs are no role that a person could take."""
    people = frozenset(role for role, rules in RULES[action].items() if rules) - {Role.CLIENT}
    title = _("This page is for another role")
    fitting = [role for role in Role if role in people & held]
    return WrongRolePage(
        frame=Frame(
            title=f"{title} - Issuer",
            description=_("For signed-in people."),
            section="start",
            robots="noindex, nofollow",
            visitor=visitor,
        ),
        token=visitor.token,
        title=title,
        refused=f"{retold(REFUSALS[action])}.",
        sentence=_("You are here as {role}, and as that you may not do this.", role=visitor.role),
        needed=_("Who may: {roles}.", roles=roles_named(people)),
        advice=_("You hold such a role too. Go on in it, and you come to this page.")
        if fitting
        else _("If you should have such a role, ask a registrar of your school for it."),
        choices=tuple(
            Choice(value=role.value, text=_("Go on as {role}", role=role_name(role)))
            for role in fitting
        ),
        wanted=wanted,
    )
