"""The page that asks for the password once more, before something weighty (T79)."""

from http import HTTPStatus

from flask import Response

from issuer import federation
from issuer.web.presenting.outside import ways_to_confirm
from issuer.web.presenting.signing_in import Fault, confirm_page
from issuer.web.rendering import answer_unlisted
from issuer.web.services import Services
from issuer.web.visits import Visit


def ask_again(
    here: Visit,
    services: Services,
    wanted: str,
    *,
    status: HTTPStatus = HTTPStatus.OK,
    fault: Fault | None = None,
) -> Response:
    """Ask, and remember where to go on; `wanted` is a page of ours."""
    login = here.resumed.login
    has_password = login is not None and login.password_hash is not None
    connected = federation.list_connections(here.actor, services.federation)
    page = confirm_page(
        here.visitor(),
        wanted=wanted,
        has_password=has_password,
        ways=ways_to_confirm(connected, wanted),
        fault=fault,
    )
    return answer_unlisted("confirm.html", page, status=status)
