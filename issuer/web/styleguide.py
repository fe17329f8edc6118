"""The page of all tokens and parts; only where the setting `styleguide` says so."""

from flask import Response

from issuer.errors import NotFoundError
from issuer.pacing import Family
from issuer.web.assets import asset_path
from issuer.web.presenting.styleguide import styleguide_page
from issuer.web.rendering import answer_unlisted
from issuer.web.routing import Open, Route
from issuer.web.services import Services


def show_styleguide(services: Services) -> Response:
    """Show every part that pages are made of, in all its states."""
    if not services.styleguide:
        raise NotFoundError("There is nothing at this address")
    return answer_unlisted("styleguide.html", styleguide_page(asset_path("logo.svg")))


ROUTES = (
    Route(
        method="GET",
        path="/styleguide",
        view=show_styleguide,
        access=Open.PUBLIC,
        pace=Family.PAGES,
    ),
)
