"""The picture of a badge: drawn from its settings, or the school's own, cleaned at upload."""

import base64
import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from issuer import access, images
from issuer.access import Action, Target
from issuer.assessment.commands import UploadPicture
from issuer.assessment.model import Definition
from issuer.assessment.ports import Services
from issuer.documents import Document, Json
from issuer.errors import MalformedError

#: Pixels of a badge as PNG: sharp in print at 4 cm, small enough for a mail.
PNG_SIZE = 512
#: What an author may choose of a drawn badge; the rest follows from its address.
DRAWN = ("shape", "pattern", "symbol", "colour", "border")
#: What names an uploaded picture: hex SHA-256 of the cleaned bytes, and their kind.
UPLOADED = ("image", "kind")
#: Beside a picture of the school's own.
_NEUTRAL = "slate"
_MAX_PICTURE = 4 * 1024 * 1024
#: Drawn pictures kept in memory; drawing one costs some milliseconds, rendering it many more.
_KEPT = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A badge's picture in both forms, without any credential in it."""

    svg: bytes
    png: bytes


def upload_picture(command: UploadPicture, services: Services) -> Document:
    """Check, clean and store a PNG or SVG; return the art settings that name it.

    Raises:
        ForbiddenError: the actor may not draft badges.
        MalformedError: no PNG or SVG, or one that holds scripts, references or a credential.
        LimitError: too many bytes or pixels.
    """
    target = Target(organisation=command.actor.organisation)
    access.require(command.actor, Action.DRAFT_DEFINITION, target)
    clean = images.check_upload(command.data)
    stored = services.blobs.store(io.BytesIO(clean.data), max_bytes=_MAX_PICTURE)
    return {"image": stored.sha256, "kind": clean.kind}


def require_art(art: Document, services: Services) -> None:
    """Refuse art settings that cannot be drawn or do not name an uploaded picture.

    Raises:
        MalformedError: an unknown setting, word or colour, code `art` or `colour`.
        NotFoundError: the named picture was never uploaded.
    """
    allowed = UPLOADED if "image" in art else DRAWN
    unknown = sorted(set(art) - set(allowed))
    if unknown or not all(isinstance(value, str) for value in art.values()):
        raise MalformedError(
            f"Art has {', '.join(DRAWN)}, or the image and kind of an upload, each a text",
            code="art",
            pointer="/art",
        )
    if "image" in art:
        _uploaded(_stored(str(art["image"]), services))
    else:
        _drawn(_art("badge", "Badge", art))


def picture_of(definition: Definition, services: Services) -> Picture:
    """Return the picture of a badge version; the same settings always give the same bytes."""
    art = definition.art or {}
    image = art.get("image")
    if isinstance(image, str):
        return _uploaded(_stored(image, services))
    return _drawn(_art(definition.public_slug, definition.title, art))


def settled_art(draft: Definition, school: str) -> Document:
    """Return the art of a draft with every word chosen, to be stored when it is published.

    What is stored is drawn like this for ever, whatever later generations would choose.
    """
    art = draft.art or {}
    if "image" in art:
        return art
    chosen = images.family_art(school, draft.public_slug)
    return {**{name: getattr(chosen, name) for name in DRAWN}, **art}


def colour_of(definition: Definition) -> str:
    """Return the colour that goes with a badge: a name of the palette, or `#rrggbb`."""
    art = definition.art or {}
    if "image" in art:
        return _NEUTRAL
    return _art(definition.public_slug, definition.title, art).colour


def _stored(sha256: str, services: Services) -> bytes:
    with services.blobs.open(sha256) as stream:
        return stream.read(_MAX_PICTURE + 1)


def _art(slug: str, title: str, settings: Mapping[str, Json]) -> images.BadgeArt:
    art = images.art_from_seed(slug, title=title)
    chosen: dict[str, Any] = {name: str(settings[name]) for name in DRAWN if name in settings}
    return replace(art, **chosen)


@lru_cache(maxsize=_KEPT)
def _drawn(art: images.BadgeArt) -> Picture:
    svg = images.draw_badge(art)
    return Picture(svg=svg, png=images.render_png(svg, PNG_SIZE))


@lru_cache(maxsize=_KEPT)
def _uploaded(data: bytes) -> Picture:
    clean = images.check_upload(data)
    if clean.kind == "svg":
        return Picture(svg=clean.data, png=images.render_png(clean.data, PNG_SIZE))
    href = base64.b64encode(clean.data).decode("ascii")
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {clean.width} {clean.height}">'
        f'<image width="{clean.width}" height="{clean.height}"'
        f' href="data:image/png;base64,{href}"/></svg>'
    )
    return Picture(svg=svg.encode("ascii"), png=clean.data)
