"""Views of the public pages. Each gathers, presents and answers; none of them decides."""

from http import HTTPStatus

from flask import Response, request

from issuer import verification
from issuer.pacing import Family, network_of
from issuer.web.assets import asset_at, asset_path
from issuer.web.gathering import exhibit, shelves
from issuer.web.intake import (
    MAX_BYTES,
    Fault,
    Source,
    read_address,
    read_form,
    read_receipt_form,
)
from issuer.web.keeping import answered, presented
from issuer.web.presenting.catalogue import wish_of
from issuer.web.presenting.organisation import home_page
from issuer.web.presenting.receipt import receipt_page
from issuer.web.presenting.receipt_check import receipt_check_page
from issuer.web.presenting.report import report_page, resend_of, verify_page
from issuer.web.rendering import HEADERS, answer, answer_sheet, answer_unlisted
from issuer.web.services import Services
from issuer.web.tellings import spoken_telling

_MINUTE = 60


def home(services: Services) -> Response:
    """Say what this is, and list what can be earned."""
    wish = wish_of(request.args)
    page = home_page(
        shelves(services), host=services.host, wish=wish, base_url=services.public_base_url
    )
    return answer("home.html", page, seconds=_MINUTE)


def show_badge(services: Services, public_id: str) -> Response:
    """Show one credential to a person."""
    return answered(
        public_id,
        lambda: answer_unlisted("badge.html", presented(exhibit(public_id, services))),
        services.issuance,
    )


def show_verify(services: Services) -> Response:
    """Show the form, or check the badge at an address."""
    address = request.args.get("url")
    if address is None:
        page = verify_page(host=services.host, limit=MAX_BYTES, base_url=services.public_base_url)
        return answer("verify.html", page, seconds=_MINUTE)
    services.pacer.require(Family.VERIFY, network_of(request.remote_addr or ""))
    return _report(read_address(address, services), services, address=address)


def check_badge(services: Services) -> Response:
    """Check what was handed in; nothing of it is kept."""
    source = read_form(request, services)
    return _report(source, services, address=request.form.get("url", ""))


def show_receipt(services: Services) -> Response:
    """Check once more what a report was about, and answer a signed receipt: a page, or its PDF."""
    source = read_receipt_form(request)
    if isinstance(source, Fault):
        return _report(source, services)
    receipt = services.make_receipt(source.data, source.recipient)
    pdf = verification.receipt_pdf(receipt, spoken_telling())
    if request.form.get("as") == "pdf":
        return answer_sheet(pdf, verification.RECEIPT_PDF)
    return answer_unlisted("receipt.html", receipt_page(receipt, pdf))


def show_asset(_services: Services, name: str) -> Response:
    """Serve one file; its address changes with its bytes, so it may be kept for ever."""
    asset = asset_at(f"/assets/{name}")
    packs = bool(request.accept_encodings["gzip"])
    response = Response(asset.packed if packs else asset.data, content_type=asset.content_type)
    response.headers.update(HEADERS)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.vary.add("Accept-Encoding")
    if packs:
        response.headers["Content-Encoding"] = "gzip"
    response.set_etag(f"{asset.etag}-gzip" if packs else asset.etag)
    response.make_conditional(request)
    return response


def show_favicon(_services: Services) -> Response:
    """Send on whoever asks for the icon by its old name, as browsers do for plain files."""
    response = Response(status=HTTPStatus.FOUND)
    response.headers["Location"] = asset_path("favicon.svg")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


def show_change_password(_services: Services) -> Response:
    """Send password managers to the page where a password is changed (W3C, change-password)."""
    response = Response(status=HTTPStatus.FOUND)
    response.headers["Location"] = "/account/password"
    response.headers["Cache-Control"] = "no-store"
    return response


def _report(source: Source | Fault, services: Services, address: str = "") -> Response:
    if isinstance(source, Fault):
        form = verify_page(
            host=services.host,
            limit=MAX_BYTES,
            fault=source.sentence,
            field=source.field,
            address=address,
        )
        return answer_unlisted("verify.html", form, status=source.status)
    if verification.is_receipt(source.data):
        check = verification.check_receipt(source.data, services.verification)
        checked_at = services.verification.clock()
        page = receipt_check_page(check, checked_at=checked_at)
        return answer_unlisted("receipt_check.html", page)
    report = verification.verify(
        source.data,
        services.verification,
        recipient=source.recipient,
        evidence=source.evidence,
    )
    found = report_page(
        report,
        source=source.called,
        checked_at=services.verification.clock(),
        resend=resend_of(source.data, source.recipient),
        address=request.args.get("url", ""),
    )
    return answer_unlisted("report.html", found)
