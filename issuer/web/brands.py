"""Views of how a school looks: its colours and its logos, under addresses that never change."""

import hashlib

from flask import Response, request

from issuer import accounts
from issuer.accounts.branding import find_logo
from issuer.errors import NotFoundError
from issuer.pacing import Family
from issuer.web.presenting.branding import stylesheet, stylesheet_path
from issuer.web.presenting.frame import Brand
from issuer.web.rendering import HEADERS
from issuer.web.routing import Open, Route
from issuer.web.services import Services

_FOR_EVER = "public, max-age=31536000, immutable"


def show_stylesheet(services: Services, slug: str, name: str) -> Response:
    """Serve the colours of a school; their address changes with them, so they are kept for ever."""
    organisation = accounts.find_organisation(slug, services.accounts)
    path = stylesheet_path(organisation)
    if organisation.colour is None or path != f"/issuers/{organisation.slug}/brand/{name}":
        raise NotFoundError("There is no style sheet of this name here")
    return _kept(stylesheet(organisation.colour), "text/css; charset=utf-8")


def show_logo(services: Services, slug: str, name: str) -> Response:
    """Serve a logo that the school has or had: badges of former years name theirs."""
    digest = name.removesuffix(".png")
    if digest == name:
        raise NotFoundError("There is no logo of this name here")
    response = _kept(find_logo(slug, digest, services.accounts), "image/png")
    # Programs of others show it beside the badges that name it.
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def logo_png(brand: Brand | None, services: Services) -> bytes:
    """Return the bytes of the logo of a school; empty if there is none."""
    if brand is None or brand.logo is None:
        return b""
    *_, slug, _folder, name = brand.logo.src.split("/")
    return find_logo(slug, name.removesuffix(".png"), services.accounts)


def _kept(data: bytes, content_type: str) -> Response:
    response = Response(data, content_type=content_type)
    response.headers.update(HEADERS)
    response.headers["Cache-Control"] = _FOR_EVER
    response.set_etag(hashlib.sha256(data).hexdigest()[:20])
    response.make_conditional(request)
    return response


ROUTES = tuple(
    Route(method="GET", path=path, view=view, access=Open.PUBLIC, pace=Family.FREE)
    for path, view in (
        ("/issuers/<slug>/brand/<name>", show_stylesheet),
        ("/issuers/<slug>/logo/<name>", show_logo),
    )
)
