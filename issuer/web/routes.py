"""The table of pages and forms: who may pass is part of each row. Nothing is served without one."""

from flask import Blueprint
from werkzeug.exceptions import HTTPException

from issuer.access import Action
from issuer.errors import IssuerError
from issuer.web import accounting, entrance, managing, views
from issuer.web.failing import answer_error
from issuer.web.routing import Form, Open, Route, View, add_routes
from issuer.web.services import Services

_PERSON = "/people/<person>"


def blueprint(services: Services) -> Blueprint:
    """Return the pages, with their errors answered as pages."""
    web = Blueprint("web", __name__)
    add_routes(web, ROUTES, services)
    web.register_error_handler(IssuerError, answer_error)
    web.register_error_handler(HTTPException, answer_error)
    return web


def _open(path: str, view: View) -> Route:
    return Route(method="GET", path=path, view=view, access=Open.PUBLIC)


def _stateless(path: str, view: View) -> Route:
    return Route(method="POST", path=path, view=view, access=Open.PUBLIC, form=Form.STATELESS)


def _open_form(path: str, view: View) -> Route:
    return Route(method="POST", path=path, view=view, access=Open.PUBLIC)


def _own(path: str, view: View) -> Route:
    return Route(method="GET", path=path, view=view, access=Open.SIGNED_IN)


def _own_form(path: str, view: View) -> Route:
    return Route(method="POST", path=path, view=view, access=Open.SIGNED_IN)


def _people(path: str, view: View) -> Route:
    return Route(method="GET", path=path, view=view, access=Action.MANAGE_PEOPLE)


def _people_form(path: str, view: View, *, page: str, fresh: bool = True) -> Route:
    """Return a form about people; most of them hand out ways in, so the person proves again."""
    return Route(
        method="POST",
        path=path,
        view=view,
        access=Action.MANAGE_PEOPLE,
        fresh=fresh,
        page=page,
    )


PUBLIC = (
    _open("/", views.home),
    _open("/badges/<public_id>", views.show_badge),
    _open("/verify", views.show_verify),
    _stateless("/verify", views.check_badge),
    _stateless("/verify/receipt", views.show_receipt),
    _open("/assets/<name>", views.show_asset),
    _open("/favicon.ico", views.show_favicon),
    _open("/robots.txt", views.show_robots),
)

ENTRANCE = (
    _open("/sign-in", entrance.show_sign_in),
    _open_form("/sign-in", entrance.sign_in),
    _open("/forgotten", entrance.show_forgotten),
    _open_form("/forgotten", entrance.ask_reset),
    _open("/invitations/<secret>", entrance.show_invitation),
    _open_form("/invitations/<secret>", entrance.accept_invitation),
    _open("/join", entrance.show_join),
    _open("/join/<class_code>", entrance.show_join_class),
    _open_form("/join", entrance.join),
)

OWN = (
    _own("/home", accounting.show_start),
    _own_form("/role", accounting.switch_role),
    _own("/confirm", entrance.show_confirm),
    _own_form("/confirm", entrance.confirm),
    _own_form("/sign-out", entrance.sign_out),
    _own("/account", accounting.show_account),
    _own("/account/password", accounting.show_password),
    _own_form("/account/password", accounting.change_password),
    _own_form("/account/sessions/<session>/end", accounting.end_session),
    _own_form("/account/sign-out-everywhere", accounting.sign_out_everywhere),
)

PEOPLE = (
    _people("/people", managing.show_people),
    _people_form("/people", managing.enrol_person, page="/people", fresh=False),
    _people_form("/people/cards", managing.print_cards, page="/people"),
    _people(_PERSON, managing.show_person),
    _people_form(f"{_PERSON}/invite", managing.invite_person, page="/people/{person}"),
    _people_form(f"{_PERSON}/guardian-link", managing.invite_guardian, page="/people/{person}"),
    _people_form(f"{_PERSON}/guardians", managing.link_guardian, page="/people/{person}"),
    _people_form(f"{_PERSON}/roles", managing.grant_role, page="/people/{person}"),
    _people_form(f"{_PERSON}/roles/withdraw", managing.withdraw_role, page="/people/{person}"),
    _people_form(f"{_PERSON}/login", managing.change_login, page="/people/{person}"),
)

ROUTES: tuple[Route, ...] = (*PUBLIC, *ENTRANCE, *OWN, *PEOPLE)
