"""Views of links: the learner's own, and those that a guardian makes for a child."""

from flask import Response, request

from issuer import accounts, assessment
from issuer.access import Role
from issuer.accounts import MakeLink, RevokeLink
from issuer.accounts.model import LinkKind, Person
from issuer.errors import IssuerError, MalformedError
from issuer.web.backpack import badges_of, decides_alone
from issuer.web.children import child_of
from issuer.web.entrance import MENDABLE, status_of
from issuer.web.languages import retold
from issuer.web.presenting.links import Sharing, links_page
from issuer.web.presenting.signing_in import Fault
from issuer.web.rendering import answer_unlisted
from issuer.web.routing import go
from issuer.web.services import Services
from issuer.web.visits import Visit

_OWN = "/learn/links"
_MOST_PIECES = 50


def show_own_links(here: Visit, services: Services) -> Response:
    """Show the own links; a guardian has none and finds the children's on the family's page."""
    if here.actor.role is Role.GUARDIAN:
        return go("/family")
    return _links(here, services, here.resumed.person)


def make_own_link(here: Visit, services: Services) -> Response:
    """Make a link about oneself."""
    if here.actor.role is Role.GUARDIAN:
        return go("/family")
    return _make(here, services, here.resumed.person)


def close_own_link(here: Visit, services: Services, link: str) -> Response:
    """Close a link about oneself."""
    if here.actor.role is Role.GUARDIAN:
        return go("/family")
    return _close(here, services, here.resumed.person, link)


def show_child_links(here: Visit, services: Services, child: str) -> Response:
    """Show the links about a child."""
    return _links(here, services, child_of(here, services, child))


def make_child_link(here: Visit, services: Services, child: str) -> Response:
    """Make a link about a child."""
    return _make(here, services, child_of(here, services, child))


def close_child_link(here: Visit, services: Services, child: str, link: str) -> Response:
    """Close a link about a child."""
    return _close(here, services, child_of(here, services, child), link)


def _make(here: Visit, services: Services, learner: Person) -> Response:
    badge = request.form.get("badge", "")[:64] or None
    try:
        _link, secret = accounts.make_link(_wish(here, learner, badge), services.accounts)
    except MENDABLE as error:
        fault = Fault(field=badge or "family", sentence=retold(error.detail))
        return _links(here, services, learner, fault=fault, error=error)
    address = f"{services.public_base_url}/shared/{secret}"
    return _links(here, services, learner, address=address)


def _wish(here: Visit, learner: Person, badge: str | None) -> MakeLink:
    """Return what the form asks for; MalformedError for a duration that is no number."""
    form = request.form
    return MakeLink(
        actor=here.actor,
        learner=learner.id,
        kind=LinkKind.FAMILY if badge is None else LinkKind.SHARE,
        credential=badge,
        evidence=tuple(dict.fromkeys(form.getlist("piece")))[: _MOST_PIECES + 1],
        days=_days(form.get("days", "")),
    )


def _close(here: Visit, services: Services, learner: Person, link: str) -> Response:
    try:
        accounts.revoke_link(RevokeLink(actor=here.actor, link=link), services.accounts)
    except MENDABLE as error:
        fault = Fault(field="link", sentence=retold(error.detail))
        return _links(here, services, learner, fault=fault, error=error)
    return go(f"{_place(here, learner)}#open")


def _days(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 3):  # noqa: PLR2004 # digits of a number of days
        raise MalformedError("Choose how long it is open", code="days")
    return int(text)


def _place(here: Visit, learner: Person) -> str:
    return _OWN if learner.id == here.actor.person else f"/family/{learner.id}/links"


def _links(  # what the page of links needs, and what just happened
    here: Visit,
    services: Services,
    learner: Person,
    *,
    address: str = "",
    fault: Fault | None = None,
    error: IssuerError | None = None,
) -> Response:
    is_family = learner.id != here.actor.person
    page = links_page(
        Sharing(
            learner=learner,
            links=accounts.list_links(here.actor, learner.id, services.accounts),
            credentials=badges_of(here, services, learner.id),
            works=assessment.list_shareable(here.actor, learner.id, services.assessment),
            consents=accounts.list_consents(here.actor, learner.id, services.accounts),
            now=services.accounts.clock(),
            is_family=is_family,
            decides=is_family or decides_alone(learner, here, services),
        ),
        here.visitor(),
        action=_place(here, learner),
        address=address,
        fault=fault,
    )
    return answer_unlisted("links.html", page, status=200 if error is None else status_of(error))
