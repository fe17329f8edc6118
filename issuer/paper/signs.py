"""Signs of four shapes, drawn as lines (a tick, a question, a cross and a dot), and QR codes."""

from collections.abc import Callable, Mapping, Sequence

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas

from issuer.paper.model import Tone

#: Ink and ground of each tone; every pair has a contrast of at least 4.5 to 1.
COLOURS: Mapping[Tone, tuple[Color, Color]] = {
    Tone.GOOD: (HexColor(0x17603A), HexColor(0xE2F2E6)),
    Tone.WAIT: (HexColor(0x7A4B00), HexColor(0xFCEFD0)),
    Tone.STOP: (HexColor(0x93202F), HexColor(0xFBE5E4)),
    Tone.CALM: (HexColor(0x2D4A76), HexColor(0xE5ECF7)),
}


def draw_sign(canvas: Canvas, tone: Tone, x: float, y: float, side: float) -> None:
    """Draw the sign of a tone into the square whose lower left corner is at (x, y)."""
    canvas.saveState()
    canvas.translate(x, y)
    canvas.scale(side / 24, side / 24)
    canvas.setStrokeColor(COLOURS[tone][0])
    canvas.setLineWidth(2.2)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    _SIGNS[tone](canvas)
    canvas.restoreState()


def draw_code(
    canvas: Canvas, rows: Sequence[Sequence[bool]], x: float, top: float, side: float
) -> None:
    """Draw a QR code from its rows of modules, dark on what is there."""
    module = side / len(rows)
    canvas.setFillColor(HexColor(0x000000))
    for down, row in enumerate(rows, start=1):
        for across, dark in enumerate(row):
            if dark:
                left, low = x + across * module, top - down * module
                canvas.rect(left, low, module, module, stroke=0, fill=1)


def _tick(canvas: Canvas) -> None:
    canvas.circle(12, 12, 9.5)
    _line(canvas, (7.6, 11.6), (10.6, 8.6), (16.4, 15))


def _question(canvas: Canvas) -> None:
    _line(canvas, (12, 21.4), (22, 3.6), (2, 3.6), (12, 21.4))
    _line(canvas, (12, 14.6), (12, 9.8))
    _line(canvas, (12, 6.9), (12, 6.8))


def _cross(canvas: Canvas) -> None:
    corners = [(8, 2.5), (16, 2.5), (21.5, 8), (21.5, 16), (16, 21.5), (8, 21.5), (2.5, 16),
               (2.5, 8), (8, 2.5)]  # fmt: skip
    _line(canvas, *corners)
    _line(canvas, (8.8, 8.8), (15.2, 15.2))
    _line(canvas, (15.2, 8.8), (8.8, 15.2))


def _dot(canvas: Canvas) -> None:
    canvas.circle(12, 12, 9.5)
    _line(canvas, (8, 12), (16, 12))


def _line(canvas: Canvas, *points: tuple[float, float]) -> None:
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    canvas.drawPath(path)


_SIGNS: Mapping[Tone, Callable[[Canvas], None]] = {
    Tone.GOOD: _tick,
    Tone.WAIT: _question,
    Tone.STOP: _cross,
    Tone.CALM: _dot,
}
