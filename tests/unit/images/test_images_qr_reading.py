"""QR codes in photos: read within bounds, one at a time."""

import io
import struct
import zlib

import pytest
from PIL import Image

from issuer.errors import MalformedError
from issuer.images import looks_like_photo, qr_png, read_qr

ADDRESS = "https://badges.riverbend.example/credentials/7Yp3kQ2mVxT9aLcR5bNw8e"
GROUND = (200, 190, 180)


def photo(
    *texts: str, size: tuple[int, int] = (1600, 1200), kind: str = "JPEG", turn: float = 0
) -> bytes:
    """Return a picture with these codes side by side."""
    picture = Image.new("RGB", size, GROUND)
    side = min(size) // 2
    for number, text in enumerate(texts):
        code = Image.open(io.BytesIO(qr_png(text))).convert("RGB").resize((side, side))
        turned = code.rotate(turn, expand=True, fillcolor=GROUND)
        picture.paste(turned, (20 + number * (side + 40), 20))
    output = io.BytesIO()
    picture.save(output, kind)
    return output.getvalue()


def code_of(data: bytes) -> str:
    """Return the code of the error."""
    with pytest.raises(MalformedError) as caught:
        read_qr(data)
    return caught.value.code


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("turn", [0, 12, 90])
def test_code_is_read_from_a_photo(kind: str, turn: float) -> None:
    """However the phone was held."""
    assert ADDRESS == read_qr(photo(ADDRESS, kind=kind, turn=turn))


@pytest.mark.parametrize("size", [(4000, 3000), (3000, 4000), (8000, 6000)])
def test_large_jpeg_is_halved_while_it_is_decoded(size: tuple[int, int]) -> None:
    """Phones make 12 to 48 megapixels; a code on a sheet needs far fewer."""
    assert ADDRESS == read_qr(photo(ADDRESS, size=size))


@pytest.mark.parametrize("side", [2_001, 40_000, 60_000, 100_000])
def test_png_of_too_many_pixels_is_refused_unread(side: int) -> None:
    """Its header alone says how large it would be in memory."""
    header = struct.pack(">IIBBBBB", side, 2_000, 1, 0, 0, 0, 0)
    parts = [(b"IHDR", header), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")]
    chunks = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    ]
    assert "image_size" == code_of(b"\x89PNG\r\n\x1a\n" + b"".join(chunks))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "image"),
        (b"GIF89a" + b"\0" * 50, "image"),
        (photo(ADDRESS)[:900], "image"),
        (photo(), "no_qr"),
        (photo(ADDRESS, ADDRESS + "x", size=(2400, 1200)), "ambiguous"),
    ],
    ids=["empty", "gif", "cut off", "no code", "two codes"],
)
def test_picture_without_one_code_is_refused(data: bytes, code: str) -> None:
    """Nothing is guessed."""
    assert code == code_of(data)


def test_same_code_twice_is_one_code() -> None:
    """A sheet may show it on both halves."""
    assert ADDRESS == read_qr(photo(ADDRESS, ADDRESS, size=(2400, 1200)))


def test_photo_is_told_by_its_first_bytes() -> None:
    """Never by a file name."""
    assert [True, True, True, False, False] == [
        looks_like_photo(data)
        for data in (photo(), photo(kind="PNG"), photo(kind="WEBP"), b"{}", b"<svg/>")
    ]
