"""What a school looks like: its logo in words, and a small style sheet of its colour."""

import hashlib
from functools import lru_cache
from urllib.parse import urlsplit

from issuer.accounts.model import Organisation
from issuer.web.languages import gettext as _
from issuer.web.presenting.frame import Brand, Picture
from issuer.web.shades import shades_of


def brand_of(organisation: Organisation) -> Brand:
    """Return what the pages of a school carry of it."""
    return Brand(
        name=organisation.name,
        colour=organisation.colour or "",
        stylesheet=stylesheet_path(organisation),
        logo=logo_of(organisation),
    )


def logo_of(organisation: Organisation) -> Picture | None:
    """Return the logo with its words, if there is one."""
    if organisation.logo_url is None:
        return None
    alt = organisation.logo_alt or _("Logo of {school}", school=organisation.name)
    return Picture(src=urlsplit(organisation.logo_url).path, alt=alt)


def stylesheet_path(organisation: Organisation) -> str:
    """Return the address of the school's colours, which changes with them; empty without any."""
    if organisation.colour is None:
        return ""
    digest = hashlib.sha256(stylesheet(organisation.colour)).hexdigest()[:20]
    return f"/issuers/{organisation.slug}/brand/{digest}.css"


@lru_cache(maxsize=256)
def stylesheet(colour: str) -> bytes:
    """Write the tokens whose place a colour takes on screens; paper stays black on white."""
    light, dark = (shades_of(colour, dark=dark) for dark in (False, True))
    return (
        f"@media screen {{ :root {{ --brand: {light.text}; --brand-edge: {light.edge}; }} }}\n"
        "@media screen and (prefers-color-scheme: dark) {"
        f" :root {{ --brand: {dark.text}; --brand-edge: {dark.edge}; }} }}\n"
    ).encode("ascii")
