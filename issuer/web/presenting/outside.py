"""Words of signing in with the school's provider: ways in, connected logins, what went wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from issuer.accounts.model import Organisation
from issuer.federation import Connection, IdentityProvider
from issuer.web.languages import day
from issuer.web.languages import gettext as _
from issuer.web.presenting.frame import Frame, Visitor
from issuer.web.presenting.signing_in import NotePage, Way

_HIDDEN = "noindex, nofollow"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectedLogin:
    """A login that is connected with the account."""

    id: str
    name: str
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AwayPage:
    """The page from which somebody goes to a provider."""

    frame: Frame
    provider: str
    href: str


def ways_in(
    schools: Sequence[tuple[Organisation, Sequence[IdentityProvider]]], wanted: str
) -> tuple[Way, ...]:
    """Present the providers of all schools; the school is named where there are several."""
    several = len(schools) > 1
    return tuple(
        Way(
            id=each.id,
            name=f"{each.name} ({school.name})" if several else each.name,
            href=way_to(each.id, wanted),
        )
        for school, providers in schools
        for each in providers
    )


def ways_to_confirm(connections: Sequence[Connection], wanted: str) -> tuple[Way, ...]:
    """Present the connected logins by which somebody can prove once more who they are."""
    return tuple(
        Way(id=each.provider, name=each.provider_name, href=way_to(each.provider, wanted))
        for each in connections
    )


def ways_to_connect(
    providers: Sequence[IdentityProvider], connections: Sequence[Connection]
) -> tuple[Way, ...]:
    """Present the providers whose login is not connected yet."""
    known = {each.provider for each in connections}
    return tuple(Way(id=each.id, name=each.name) for each in providers if each.id not in known)


def connected_logins(connections: Sequence[Connection]) -> tuple[ConnectedLogin, ...]:
    """Present what is connected."""
    return tuple(
        ConnectedLogin(id=each.id, name=each.provider_name, since=day(each.linked_at))
        for each in connections
    )


def away_page(visitor: Visitor, *, provider: str, href: str) -> AwayPage:
    """Present where somebody is about to go."""
    return AwayPage(frame=_frame(_("Connect a login"), visitor), provider=provider, href=href)


def failed_page(visitor: Visitor | None, *, sentence: str, back: str) -> NotePage:
    """Say what went wrong on the way to or from a provider."""
    return NotePage(
        frame=_frame(_("This sign-in did not work"), visitor),
        title=_("This sign-in did not work"),
        sentences=(sentence + ".",),
        href=back,
        label=_("My account") if visitor else _("Back to sign in"),
    )


def way_to(provider: str, wanted: str) -> str:
    """Return the address that sends a browser to a provider, and later to a page of ours."""
    return f"/sign-in/provider/{provider}?next={quote(wanted, safe='/')}"


def _frame(title: str, visitor: Visitor | None) -> Frame:
    return Frame(
        title=f"{title} - Issuer",
        description=_("For learners, families and staff."),
        section="account" if visitor else "sign-in",
        robots=_HIDDEN,
        visitor=visitor,
        keeps_cookie=visitor is None,
    )
