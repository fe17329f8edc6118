"""Pages that fill from top to bottom; every line that is written is marked for the tree."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from issuer.errors import LimitError
from issuer.paper.fonts import BOLD, PLAIN, shown
from issuer.paper.tagging import Element, Structure

#: In points.
MARGIN = 56.0
WIDTH = A4[0] - 2 * MARGIN
_FOOT = 34.0
#: Baseline to baseline, as a multiple of the size of the letters.
_LEADING = 1.32
#: More would be an attack, or a file that nobody reads.
MAX_PAGES = 40
INK = HexColor(0x1D2733)
SOFT = HexColor(0x51606F)
LINE = HexColor(0xDCD7CA)


class Marking:
    """A canvas on which everything that is drawn is marked: for the tree, or as decoration."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.structure = Structure()

    @property
    def document(self) -> Any:
        """Return what reportlab builds the file from."""
        canvas: Any = self.canvas
        return canvas._doc  # noqa: SLF001 # it has no public name, and tags need it

    @contextmanager
    def marked(self, element: Element) -> Iterator[None]:
        """Mark what is drawn meanwhile as a piece of an element."""
        number = self.structure.mark(element)
        self.canvas.addLiteral(f"/{element.kind} <</MCID {number}>> BDC")
        yield
        self.canvas.addLiteral("EMC")

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """Mark what is drawn meanwhile as decoration."""
        self.canvas.addLiteral("/Artifact BMC")
        yield
        self.canvas.addLiteral("EMC")

    def write(  # noqa: PLR0913 # what is written, for whom, where, and how it looks
        self,
        lines: Sequence[str],
        element: Element,
        *,
        x: float,
        top: float,
        size: float,
        face: str = PLAIN,
        ink: Color = INK,
        centred: bool = False,
    ) -> float:
        """Write lines that fit on this page as one piece; return where the next would begin.

        `x` is where they begin, or their middle if they are `centred`.
        """
        with self.marked(element):
            self.canvas.setFont(face, size)
            self.canvas.setFillColor(ink)
            draw = self.canvas.drawCentredString if centred else self.canvas.drawString
            for line in lines:
                draw(x, top - size, line)
                top -= size * _LEADING
        return top


class Pages(Marking):
    """A canvas with a cursor; `top` is where the next block begins."""

    def __init__(self, canvas: Canvas, foot: str) -> None:
        super().__init__(canvas)
        self.top = 0.0
        self._foot = shown(foot)
        self._begin()

    def need(self, height: float) -> None:
        """Go on to a new page unless so much room is left on this one."""
        if self.top - height < MARGIN and self.top < A4[1] - MARGIN:
            self._end()
            self._begin()

    def space(self, height: float) -> None:
        """Leave a gap."""
        self.top -= height

    def finish(self) -> None:
        """End the last page and write the tree."""
        self._end()
        self.structure.write(self.document)

    def rule(self) -> None:
        """Draw a fine line across the column."""
        with self.artifact():
            self.canvas.setStrokeColor(LINE)
            self.canvas.setLineWidth(0.6)
            self.canvas.line(MARGIN, self.top, MARGIN + WIDTH, self.top)

    def _begin(self) -> None:
        if len(self.structure.marked) == MAX_PAGES:
            raise LimitError("This does not fit on the sheets that are printed", code="paper")
        self.structure.marked.append([])
        self.top = A4[1] - MARGIN

    def _end(self) -> None:
        number = len(self.structure.marked)
        with self.artifact():
            self.canvas.setFont(PLAIN, 8)
            self.canvas.setFillColor(SOFT)
            self.canvas.drawString(MARGIN, _FOOT, self._foot)
            self.canvas.setFont(BOLD, 8)
            self.canvas.drawRightString(MARGIN + WIDTH, _FOOT, str(number))
        self.canvas.showPage()


def height_of(lines: Sequence[str], size: float) -> float:
    """Return how much room lines take."""
    return len(lines) * size * _LEADING
