"""Rows of passkeys and of codes of an app, for the table in `routes`."""

from issuer.web import securing
from issuer.web.routing import Open, Route, View

_CODES = "/account/codes"
_PASSKEYS = "/account/passkeys"


def _own(method: str, path: str, view: View, *, page: str = "/account") -> Route:
    """Return a row of the own account; ways in are changed right after a proof alone (T79)."""
    return Route(method=method, path=path, view=view, access=Open.SIGNED_IN, fresh=True, page=page)


def _proof(path: str, view: View, access: Open) -> Route:
    return Route(method="POST", path=path, view=view, access=access)


ROUTES: tuple[Route, ...] = (
    _own("GET", _PASSKEYS, securing.show_new_passkey),
    _own("POST", _PASSKEYS, securing.add_passkey, page=_PASSKEYS),
    _own("POST", f"{_PASSKEYS}/options", securing.ask_new_passkey, page=_PASSKEYS),
    _own("POST", f"{_PASSKEYS}/<passkey>/remove", securing.remove_passkey),
    _own("GET", _CODES, securing.show_codes),
    _own("POST", _CODES, securing.turn_on_codes, page=_CODES),
    _own("POST", f"{_CODES}/begin", securing.begin_codes, page=_CODES),
    _own("POST", f"{_CODES}/recovery", securing.renew_recovery_codes, page=_CODES),
    _own("POST", f"{_CODES}/remove", securing.turn_off_codes, page=_CODES),
    _proof("/sign-in/passkey/options", securing.ask_sign_in_passkey, Open.PUBLIC),
    _proof("/sign-in/passkey", securing.sign_in_with_passkey, Open.PUBLIC),
    _proof("/confirm/passkey/options", securing.ask_confirm_passkey, Open.SIGNED_IN),
    _proof("/confirm/passkey", securing.confirm_with_passkey, Open.SIGNED_IN),
)
