"""JSON over HTTP: public documents, the REST API under /api/v1, its description and its page.

Views translate requests into commands and values into answers; they decide nothing. Errors travel
up to the app, which answers them with `answer_error`, as a page or as a problem document.
"""

from flask import Blueprint

from issuer.api.failing import answer_error
from issuer.api.limits import Limits
from issuer.api.routes import ROUTES
from issuer.api.routing import Route, add_routes
from issuer.api.services import Pages, Services

__all__ = ["ROUTES", "Limits", "Pages", "Route", "Services", "answer_error", "blueprint"]


def blueprint(services: Services) -> Blueprint:
    """Return all routes of the API, bound to their collaborators."""
    api = Blueprint("api", __name__)
    add_routes(api, ROUTES, services)
    return api
