"""QR codes are read back by an independent reader."""

import io

import pytest
import zxingcpp
from PIL import Image

from issuer.errors import LimitError
from issuer.images import qr_png, qr_svg, qr_terminal, render_png

PAGE = "https://badges.riverbend.example/badges/7Xk2mPq9RsTvWxYz3AbCdE"
TEXTS = [PAGE, f"{PAGE}?iuv=1", "Grüße, 你好", "https://b.example/" + "x" * 600]


def read(picture: bytes) -> list[str]:
    """Return the texts of all codes that ZXing finds."""
    with Image.open(io.BytesIO(picture)) as image:
        return [code.text for code in zxingcpp.read_barcodes(image.convert("RGB"))]


@pytest.mark.parametrize("text", TEXTS)
def test_png_code_holds_the_text(text: str) -> None:
    """What a phone reads is what we wrote."""
    assert [text] == read(qr_png(text))


@pytest.mark.parametrize("text", TEXTS)
def test_svg_code_holds_the_text(text: str) -> None:
    """The SVG is drawn by the same renderer as all our pictures."""
    assert [text] == read(render_png(qr_svg(text), 600))


def test_code_survives_a_bad_photograph() -> None:
    """Level M: after strong JPEG compression the text is still there."""
    output = io.BytesIO()
    with Image.open(io.BytesIO(qr_png(PAGE))) as image:
        image.convert("L").save(output, "JPEG", quality=10)
    assert [PAGE] == read(output.getvalue())


def test_terminal_code_holds_the_text() -> None:
    """Two modules per character: drawn out again, the code can be read."""
    halves = {" ": (1, 1), "▀": (0, 1), "▄": (1, 0), "█": (0, 0)}
    rows = [
        [halves[character][half] for character in line]
        for line in qr_terminal(PAGE).split("\n")
        for half in (0, 1)
    ]
    # A block is a light module on a dark terminal.
    picture = Image.new("1", (len(rows[0]), len(rows)))
    picture.putdata([1 - dark for row in rows for dark in row])
    output = io.BytesIO()
    picture.resize((picture.width * 8, picture.height * 8)).save(output, "PNG")
    assert [PAGE] == read(output.getvalue())


def test_page_address_fits_version_four_with_its_quiet_zone() -> None:
    """A usual address gives 33 modules and four more on each side (wallets.md section 9)."""
    with Image.open(io.BytesIO(qr_png("https://badges.riverbend.example/b/" + "x" * 16))) as image:
        assert ((33 + 8) * 10, (33 + 8) * 10) == image.size
        assert 255 == image.convert("L").crop((0, 0, 410, 40)).getextrema()[0]


def test_text_beyond_the_largest_code_is_refused() -> None:
    """The sentence tells the limit."""
    with pytest.raises(LimitError, match="2331 bytes"):
        qr_png("x" * 2332)
