"""Capitals as single strokes with round ends, so that art needs no font on any machine.

Latin letters with their accents, digits and common marks. Text in other scripts is not drawn:
an empty ribbon would be worse than none.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise
from types import MappingProxyType

#: Height of a capital, in units of the glyphs below.
CAP_HEIGHT = 10.0
#: In units of the picture; smaller capitals are a smudge.
_SMALLEST = 12.0
_MOST_WORDS = 24
_GAP = 3.4
_BLANK = 4.6
_ROUND = "M5 0A5 5 0 1 0 5 10A5 5 0 1 0 5 0Z"
_P = "M0 10V0H3.7A2.8 2.8 0 0 1 3.7 5.6H0"

#: Advance width and strokes of each glyph; y runs down from the top of a capital.
_GLYPHS: Mapping[str, tuple[float, str]] = MappingProxyType(
    {
        "A": (8, "M0 10L4 0L8 10M1.5 6.6H6.5"),
        "B": (6.6, "M3.4 4.6H0M0 0V10H3.9A2.7 2.7 0 0 0 3.9 4.6H3.4A2.3 2.3 0 0 0 3.4 0H0"),
        "C": (8.6, "M8.6 1.7A5 5 0 1 0 8.6 8.3"),
        "D": (8, "M0 0V10H3A5 5 0 0 0 3 0Z"),
        "E": (5.8, "M5.8 0H0V10H5.8M0 4.8H4.9"),
        "F": (5.6, "M5.6 0H0V10M0 4.8H4.7"),
        "G": (9.6, "M8.6 1.7A5 5 0 1 0 9.6 5.4H5.8"),
        "H": (7.4, "M0 0V10M7.4 0V10M0 4.8H7.4"),
        "I": (0, "M0 0V10"),
        "J": (4.8, "M4.8 0V7.3A2.6 2.7 0 0 1 0 8.2"),
        "K": (7, "M0 0V10M6.6 0L0 5.8M2.5 3.7L7 10"),
        "L": (5.4, "M0 0V10H5.4"),
        "M": (9.2, "M0 10V0L4.6 7L9.2 0V10"),
        "N": (7.6, "M0 10V0L7.6 10V0"),
        "O": (10, _ROUND),
        "P": (6.5, _P),
        "Q": (10, _ROUND + "M6.4 6.8L9.6 10.6"),
        "R": (7, _P + "M3.6 5.6L7 10"),
        "S": (6.6, ("M6.2 1.8C5.6 .6 4.5 0 3.3 0C1.6 0 .3 1 .3 2.5C.3 5.8 6.6 4 6.6 7.4"
                   "C6.6 9 5.2 10 3.4 10C1.8 10 .5 9.2 0 7.9")),
        "T": (7.4, "M0 0H7.4M3.7 0V10"),
        "U": (7.2, "M0 0V6.4A3.6 3.6 0 0 0 7.2 6.4V0"),
        "V": (8, "M0 0L4 10L8 0"),
        "W": (11.6, "M0 0L3 10L5.8 1.4L8.6 10L11.6 0"),
        "X": (7, "M0 0L7 10M7 0L0 10"),
        "Y": (7.6, "M0 0L3.8 5.2L7.6 0M3.8 5.2V10"),
        "Z": (7, "M.2 0H6.9L0 10H7"),
        "Æ": (11, "M11 10H5.6V0H10.6M5.6 0L0 10M5.6 4.8H9.8M2 6.6H5.6"),
        "Œ": (13.4, "M8.2 0H5A5 5 0 1 0 5 10H13.4M8.2 0V10M8.2 0H13.2M8.2 4.8H12.6"),
        "Ø": (10, _ROUND + "M1.2 9.4L8.8 .6"),
        "Ł": (5.4, "M0 0V10H5.4M-1.6 6.4L2.6 3.8"),
        "Đ": (8, "M0 0V10H3A5 5 0 0 0 3 0ZM-1.8 5H2.8"),
        "Þ": (6.5, "M0 0V10M0 2H3.7A2.8 2.8 0 0 1 3.7 7.6H0"),
        "0": (7, "M3.5 0A3.5 5 0 1 0 3.5 10A3.5 5 0 1 0 3.5 0Z"),
        "1": (2.8, "M0 1.9L2.8 0V10"),
        "2": (6.4, "M.2 2.9C.4 1 1.7 0 3.2 0C4.9 0 6.2 1.1 6.2 2.8C6.2 5 3.6 6.6 0 10H6.4"),
        "3": (6, ("M.4 1.6C1.1 .5 2 0 3 0A2.3 2.3 0 0 1 3 4.6H2.3M3 4.6A2.7 2.7 0 0 1 3 10"
                 "C1.8 10 .6 9.3 0 8.1")),
        "4": (6.8, "M5 10V0L0 7.2H6.8"),
        "5": (6.2, "M5.8 0H1.2L.7 4.4C1.4 3.9 2.2 3.7 3 3.7A3.1 3.1 0 0 1 3 10C1.8 10 .6 9.2 0 8"),
        "6": (6.4, "M4.8 0L.7 5M0 6.8A3.2 3.2 0 1 0 6.4 6.8A3.2 3.2 0 1 0 0 6.8Z"),
        "7": (6.2, "M0 0H6.2L2.2 10"),
        "8": (6.2, ("M3.1 0A2.3 2.3 0 1 0 3.1 4.6A2.3 2.3 0 1 0 3.1 0ZM3.1 4.6A2.8 2.7 0 1 0 3.1 10"
                   "A2.8 2.7 0 1 0 3.1 4.6Z")),
        "9": (6.4, "M1.6 10L5.7 5M6.4 3.2A3.2 3.2 0 1 0 0 3.2A3.2 3.2 0 1 0 6.4 3.2Z"),
        "-": (3.4, "M0 5.4H3.4"),
        "+": (5, "M0 5.4H5M2.5 2.9V7.9"),
        "/": (4, "M0 11L4-1"),
        ".": (0, "M0 10H.1"),
        ":": (0, "M0 3.4H.1M0 10H.1"),
        ",": (.6, "M.5 9.9L0 11.6"),
        "'": (0, "M0 0V2.2"),
        "?": (5.2, "M0 2.4C.2 .8 1.3 0 2.6 0C4.2 0 5.2 1 5.2 2.5C5.2 4.6 2.6 4.6 2.6 7M2.6 10H2.7"),
        "!": (0, "M0 0V6.8M0 10H.1"),
        "&": (7.6, ("M7.6 10L2 3.3C.8 1.8 1.7 0 3.3 0C5.1 0 5.7 2.2 4.2 3.4L1.6 5.4"
                   "C-.9 7.4 .4 10 2.8 10C5 10 6.8 8.2 7.2 5.6")),
        "(": (1.8, "M1.8-1C-.6 2.4-.6 8.6 1.8 12"),
        ")": (1.8, "M0-1C2.4 2.4 2.4 8.6 0 12"),
    }
)  # fmt: skip
#: Combining marks, around the middle of their letter.
_ACCENTS: Mapping[str, str] = MappingProxyType(
    {
        "\u0300": "M-1.2-3.2L.4-1.9",
        "\u0301": "M1.2-3.2L-.4-1.9",
        "\u0302": "M-1.4-1.9L0-3.2L1.4-1.9",
        "\u0303": "M-1.6-2.1C-.6-3.4.6-1.4 1.6-2.7",
        "\u0304": "M-1.6-2.4H1.6",
        "\u0306": "M-1.4-3C-.9-1.7.9-1.7 1.4-3",
        "\u0307": "M0-2.4H.1",
        "\u0308": "M-1.5-2.4H-1.4M1.4-2.4H1.5",
        "\u030a": "M0-3.6A1.1 1.1 0 1 0 0-1.4A1.1 1.1 0 1 0 0-3.6Z",
        "\u030b": "M-.2-3.2L-1.4-1.9M1.8-3.2L.6-1.9",
        "\u030c": "M-1.4-3.2L0-1.9L1.4-3.2",
        "\u0326": "M.3 11.6L-.2 12.8",
        "\u0327": "M.2 10.2C1.6 11 .8 12.6-.9 12.3",
        "\u0328": "M.6 10C-.8 11.4.2 12.6 1.5 12",
    }
)
_ALIKE = str.maketrans(
    {"\u2013": "-", "\u2014": "-", "\u2011": "-", "\u2019": "'", "\u2018": "'", "\u00a0": " ",
     "\u2192": "-", "\u00b7": "-", ";": ","}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One line of lettering: its width and strokes, in units of the glyphs, from (0, 0)."""

    width: float
    strokes: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """A text set in lines, and the factor from units of the glyphs to those of the picture."""

    lines: tuple[Line, ...]
    scale: float


