"""Rows of the office: looks, reports with their groups, what ends soon, known issuers."""

from issuer.access import Action
from issuer.api.ending import download_ending, list_ending
from issuer.api.groups import decide_group_rule, download_groups, give_groups, show_groups
from issuer.api.limits import MAX_DOCUMENT_BODY
from issuer.api.looks import change_looks, remove_logo, show_looks
from issuer.api.repeating import Once
from issuer.api.reports import (
    download_equity_report,
    download_issued_report,
    download_peer_report,
    download_waiting_report,
    show_equity_report,
    show_issued_report,
    show_peer_report,
    show_waiting_report,
)
from issuer.api.routing import Route, View
from issuer.api.rows import V1, delete_row, get_row, post_row, put_row
from issuer.api.trusting import add_trusted, find_trusted, list_trusted, remove_trusted
from issuer.pacing import Family

_LOOKS = f"{V1}/organisation/looks"
_GROUPS = f"{V1}/reports/groups"
_TRUSTED = f"{V1}/trusted-issuers"


def _report(name: str, view: View) -> Route:
    return get_row(f"{V1}/reports/{name}", view, Action.READ_REPORTS)


LOOKS = (
    get_row(_LOOKS, show_looks, Action.MANAGE_SETTINGS),
    Route(
        method="PUT",
        path=_LOOKS,
        view=change_looks,
        access=Action.MANAGE_SETTINGS,
        pace=Family.UPLOAD,
    ),
    delete_row(f"{_LOOKS}/logo", remove_logo, Action.MANAGE_SETTINGS),
)

REPORTS = (
    _report("equity", show_equity_report),
    _report("equity/file", download_equity_report),
    _report("waiting", show_waiting_report),
    _report("waiting/file", download_waiting_report),
    _report("peers", show_peer_report),
    _report("peers/file", download_peer_report),
    _report("issued", show_issued_report),
    _report("issued/file", download_issued_report),
    get_row(_GROUPS, show_groups, Action.MANAGE_PEOPLE),
    get_row(f"{_GROUPS}/file", download_groups, Action.MANAGE_PEOPLE),
    post_row(_GROUPS, give_groups, Action.MANAGE_PEOPLE),
    put_row(f"{_GROUPS}/rule", decide_group_rule, Action.MANAGE_SETTINGS),
)

ENDING = (
    # A learner reads the own badges under /credentials; the verb asks for those of others.
    get_row(f"{V1}/ending", list_ending, Action.READ_CREDENTIAL),
    get_row(f"{V1}/ending/file", download_ending, Action.READ_CREDENTIAL),
)

TRUST = (
    get_row(_TRUSTED, list_trusted, Action.READ_TRUST),
    post_row(_TRUSTED, add_trusted, Action.MANAGE_TRUST, Once.ALLOWED),
    Route(
        method="POST",
        path=f"{_TRUSTED}/find",
        view=find_trusted,
        access=Action.MANAGE_TRUST,
        limit=MAX_DOCUMENT_BODY,
        pace=Family.VERIFY,
    ),
    post_row(f"{_TRUSTED}/remove", remove_trusted, Action.MANAGE_TRUST),
)

OFFICE: tuple[Route, ...] = (*LOOKS, *REPORTS, *ENDING, *TRUST)
