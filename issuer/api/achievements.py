"""Published badge versions: one address each, JSON or page by what is asked for."""

from flask import Response
from werkzeug.exceptions import NotAcceptable

from issuer import assessment
from issuer.api.answers import picture_answer, published_answer
from issuer.api.hosting import accepted
from issuer.api.negotiation import JSON, LINKED_TYPES, best_type, prefers_html
from issuer.api.pictures import art_png, art_svg
from issuer.api.services import Services
from issuer.documents import canonical_bytes, write_document
from issuer.vocab import CREDENTIALS_V2, OPEN_BADGES

#: What is published never changes, but its standing (retired, superseded) is told elsewhere.
_FOR_EVER = "public, max-age=3600"


def show_achievement(services: Services, slug: str, n: int) -> Response:
    """Answer the Achievement, or its page."""
    ranges = accepted()
    if prefers_html(ranges, LINKED_TYPES):
        page = services.pages.achievement(slug, n)
        page.headers["Vary"] = "Accept"
        return page
    media_type = best_type(ranges, LINKED_TYPES)
    if media_type is None:
        raise NotAcceptable
    return _achievement(services, slug, n, media_type)


def show_achievement_json(services: Services, slug: str, n: int) -> Response:
    """Answer the Achievement as JSON whatever is accepted."""
    return _achievement(services, slug, n, JSON)


def show_criteria(services: Services, slug: str, n: int) -> Response:
    """Answer the criteria for people to read before they start."""
    return services.pages.criteria(slug, n)


def show_criteria_json(services: Services, slug: str, n: int) -> Response:
    """Answer the criteria document in the bytes whose SHA-256 decisions name."""
    found = assessment.find_achievement(slug, n, services.assessment)
    return published_answer(canonical_bytes(found.definition.document), JSON, cache=_FOR_EVER)


def show_badge_art_svg(services: Services, slug: str, n: int) -> Response:
    """Answer the badge art as SVG, with no credential in it."""
    found = assessment.find_achievement(slug, n, services.assessment)
    return picture_answer(art_svg(found.definition, services), "image/svg+xml")


def show_badge_art_png(services: Services, slug: str, n: int) -> Response:
    """Answer the badge art as PNG, with no credential in it."""
    found = assessment.find_achievement(slug, n, services.assessment)
    return picture_answer(art_png(found.definition, services), "image/png")


def _achievement(services: Services, slug: str, n: int, media_type: str) -> Response:
    found = assessment.find_achievement(slug, n, services.assessment)
    document = {"@context": [CREDENTIALS_V2, OPEN_BADGES], **found.achievement}
    return published_answer(write_document(document), media_type, cache=_FOR_EVER, negotiated=True)