def set_title(text: str, width: float, heights: tuple[float, ...]) -> Setting | None:
    """Set a text in the lines that allow the largest letters, or not at all.

    `heights` says how high a capital may be in one line, in two lines and so on. None if a letter
    has no glyph here, if there is no text, or if the letters would be too small to read.
    """
    words = text.translate(_ALIKE).upper().strip("- ").split()
    if not words or len(words) > _MOST_WORDS or not all(map(_can_write, words)):
        return None
    settings = [
        _setting(
            tuple(_line(" ".join(part).strip("- ")) for part in _parts(words, cuts)),
            width,
            heights[count],
        )
        for count in range(min(len(heights), len(words)))
        for cuts in combinations(range(1, len(words)), count)
    ]
    best = max(settings, key=lambda setting: setting.scale)
    return best if best.scale * CAP_HEIGHT >= _SMALLEST else None


def _setting(lines: tuple[Line, ...], width: float, height: float) -> Setting:
    widest = max(line.width for line in lines)
    return Setting(lines, min(width / widest, height / CAP_HEIGHT))


def _parts(words: list[str], cuts: tuple[int, ...]) -> list[list[str]]:
    bounds = [0, *cuts, len(words)]
    return [words[start:end] for start, end in pairwise(bounds)]


def _can_write(word: str) -> bool:
    """Tell whether all letters have glyphs; marks without one are left out by `_line`."""
    for character in unicodedata.normalize("NFD", _kept(word)):
        known = character in _GLYPHS or character in _ACCENTS
        if not known and unicodedata.category(character)[0] in "LNM":
            return False
    return True


def _kept(text: str) -> str:
    """Return the text decomposed, whole letters such as Ø left as they are."""
    return "".join(each if each in _GLYPHS else unicodedata.normalize("NFD", each) for each in text)


def _line(text: str) -> Line:
    x, middle = 0.0, 0.0
    strokes: list[tuple[float, str]] = []
    for character in _kept(text):
        if character == " ":
            x += _BLANK
        elif character in _ACCENTS:
            strokes.append((middle, _ACCENTS[character]))
        elif character in _GLYPHS:
            width, path = _GLYPHS[character]
            strokes.append((x, path))
            middle = x + width / 2
            x += width + _GAP
    return Line(max(x - _GAP, 1.0), tuple(strokes))
