"""Pictures that a school uploads as the art of a badge: told by content, cleaned, measured."""

import io
from dataclasses import dataclass
from typing import Literal

from PIL import Image, UnidentifiedImageError

from issuer.errors import MalformedError
from issuer.images.baked_png import credential_keyword
from issuer.images.extracting import looks_like_svg
from issuer.images.png import MAX_BYTES, is_png, read_chunks, size_of, write_chunks
from issuer.images.svg_cleaning import clean_svg, size_of_svg
from issuer.images.xml_reader import read_xml

#: What pixels and colours need. Text, time, position, profiles and animation stay out.
_KEPT = frozenset({b"IHDR", b"PLTE", b"tRNS", b"sRGB", b"gAMA", b"IDAT", b"IEND"})
#: Longer side by shorter side; beyond it a badge looks odd on pages and in wallets.
_MOST_OBLONG = 1.25
_SMALLEST = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanImage:
    """A picture fit to be stored and baked.

    Attributes:
        data: the cleaned bytes; nothing else of the upload should be kept.
        width: in pixels, or in user units of an SVG; `height` likewise.
        warnings: sentences for the person who uploaded it; none of them forbids its use.
    """

    kind: Literal["png", "svg"]
    data: bytes
    width: int
    height: int
    warnings: tuple[str, ...] = ()


def check_upload(data: bytes) -> CleanImage:
    """Clean a picture, its kind told by content and never by a file name.

    Raises:
        MalformedError: code `image` (neither PNG nor SVG, or damaged), `image_size` (over 4 MiB
            or 16 megapixels), `image_text` (a credential is baked in), `ambiguous`, `xml`,
            `svg_unsafe` or `svg_text`.
    """
    if is_png(data):
        png = clean_png(data)
        width, height = size_of(read_chunks(png))
        warnings = (*_about_shape(width, height), *_about_size(width, height))
        return CleanImage(kind="png", data=png, width=width, height=height, warnings=warnings)
    if looks_like_svg(data):
        svg = clean_svg(data)
        width, height = size_of_svg(read_xml(svg))
        warnings = _about_shape(width, height)
        return CleanImage(kind="svg", data=svg, width=width, height=height, warnings=warnings)
    raise MalformedError("Use a PNG or SVG picture", code="image")


def clean_png(data: bytes) -> bytes:
    """Return the pixels alone, after the picture was decoded once to the end.

    Raises:
        MalformedError: code `image`, `image_size`, `image_text` or `ambiguous`.
    """
    if len(data) > MAX_BYTES:
        raise MalformedError("Use a PNG of at most 4 MiB", code="image_size")
    chunks = read_chunks(data)
    if any(credential_keyword(chunk) for chunk in chunks):
        raise MalformedError("Use the picture without a credential in it", code="image_text")
    cleaned = write_chunks([chunk for chunk in chunks if chunk.kind in _KEPT])
    _require_pixels(cleaned)
    return cleaned


def _require_pixels(png: bytes) -> None:
    """Decode all pixels; size and checksums are known to be good by now."""
    try:
        with Image.open(io.BytesIO(png), formats=["PNG"]) as picture:
            picture.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise MalformedError("The PNG is damaged; save it again", code="image") from error


def _about_shape(width: int, height: int) -> tuple[str, ...]:
    if max(width, height) <= min(width, height) * _MOST_OBLONG:
        return ()
    return (f"A badge looks best square; this picture is {width} by {height}.",)


def _about_size(width: int, height: int) -> tuple[str, ...]:
    if min(width, height) >= _SMALLEST:
        return ()
    return (f"This picture is small; {_SMALLEST} pixels or more look sharp.",)
