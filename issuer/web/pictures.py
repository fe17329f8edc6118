"""Pictures inside a page, as `data:` addresses: no request, and nothing in them can run."""

import base64
from dataclasses import replace

from issuer.assessment.model import Definition
from issuer.documents import Document
from issuer.images import art_from_seed, draw_badge, qr_svg

_WORDS = ("shape", "pattern", "symbol", "colour")


def art_of(definition: Definition) -> str:
    """Draw the badge as its author chose, or by its address where nothing was chosen."""
    art = art_from_seed(definition.public_slug, title=definition.title)
    return _inline(draw_badge(replace(art, **_chosen(definition.art or {}))))


def qr_of(address: str) -> str:
    """Draw the QR code of an address."""
    return _inline(qr_svg(address))


def _chosen(settings: Document) -> dict[str, str]:
    return {name: word for name in _WORDS if isinstance(word := settings.get(name), str)}


def _inline(svg: bytes) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg).decode("ascii")
