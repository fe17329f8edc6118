"""The page that asks once more who one is, before something weighty (T79)."""

from http import HTTPStatus

from flask import Response

from issuer import accounts, federation
from issuer.web.presenting.outside import ways_to_confirm
from issuer.web.presenting.signing_in import Fault, confirm_page
from issuer.web.rendering import answer_unlisted
from issuer.web.services import Services
from issuer.web.visits import Visit


def ask_again(
    here: Visit,
    wanted: str,
    services: Services,
    *,
    status: HTTPStatus = HTTPStatus.OK,
    fault: Fault | None = None,
) -> Response:
    """Ask, and remember where to go on; `wanted` is a page of ours."""
    ways = accounts.ways_to_prove(here.resumed, services.accounts)
    connections = federation.list_connections(here.actor, services.federation)
    page = confirm_page(
        here.visitor(),
        wanted=wanted,
        ways=ways,
        providers=ways_to_confirm(connections, wanted) if ways.provider else (),
        fault=fault,
    )
    return answer_unlisted("confirm.html", page, status=status)
