"""Where pages find their pictures: badge art at its public address, QR codes inside the page."""

import base64
from functools import lru_cache

from issuer.assessment.model import Definition
from issuer.images import qr_svg

#: Codes of addresses kept in memory: one is worked out in some ten milliseconds, and never changes.
_KEPT = 512


def version_path(definition: Definition) -> str:
    """Return the address of a badge version, from the root of the host."""
    return f"/achievements/{definition.public_slug}/v{definition.version}"


def art_path(definition: Definition) -> str:
    """Return the address of its art; shown as an image, nothing in it can run."""
    return f"{version_path(definition)}/image.svg"


@lru_cache(maxsize=_KEPT)
def qr_of(address: str) -> str:
    """Draw the QR code of an address as `data:`, so that a saved or printed page keeps it."""
    return "data:image/svg+xml;base64," + base64.b64encode(qr_svg(address)).decode("ascii")
