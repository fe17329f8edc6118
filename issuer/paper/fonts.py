"""The letters of a sheet: Source Sans Pro, embedded in part. Latin, Greek and Cyrillic.

What it lacks (Arabic, Hebrew, the scripts of India, Chinese, Japanese, Korean and others) is shown
as an empty box, never as a look-alike; so is what hides or reorders letters.
"""

import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib import resources

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

PLAIN = "IssuerPlain"
BOLD = "IssuerBold"
_FACES = {PLAIN: "SourceSansPro-Regular.ttf", BOLD: "SourceSansPro-Semibold.ttf"}
#: Stands for a character that cannot be shown.
BOX = "\u2610"
#: No block shows more of one text; the whole stands in the attached file.
_LONGEST = 600


@cache
def load_fonts() -> frozenset[int]:
    """Make the faces known to the drawing library; return the code points that both have."""
    folder = resources.files("font_source_sans_pro") / "files"
    known = []
    for name, file in _FACES.items():
        with resources.as_file(folder / file) as path:
            font = TTFont(name, str(path))
        pdfmetrics.registerFont(font)
        known.append(frozenset(font.face.charToGlyph))
    return frozenset.intersection(*known)


def can_show(text: str) -> bool:
    """Say whether every character of a text can be shown as it is."""
    return BOX not in shown(text) or BOX in text


def shown(text: str) -> str:
    """Return one line of what can be shown of a text, cut at a length."""
    known = load_fonts()
    composed = unicodedata.normalize("NFC", text[:_LONGEST])
    line = "".join(_shown(character, known) for character in composed)
    return line if len(text) <= _LONGEST else f"{line}…"


def wrap(text: str, face: str, size: float, room: float) -> list[str]:
    """Break a text into lines, at spaces where that is possible, else within a word."""
    load_fonts()
    lines: list[str] = []
    used = room
    for piece, wide in _pieces(shown(text).split(), face, room / size):
        longer = used + _advance(" ", face) + wide
        if lines and longer <= room / size:
            lines[-1] += f" {piece}"
            used = longer
        else:
            lines.append(piece)
            used = wide
    return lines


def _pieces(words: list[str], face: str, room: float) -> Iterator[tuple[str, float]]:
    """Cut words that are wider than the column, such as an address or a digest; tell widths."""
    for word in words:
        start, used = 0, 0.0
        for place, character in enumerate(word):
            wide = _advance(character, face)
            if place > start and used + wide > room:
                yield word[start:place], used
                start, used = place, 0.0
            used += wide
        yield word[start:], used


@cache
def _advance(character: str, face: str) -> float:
    """Return how wide a character is at the size of one point; the fonts have a few thousand."""
    return pdfmetrics.stringWidth(character, face, 1)


def _shown(character: str, known: frozenset[int]) -> str:
    if character.isspace():
        return " "
    is_hidden = unicodedata.category(character).startswith("C")
    return character if ord(character) in known and not is_hidden else BOX
