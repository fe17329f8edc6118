"""One row per page and form, and what stands between the wire and a view. Deny by default.

A row says who may pass: everybody, whoever is signed in, or roles that `access` gives the action.
Forms carry a token unless the row says that no cookie matters to them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from urllib.parse import quote

from flask import Blueprint, Response, request

from issuer.access import RULES, Action, marked
from issuer.accounts.model import Need
from issuer.errors import SignInError
from issuer.pacing import Family, network_of
from issuer.web.destinations import HOME
from issuer.web.form_guard import require_form_of_ours
from issuer.web.presenting.wrong_role import wrong_role_page
from issuer.web.rendering import answer_unlisted
from issuer.web.services import Services
from issuer.web.stepping_up import ask_again
from issuer.web.visits import Visit, speak_as_wished, visit

View = Callable[..., Response]

#: A form of ours without files is much smaller.
_MAX_FORM = 64 * 1024
#: A form with files may hold this many of the largest size, or more smaller ones.
_FULL_FILES = 2
_CHANGE_PASSWORD = "/account/password"  # noqa: S105 # an address
#: Where somebody shows that it is them; open even to those who owe something else.
_PROVING = frozenset({"/confirm", "/confirm/passkey", "/confirm/passkey/options", "/sign-out"})
_ALWAYS = _PROVING | {_CHANGE_PASSWORD}
_ACCOUNT = "/account"


class Open(StrEnum):
    """Who passes without a rule of `access`."""

    PUBLIC = "public"
    SIGNED_IN = "signed-in"


class Form(StrEnum):
    """How the form behind a row is guarded."""

    TOKEN = "token"  # noqa: S105 # the word: it carries the token of this browser
    STATELESS = "stateless"  # it changes nothing and looks at no cookie


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One method on one path.

    Attributes:
        access: the action that the role must have a rule for, or who else may pass.
        fresh: whether the person must have proved who they are within ten minutes.
        form: how a form is guarded; means nothing for GET.
        page: for a form, the page it stands on, to come back to after a step-up.
        files: whether the form takes evidence: files, or a long text.
        most: how many bytes the form may have; more where a file comes with it.
        pace: how often; counted by session, uploads by person, and what is open to everybody by
            network.
    """

    method: str
    path: str
    view: View
    access: Action | Open
    fresh: bool = False
    form: Form = Form.TOKEN
    page: str = ""
    files: bool = False
    most: int = _MAX_FORM
    pace: Family = Family.VISIT

    @property
    def name(self) -> str:
        """Return the endpoint within the blueprint."""
        return self.view.__name__


def add_routes(blueprint: Blueprint, routes: Iterable[Route], services: Services) -> None:
    """Register every row of the table, with the checks that its row asks for."""
    for route in routes:
        gate = _public if route.access is Open.PUBLIC else _signed
        blueprint.add_url_rule(
            route.path,
            endpoint=route.name,
            view_func=marked(gate(route, services), route.access),
            methods=[route.method],
        )


def _public(route: Route, services: Services) -> View:
    def answer(**names: str | int) -> Response:
        services.pacer.require(route.pace, network_of(request.remote_addr or ""))
        _check_form(route, services)
        return route.view(services, **names)

    return answer


def _signed(route: Route, services: Services) -> View:
    def answer(**names: str | int) -> Response:
        try:
            here = visit(services)
        except SignInError:
            if request.method != "GET":
                raise
            return go(f"/sign-in?next={_quoted(request.path)}")
        # Whoever signs in anew has a new session and still the same room on the disk.
        is_upload = route.pace is Family.UPLOAD
        services.pacer.require(route.pace, here.actor.person if is_upload else here.session.id)
        speak_as_wished(here, services)
        if isinstance(route.access, Action) and not RULES[route.access].get(here.actor.role):
            return _kept_private(_wrong_role(here, route.access))
        _check_form(route, services, here.session.id)
        owed = _owed(here)
        if owed:
            return go(owed)
        if route.fresh and not here.session.is_fresh(services.accounts.clock()):
            return _step_up(here, route, names, services)
        return _kept_private(route.view(here, services, **names))

    return answer


def _check_form(route: Route, services: Services, owner: str = "") -> None:
    if route.method == "GET" or route.form is Form.STATELESS:
        return
    request.max_content_length = route.most
    if route.files:
        request.max_content_length += services.assessment.max_evidence_bytes * _FULL_FILES
    require_form_of_ours(services.public_base_url, owner)


def _wrong_role(here: Visit, access: Action) -> Response:
    """Say who may pass, to a role that the table gives no rule; relations are the verb's check."""
    page = wrong_role_page(
        here.visitor(),
        action=access,
        held=here.resumed.person.roles,
        wanted=request.path if request.method == "GET" else HOME,
    )
    return answer_unlisted("wrong_role.html", page, status=HTTPStatus.FORBIDDEN)


def _owed(here: Visit) -> str:
    """Return the page of what has to be done before anything else; empty if nothing has."""
    login, need, path = here.resumed.login, here.resumed.need, request.path
    if need is Need.PROVE and path not in _PROVING:
        wanted = path if request.method == "GET" else HOME
        return f"/confirm?next={_quoted(wanted)}"
    if login is not None and login.must_change and path not in _ALWAYS:
        return _CHANGE_PASSWORD
    is_about_oneself = path == _ACCOUNT or path.startswith((f"{_ACCOUNT}/", "/role"))
    if need is Need.ENROL and path not in _PROVING and not is_about_oneself:
        return _ACCOUNT
    return ""


def _step_up(
    here: Visit, route: Route, names: dict[str, str | int], services: Services
) -> Response:
    """Ask once more who it is; a form has to be sent again afterwards (T79)."""
    if route.method == "GET":
        return go(f"/confirm?next={_quoted(request.path)}")
    page = route.page.format_map(names) if route.page else HOME
    return ask_again(here, page, services, status=HTTPStatus.UNAUTHORIZED)


def go(address: str) -> Response:
    """Send the browser on to another page of ours."""
    answer = Response(status=HTTPStatus.SEE_OTHER)
    answer.headers["Location"] = address
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _quoted(path: str) -> str:
    return quote(path, safe="/")


def _kept_private(answer: Response) -> Response:
    """Keep pages of a person out of every cache (T57)."""
    answer.headers["Cache-Control"] = "no-store"
    answer.vary.add("Cookie")
    return answer
