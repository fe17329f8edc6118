"""HTML: public pages and their forms; no JavaScript, nothing from elsewhere, decides nothing."""

from issuer.web.assets import asset_path
from issuer.web.failing import answer_error
from issuer.web.pages import Pages, pages
from issuer.web.services import Services
from issuer.web.views import blueprint

__all__ = ["Pages", "Services", "answer_error", "asset_path", "blueprint", "pages"]
