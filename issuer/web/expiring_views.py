"""Views of badges that end soon: the list, its file, and letters to print."""

from flask import Response, request

from issuer import accounts, reporting
from issuer.errors import MalformedError
from issuer.reporting import USUAL_DAYS, Ending
from issuer.web.languages import retold
from issuer.web.presenting.expiring import expiring_page, letters_page
from issuer.web.presenting.signing_in import Fault
from issuer.web.rendering import answer_file, answer_unlisted
from issuer.web.services import Services
from issuer.web.visits import Visit


def show_expiring(here: Visit, services: Services) -> Response:
    """List what ends soon."""
    found: tuple[Ending, ...] = ()
    fault = None
    try:
        found = _found(here, services)
    except MalformedError as error:
        fault = Fault(field="within", sentence=retold(error.detail))
    page = expiring_page(
        found,
        here.visitor(),
        accounts.names_of_people(here.actor, services.accounts),
        now=services.reporting.clock(),
        within=_within(),
        fault=fault,
    )
    return answer_unlisted("expiring.html", page, status=200 if fault is None else 400)


def download_expiring(here: Visit, services: Services) -> Response:
    """Hand out the same list as CSV, whole."""
    now = services.reporting.clock()
    data = reporting.ending_sheet(
        _found(here, services), accounts.names_of_people(here.actor, services.accounts), now
    )
    return answer_file(data, "text/csv; charset=utf-8", "ending.csv")


def show_expiring_letters(here: Visit, services: Services) -> Response:
    """Show letters that ask to renew, ready to be printed."""
    page = letters_page(
        _found(here, services),
        here.visitor(),
        accounts.names_of_people(here.actor, services.accounts),
        school=accounts.show_organisation(here.actor, services.accounts).name,
        now=services.reporting.clock(),
        base_url=services.public_base_url,
        within=_within(),
    )
    return answer_unlisted("letters.html", page)


def _found(here: Visit, services: Services) -> tuple[Ending, ...]:
    return reporting.list_ending(here.actor, reporting.read_days(_within()), services.reporting)


def _within() -> str:
    return request.args.get("within", str(USUAL_DAYS)).strip()[:6]
