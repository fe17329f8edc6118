"""Rows of the table for those who look after the whole: log, known issuers, reports, endings."""

from issuer.access import Action
from issuer.pacing import Family
from issuer.web.expiring_views import download_expiring, show_expiring, show_expiring_letters
from issuer.web.glass_views import (
    end_glass,
    find_glass,
    open_glass,
    show_glass,
    show_glasses,
)
from issuer.web.log_views import (
    check_log_now,
    download_log_bundle,
    download_log_proof,
    show_log,
    show_log_badge,
)
from issuer.web.report_views import (
    MOST,
    decide_group_rule,
    download_agreement,
    download_equity,
    download_groups,
    download_issued,
    download_waiting,
    give_groups,
    show_agreement,
    show_equity,
    show_groups,
    show_issued,
    show_reports,
    show_waiting,
)
from issuer.web.routing import Route, View
from issuer.web.trust_views import MOST as MOST_OF_BADGE
from issuer.web.trust_views import add_trusted, find_trusted, remove_trusted, show_trusted

_LOG_BADGE = "/log/badges/<credential>"


def _page(path: str, view: View, access: Action, *, fresh: bool = False) -> Route:
    return Route(method="GET", path=path, view=view, access=access, fresh=fresh)


def _report(path: str, view: View) -> Route:
    return _page(path, view, Action.READ_REPORTS)


TRUST = (
    _page("/trusted", show_trusted, Action.READ_TRUST),
    Route(
        method="POST",
        path="/trusted/find",
        view=find_trusted,
        access=Action.MANAGE_TRUST,
        most=MOST_OF_BADGE,
        pace=Family.VERIFY,
    ),
    Route(
        method="POST",
        path="/trusted",
        view=add_trusted,
        access=Action.MANAGE_TRUST,
        fresh=True,
        page="/trusted",
    ),
    Route(
        method="POST",
        path="/trusted/remove",
        view=remove_trusted,
        access=Action.MANAGE_TRUST,
        fresh=True,
        page="/trusted",
    ),
)

LOG = (
    _page("/log", show_log, Action.READ_LOG),
    Route(
        method="POST",
        path="/log/check",
        view=check_log_now,
        access=Action.READ_LOG,
        pace=Family.VERIFY,
    ),
    _page(_LOG_BADGE, show_log_badge, Action.READ_BUNDLE),
    _page(f"{_LOG_BADGE}/proof", download_log_proof, Action.READ_BUNDLE),
    _page(f"{_LOG_BADGE}/bundle", download_log_bundle, Action.READ_BUNDLE, fresh=True),
)

GLASS = (
    _page("/glass", show_glasses, Action.READ_BREAK_GLASS),
    Route(method="POST", path="/glass", view=find_glass, access=Action.BREAK_GLASS),
    Route(method="POST", path="/glass/end", view=end_glass, access=Action.CLOSE_GLASS),
    _page("/glass/<submission>", show_glass, Action.BREAK_GLASS),
    Route(
        method="POST",
        path="/glass/<submission>",
        view=open_glass,
        access=Action.BREAK_GLASS,
        fresh=True,
        page="/glass/{submission}",
    ),
)

REPORTS = (
    _report("/reports", show_reports),
    _report("/reports/equity", show_equity),
    _report("/reports/equity/file", download_equity),
    _report("/reports/waiting", show_waiting),
    _report("/reports/waiting/file", download_waiting),
    _report("/reports/peers", show_agreement),
    _report("/reports/peers/file", download_agreement),
    _report("/reports/issued", show_issued),
    _report("/reports/issued/file", download_issued),
    _page("/reports/groups", show_groups, Action.MANAGE_PEOPLE),
    _page("/reports/groups/file", download_groups, Action.MANAGE_PEOPLE),
    Route(
        method="POST",
        path="/reports/groups",
        view=give_groups,
        access=Action.MANAGE_PEOPLE,
        most=MOST,
    ),
    Route(
        method="POST",
        path="/reports/groups/rule",
        view=decide_group_rule,
        access=Action.MANAGE_SETTINGS,
        fresh=True,
        page="/reports/groups",
    ),
)

ENDING = (
    _page("/expiring", show_expiring, Action.SECOND_REVOCATION),
    _page("/expiring/file", download_expiring, Action.SECOND_REVOCATION),
    _page("/expiring/letters", show_expiring_letters, Action.SECOND_REVOCATION),
)

ROUTES: tuple[Route, ...] = (*LOG, *GLASS, *TRUST, *REPORTS, *ENDING)
