"""Views of the administrator: settings of the school, and a new key in place of an old one."""

from flask import Response, request

from issuer import accounts, issuance
from issuer.accounts import ChangeSettings, seconding
from issuer.accounts.seconding import AnswerSettings
from issuer.errors import ForbiddenError, IssuerError, MalformedError
from issuer.issuance import AnswerKeys, AskForKeys, KeyAct, ManageKeys
from issuer.web.entrance import MENDABLE, status_of
from issuer.web.languages import retold
from issuer.web.presenting.settings import ended_rules, keys_page, settings_page
from issuer.web.presenting.signing_in import Fault
from issuer.web.rendering import answer_unlisted
from issuer.web.routing import go
from issuer.web.services import Services
from issuer.web.visits import Visit

_NUMBERS = ("appeal_days", "evidence_months", "withdrawn_days")
_TEXTS = ("name", "description", "email", *_NUMBERS)


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
            **{name: _number(name) for name in _NUMBERS},
            sole_teacher=form.get("sole_teacher") == "yes",
            second_person_for_revocation=form.get("two_to_revoke") == "yes",
            second_person_for_keys=form.get("two_for_keys") == "yes",
            staff_second_factor=form.get("second_factor") == "yes",
        )
        accounts.change_settings(command, services.accounts)
    except MENDABLE as error:
        return _settings(here, services, error)
    return go("/settings?saved")


def answer_settings(here: Visit, services: Services) -> Response:
    """Answer who asked to switch off a rule of two."""
    agrees = request.form.get("answer") == "confirm"
    verb = seconding.confirm_settings if agrees else seconding.decline_settings
    command = AnswerSettings(
        organisation=here.actor.organisation,
        actor=here.actor,
        proposal=request.form.get("proposal", "")[:64],
    )
    try:
        verb(command, services.accounts)
    except (*MENDABLE, ForbiddenError) as error:
        return _settings(here, services, error, keeps=False)
    return go("/settings?saved")


def show_keys(here: Visit, services: Services) -> Response:
    """Show the keys of the school."""
    return _keys(here, services)


def renew_key(here: Visit, services: Services) -> Response:
    """Publish the key that will sign next, or ask for it; or answer what somebody else asked."""
    try:
        if "proposal" in request.form:
            _answer(here, services)
        elif issuance.keys_need_two(here.actor.organisation, services.issuance):
            issuance.propose_keys(_wish(here), services.issuance)
        else:
            issuance.rotate_key(ManageKeys(actor=here.actor), services.issuance)
    except (*MENDABLE, ForbiddenError) as error:
        return _keys(here, services, error)
    return go("/settings/keys")


def _wish(here: Visit) -> AskForKeys:
    return AskForKeys(organisation=here.actor.organisation, actor=here.actor, act=KeyAct.ROTATE)


def _answer(here: Visit, services: Services) -> None:
    verb = (
        issuance.confirm_keys if request.form.get("answer") == "confirm" else issuance.decline_keys
    )
    command = AnswerKeys(
        organisation=here.actor.organisation,
        actor=here.actor,
        proposal=request.form.get("proposal", "")[:64],
    )
    verb(command, services.issuance)


def _number(name: str) -> int:
    text = request.form.get(name, "")
    if not (text.strip().isascii() and text.strip().isdigit() and len(text.strip()) < 5):  # noqa: PLR2004 # far beyond the most days
        raise MalformedError("Write a number, as in 30", code=name)
    return int(text)


def _settings(
    here: Visit, services: Services, error: IssuerError | None = None, *, keeps: bool = True
) -> Response:
    fault, given = None, None
    if error is not None:
        field = error.code if error.code in _TEXTS else "page"
        fault = Fault(field=field, sentence=retold(error.detail))
        given = {name: request.form.get(name, "")[:2000] for name in _TEXTS} if keeps else None
    proposals = seconding.list_settings_proposals(here.actor.organisation, services.accounts)
    page = settings_page(
        accounts.show_organisation(here.actor, services.accounts),
        ended_rules(proposals, here.actor.person),
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
        issuance.list_key_proposals(here.actor.organisation, services.issuance),
        here.visitor(),
        me=here.actor.person,
        needs_two=issuance.keys_need_two(here.actor.organisation, services.issuance),
        fault=None if error is None else Fault(field="page", sentence=retold(error.detail)),
    )
    status = 200 if error is None else status_of(error)
    return answer_unlisted("keys.html", page, status=status)
