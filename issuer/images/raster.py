"""SVG to PNG by resvg: no scripts, no network, no files, no fonts of the machine."""

import resvg_py

from issuer.errors import MalformedError
from issuer.images.svg_cleaning import clean_svg

MAX_SIDE = 2048


def render_png(svg: bytes, size: int) -> bytes:
    """Draw an SVG as a PNG whose longer side has `size` pixels.

    It is cleaned first: resvg would read a file that the picture names. Fonts of the machine are
    left out, so equal bytes give equal pixels everywhere.

    Raises:
        MalformedError: as `clean_svg`; or resvg cannot draw it, code `image`; or the size asked
            for is out of bounds, code `image_size`.
    """
    if not 1 <= size <= MAX_SIDE:
        raise MalformedError(f"Choose a size from 1 to {MAX_SIDE} pixels", code="image_size")
    try:
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=clean_svg(svg).decode("utf-8"),
                width=size,
                height=size,
                skip_system_fonts=True,
            )
        )
    except ValueError as error:
        raise MalformedError(f"The SVG cannot be drawn: {error}", code="image") from error
