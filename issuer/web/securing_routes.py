"""Rows of passkeys and of codes of an app, for the table in `routes`."""

from issuer.pacing import Family
from issuer.web.routing import Open, Route, View
from issuer.web.securing import (
    add_passkey,
    ask_confirm_passkey,
    ask_new_passkey,
    ask_sign_in_passkey,
    begin_codes,
    confirm_with_passkey,
    remove_passkey,
    renew_recovery_codes,
    show_codes,
    show_new_passkey,
    sign_in_with_passkey,
    turn_off_codes,
    turn_on_codes,
)

_CODES = "/account/codes"
_PASSKEYS = "/account/passkeys"


def _own(method: str, path: str, view: View, *, page: str = "/account") -> Route:
    """Return a row of the own account; ways in are changed right after a proof alone (T79)."""
    return Route(
        method=method,
        path=path,
        view=view,
        access=Open.SIGNED_IN,
        fresh=True,
        page=page,
        pace=Family.VISIT if method == "GET" else Family.PROOF,
    )


def _proof(path: str, view: View, access: Open) -> Route:
    pace = Family.ENTRY if access is Open.PUBLIC else Family.PROOF
    return Route(method="POST", path=path, view=view, access=access, pace=pace)


ROUTES: tuple[Route, ...] = (
    _own("GET", _PASSKEYS, show_new_passkey),
    _own("POST", _PASSKEYS, add_passkey, page=_PASSKEYS),
    _own("POST", f"{_PASSKEYS}/options", ask_new_passkey, page=_PASSKEYS),
    _own("POST", f"{_PASSKEYS}/<passkey>/remove", remove_passkey),
    _own("GET", _CODES, show_codes),
    _own("POST", _CODES, turn_on_codes, page=_CODES),
    _own("POST", f"{_CODES}/begin", begin_codes, page=_CODES),
    _own("POST", f"{_CODES}/recovery", renew_recovery_codes, page=_CODES),
    _own("POST", f"{_CODES}/remove", turn_off_codes, page=_CODES),
    _proof("/sign-in/passkey/options", ask_sign_in_passkey, Open.PUBLIC),
    _proof("/sign-in/passkey", sign_in_with_passkey, Open.PUBLIC),
    _proof("/confirm/passkey/options", ask_confirm_passkey, Open.SIGNED_IN),
    _proof("/confirm/passkey", confirm_with_passkey, Open.SIGNED_IN),
)
