"""What programs look for at fixed addresses: robots.txt, sitemap.xml, security.txt.

Pages of learners' badges stand in none of them, public ones included: they ask not to be indexed
(education.md 5.1), and only a page that may be fetched can ask for that.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from flask import Response
from markupsafe import escape

from issuer.clock import format_instant
from issuer.errors import NotFoundError
from issuer.web.gathering import shelves
from issuer.web.rendering import HEADERS
from issuer.web.services import Services

_ROBOTS = "".join(
    f"{line}\n"
    for line in (
        "User-agent: *",
        *(
            f"Disallow: {path}"
            for path in ("/api/", "/verify?", "/oembed", "/invitations/", "/join/")
        ),
    )
)
#: RFC 9116 recommends less than a year; who looks finds at least half of this left.
_CONTACT_HOLDS = timedelta(days=180)
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def show_robots(services: Services) -> Response:
    """Tell search engines what is not for them, and where the list of pages is."""
    text = f"{_ROBOTS}Sitemap: {services.public_base_url}/sitemap.xml\n"
    return _text(text, "text/plain; charset=utf-8")


def show_sitemap(services: Services) -> Response:
    """List the pages that may be found: the home page, schools, published badge versions."""
    urls = "".join(
        f"<url><loc>{escape(services.public_base_url + path)}</loc></url>"
        for path in listed_paths(services)
    )
    xml = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{_NAMESPACE}">{urls}</urlset>\n'
    return _text(xml, "application/xml; charset=utf-8")


def show_security_txt(services: Services) -> Response:
    """Tell where to report a weakness (RFC 9116); nothing is here until a contact is set."""
    if not services.security_contact:
        raise NotFoundError("No contact for weaknesses is set")
    base = services.public_base_url
    lines = (
        f"Contact: {services.security_contact}",
        f"Expires: {format_instant(_expiry(services.issuance.clock()))}",
        f"Canonical: {base}/.well-known/security.txt",
        "Preferred-Languages: en, es",
    )
    return _text("".join(f"{line}\n" for line in lines), "text/plain; charset=utf-8")


def listed_paths(services: Services) -> Iterator[str]:
    """Yield the paths of pages that search engines may list."""
    yield "/"
    for organisation, badges in shelves(services):
        yield f"/issuers/{organisation.slug}"
        for badge in badges:
            yield badge.path
            yield f"{badge.path}/criteria"


def _expiry(now: datetime) -> datetime:
    """Return an instant that is the same all day, so that caches may compare the file."""
    return datetime.combine(now.astimezone(UTC).date(), time(), UTC) + _CONTACT_HOLDS


def _text(text: str, content_type: str) -> Response:
    response = Response(text, content_type=content_type)
    response.headers.update(HEADERS)
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response
