"""The table of pages and forms: who may pass is part of each row. Nothing is served without one."""

from flask import Blueprint
from werkzeug.exceptions import HTTPException

from issuer.access import Action
from issuer.errors import IssuerError
from issuer.pacing import Family
from issuer.web.accounting import (
    change_password,
    choose_language,
    end_session,
    show_account,
    show_password,
    show_start,
    sign_out_everywhere,
    switch_role,
)
from issuer.web.brands import ROUTES as BRANDS
from issuer.web.designing_routes import ROUTES as DESIGNING
from issuer.web.entrance import (
    accept_invitation,
    ask_reset,
    confirm,
    join,
    show_confirm,
    show_forgotten,
    show_invitation,
    show_join,
    show_join_class,
    show_sign_in,
    sign_in,
    sign_out,
)
from issuer.web.failing import answer_error
from issuer.web.family_routes import ROUTES as FAMILIES
from issuer.web.learner_routes import LEARNER_ROUTES
from issuer.web.looks_views import ROUTES as LOOKS
from issuer.web.managing import (
    change_login,
    confirm_role,
    enrol_person,
    grant_role,
    invite_guardian,
    invite_person,
    link_guardian,
    print_cards,
    show_people,
    show_person,
    withdraw_role,
)
from issuer.web.outside_routes import OUTSIDE
from issuer.web.oversight_routes import ROUTES as OVERSIGHT
from issuer.web.registrar_routes import REGISTRAR
from issuer.web.routing import Form, Open, Route, View, add_routes
from issuer.web.securing_routes import ROUTES as SECURING
from issuer.web.services import Services
from issuer.web.set_up_routes import SET_UP
from issuer.web.sharing import show_shared, show_shared_evidence
from issuer.web.showing_routes import ROUTES as SHARING
from issuer.web.styleguide import ROUTES as STYLEGUIDE
from issuer.web.teaching_routes import ROUTES as TEACHING
from issuer.web.views import (
    check_badge,
    home,
    show_asset,
    show_badge,
    show_change_password,
    show_favicon,
    show_receipt,
    show_verify,
)

_PERSON = "/people/<person>"


def blueprint(services: Services) -> Blueprint:
    """Return the pages, with their errors answered as pages."""
    web = Blueprint("web", __name__)
    add_routes(web, ROUTES, services)
    web.register_error_handler(IssuerError, answer_error)
    web.register_error_handler(HTTPException, answer_error)
    return web


def _open(path: str, view: View, pace: Family = Family.PAGES) -> Route:
    return Route(method="GET", path=path, view=view, access=Open.PUBLIC, pace=pace)


def _stateless(path: str, view: View) -> Route:
    return Route(
        method="POST",
        path=path,
        view=view,
        access=Open.PUBLIC,
        form=Form.STATELESS,
        pace=Family.VERIFY,
    )


def _open_form(path: str, view: View) -> Route:
    return Route(method="POST", path=path, view=view, access=Open.PUBLIC, pace=Family.ENTRY)


def _own(path: str, view: View) -> Route:
    return Route(method="GET", path=path, view=view, access=Open.SIGNED_IN)


def _own_form(path: str, view: View, pace: Family = Family.VISIT) -> Route:
    return Route(method="POST", path=path, view=view, access=Open.SIGNED_IN, pace=pace)


def _people(path: str, view: View) -> Route:
    return Route(method="GET", path=path, view=view, access=Action.MANAGE_PEOPLE)


def _people_form(
    path: str,
    view: View,
    *,
    page: str,
    fresh: bool = True,
    access: Action = Action.MANAGE_PEOPLE,
) -> Route:
    """Return a form about people; most of them hand out ways in, so the person proves again."""
    return Route(
        method="POST",
        path=path,
        view=view,
        access=access,
        fresh=fresh,
        page=page,
    )


PUBLIC = (
    _open("/", home),
    _open("/badges/<public_id>", show_badge),
    _open("/shared/<secret>", show_shared, Family.ENTRY),
    _open("/shared/<secret>/evidence/<item>", show_shared_evidence, Family.ENTRY),
    _open("/verify", show_verify),
    _stateless("/verify", check_badge),
    _stateless("/verify/receipt", show_receipt),
    _open("/assets/<name>", show_asset, Family.FREE),
    _open("/favicon.ico", show_favicon, Family.FREE),
    _open("/.well-known/change-password", show_change_password),
)

ENTRANCE = (
    _open("/sign-in", show_sign_in),
    _open_form("/sign-in", sign_in),
    _open("/forgotten", show_forgotten),
    _open_form("/forgotten", ask_reset),
    _open("/invitations/<secret>", show_invitation, Family.ENTRY),
    _open_form("/invitations/<secret>", accept_invitation),
    _open("/join", show_join),
    _open("/join/<class_code>", show_join_class, Family.ENTRY),
    _open_form("/join", join),
)

OWN = (
    _own("/home", show_start),
    _own_form("/role", switch_role),
    _own("/confirm", show_confirm),
    _own_form("/confirm", confirm, Family.PROOF),
    _own_form("/sign-out", sign_out),
    _own("/account", show_account),
    _own("/account/password", show_password),
    _own_form("/account/password", change_password, Family.PROOF),
    _own_form("/account/language", choose_language),
    _own_form("/account/sessions/<session>/end", end_session),
    _own_form("/account/sign-out-everywhere", sign_out_everywhere),
)

PEOPLE = (
    _people("/people", show_people),
    _people_form("/people", enrol_person, page="/people", fresh=False),
    _people_form("/people/cards", print_cards, page="/people"),
    _people(_PERSON, show_person),
    _people_form(f"{_PERSON}/invite", invite_person, page="/people/{person}"),
    _people_form(f"{_PERSON}/guardian-link", invite_guardian, page="/people/{person}"),
    _people_form(f"{_PERSON}/guardians", link_guardian, page="/people/{person}"),
    _people_form(f"{_PERSON}/roles", grant_role, page="/people/{person}", access=Action.GRANT_ROLE),
    _people_form(
        f"{_PERSON}/roles/confirm",
        confirm_role,
        page="/people/{person}",
        access=Action.CONFIRM_ROLE,
    ),
    _people_form(
        f"{_PERSON}/roles/withdraw",
        withdraw_role,
        page="/people/{person}",
        access=Action.GRANT_ROLE,
    ),
    _people_form(f"{_PERSON}/login", change_login, page="/people/{person}"),
)

ROUTES: tuple[Route, ...] = (
    *PUBLIC,
    *SHARING,
    *ENTRANCE,
    *OUTSIDE,
    *OWN,
    *PEOPLE,
    *REGISTRAR,
    *OVERSIGHT,
    *SET_UP,
    *SECURING,
    *LEARNER_ROUTES,
    *FAMILIES,
    *TEACHING,
    *DESIGNING,
    *BRANDS,
    *LOOKS,
    *STYLEGUIDE,
)
