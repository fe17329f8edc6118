"""Lines along the rim of a badge: what a school's badges have in common beside their outline."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Line:
    """One line: how far from the middle (1 is the edge), how wide, and its dashes if any."""

    scale: str
    width: str
    dashes: str = ""


#: Name of the border and its lines. `line` is what every badge of the first generation has.
BORDERS: Mapping[str, tuple[Line, ...]] = MappingProxyType(
    {
        "line": (Line(".925", "4"),),
        "double": (Line(".948", "2.6"), Line(".9", "2.6")),
        "beads": (Line(".925", "8.5", "0 17"),),
        "stitches": (Line(".925", "4.5", "13 11"),),
        "morse": (Line(".925", "5", "0 13 13 13"),),
        "rope": (Line(".925", "9", "3.2 5.6"),),
    }
)


def draw_border(name: str, outline: str, colour: str) -> str:
    """Draw a border with the start of an element that has the outline, in one colour."""
    return "".join(
        f'{outline} transform="scale({line.scale})" fill="none" stroke="{colour}" '
        f'stroke-width="{line.width}"{_dashes(line)}/>'
        for line in BORDERS[name]
    )


def _dashes(line: Line) -> str:
    if not line.dashes:
        return ""
    # A dash without length is a dot only where line ends are round.
    ends = "round" if line.dashes.startswith("0") else "butt"
    return f' stroke-linecap="{ends}" stroke-dasharray="{line.dashes}"'
