"""Verifies any credential that is sent; good and bad ones are both answered 200 with a report."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Response, request
from werkzeug.exceptions import NotAcceptable, UnsupportedMediaType

from issuer import verification
from issuer.api.answers import json_answer
from issuer.api.bodies import read_bytes
from issuer.api.limits import MAX_DOCUMENT_BODY
from issuer.api.negotiation import PDF, best_type, media_ranges
from issuer.api.services import Services
from issuer.documents import Document, Json, read_document, write_document
from issuer.errors import LimitError, MalformedError, NotFoundError, UnavailableError
from issuer.verification import (
    NOT_ASKED,
    Address,
    Expected,
    Recipient,
    Shown,
    VerificationReport,
)
from issuer.vocab import openapi

#: Members of a body that says what to verify, and for whom, instead of being a credential.
_ASKING = frozenset({"url", "credential", "recipient", "challenge", "domain"})
_VALUES = ("email", "name", "id")
_LONGEST = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    shown: Shown | Address
    recipient: Recipient
    expected: Expected = NOT_ASKED


def verify_credential(services: Services) -> Response:
    """Answer the report about a credential, or the one behind a URL; nothing of it is kept."""
    return json_answer(_report(_read("verify_credential", services), services).to_dict())


def make_receipt(services: Services) -> Response:
    """Answer the same report as a dated receipt, signed by this installation: JSON, or as PDF."""
    media_type = best_type(media_ranges(request.accept_mimetypes), (openapi.JSON, PDF))
    if media_type is None:
        raise NotAcceptable
    asked = _read("make_receipt", services)
    data = _bytes_of(asked.shown, services)
    receipt = services.make_receipt(data, asked.recipient, expected=asked.expected)
    if media_type == PDF:
        pdf = services.pages.receipt(receipt)
        answer = _kept_by_nobody(pdf, PDF, verification.RECEIPT_PDF)
        answer.content_language.add(services.pages.language)
        return answer
    return _kept_by_nobody(receipt, openapi.JSON, verification.RECEIPT_FILE)


def _kept_by_nobody(data: bytes, media_type: str, name: str) -> Response:
    answer = Response(data, content_type=media_type)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _report(asked: _Asked, services: Services) -> VerificationReport:
    if isinstance(asked.shown, Address):
        return verification.verify_address(
            asked.shown.url,
            services.verification,
            recipient=asked.recipient,
            expected=asked.expected,
        )
    return verification.verify(
        asked.shown.data,
        services.verification,
        recipient=asked.recipient,
        expected=asked.expected,
    )


def _bytes_of(shown: Shown | Address, services: Services) -> bytes:
    """Return the bytes that a receipt will name; without any there is nothing to sign."""
    if isinstance(shown, Shown):
        return shown.data
    try:
        return services.verification.badge_pages.find(shown.url)
    except UnavailableError as error:
        raise NotFoundError(error.detail, code=error.code) from error


def _read(operation: str, services: Services) -> _Asked:
    """Read a body: a credential as it is, a picture, or an object that asks."""
    if request.mimetype not in openapi.operations()[operation].bodies:
        raise UnsupportedMediaType
    is_image = request.mimetype.startswith("image/")
    data = read_bytes(services.limits.max_image if is_image else MAX_DOCUMENT_BODY)
    asking = _asking(data) if request.mimetype == openapi.JSON else None
    if asking is not None:
        return _asked(asking)
    values = {name: request.args.get(f"recipient_{name}", "") for name in _VALUES}
    return _Asked(shown=verification.look_into(data), recipient=_recipient(values))


def _asking(data: bytes) -> Document | None:
    """Return the body if it asks, and None if it is to be verified as it stands, good or bad."""
    try:
        document = read_document(data)
    except (MalformedError, LimitError):
        return None
    is_asking = document.keys() <= _ASKING and not document.keys().isdisjoint({"url", "credential"})
    return document if is_asking else None


def _asked(document: Document) -> _Asked:
    openapi.require_body("verify_credential", document)
    recipient = document.get("recipient")
    values = recipient if isinstance(recipient, Mapping) else {}
    url, credential = document.get("url"), document.get("credential")
    shown = Address(url=url) if isinstance(url, str) else _credential(credential)
    return _Asked(shown=shown, recipient=_recipient(values), expected=_expected(document))


def _expected(document: Document) -> Expected:
    """Return what a presentation must answer; the description has seen to its form."""
    challenge, domain = document.get("challenge"), document.get("domain")
    return Expected(
        challenge=None if challenge is None else str(challenge),
        domain=None if domain is None else frozenset({str(domain)}),
    )


def _credential(value: Json) -> Shown:
    if isinstance(value, str):
        return Shown(data=value.encode("utf-8"))
    return Shown(data=write_document(value))


def _recipient(values: Mapping[str, Json]) -> Recipient:
    named = {name: values.get(name, "") for name in _VALUES}
    for name, value in named.items():
        if not isinstance(value, str) or len(value) > _LONGEST:
            raise MalformedError(f"Write the recipient's {name} as a short text", code="recipient")
    return Recipient(email=str(named["email"]), name=str(named["name"]), id=str(named["id"]))
