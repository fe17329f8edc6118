"""Symbols of badges, drawn by hand on a grid of 24 by 24: a soft body and fine lines."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Symbol:
    """Path data: `body` is filled softly and outlined, `line` is outlined only."""

    body: str
    line: str = ""


def _disc(x: float, y: float, radius: float) -> str:
    arc = f"a{radius:g} {radius:g} 0 1 0"
    return f"M{x - radius:g} {y:g}{arc} {2 * radius:g} 0{arc}-{2 * radius:g} 0z"


_HEART = (
    "M12 20.6C6.2 16.4 2.8 13.1 2.8 8.9C2.8 6 5 4 7.6 4C9.5 4 11.1 5 12 6.7C12.9 5 14.5 4 16.4 4"
    "C19 4 21.2 6 21.2 8.9C21.2 13.1 17.8 16.4 12 20.6Z"
)
_WINDOW = (
    "M4 4h16a1.7 1.7 0 0 1 1.7 1.7v12.6A1.7 1.7 0 0 1 20 20H4a1.7 1.7 0 0 1-1.7-1.7V5.7"
    "A1.7 1.7 0 0 1 4 4z"
)

SYMBOLS: Mapping[str, Symbol] = MappingProxyType(
    {
        "people": Symbol(
            _disc(12, 7.6, 3.3) + "M5.6 20C5.6 15.8 8.2 13.4 12 13.4S18.4 15.8 18.4 20Z",
            "M6.2 11.2A2.6 2.6 0 1 1 6.6 6.1M1.8 17.6C1.8 15.4 2.9 13.9 4.8 13.3"
            "M17.8 11.2A2.6 2.6 0 1 0 17.4 6.1M22.2 17.6C22.2 15.4 21.1 13.9 19.2 13.3",
        ),
        "chart": Symbol(
            "M4.6 13h3.6v6.4H4.6zM10.2 8.6h3.6v10.8h-3.6zM15.8 4.2h3.6v15.2h-3.6z", "M2.4 21.6H21.6"
        ),
        "book": Symbol(
            "M12 6.2C10 4.6 6.6 4 2.8 4.4V18.6C6.6 18.2 10 18.8 12 20.4C14 18.8 17.4 18.2 21.2 18.6"
            "V4.4C17.4 4 14 4.6 12 6.2Z",
            "M12 6.2V20.4M5.8 8.6C7.2 8.6 8.2 8.8 9.2 9.2M5.8 12.2C7.2 12.2 8.2 12.4 9.2 12.8"
            "M18.2 8.6C16.8 8.6 15.8 8.8 14.8 9.2M18.2 12.2C16.8 12.2 15.8 12.4 14.8 12.8",
        ),
        "leaf": Symbol(
            "M5.4 18.4C2.4 11.4 8 4.2 20.4 3.8C20.8 15.6 13.2 21.6 5.4 18.4Z",
            "M3 21.6C5.6 16.8 9.4 12.6 14.8 9.2M9.2 13.6V9.6M9.2 13.6H13.6",
        ),
        "heart": Symbol(_HEART),
        "pulse": Symbol(_HEART, "M5.6 12H8.8L10.4 8.8L12.9 14.8L14.6 12H18.4"),
        "compass": Symbol(
            _disc(12, 12, 9.4),
            "M16 8L13.7 13.7L8 16L10.3 10.3ZM12 2.6V4.4M12 19.6V21.4M2.6 12H4.4M19.6 12H21.4",
        ),
        "pen": Symbol(
            "M15.8 3.6L20.4 8.2L8.8 19.8L3.2 20.8L4.2 15.2Z", "M13 6.4L17.6 11M13.4 20.8H21"
        ),
        "code": Symbol(
            _WINDOW,
            "M2.3 8H21.7M8.8 11L6 13.8L8.8 16.6M15.2 11L18 13.8L15.2 16.6M13 10.6L11 17",
        ),
        "speech": Symbol(
            "M4 3.8H20A1.8 1.8 0 0 1 21.8 5.6V14.8A1.8 1.8 0 0 1 20 16.6H11.6L6.6 20.8V16.6H4"
            "A1.8 1.8 0 0 1 2.2 14.8V5.6A1.8 1.8 0 0 1 4 3.8Z",
            "M6.8 8.4H17.2M6.8 12H13.4",
        ),
        "star": Symbol(
            "M12 2.4L14.9 8.5L21.6 9.4L16.7 14L18 20.7L12 17.5L6 20.7L7.3 14L2.4 9.4L9.1 8.5Z"
        ),
        "microscope": Symbol(
            "M10.2 2.4L14.2 4L11 12.4L7 10.8Z",
            "M7.6 13.2L9.2 13.8M13.6 5.8A6.9 6.9 0 0 1 14.8 17.8M5.4 17.8H14.8M3.8 21.4H20.2"
            "M11.4 17.8V21.4",
        ),
        "hammer": Symbol(
            "M5.6 3.6H15.4C18 3.6 19.8 5 20.6 7.6H17V9.8H5.6Z"
            "M10 9.8H13.4V20A1.2 1.2 0 0 1 12.2 21.2H11.2A1.2 1.2 0 0 1 10 20Z"
        ),
        "scale": Symbol(
            "M1.8 14.6L5.2 6.8L8.6 14.6A3.4 2.7 0 0 1 1.8 14.6Z"
            "M15.4 14.6L18.8 6.8L22.2 14.6A3.4 2.7 0 0 1 15.4 14.6Z",
            "M12 3V20.8M7.6 20.8H16.4M4.4 6.4H19.6",
        ),
        "cap": Symbol(
            "M12 4L22.4 9L12 14L1.6 9ZM6 11.2V16.4C9 19.2 15 19.2 18 16.4V11.2L12 14Z",
            "M20.8 9.8V16.4",
        ),
        "cloud": Symbol(
            "M6.8 19A4.9 4.9 0 0 1 6.4 9.2A6.3 6.3 0 0 1 18.3 10.4A4.4 4.4 0 0 1 17.8 19Z"
        ),
        "globe": Symbol(
            _disc(12, 12, 9.4),
            "M2.6 12H21.4M12 2.6C8.2 6.4 8.2 17.6 12 21.4M12 2.6C15.8 6.4 15.8 17.6 12 21.4",
        ),
        "bulb": Symbol(
            "M12 2.4A6.9 6.9 0 0 0 8.2 15C8.9 15.6 9.3 16.3 9.3 17.2H14.7C14.7 16.3 15.1 15.6"
            " 15.8 15A6.9 6.9 0 0 0 12 2.4Z",
            "M9.7 19.6H14.3M10.7 21.8H13.3M12 17.2V12.2M9.6 10.2L12 12.2L14.4 10.2",
        ),
        "rocket": Symbol(
            "M12 1.8C15.8 4.6 17 8.8 16.2 15.6H7.8C7 8.8 8.2 4.6 12 1.8Z" + _disc(12, 8.8, 1.9),
            "M7.7 11L4.4 14.8V19.2L8 16.8M16.3 11L19.6 14.8V19.2L16 16.8"
            "M12 18.2V22M9.4 18.2V20M14.6 18.2V20",
        ),
        "check": Symbol(
            "M12 2.2L20.4 5.2V11.4C20.4 16.6 16.8 20.2 12 21.8C7.2 20.2 3.6 16.6 3.6 11.4V5.2Z",
            "M8 11.8L11 14.8L16.2 9.2",
        ),
        "cycle": Symbol(
            _disc(12, 12, 2.7),
            "M3.9 10.6A8.3 8.3 0 0 1 18.8 7.2M20.1 13.4A8.3 8.3 0 0 1 5.2 16.8"
            "M19.4 2.8V7.6H14.6M4.6 21.2V16.4H9.4",
        ),
        "lens": Symbol(_disc(10.2, 10.2, 7.2), "M15.6 15.6L21.4 21.4M7 10.3L9.4 12.6L13.6 8"),
        "music": Symbol(
            _disc(6.2, 17.6, 2.8) + _disc(16.6, 15.6, 2.8),
            "M9 17.6V5.4L19.4 3.2V15.6M9 9.4L19.4 7.2",
        ),
        "flask": Symbol(
            "M7.2 14.8H16.8L19.2 19.2A1.5 1.5 0 0 1 17.9 21.4H6.1A1.5 1.5 0 0 1 4.8 19.2Z",
            "M9.2 2.6H14.8M10.2 2.6V9.4L7.2 14.8M13.8 2.6V9.4L16.8 14.8M10.4 18H10.5",
        ),
        "puzzle": Symbol(
            "M3.6 8.2H8A2.6 2.6 0 1 1 12.2 8.2H16.6V12.2A2.6 2.6 0 1 1 16.6 16.4V20.8H3.6Z"
        ),
        "summit": Symbol(
            "M1.8 20.2L9 7.8L13 14.2L15.6 10.4L22.2 20.2Z",
            "M9 7.8V2.4L13.4 4.2L9 6M6.6 12L9 13.6L11.4 11.8",
        ),
        "target": Symbol(_disc(12, 12, 9.4) + _disc(12, 12, 1.5), _disc(12, 12, 5.4)),
        "laptop": Symbol(
            "M5.4 4.4H18.6A1.3 1.3 0 0 1 19.9 5.7V15.4H4.1V5.7A1.3 1.3 0 0 1 5.4 4.4Z",
            "M1.8 18.8H22.2M9.2 9.9L11.2 11.9L15 8",
        ),
        "camera": Symbol(
            "M3.6 7.2H7.2L8.9 4.6H15.1L16.8 7.2H20.4A1.5 1.5 0 0 1 21.9 8.7V18.1"
            "A1.5 1.5 0 0 1 20.4 19.6H3.6A1.5 1.5 0 0 1 2.1 18.1V8.7A1.5 1.5 0 0 1 3.6 7.2Z",
            _disc(12, 13.2, 3.9),
        ),
        "trophy": Symbol(
            "M7 2.8H17V9A5 5 0 0 1 7 9ZM7.8 21.2C7.8 18.8 9.4 17.8 12 17.8S16.2 18.8 16.2 21.2Z",
            "M7 4.6H3.2C3.2 8.4 4.7 10.3 7.3 10.6M17 4.6H20.8C20.8 8.4 19.3 10.3 16.7 10.6"
            "M12 14V17.8",
        ),
        "sprout": Symbol(
            "M12 13.6C12 9.4 8.8 6.8 3.8 6.8C3.8 11.2 7 13.6 12 13.6Z"
            "M12 10.6C12 6 15 3.2 20.4 3C20.6 7.8 17.4 10.6 12 10.6Z",
            "M12 21.4V10.6M7 21.4H17",
        ),
        "helmet": Symbol(
            "M3.4 16.2A8.6 8.6 0 0 1 9.6 7.8V12.4M20.6 16.2A8.6 8.6 0 0 0 14.4 7.8V12.4"
            "M3.4 16.2V15.6A8.6 8.6 0 0 1 20.6 15.6V16.2Z",
            "M9.6 11.8V6.2A0.9 0.9 0 0 1 10.5 5.3H13.5A0.9 0.9 0 0 1 14.4 6.2V11.8"
            "M1.6 16.2H22.4V18.8H1.6Z",
        ),
        "cross": Symbol(
            "M9.2 3H14.8A0.6 0.6 0 0 1 15.4 3.6V8.6H20.4A0.6 0.6 0 0 1 21 9.2V14.8"
            "A0.6 0.6 0 0 1 20.4 15.4H15.4V20.4A0.6 0.6 0 0 1 14.8 21H9.2A0.6 0.6 0 0 1 8.6 20.4"
            "V15.4H3.6A0.6 0.6 0 0 1 3 14.8V9.2A0.6 0.6 0 0 1 3.6 8.6H8.6V3.6A0.6 0.6 0 0 1 9.2 3Z"
        ),
        "network": Symbol(
            "M8.8 2.8H15.2V8.2H8.8ZM2.2 15.8H8.6V21.2H2.2ZM15.4 15.8H21.8V21.2H15.4Z",
            "M12 8.2V12M5.4 15.8V12H18.6V15.8",
        ),
        "clock": Symbol(_disc(12, 12, 9.4), "M12 6.4V12L15.8 14.4"),
        "sun": Symbol(
            _disc(12, 12, 4.6),
            "M12 1.8V4.2M12 19.8V22.2M1.8 12H4.2M19.8 12H22.2M4.8 4.8L6.5 6.5M17.5 17.5L19.2 19.2"
            "M4.8 19.2L6.5 17.5M17.5 6.5L19.2 4.8",
        ),
        "key": Symbol(_disc(7.4, 12, 4.8), "M12.2 12H21.6V16.4M17.4 12V15.4"),
        "flag": Symbol("M6 3.4H20L16.6 8.1L20 12.8H6Z", "M6 2.2V21.8"),
        "anchor": Symbol(
            _disc(12, 4.8, 2.5),
            "M12 7.4V21.4M7.2 11H16.8M3.4 14.2C3.8 18.6 7.4 21.4 12 21.4S20.2 18.6 20.6 14.2",
        ),
        "bridge": Symbol(
            "M2.2 13.8H21.8V17H2.2Z",
            "M6.4 5V21M17.6 5V21M2.2 11.2C4.4 9.6 5.8 7.6 6.4 5C8.4 12 15.6 12 17.6 5"
            "C18.2 7.6 19.6 9.6 21.8 11.2",
        ),
        "house": Symbol(
            "M4.6 10.8V20.6H19.4V10.8L12 4.4Z", "M2 13L12 4.4L22 13M9.8 20.6V14.6H14.2V20.6"
        ),
        "drop": Symbol(
            "M12 2.6C15.8 7.2 18.8 10.9 18.8 14.6A6.8 6.8 0 0 1 5.2 14.6C5.2 10.9 8.2 7.2 12 2.6Z",
            "M8.6 15.2A3.6 3.6 0 0 0 11.6 18.2",
        ),
        "gem": Symbol(
            "M7 3.8H17L21.6 9.6L12 20.8L2.4 9.6Z", "M2.4 9.6H21.6M8.4 9.6L12 20.4L15.6 9.6L12 4Z"
        ),
        "atom": Symbol(
            _disc(12, 12, 1.9),
            "M2.6 12A9.4 3.8 0 1 1 21.4 12A9.4 3.8 0 1 1 2.6 12ZM7.3 3.9A9.4 3.8 60 0 1 16.7 20.1"
            "A9.4 3.8 60 0 1 7.3 3.9ZM16.7 3.9A9.4 3.8 120 0 1 7.3 20.1A9.4 3.8 120 0 1 16.7 3.9Z",
        ),
        "tree": Symbol("M12 2.2L18.4 10.8H15.6L20.2 17.6H3.8L8.4 10.8H5.6Z", "M12 17.6V22"),
    }
)

#: Known since the second generation, beside those below.
MORE_SUGGESTIONS: Mapping[str, str] = MappingProxyType(
    {
        beginning: symbol
        for symbol, beginnings in {
            "clock": "time plan punctual",
            "sun": "energ solar",
            "key": "cyber crypt access",
            "flag": "citizen govern",
            "anchor": "marit sail navy",
            "bridge": "engineer transit mediat",
            "house": "home hospital architectur real",
            "drop": "water river hydro",
            "gem": "geolog mineral excellen",
            "atom": "physic nuclear quantum",
            "tree": "forest outdoor",
        }.items()
        for beginning in beginnings.split()
    }
)
#: Beginnings of words in a badge's address that suggest a symbol; the longest counts.
SUGGESTIONS: Mapping[str, str] = MappingProxyType(
    {
        beginning: symbol
        for symbol, beginnings in {
            "people": "team leader collabor peer group",
            "chart": "data statistic math algebra analy",
            "book": "read liter literacy ela histor english",
            "leaf": "environment sustain ecolog",
            "heart": "health care wellbeing",
            "pulse": "vital",
            "compass": "career travel navigat",
            "pen": "writ design draw art essay",
            "code": "web program coding software app",
            "speech": "communic comunic speak language debate present",
            "microscope": "infection biolog microb",
            "hammer": "construction carpent build weld craft",
            "scale": "ethic law civic justice",
            "cap": "diploma graduat scholar",
            "cloud": "cloud",
            "globe": "global geograph culture world",
            "bulb": "idea creativ innovat invent critical",
            "rocket": "entrepreneur space launch",
            "check": "security privacy quality",
            "cycle": "adapt resilien iterat",
            "lens": "review constructive research inquiry",
            "music": "music choir",
            "flask": "chem science lab",
            "puzzle": "problem logic",
            "summit": "pathway challenge",
            "target": "goal focus",
            "laptop": "digital comput",
            "camera": "photo film media",
            "trophy": "sport champion",
            "sprout": "garden farm growth",
            "helmet": "safety workplace",
            "cross": "nurs first emergency",
            "network": "architect system network",
        }.items()
        for beginning in beginnings.split()
    }
)
