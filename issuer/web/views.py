"""Routes of the public pages. Each view gathers, presents and answers; none of them decides."""

from flask import Blueprint, Response, request
from werkzeug.exceptions import HTTPException

from issuer import verification
from issuer.errors import IssuerError
from issuer.web import gathering, intake
from issuer.web.assets import asset_at
from issuer.web.failing import answer_error
from issuer.web.presenting.badge import badge_page
from issuer.web.presenting.organisation import home_page
from issuer.web.presenting.report import report_page, verify_page
from issuer.web.rendering import HEADERS, answer, answer_unlisted
from issuer.web.services import Services

#: Badge pages say `noindex` themselves, and only a page that may be fetched can say so.
_ROBOTS = "User-agent: *\nDisallow: /api/\nDisallow: /verify?\n"
_HOUR = 3600
_MINUTE = 60


def blueprint(services: Services) -> Blueprint:
    """Return the public pages, with their errors answered as pages."""
    web = Blueprint("web", __name__)

    @web.get("/")
    def home() -> Response:
        """Say what this is, and list what can be earned."""
        page = home_page(gathering.shelves(services), host=services.host)
        return answer("home.html", page, seconds=_MINUTE)

    @web.get("/badges/<public_id>")
    def show_badge(public_id: str) -> Response:
        """Show one credential to a person."""
        return answer_unlisted("badge.html", badge_page(gathering.exhibit(public_id, services)))

    @web.get("/verify")
    def show_form() -> Response:
        """Show the form, or check the badge at an address of this host."""
        address = request.args.get("url")
        if address is None:
            page = verify_page(host=services.host, limit=intake.MAX_BYTES)
            return answer("verify.html", page)
        return _report(intake.read_address(address, services), services, address=address)

    @web.post("/verify")
    def check_badge() -> Response:
        """Check what was handed in; nothing of it is kept."""
        return _report(intake.read_form(request), services)

    @web.get("/assets/<name>")
    def asset(name: str) -> Response:
        """Serve one file; its address changes with its bytes, so it may be kept for ever."""
        return _asset(name)

    @web.get("/robots.txt")
    def robots() -> Response:
        """Tell search engines what is not for them."""
        response = Response(_ROBOTS, mimetype="text/plain")
        response.headers["Cache-Control"] = f"public, max-age={_HOUR}"
        return response

    web.register_error_handler(IssuerError, answer_error)
    web.register_error_handler(HTTPException, answer_error)
    return web


def _report(
    source: intake.Source | intake.Fault, services: Services, address: str = ""
) -> Response:
    if isinstance(source, intake.Fault):
        form = verify_page(
            host=services.host,
            limit=intake.MAX_BYTES,
            fault=source.sentence,
            field=source.field,
            address=address,
        )
        return answer_unlisted("verify.html", form, status=source.status)
    report = verification.verify(source.data, services.verification)
    now = services.verification.clock()
    return answer_unlisted("report.html", report_page(report, source=source.called, checked_at=now))


def _asset(name: str) -> Response:
    asset = asset_at(f"/assets/{name}")
    response = Response(asset.data, content_type=asset.content_type)
    response.headers.update(HEADERS)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.set_etag(asset.etag)
    return response.make_conditional(request)  # type: ignore[return-value] # werkzeug returns the same response
