"""The office's rows of the table: approvals, registry, lists of learners."""

from issuer.access import Action
from issuer.pacing import Family
from issuer.web.approval_views import (
    approve,
    approve_several,
    hold,
    release,
    show_approval,
    show_approvals,
)
from issuer.web.cohort_views import (
    MOST,
    approve_cohort,
    download_cohort,
    hand_in_cohort,
    keep_cohort,
    show_cohort,
    show_cohort_example,
    show_cohorts,
    sign_cohort,
    stop_cohort,
)
from issuer.web.registry_views import (
    confirm_revocation,
    decline_revocation,
    download_registry,
    reinstate,
    revoke,
    show_entry,
    show_registry,
    suspend,
)
from issuer.web.routing import Route, View
from issuer.web.settings_views import (
    answer_settings,
    renew_key,
    save_settings,
    show_keys,
    show_settings,
)

_COHORT, _APPROVAL, _ENTRY = (
    "/cohorts/<cohort>",
    "/approvals/<submission>",
    "/registry/<credential>",
)


def _page(path: str, view: View, access: Action) -> Route:
    return Route(method="GET", path=path, view=view, access=access)


def _form(path: str, view: View, access: Action, *, page: str = "", fresh: bool = False) -> Route:
    return Route(method="POST", path=path, view=view, access=access, page=page, fresh=fresh)


def _signing(path: str, view: View, access: Action, *, page: str = "") -> Route:
    """Return a form that ends in a signature; with a page, somebody proves anew who they are."""
    return Route(
        method="POST",
        path=path,
        view=view,
        access=access,
        page=page,
        fresh=bool(page),
        pace=Family.ISSUE,
    )


APPROVALS = (
    _page("/approvals", show_approvals, Action.READ_QUEUE),
    _signing("/approvals", approve_several, Action.APPROVE, page="/approvals"),
    _page(_APPROVAL, show_approval, Action.READ_QUEUE),
    _signing(f"{_APPROVAL}/approve", approve, Action.APPROVE),
    _form(f"{_APPROVAL}/hold", hold, Action.HOLD),
    _form(f"{_APPROVAL}/release", release, Action.HOLD),
)

COHORTS = (
    _page("/cohorts", show_cohorts, Action.READ_QUEUE),
    Route(method="POST", path="/cohorts", view=hand_in_cohort, access=Action.TRIAGE, most=MOST),
    _page("/cohorts/example.csv", show_cohort_example, Action.READ_QUEUE),
    _page(_COHORT, show_cohort, Action.READ_QUEUE),
    _page(f"{_COHORT}/file", download_cohort, Action.READ_QUEUE),
    _form(f"{_COHORT}/keep", keep_cohort, Action.TRIAGE),
    _form(f"{_COHORT}/sign", sign_cohort, Action.SIGN_OFF, page="/cohorts/{cohort}", fresh=True),
    _signing(f"{_COHORT}/approve", approve_cohort, Action.APPROVE, page="/cohorts/{cohort}"),
    _form(f"{_COHORT}/stop", stop_cohort, Action.TRIAGE),
)

_BACK = "/registry/{credential}"
REGISTRY = (
    _page("/registry", show_registry, Action.SECOND_REVOCATION),
    _page("/registry/file", download_registry, Action.SECOND_REVOCATION),
    _page(_ENTRY, show_entry, Action.SECOND_REVOCATION),
    _signing(f"{_ENTRY}/suspend", suspend, Action.SUSPEND, page=_BACK),
    _signing(f"{_ENTRY}/reinstate", reinstate, Action.SUSPEND, page=_BACK),
    _signing(f"{_ENTRY}/revoke", revoke, Action.REVOKE, page=_BACK),
    _signing(f"{_ENTRY}/confirm", confirm_revocation, Action.SECOND_REVOCATION, page=_BACK),
    _form(f"{_ENTRY}/decline", decline_revocation, Action.SECOND_REVOCATION, page=_BACK),
)

SETTINGS = (
    _page("/settings", show_settings, Action.MANAGE_SETTINGS),
    _form("/settings", save_settings, Action.MANAGE_SETTINGS, page="/settings", fresh=True),
    _form(
        "/settings/proposals",
        answer_settings,
        Action.MANAGE_SETTINGS,
        page="/settings",
        fresh=True,
    ),
    _page("/settings/keys", show_keys, Action.MANAGE_KEYS),
    _signing("/settings/keys", renew_key, Action.MANAGE_KEYS, page="/settings/keys"),
)

REGISTRAR: tuple[Route, ...] = (*APPROVALS, *COHORTS, *REGISTRY, *SETTINGS)
