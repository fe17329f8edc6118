"""Reports over HTTP, as JSON and as CSV; what is kept back is in neither."""

from flask import Response

from issuer import reporting
from issuer.api.answers import json_answer, sheet_answer
from issuer.api.calls import Call
from issuer.api.presenting import plain
from issuer.api.services import Services
from issuer.clock import format_instant
from issuer.documents import Document, Json
from issuer.reporting import LEAST, Age, Comparison, Drift, EquityReport


def show_equity_report(call: Call, services: Services) -> Response:
    """Answer how the groups of the last year compare."""
    report = reporting.equity_report(call.actor, services.reporting)
    return json_answer(equity_document(report))


def download_equity_report(call: Call, services: Services) -> Response:
    """Answer the same figures as CSV."""
    report = reporting.equity_report(call.actor, services.reporting)
    return sheet_answer(reporting.equity_sheet(report), "equity.csv")


def show_waiting_report(call: Call, services: Services) -> Response:
    """Answer how long work waits."""
    report = reporting.age_report(call.actor, services.reporting)
    return json_answer(
        {
            "at": format_instant(report.at),
            "together": _age(report.together),
            "units": [{"unit": each.name, **_age(each)} for each in report.units],
            "teachers": [{"person": each.name, **_age(each)} for each in report.teachers],
        }
    )


def download_waiting_report(call: Call, services: Services) -> Response:
    """Answer the same figures as CSV."""
    report = reporting.age_report(call.actor, services.reporting)
    return sheet_answer(reporting.age_sheet(report), "waiting.csv")


def show_peer_report(call: Call, services: Services) -> Response:
    """Answer how far peers agree, over the quarters."""
    drifts = reporting.peer_report(call.actor, services.reporting)
    return json_answer({"items": [_drift(each) for each in drifts]})


def download_peer_report(call: Call, services: Services) -> Response:
    """Answer the same figures as CSV."""
    drifts = reporting.peer_report(call.actor, services.reporting)
    return sheet_answer(reporting.peer_sheet(drifts), "peers.csv")


def show_issued_report(call: Call, services: Services) -> Response:
    """Answer how many badges were issued."""
    report = reporting.issued_report(call.actor, services.reporting)
    return json_answer(
        {
            "months": [{"first": plain(each.first), "count": each.count} for each in report.months],
            "badges": [{"title": title, "count": n} for title, n in report.badges.items()],
        }
    )


def download_issued_report(call: Call, services: Services) -> Response:
    """Answer the same figures as CSV."""
    report = reporting.issued_report(call.actor, services.reporting)
    return sheet_answer(reporting.issued_sheet(report), "badges.csv")


def equity_document(report: EquityReport) -> Document:
    """Return the equity report as JSON: the figures that may be shown and no other."""
    return {
        "since": format_instant(report.since),
        "until": format_instant(report.until),
        "grouped": report.grouped,
        "counted": report.counted,
        "everybody": report.everybody,
        "least": LEAST,
        "comparisons": [_comparison(each) for each in report.comparisons],
    }


def _comparison(comparison: Comparison) -> Document:
    shown: dict[str, Json] = {
        "measure": comparison.measure.value,
        "groups": [{"group": name, **cell.told()} for name, cell in comparison.cells.items()],
        "withheld": comparison.withheld,
    }
    if comparison.together is not None:
        shown["together"] = comparison.together.told()
    if comparison.differ is not None:
        shown["differ"] = list(comparison.differ)
    return shown


def _age(age: Age) -> Document:
    return {"name": age.title, **age.told()} if age.title else age.told()


def _drift(drift: Drift) -> Document:
    return {
        "instrument": drift.instrument,
        "title": drift.title,
        "quarters": [{"first": each.first.isoformat(), **each.told()} for each in drift.quarters],
    }
