"""Views of the administrator: settings of the school, and a new key in place of an old one."""

from flask import Response, request

from issuer import accounts, issuance
from issuer.accounts import ChangeSettings
from issuer.errors import IssuerError, MalformedError
from issuer.issuance import ManageKeys
from issuer.web.entrance import MENDABLE, status_of
from issuer.web.languages import retold
from issuer.web.presenting.settings import keys_page, settings_page
from issuer.web.presenting.signing_in import Fault
from issuer.web.rendering import answer_unlisted
from issuer.web.routing import go
from issuer.web.services import Services
from issuer.web.visits import Visit

_TEXTS = ("name", "description", "email", "appeal_days")


def show_settings(here: Visit, services: Services) -> Response:
    """Show what the school decides about itself."""
    return _settings(here, services)


def save_settings(here: Visit, services: Services) -> Response:
    """Save all of it at once."""
    form = request.form
    try:
        command = ChangeSettings(
            actor=here.actor,
            name=form.get("name", "").strip(),
            description=form.get("description", "").strip(),
            email=form.get("email", "").strip(),
            appeal_days=_days(form.get("appeal_days", "")),
            sole_teacher=form.get("sole_teacher") == "yes",
            second_person_for_revocation=form.get("two_to_revoke") == "yes",
            staff_second_factor=form.get("second_factor") == "yes",
        )
        accounts.change_settings(command, services.accounts)
    except MENDABLE as error:
        return _settings(here, services, error)
    return go("/settings?saved")


def show_keys(here: Visit, services: Services) -> Response:
    """Show the keys of the school."""
    return _keys(here, services)


def renew_key(here: Visit, services: Services) -> Response:
    """Publish the key that will sign next."""
    try:
        issuance.rotate_key(ManageKeys(actor=here.actor), services.issuance)
    except MENDABLE as error:
        return _keys(here, services, error)
    return go("/settings/keys")


def _days(text: str) -> int:
    if not (text.strip().isascii() and text.strip().isdigit() and len(text.strip()) < 5):  # noqa: PLR2004 # far beyond the most days
        raise MalformedError("Write a number of days, as in 30", code="appeal_days")
    return int(text)


def _settings(here: Visit, services: Services, error: IssuerError | None = None) -> Response:
    fault, given = None, None
    if error is not None:
        field = error.code if error.code in _TEXTS else "page"
        fault = Fault(field=field, sentence=retold(error.detail))
        given = {name: request.form.get(name, "")[:2000] for name in _TEXTS}
    page = settings_page(
        accounts.show_organisation(here.actor, services.accounts),
        here.visitor(),
        given=given,
        saved="saved" in request.args,
        fault=fault,
    )
    status = 200 if error is None else status_of(error)
    return answer_unlisted("settings.html", page, status=status)


def _keys(here: Visit, services: Services, error: IssuerError | None = None) -> Response:
    page = keys_page(
        issuance.list_keys(here.actor.organisation, services.issuance),
        here.visitor(),
        None if error is None else Fault(field="page", sentence=retold(error.detail)),
    )
    status = 200 if error is None else status_of(error)
    return answer_unlisted("keys.html", page, status=status)
