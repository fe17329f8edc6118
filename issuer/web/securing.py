"""Views of passkeys and of codes of an app: on the own account, at the door, and as a proof."""

from flask import Response, request

from issuer import accounts
from issuer.accounts import (
    AddPasskey,
    ConfirmWithPasskey,
    RemovePasskey,
    SignInWithPasskey,
    TurnOnCodes,
)
from issuer.errors import IssuerError, NotFoundError
from issuer.web.destinations import safe_next
from issuer.web.entrance import MENDABLE, fault_of, let_in, sign_in_form, status_of
from issuer.web.presenting.securing import codes_page, passkeys_page, recovery_page
from issuer.web.rendering import answer_options, answer_unlisted
from issuer.web.routing import go
from issuer.web.services import Services
from issuer.web.stepping_up import ask_again
from issuer.web.visits import Visit, ask, asked_browser, origin


def show_new_passkey(here: Visit, _services: Services) -> Response:
    """Show the form for another passkey."""
    return answer_unlisted("passkeys.html", passkeys_page(here.visitor()))


def ask_new_passkey(here: Visit, services: Services) -> Response:
    """Hand the browser a challenge for a new passkey."""
    asked = accounts.ask_new_passkey(here.session, origin(services), services.accounts)
    return ask(answer_options(asked.options), asked, services)


def add_passkey(here: Visit, services: Services) -> Response:
    """Keep what the device made."""
    command = AddPasskey(
        session=here.session,
        answer=request.form.get("answer", ""),
        browser=asked_browser(services),
        name=request.form.get("name", ""),
    )
    try:
        accounts.add_passkey(command, services.accounts)
    except MENDABLE as error:
        name = request.form.get("name", "")[:60]
        page = passkeys_page(here.visitor(), name=name, fault=fault_of(error, "name"))
        return answer_unlisted("passkeys.html", page, status=status_of(error))
    return go("/account#ways")


def remove_passkey(here: Visit, services: Services, passkey: str) -> Response:
    """Forget a passkey."""
    accounts.remove_passkey(RemovePasskey(session=here.session, passkey=passkey), services.accounts)
    return go("/account#ways")


def show_codes(here: Visit, services: Services) -> Response:
    """Show the secret that waits for its first code, or how codes are begun or ended."""
    return _codes(here, services)


def begin_codes(here: Visit, services: Services) -> Response:
    """Make a secret for an app."""
    accounts.begin_codes(here.session, services.accounts)
    return go("/account/codes")


def turn_on_codes(here: Visit, services: Services) -> Response:
    """Take the first code, and show the recovery codes this once."""
    command = TurnOnCodes(
        session=here.session, code=request.form.get("code", ""), origin=origin(services)
    )
    try:
        codes = accounts.turn_on_codes(command, services.accounts)
    except MENDABLE as error:
        return _codes(here, services, error)
    return answer_unlisted("recovery.html", recovery_page(here.visitor(), codes))


def renew_recovery_codes(here: Visit, services: Services) -> Response:
    """Make new recovery codes and show them this once."""
    codes = accounts.renew_recovery_codes(here.session, services.accounts)
    return answer_unlisted("recovery.html", recovery_page(here.visitor(), codes))


def turn_off_codes(here: Visit, services: Services) -> Response:
    """Forget the app."""
    accounts.turn_off_codes(here.session, services.accounts)
    return go("/account#ways")


def ask_sign_in_passkey(services: Services) -> Response:
    """Hand a stranger's browser a challenge."""
    asked = accounts.ask_proof(origin(services), services.accounts)
    return ask(answer_options(asked.options), asked, services)


def sign_in_with_passkey(services: Services) -> Response:
    """Begin a session for the person whom the device names."""
    command = SignInWithPasskey(
        answer=request.form.get("answer", ""),
        browser=asked_browser(services),
        origin=origin(services),
    )
    wanted = request.form.get("next", "")
    try:
        opened = accounts.sign_in_with_passkey(command, services.accounts)
    except MENDABLE as error:
        return sign_in_form(services, wanted=wanted, error=error)
    return let_in(opened, services, safe_next(wanted))


def ask_confirm_passkey(here: Visit, services: Services) -> Response:
    """Hand the browser a challenge for the person who is signed in."""
    asked = accounts.ask_proof(origin(services), services.accounts, here.session)
    return ask(answer_options(asked.options), asked, services)


def confirm_with_passkey(here: Visit, services: Services) -> Response:
    """Make the session fresh by a passkey, and go back to where one was."""
    wanted = safe_next(request.form.get("next", ""))
    command = ConfirmWithPasskey(
        session=here.session,
        answer=request.form.get("answer", ""),
        browser=asked_browser(services),
        origin=origin(services),
    )
    try:
        accounts.confirm_with_passkey(command, services.accounts)
    except MENDABLE as error:
        fault = fault_of(error, "passkey")
        return ask_again(here, wanted, services, status=status_of(error), fault=fault)
    return go(wanted)


def _codes(here: Visit, services: Services, error: IssuerError | None = None) -> Response:
    held = accounts.show_codes(here.session, services.accounts)
    try:
        waiting = accounts.pending_codes(here.session, services.accounts)
    except NotFoundError:
        waiting = None
    fault = None if error is None else fault_of(error, "code")
    page = codes_page(here.visitor(), held=held, waiting=waiting, fault=fault)
    return answer_unlisted("codes.html", page, status=200 if error is None else status_of(error))
