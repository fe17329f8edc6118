"""The small card that other pages show in a frame: which badge, who signed it, what holds today."""

from dataclasses import dataclass

from issuer.badges import Valid
from issuer.web.languages import gettext as _
from issuer.web.presenting.badge import Exhibit, art_of
from issuer.web.presenting.frame import Brand, Picture
from issuer.web.presenting.sharing import issuer_name, page_address
from issuer.web.presenting.standings import headline, look_of
from issuer.web.presenting.words import domain_of


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbedPage:
    """Everything that the template of the card shows; no learner's name is among it."""

    title: str
    description: str
    look: str
    name: str
    issuer: str
    domain: str
    art: Picture
    tone: str
    icon: str
    standing: str
    address: str
    brand: Brand | None


def embed_page(exhibit: Exhibit) -> EmbedPage:
    """Present one public credential as a card."""
    credential = exhibit.credential
    achievement = credential.credential_subject.achievement
    issuer = issuer_name(credential)
    tone, icon, _word = look_of(exhibit.standing)
    return EmbedPage(
        title=_("Badge: {name}", name=achievement.name),
        description=achievement.description,
        look="" if isinstance(exhibit.standing, Valid) else "fades",
        name=achievement.name,
        issuer=issuer,
        domain=domain_of(credential.issuer_id) or credential.issuer_id,
        art=art_of(exhibit),
        tone=tone,
        icon=icon,
        standing=headline(exhibit.standing),
        address=page_address(exhibit.base_url, exhibit.public_id),
        brand=exhibit.brand,
    )
