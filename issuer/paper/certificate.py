"""A certificate: one page for the wall, with the badge, who earned it, and how to check it.

Everything has its place from the top or from the foot; between them, levels and rules take the room
that is left. No text can push another off the page: each is cut at a number of lines.
"""

import io
from collections.abc import Mapping, Sequence

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from issuer.paper.attaching import attach
from issuer.paper.fonts import BOLD, PLAIN, load_fonts, wrap
from issuer.paper.model import Certificate
from issuer.paper.pages import INK, LINE, SOFT, Marking, height_of
from issuer.paper.rendering import FILE, ONE_AT_A_TIME, describe
from issuer.paper.signs import COLOURS, draw_code, draw_sign

#: Name of the paper and its size in points.
PAPERS: Mapping[str, tuple[float, float]] = {"a4": A4, "letter": LETTER}
_EDGE = 26.0
_SIDE = 64.0
_ART = 204.0
#: The box of a logo, beside the picture of the badge.
_LOGO = (108.0, 72.0)
#: Of the QR code: 2.8 cm, the quiet zone of four modules included.
_CODE = 80.0
_FOOT = 124.0
_BODY = 9.5
_SMALL = 8.0
#: Names are set as large as they fit on two lines.
_SIZES = (30.0, 25.0, 21.0, 17.0, 14.0)
_GOLD = HexColor(0xB58A2B)


def render_certificate(certificate: Certificate) -> bytes:
    """Return a tagged PDF 1.7 of one page; equal certificates give equal bytes."""
    output = io.BytesIO()
    with ONE_AT_A_TIME:
        load_fonts()
        size = PAPERS[certificate.paper]
        canvas = Canvas(output, pagesize=size, **FILE, lang=certificate.language)
        describe(canvas, certificate)
        _Page(canvas, size, certificate).draw()
        canvas.save()
    return output.getvalue()


