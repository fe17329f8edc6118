"""The credential's own address (README ruling 2): stored bytes, verbatim; suffixes name a form.

Unknown, private and erased ids take the same path and give the same bytes (reliability.md row 85).
"""

from flask import Response, request
from werkzeug.exceptions import NotAcceptable

from issuer import images, issuance
from issuer.api.answers import ALWAYS_ASK, picture_answer, published_answer
from issuer.api.negotiation import (
    CREDENTIAL_TYPES,
    JSON,
    PDF,
    TEXT,
    Ranges,
    best_type,
    media_ranges,
    prefers_html,
)
from issuer.api.pictures import baked_png, baked_svg, stored_bytes
from issuer.api.services import Services


def accepted() -> Ranges:
    """Return what the request accepts."""
    return media_ranges(request.accept_mimetypes)


def show_credential(services: Services, id: str) -> Response:  # noqa: A002 # the path's own name in openapi.json
    """Answer the bytes, or send a person to the page."""
    ranges = accepted()
    if prefers_html(ranges, CREDENTIAL_TYPES):
        # Before anything is looked up: whether the badge exists is the page's to say.
        return _to_page(id)
    media_type = best_type(ranges, CREDENTIAL_TYPES)
    if media_type is None:
        raise NotAcceptable
    return _bytes(services, id, media_type)


def show_credential_json(services: Services, id: str) -> Response:  # noqa: A002 # as above
    """Answer the bytes whatever is accepted; never a redirect (OB-54)."""
    return _bytes(services, id, JSON)


def show_credential_jwt(services: Services, id: str) -> Response:  # noqa: A002 # as above
    """Answer the credential as a signed token, whatever is accepted (OB-53)."""
    record = issuance.credential_token(id, services.issuance)
    return _unlisted(published_answer(stored_bytes(record), TEXT))


def show_credential_png(services: Services, id: str) -> Response:  # noqa: A002 # as above
    """Answer the badge as PNG with the bytes baked in."""
    record = issuance.credential_bytes(id, services.issuance)
    return _unlisted(picture_answer(baked_png(record, services), "image/png"))


def show_credential_svg(services: Services, id: str) -> Response:  # noqa: A002 # as above
    """Answer the badge as SVG with the bytes baked in."""
    record = issuance.credential_bytes(id, services.issuance)
    return _unlisted(picture_answer(baked_svg(record, services), "image/svg+xml"))


def show_credential_pdf(services: Services, id: str) -> Response:  # noqa: A002 # as above
    """Answer the badge as a certificate on paper, with its standing on this day."""
    data = services.pages.certificate(id, request.args.get("size", "a4"))
    answer = published_answer(data, PDF)
    answer.content_language.add(services.pages.language)
    answer.headers["Content-Disposition"] = f'inline; filename="badge-{id}.pdf"'
    return _unlisted(answer)


def show_credential_qr_svg(services: Services, id: str) -> Response:  # noqa: A002 # as above
    """Answer a QR code of the address as SVG."""
    record = issuance.credential_bytes(id, services.issuance)
    return _unlisted(picture_answer(images.qr_svg(record.id), "image/svg+xml"))


def show_credential_qr_png(services: Services, id: str) -> Response:  # noqa: A002 # as above
    """Answer a QR code of the address as PNG."""
    record = issuance.credential_bytes(id, services.issuance)
    return _unlisted(picture_answer(images.qr_png(record.id), "image/png"))


def _to_page(public_id: str) -> Response:
    answer = Response(status=303)
    answer.headers["Location"] = f"/badges/{public_id}"
    answer.headers["Vary"] = "Accept"
    answer.headers["Cache-Control"] = ALWAYS_ASK
    return _unlisted(answer)


def _bytes(services: Services, public_id: str, media_type: str) -> Response:
    record = issuance.credential_bytes(public_id, services.issuance)
    answer = published_answer(stored_bytes(record), media_type, negotiated=True)
    page = f"{services.public_base_url}/badges/{public_id}"
    answer.headers.add("Link", f'<{page}>; rel="alternate"; type="text/html"')
    answer.headers.add("Link", f'<{record.id}>; rel="canonical"')
    return _unlisted(answer)


def _unlisted(answer: Response) -> Response:
    """Keep search engines away from badges of people (education.md section 5.1)."""
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
