"""Badges that end soon, over HTTP."""

from flask import Response, request

from issuer import accounts, reporting
from issuer.api.answers import sheet_answer
from issuer.api.calls import Call, listed
from issuer.api.presenting import shown
from issuer.api.services import Services
from issuer.reporting import USUAL_DAYS, Ending


def list_ending(call: Call, services: Services) -> Response:
    """List the badges in force that end within some days, soonest first."""
    now = services.reporting.clock()
    return listed(
        _found(call, services),
        lambda ending: ending.public_id,
        lambda ending: {**shown(ending), "days_left": ending.days_left(now)},
    )


def download_ending(call: Call, services: Services) -> Response:
    """Answer the same list as CSV, whole; with names for those who read people."""
    names = accounts.names_of_people(call.actor, services.accounts)
    data = reporting.ending_sheet(_found(call, services), names, services.reporting.clock())
    return sheet_answer(data, "ending.csv")


def _found(call: Call, services: Services) -> tuple[Ending, ...]:
    days = reporting.read_days(request.args.get("within", str(USUAL_DAYS)))
    return reporting.list_ending(call.actor, days, services.reporting)
