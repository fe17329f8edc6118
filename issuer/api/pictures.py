"""Badges with their credential baked in, kept by content: the same bytes are baked once."""

from functools import lru_cache

from issuer import assessment, images
from issuer.api.limits import MAX_PICTURES
from issuer.api.services import Services
from issuer.assessment.model import Definition
from issuer.errors import NotFoundError
from issuer.issuance import CredentialRecord


def art_svg(definition: Definition, services: Services) -> bytes:
    """Return the picture of a badge version as SVG."""
    return assessment.picture_of(definition, services.assessment).svg


def art_png(definition: Definition, services: Services) -> bytes:
    """Return the picture of a badge version as PNG."""
    return assessment.picture_of(definition, services.assessment).png


def baked_svg(record: CredentialRecord, services: Services) -> bytes:
    """Return the badge as SVG with its credential baked in."""
    return _baked_svg(art_svg(_definition(record, services), services), stored_bytes(record))


def baked_png(record: CredentialRecord, services: Services) -> bytes:
    """Return the badge as PNG with its credential baked in."""
    return _baked_png(art_png(_definition(record, services), services), stored_bytes(record))


def stored_bytes(record: CredentialRecord) -> bytes:
    """Return the published bytes; NotFoundError while there are none."""
    if record.data is None:
        raise NotFoundError("There is no such badge", code="not_found")
    return record.data


def _definition(record: CredentialRecord, services: Services) -> Definition:
    """Find the badge version by its own address, which ends in `/{slug}/v{n}`."""
    slug, version = record.achievement.rsplit("/", 2)[-2:]
    number = int(version.removeprefix("v"))
    return assessment.find_achievement(slug, number, services.assessment).definition


@lru_cache(maxsize=MAX_PICTURES)
def _baked_svg(svg: bytes, credential: bytes) -> bytes:
    return images.bake_svg(svg, credential)


@lru_cache(maxsize=MAX_PICTURES)
def _baked_png(png: bytes, credential: bytes) -> bytes:
    return images.bake_png(png, credential)
