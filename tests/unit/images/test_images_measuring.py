"""How large a picture says it is, read from its head before any decoder is asked."""

import io
from collections.abc import Callable

import pytest
from PIL import Image

from issuer.errors import MalformedError
from issuer.images import clean_photo
from issuer.images.measuring import MAX_PIXELS, require_modest
from tests import hostile_files as files


def gif_head(width: int, height: int) -> bytes:
    """Return the head of a GIF that says it has this size."""
    return b"GIF89a" + width.to_bytes(2, "little") + height.to_bytes(2, "little")


HEADS: dict[str, Callable[[int, int], bytes]] = {
    "image/png": files.png_of,
    "image/jpeg": files.jpeg_of,
    "image/webp": files.webp_of,
    "image/gif": gif_head,
}


@pytest.mark.parametrize("media_type", HEADS)
def test_most_pixels_pass_and_one_row_more_does_not(media_type: str) -> None:
    """The bound is where it says it is, for each form."""
    require_modest(HEADS[media_type](8000, MAX_PIXELS // 8000), media_type)
    with pytest.raises(MalformedError) as caught:
        require_modest(HEADS[media_type](8000, MAX_PIXELS // 8000 + 1), media_type)
    assert "image_size" == caught.value.code


@pytest.mark.parametrize("lossless", [True, False], ids=["VP8L", "VP8"])
def test_plain_webp_is_measured(lossless: bool) -> None:
    """The two older forms bear their size elsewhere."""
    saved = io.BytesIO()
    Image.new("RGB", (300, 200)).save(saved, "WEBP", lossless=lossless)
    data = saved.getvalue()
    at = 21 if lossless else 26
    large = data[:at] + b"\xff\x3f\xff\x3f" + data[at + 4 :]
    require_modest(data, "image/webp")
    if lossless:
        large = data[:at] + b"\xff\xff\xff\x0f" + data[at + 4 :]
    with pytest.raises(MalformedError) as caught:
        require_modest(large, "image/webp")
    assert "image_size" == caught.value.code


@pytest.mark.parametrize("media_type", HEADS)
def test_head_that_ends_early_is_told(media_type: str) -> None:
    """No head, no size: never an error of another kind."""
    data = HEADS[media_type](300, 200)
    for length in range(len(data)):
        try:
            require_modest(data[:length], media_type)
        except MalformedError as error:
            assert error.code == "image"  # noqa: PT017 # every length has the same one answer


def test_animation_of_a_gif_is_kept() -> None:
    """Loop and frames stay, notes and what follows the end go."""
    cleaned = clean_photo(files.gif_with_notes() + files.PLACE, "image/gif")
    with Image.open(io.BytesIO(cleaned)) as picture:
        assert (0, False) == (picture.info["loop"], "comment" in picture.info)
    assert files.PLACE not in cleaned


def test_thumbnail_in_the_head_of_a_jpeg_goes() -> None:
    """A small copy of the picture from before it was cut stays out as well."""
    data = files.photo()
    old = b"JFXX\0\x10" + files.PLACE
    with_thumbnail = data[:2] + b"\xff\xe0" + (len(old) + 2).to_bytes(2, "big") + old + data[2:]
    assert clean_photo(data, "image/jpeg") == clean_photo(with_thumbnail, "image/jpeg")
