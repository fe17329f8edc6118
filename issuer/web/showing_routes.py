"""Addresses for other sites and for robots. All of them are open, and none looks at a cookie."""

from issuer.pacing import Family
from issuer.web.routing import Open, Route, View
from issuer.web.showing import show_card, show_embed, show_oembed
from issuer.web.signposts import show_robots, show_security_txt, show_sitemap


def _open(path: str, view: View) -> Route:
    return Route(method="GET", path=path, view=view, access=Open.PUBLIC, pace=Family.PAGES)


ROUTES = (
    _open("/badges/<public_id>/card.png", show_card),
    _open("/badges/<public_id>/embed", show_embed),
    _open("/oembed", show_oembed),
    _open("/robots.txt", show_robots),
    _open("/sitemap.xml", show_sitemap),
    _open("/.well-known/security.txt", show_security_txt),
)
