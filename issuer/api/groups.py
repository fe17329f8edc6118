"""Groups that the equity report compares, over HTTP: given as CSV, counted by consent or rule."""

from flask import Response, request
from werkzeug.exceptions import UnsupportedMediaType

from issuer import reporting
from issuer.api.answers import CSV, json_answer, sheet_answer
from issuer.api.bodies import read_bytes
from issuer.api.calls import Call
from issuer.api.services import Services
from issuer.documents import Json
from issuer.reporting import LEAST, DecideGroupRule, GiveGroups
from issuer.sheets import MAX_BYTES


def show_groups(call: Call, services: Services) -> Response:
    """Answer which groups were given, and how many learners in them may be counted."""
    view = reporting.show_groups(call.actor, services.reporting)
    return json_answer(
        {
            "groups": [{"group": name, "learners": n} for name, n in view.sizes.items()],
            "counted": view.counted,
            "everybody": view.everybody,
            "least": LEAST,
        }
    )


def download_groups(call: Call, services: Services) -> Response:
    """Answer the file to fill in: every learner, with the group given so far."""
    view = reporting.show_groups(call.actor, services.reporting)
    return sheet_answer(reporting.group_sheet(view), "groups.csv")


def give_groups(call: Call, services: Services) -> Response:
    """Keep the groups of a CSV file, all of its rows or none."""
    if request.mimetype != CSV:
        raise UnsupportedMediaType
    rows = reporting.read_groups(read_bytes(MAX_BYTES))
    given = reporting.give_groups(GiveGroups(actor=call.actor, rows=rows), services.reporting)
    faults: list[Json] = [{"row": each.number, "says": each.sentence} for each in given.faults]
    return json_answer({"changed": given.changed, "faults": faults})


def decide_group_rule(call: Call, services: Services) -> Response:
    """Keep whether learners are counted who did not agree to it."""
    command = DecideGroupRule(actor=call.actor, everybody=call.body.flag("everybody"))
    rule = reporting.decide_group_rule(command, services.reporting)
    return json_answer({"everybody": rule.everybody})
