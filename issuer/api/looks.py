"""Colour and logo of the own organisation over HTTP."""

from flask import Response

from issuer import accounts
from issuer.accounts.branding import Branding, ChangeBranding, change_branding
from issuer.accounts.model import Organisation
from issuer.api.answers import empty_answer, json_answer
from issuer.api.bodies import is_form, read_json_body, read_upload
from issuer.api.calls import Call
from issuer.api.limits import FORM_ALLOWANCE, MAX_JSON_BODY
from issuer.api.services import Services
from issuer.documents import Document
from issuer.images import MAX_LOGO_BYTES


def show_looks(call: Call, services: Services) -> Response:
    """Answer what the organisation looks like."""
    return json_answer(_shown(accounts.show_organisation(call.actor, services.accounts)))


def change_looks(call: Call, services: Services) -> Response:
    """Change colour, logo or its description; as a form where a logo comes with it."""
    branding = _sent_form() if is_form() else _sent_words()
    return json_answer(_shown(_change(call, branding, services)))


def remove_logo(call: Call, services: Services) -> Response:
    """Take the logo away; badges that name it still find it."""
    _change(call, Branding(logo=b"", alt=""), services)
    return empty_answer()


def _sent_form() -> Branding:
    upload = read_upload("change_looks", MAX_LOGO_BYTES + FORM_ALLOWANCE)
    words = upload.fields
    return Branding(
        colour=words.maybe_text("colour"),
        # Nothing sent is no wish to take the logo away.
        logo=upload.stream.read() or None,
        alt=words.maybe_text("alt"),
    )


def _sent_words() -> Branding:
    words = read_json_body("change_looks", MAX_JSON_BODY)
    return Branding(colour=words.maybe_text("colour"), alt=words.maybe_text("alt"))


def _change(call: Call, branding: Branding, services: Services) -> Organisation:
    command = ChangeBranding(actor=call.actor, branding=branding, base_url=services.public_base_url)
    return change_branding(command, services.accounts)


def _shown(school: Organisation) -> Document:
    looks = {"colour": school.colour, "logo": school.logo_url, "alt": school.logo_alt}
    return {name: value for name, value in looks.items() if value is not None}
