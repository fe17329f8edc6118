"""A logo goes in as PNG or SVG and comes out as a small PNG of pixels alone."""

import io

import pytest
from PIL import Image, PngImagePlugin

from issuer.errors import MalformedError
from issuer.images import LOGO_SIDE, MAX_LOGO_BYTES, art_from_seed, clean_logo, draw_badge


def _png(width: int, height: int) -> bytes:
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "somebody")
    output = io.BytesIO()
    Image.new("RGBA", (width, height), "#33669980").save(output, "PNG", pnginfo=words)
    return output.getvalue()


@pytest.mark.parametrize(
    ("width", "height", "expected"),
    [(300, 150, (300, 150)), (2000, 1000, (512, 256)), (100, 500, (100, 500)), (48, 48, (48, 48))],
)
def test_logo_png_is_made_smaller_in_its_own_shape(
    width: int, height: int, expected: tuple[int, int]
) -> None:
    """No side is longer than any page needs, none is stretched, and transparency stays."""
    with Image.open(io.BytesIO(clean_logo(_png(width, height)))) as picture:
        assert (expected, "RGBA") == (picture.size, picture.mode)


def test_logo_loses_what_is_no_pixel() -> None:
    """Words in the upload are in nothing that is kept."""
    assert b"somebody" not in clean_logo(_png(300, 150))


def test_logo_svg_is_drawn() -> None:
    """An SVG comes out as PNG, its longer side as long as allowed."""
    cleaned = clean_logo(draw_badge(art_from_seed("kite", title="Kite")))
    with Image.open(io.BytesIO(cleaned)) as picture:
        assert ("PNG", LOGO_SIDE) == (picture.format, max(picture.size))


def test_logo_is_cleaned_to_the_same_bytes_each_time() -> None:
    """The digest that names it depends on the picture alone."""
    assert clean_logo(_png(300, 150)) == clean_logo(_png(300, 150))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"0" * MAX_LOGO_BYTES, "image_size"),
        (_png(47, 200), "image_size"),
        (_png(501, 100), "image_size"),
        (b"GIF89a", "image"),
    ],
    ids=["bytes", "small", "oblong", "kind"],
)
def test_logo_that_does_not_fit_is_refused(data: bytes, code: str) -> None:
    """Each refusal says what to use instead."""
    with pytest.raises(MalformedError) as caught:
        clean_logo(data)
    assert code == caught.value.code
