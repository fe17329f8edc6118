"""Badge art and baked badges, kept by content so that a page with many badges draws each once."""

from dataclasses import replace
from functools import lru_cache

from issuer import assessment, images
from issuer.api.limits import MAX_PICTURES
from issuer.api.services import Services
from issuer.assessment.model import Definition
from issuer.documents import Document
from issuer.errors import MalformedError, NotFoundError
from issuer.issuance import CredentialRecord

#: Pixels of a badge as PNG: sharp in print at 4 cm, small enough for a mail.
PNG_SIZE = 512
_WORDS = ("shape", "pattern", "symbol", "colour")


def art_svg(definition: Definition) -> bytes:
    """Draw a badge version: as its author chose, the rest from its address."""
    return _drawn(_art(definition.public_slug, definition.title, definition.art or {}))


def art_png(definition: Definition) -> bytes:
    """Draw a badge version as PNG."""
    return _rendered(art_svg(definition))


def require_art(art: Document) -> None:
    """Refuse settings that cannot be drawn.

    Raises:
        MalformedError: an unknown setting, word or colour, code `art` or `colour`.
    """
    unknown = sorted(set(art) - set(_WORDS))
    if unknown:
        raise MalformedError(
            f"Remove {', '.join(unknown)[:100]}; art has {', '.join(_WORDS)}",
            code="art",
            pointer="/art",
        )
    _drawn(_art("badge", "Badge", art))


def baked_svg(record: CredentialRecord, services: Services) -> bytes:
    """Return the badge as SVG with its credential baked in."""
    return _baked_svg(art_svg(_definition(record, services)), stored_bytes(record))


def baked_png(record: CredentialRecord, services: Services) -> bytes:
    """Return the badge as PNG with its credential baked in."""
    return _baked_png(art_png(_definition(record, services)), stored_bytes(record))


def _definition(record: CredentialRecord, services: Services) -> Definition:
    slug, version = record.achievement.rsplit("/", 2)[-2:]
    number = int(version.removeprefix("v"))
    return assessment.find_achievement(slug, number, services.assessment).definition


def stored_bytes(record: CredentialRecord) -> bytes:
    """Return the published bytes; NotFoundError while there are none."""
    if record.data is None:
        raise NotFoundError("There is no such badge", code="not_found")
    return record.data


def _art(slug: str, title: str, art: Document) -> images.BadgeArt:
    seeded = images.art_from_seed(slug, title=title)
    return replace(
        seeded,
        shape=str(art.get("shape", seeded.shape)),
        pattern=str(art.get("pattern", seeded.pattern)),
        symbol=str(art.get("symbol", seeded.symbol)),
        colour=str(art.get("colour", seeded.colour)),
    )


@lru_cache(maxsize=MAX_PICTURES)
def _drawn(art: images.BadgeArt) -> bytes:
    return images.draw_badge(art)


@lru_cache(maxsize=MAX_PICTURES)
def _rendered(svg: bytes) -> bytes:
    return images.render_png(svg, PNG_SIZE)


@lru_cache(maxsize=MAX_PICTURES)
def _baked_svg(svg: bytes, credential: bytes) -> bytes:
    return images.bake_svg(svg, credential)


@lru_cache(maxsize=MAX_PICTURES)
def _baked_png(png: bytes, credential: bytes) -> bytes:
    return images.bake_png(png, credential)