class _Page(Marking):
    """The one page, while it is drawn from top to bottom."""

    def __init__(self, canvas: Canvas, size: tuple[float, float], certificate: Certificate) -> None:
        super().__init__(canvas)
        self.structure.marked.append([])
        self._width, self._height = size
        self._middle = self._width / 2
        self._room = self._width - 2 * _SIDE
        self._it = certificate
        self._colour = HexColor(certificate.face.colour)

    def draw(self) -> None:
        """Draw everything, in the order in which it is read."""
        with self.artifact():
            self._draw_frame()
        self._draw_columns(self._draw_face(), _EDGE + _FOOT + 34)
        self._draw_standing(_EDGE + _FOOT + 22)
        self._draw_foot(_EDGE + _FOOT - 12)
        self.canvas.showPage()
        self.structure.write(self.document)
        if self._it.attachment is not None:
            attach(self._it.attachment, self._it.made_at, self.document)

    def _draw_frame(self) -> None:
        """Draw two lines around the page and a diamond on each corner."""
        for inset, ink, wide in ((_EDGE, self._colour, 2.4), (_EDGE + 6, _GOLD, 0.8)):
            self.canvas.setStrokeColor(ink)
            self.canvas.setLineWidth(wide)
            right, high = self._width - 2 * inset, self._height - 2 * inset
            self.canvas.roundRect(inset, inset, right, high, 9, stroke=1, fill=0)
        for x in (_EDGE + 3, self._width - _EDGE - 3):
            for y in (_EDGE + 3, self._height - _EDGE - 3):
                self._diamond(x, y)

    def _diamond(self, x: float, y: float) -> None:
        self.canvas.setFillColor(_GOLD)
        self.canvas.setStrokeColor(HexColor(0xFFFFFF))
        self.canvas.setLineWidth(3)
        path = self.canvas.beginPath()
        path.moveTo(x, y + 9)
        for across, up in ((9, 0), (0, -9), (-9, 0)):
            path.lineTo(x + across, y + up)
        path.close()
        self.canvas.drawPath(path, stroke=1, fill=1)

    def _draw_face(self) -> float:
        """Draw what is seen from across the room; return where the next may begin."""
        it = self._it.face
        top = self._height - _EDGE - 26
        if it.logo:
            self._draw_logo(it.logo, it.logo_alt)
        top = self._centre(it.issuer, "P", top, (15.0, 12.0), ink=self._colour, most=1)
        with self.marked(self.structure.root.add("Figure", alt=it.alt)):
            left, low = self._middle - _ART / 2, top - 8 - _ART
            picture = ImageReader(io.BytesIO(it.picture))
            self.canvas.drawImage(picture, left, low, _ART, _ART, mask="auto")
        top = self._centre(it.above, "P", top - _ART - 16, (11.0,), face=PLAIN, ink=SOFT)
        top = self._centre(it.whom, "P", top - 2, _SIZES, most=2)
        with self.artifact():
            self.canvas.setStrokeColor(_GOLD)
            self.canvas.setLineWidth(1.2)
            self.canvas.line(self._middle - 70, top - 3, self._middle + 70, top - 3)
        top = self._centre(it.between, "P", top - 10, (11.0,), face=PLAIN, ink=SOFT)
        top = self._centre(it.what, "H1", top - 2, _SIZES[1:], ink=self._colour, most=2)
        top = self._centre(it.kind, "P", top, (9.0,), face=PLAIN, ink=SOFT, most=1)
        return self._centre(it.description, "P", top - 6, (11.0,), face=PLAIN, most=3) - 14

    def _draw_logo(self, logo: bytes, alt: str) -> None:
        """Draw the issuer's logo into the upper left corner, as large as its box allows."""
        picture = ImageReader(io.BytesIO(logo))
        wide, high = picture.getSize()
        scale = min(_LOGO[0] / wide, _LOGO[1] / high)
        low = self._height - _EDGE - 22 - high * scale
        with self.marked(self.structure.root.add("Figure", alt=alt)):
            self.canvas.drawImage(picture, _EDGE + 22, low, wide * scale, high * scale, mask="auto")

    def _centre(  # noqa: PLR0913 # what is written, as what, where, and how it looks
        self,
        text: str,
        kind: str,
        top: float,
        sizes: Sequence[float],
        *,
        face: str = BOLD,
        ink: Color = INK,
        most: int = 2,
    ) -> float:
        """Write a text in the largest of the sizes in which it fits on `most` lines."""
        fitting = (s for s in sizes if len(wrap(text, face, s, self._room)) <= most)
        size = next(fitting, sizes[-1])
        lines = wrap(text, face, size, self._room)
        element = self.structure.root.add(kind)
        return self.write(
            _cut(lines, most),
            element,
            x=self._middle,
            top=top,
            size=size,
            face=face,
            ink=ink,
            centred=True,
        )

    def _draw_columns(self, top: float, foot: float) -> None:
        """Draw what was reached on the left and the rules on the right, down to `foot`."""
        gap = 28.0
        room = (self._room - gap) / 2
        if self._it.levels:
            self._draw_levels(_SIDE, top, room, foot)
            self._draw_rules(_SIDE + room + gap, top, room, foot)
        else:
            self._draw_rules(_SIDE, top, self._room, foot)

    def _draw_levels(self, x: float, top: float, room: float, foot: float) -> None:
        top = self._heading(self._it.levels_heading, x, top, room)
        table = self.structure.root.add("Table")
        for what, level in self._it.levels:
            names = wrap(what, PLAIN, _BODY, room * 0.62)
            levels = wrap(level, BOLD, _BODY, room * 0.36)
            height = height_of(max(names, levels, key=len), _BODY) + 4
            if top - height < foot:
                return
            row = table.add("TR")
            self.write(names, row.add("TH", Scope="Row"), x=x, top=top, size=_BODY)
            self.write(levels, row.add("TD"), x=x + room * 0.64, top=top, size=_BODY, face=BOLD)
            top -= height

    def _draw_rules(self, x: float, top: float, room: float, foot: float) -> None:
        top = self._heading(self._it.rules_heading, x, top, room)
        for rule in self._it.rules:
            lines = _cut(wrap(rule, PLAIN, _BODY, room), 3)
            if top - height_of(lines, _BODY) < foot:
                return
            element = self.structure.root.add("P")
            top = self.write(lines, element, x=x, top=top, size=_BODY) - 2

    def _heading(self, text: str, x: float, top: float, room: float) -> float:
        element = self.structure.root.add("H2")
        top = self.write([text], element, x=x, top=top, size=10.5, face=BOLD, ink=self._colour)
        self._line(x, top, room)
        return top - 3

    def _draw_standing(self, top: float) -> None:
        """Draw whether it holds on the day of printing: sign, words, and where to ask again."""
        ink, ground = COLOURS[self._it.tone]
        with self.artifact():
            self.canvas.setFillColor(ground)
            self.canvas.roundRect(_SIDE, top - 23, self._room, 27, 5, stroke=0, fill=1)
            draw_sign(self.canvas, self._it.tone, _SIDE + 8, top - 18, 17)
        left, root = _SIDE + 32, self.structure.root
        words = wrap(self._it.standing, BOLD, 10.5, self._room * 0.5)[:1]
        self.write(words, root.add("P"), x=left, top=top - 3, size=10.5, face=BOLD, ink=ink)
        left += self.canvas.stringWidth(words[0], BOLD, 10.5) + 10
        note = wrap(self._it.standing_note, PLAIN, _SMALL, _SIDE + self._room - left - 8)
        down = 1.0 if len(note) > 1 else 5.0
        self.write(note[:2], root.add("P"), x=left, top=top - down, size=_SMALL)

    def _draw_foot(self, top: float) -> None:
        """Draw facts on the left, QR code and address on the right."""
        side = _CODE + 12
        self._draw_facts(top, self._room - side - 150)
        x = _SIDE + self._room - _CODE
        with self.marked(self.structure.root.add("Figure", alt=self._it.code_alt)):
            draw_code(self.canvas, self._it.code, x, top + 4, _CODE)
        room = 150.0
        left = x - room - 4
        top = self._heading(self._it.code_heading, left, top, room)
        for text in self._it.says:
            lines = _cut(wrap(text, PLAIN, _SMALL, room), 4)
            element = self.structure.root.add("P")
            top = self.write(lines, element, x=left, top=top, size=_SMALL) - 2

    def _draw_facts(self, top: float, room: float) -> None:
        top = self._heading(self._it.facts_heading, _SIDE, top, room)
        table = self.structure.root.add("Table")
        for label, value in self._it.facts:
            values = _cut(wrap(value, PLAIN, _SMALL, room - 62), 2)
            row = table.add("TR")
            self.write([label], row.add("TH", Scope="Row"), x=_SIDE, top=top, size=_SMALL, ink=SOFT)
            after = self.write(values, row.add("TD"), x=_SIDE + 62, top=top, size=_SMALL)
            top = after - 2

    def _line(self, x: float, y: float, room: float) -> None:
        with self.artifact():
            self.canvas.setStrokeColor(LINE)
            self.canvas.setLineWidth(0.6)
            self.canvas.line(x, y, x + room, y)


def _cut(lines: Sequence[str], most: int) -> list[str]:
    """Return at most so many lines; the last one says that there was more."""
    if len(lines) <= most:
        return list(lines)
    return [*lines[: most - 1], lines[most - 1].rstrip(" .,;:") + "\u2026"]
