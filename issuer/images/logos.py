"""The picture that stands for a school: any PNG or SVG goes in, a small clean PNG comes out."""

import io

from PIL import Image

from issuer.errors import MalformedError
from issuer.images.raster import render_png
from issuer.images.uploads import CleanImage, check_upload

#: Of the upload; a logo of more bytes is a photo.
MAX_LOGO_BYTES = 1024 * 1024
#: Of what is kept: sharp at twice the size that any page shows.
LOGO_SIDE = 512
_SMALLEST = 48
_MOST_OBLONG = 5


def clean_logo(data: bytes) -> bytes:
    """Return a PNG of at most 512 pixels on the longer side, of the pixels alone.

    Raises:
        MalformedError: as `check_upload`; or over 1 MiB, under 48 pixels on the shorter side, or
            more than five times as long as high, code `image_size`.
    """
    if len(data) > MAX_LOGO_BYTES:
        raise MalformedError("Use a logo of at most 1 MiB", code="image_size")
    clean = check_upload(data)
    _require_shape(clean)
    png = clean.data if clean.kind == "png" else render_png(clean.data, LOGO_SIDE)
    with Image.open(io.BytesIO(png), formats=["PNG"]) as picture:
        picture.load()
        small = picture.convert("RGBA")
    small.thumbnail((LOGO_SIDE, LOGO_SIDE), Image.Resampling.LANCZOS)
    output = io.BytesIO()
    small.save(output, "PNG", optimize=True)
    return output.getvalue()


def _require_shape(clean: CleanImage) -> None:
    shorter, longer = sorted((clean.width, clean.height))
    if longer > shorter * _MOST_OBLONG:
        raise MalformedError(
            f"Use a logo that is at most {_MOST_OBLONG} times as long as high", code="image_size"
        )
    if clean.kind == "png" and shorter < _SMALLEST:
        raise MalformedError(
            f"Use a logo of at least {_SMALLEST} pixels in height and width", code="image_size"
        )
