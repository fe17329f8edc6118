"""QR codes for addresses: level M, quiet zone of four modules, dark on light (wallets.md 9)."""

import io
from collections.abc import Sequence

import qrcode
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M
from qrcode.exceptions import DataOverflowError

from issuer.errors import LimitError

#: In modules, on each side; ISO/IEC 18004 asks for four.
QUIET_ZONE = 4
#: In pixels; a printed code of version 4 is then about 3 cm at 300 dpi.
_MODULE = 10
#: Room of the largest version at level M.
_MAX_BYTES = 2331
_BLOCKS = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def qr_svg(text: str) -> bytes:
    """Draw a QR code as SVG, one user unit per module, so that it prints sharply at any size.

    Raises:
        LimitError: more than 2,331 bytes of text, code `qr`.
    """
    rows = qr_rows(text)
    runs = "".join(
        f"M{start} {y}h{length}v1h-{length}z"
        for y, row in enumerate(rows)
        for start, length in _runs(row)
    )
    side = len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" role="img" '
        f'aria-label="QR code" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path d="{runs}"/></svg>'
    ).encode()


def qr_png(text: str) -> bytes:
    """Draw a QR code as a black and white PNG, ten pixels per module; raises as `qr_svg`."""
    rows = qr_rows(text)
    side = len(rows)
    picture = Image.new("1", (side, side), 1)
    picture.putdata([0 if dark else 1 for row in rows for dark in row])
    picture = picture.resize((side * _MODULE, side * _MODULE), Image.Resampling.NEAREST)
    output = io.BytesIO()
    picture.save(output, "PNG", optimize=True)
    return output.getvalue()


def qr_terminal(text: str) -> str:
    """Draw a QR code with half blocks, two modules per character; raises as `qr_svg`.

    Light modules are drawn, since most terminals are dark: the code then needs no colours, and on
    a light terminal readers that accept inverted codes still read it.
    """
    rows = qr_rows(text)
    rows = [*rows, [True] * len(rows[0])] if len(rows) % 2 else rows
    return "\n".join(
        "".join(_BLOCKS[not upper, not lower] for upper, lower in zip(*pair, strict=True))
        for pair in zip(rows[::2], rows[1::2], strict=True)
    )


def qr_rows(text: str) -> Sequence[Sequence[bool]]:
    """Return the rows of modules, quiet zone included, True for dark; raises as `qr_svg`."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_ZONE)
    code.add_data(text)
    try:
        code.make(fit=True)
    except (DataOverflowError, ValueError) as error:
        raise LimitError(f"A QR code holds at most {_MAX_BYTES} bytes", code="qr") from error
    return [[bool(dark) for dark in row] for row in code.get_matrix()]


def _runs(row: Sequence[bool]) -> list[tuple[int, int]]:
    """Return start and length of each run of dark modules."""
    runs: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if dark and runs and sum(runs[-1]) == x:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((x, 1))
    return runs
