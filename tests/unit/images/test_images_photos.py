"""Photos lose place, time and device, and keep every pixel."""

import io

import pytest
from PIL import Image, PngImagePlugin

from issuer.errors import MalformedError
from issuer.images import clean_photo

PLACE = b"Qzcamera at the river"
KINDS = ("jpeg", "png", "webp")


def photo(kind: str, *, orientation: int = 1, size: tuple[int, int] = (40, 20)) -> bytes:
    """Return a photo with EXIF, a comment and whatever else its kind can carry."""
    picture = Image.new("RGB", size, (10, 120, 200))
    picture.putpixel((0, 0), (250, 0, 0))
    exif = Image.Exif()
    exif[0x010F] = PLACE.decode()
    exif[0x0112] = orientation
    exif.get_ifd(0x8825)[2] = (50.0, 4.0, 30.0)
    more: dict[str, object] = {"exif": exif.tobytes()}
    if kind == "png":
        text = PngImagePlugin.PngInfo()
        text.add_text("Author", PLACE.decode())
        text.add_itxt("XML:com.adobe.xmp", PLACE.decode())
        more["pnginfo"] = text
    if kind == "jpeg":
        more |= {"comment": PLACE, "xmp": PLACE, "quality": 95}
    if kind == "webp":
        more |= {"xmp": PLACE, "lossless": True}
    saved = io.BytesIO()
    picture.save(saved, format=kind.upper(), **more)
    return saved.getvalue()


def pixels(data: bytes) -> bytes:
    """Return the decoded pixels."""
    with Image.open(io.BytesIO(data)) as picture:
        return picture.convert("RGB").tobytes()


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_of_the_metadata_is_left(kind: str) -> None:
    """Neither EXIF, XMP, text nor comment is in the kept bytes."""
    before = photo(kind)
    after = clean_photo(before, f"image/{kind}")
    marks = (PLACE, b"Exif", b"EXIF", b"eXIf", b"XMP ", b"adobe", b"Photoshop")
    assert (True, []) == (PLACE in before, [mark for mark in marks if mark in after])


@pytest.mark.parametrize("kind", KINDS)
def test_no_reader_finds_exif_afterwards(kind: str) -> None:
    """An independent reader agrees."""
    with Image.open(io.BytesIO(clean_photo(photo(kind), f"image/{kind}"))) as picture:
        assert ({}, False) == (dict(picture.getexif()), "xmp" in picture.info)


@pytest.mark.parametrize("kind", KINDS)
def test_every_pixel_stays(kind: str) -> None:
    """Evidence is not made worse."""
    before = photo(kind)
    assert pixels(before) == pixels(clean_photo(before, f"image/{kind}"))


@pytest.mark.parametrize("kind", KINDS)
def test_photo_that_a_mark_turns_is_turned(kind: str) -> None:
    """Without the mark it would lie on its side."""
    after = clean_photo(photo(kind, orientation=6), f"image/{kind}")
    with Image.open(io.BytesIO(after)) as picture:
        assert ((20, 40), {}) == (picture.size, dict(picture.getexif()))


@pytest.mark.parametrize("kind", KINDS)
def test_cleaning_twice_changes_nothing(kind: str) -> None:
    """What is clean stays byte for byte."""
    once = clean_photo(photo(kind), f"image/{kind}")
    assert once == clean_photo(once, f"image/{kind}")


@pytest.mark.parametrize("kind", ["jpeg", "png"])
def test_what_follows_the_picture_goes(kind: str) -> None:
    """Cameras append previews and maker's notes behind the end."""
    before = photo(kind)
    assert clean_photo(before, f"image/{kind}") == clean_photo(before + PLACE, f"image/{kind}")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_half_a_photo_is_refused(kind: str, share: float) -> None:
    """A damaged picture is told, never kept in part."""
    data = photo(kind, size=(400, 300))
    with pytest.raises(MalformedError) as caught:
        clean_photo(data[: int(len(data) * share)], f"image/{kind}")
    assert "image" == caught.value.code


def test_bomb_is_refused_before_it_is_decoded() -> None:
    """A small file of very many pixels never reaches a decoder."""
    picture = Image.new("1", (9000, 9000))
    saved = io.BytesIO()
    picture.save(saved, format="PNG")
    with pytest.raises(MalformedError) as caught:
        clean_photo(saved.getvalue(), "image/png")
    assert "image_size" == caught.value.code
