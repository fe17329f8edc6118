"""HTML: public and signed-in pages; no JavaScript, nothing from elsewhere, decides nothing."""

from issuer.web.assets import asset_path, asset_paths
from issuer.web.copying import copying
from issuer.web.failing import MisdirectedError, answer_error
from issuer.web.form_guard import protect_forms
from issuer.web.languages import chosen_language, speak
from issuer.web.pages import Pages, pages
from issuer.web.presenting.branding import stylesheet_path
from issuer.web.routes import ROUTES, blueprint
from issuer.web.routing import Form, Open, Route
from issuer.web.services import Services
from issuer.web.tellings import tellings
from issuer.web.visits import is_known_browser
from issuer.web.wishes import (
    KEPT_BY_MEMBERS,
    KEPT_BY_STRANGERS,
    answer_in_language,
    kept_language,
    named_language,
)

__all__ = [
    "KEPT_BY_MEMBERS",
    "KEPT_BY_STRANGERS",
    "ROUTES",
    "Form",
    "MisdirectedError",
    "Open",
    "Pages",
    "Route",
    "Services",
    "answer_error",
    "answer_in_language",
    "asset_path",
    "asset_paths",
    "blueprint",
    "chosen_language",
    "copying",
    "is_known_browser",
    "kept_language",
    "named_language",
    "pages",
    "protect_forms",
    "speak",
    "stylesheet_path",
    "tellings",
]
