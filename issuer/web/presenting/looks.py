"""The page on which a school chooses colour and logo, and sees what becomes of them."""

from dataclasses import dataclass

from issuer.accounts.model import Organisation
from issuer.web.languages import gettext as _
from issuer.web.presenting.branding import logo_of
from issuer.web.presenting.frame import Frame, Link, Picture, Visitor
from issuer.web.presenting.office import office_frame
from issuer.web.presenting.signing_in import Fault
from issuer.web.shades import shades_of

#: What the field for a colour shows before one was chosen.
FIRST_COLOUR = "#0b5c63"


@dataclass(frozen=True, slots=True, kw_only=True)
class LooksPage:
    """What the school looks like, and the form that changes it."""

    frame: Frame
    token: str
    colour: str
    own_colour: bool
    shades: tuple[tuple[str, str], ...]
    logo: Picture | None
    alt: str
    saved: bool
    field: str
    fault: str


def looks_page(
    school: Organisation, visitor: Visitor, *, saved: bool = False, fault: Fault | None = None
) -> LooksPage:
    """Present colour and logo."""
    settings = Link(text=_("Settings of the school"), href="/settings")
    return LooksPage(
        frame=office_frame(_("Looks of the school"), visitor, settings),
        token=visitor.token,
        colour=school.colour or FIRST_COLOUR,
        own_colour=school.colour is not None,
        shades=_shades(school.colour),
        logo=logo_of(school),
        alt=school.logo_alt or "",
        saved=saved,
        field=fault.field if fault else "",
        fault=fault.sentence if fault else "",
    )


def _shades(colour: str | None) -> tuple[tuple[str, str], ...]:
    """Return what became of the colour, each shade in words and as it is."""
    if colour is None:
        return ()
    light, dark = (shades_of(colour, dark=dark).text for dark in (False, True))
    return (
        (_("Chosen: {colour}", colour=colour), colour),
        (_("On light pages: {colour}", colour=light), light),
        (_("On dark pages: {colour}", colour=dark), dark),
    )
