"""Colours of badge art: one base colour becomes a family of tones with enough contrast."""

import colorsys
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from issuer.errors import MalformedError

#: Base colours that look well side by side on one page. New ones go to the end.
PALETTE: Mapping[str, str] = MappingProxyType(
    {
        "ocean": "#1f6fb2",
        "forest": "#2e7d4f",
        "plum": "#7b3fa0",
        "coral": "#cf4456",
        "amber": "#b8690f",
        "teal": "#0f7c80",
        "indigo": "#4350bf",
        "berry": "#b0276f",
        "slate": "#3d6288",
        "olive": "#66751c",
        "rust": "#b4492a",
        "night": "#27407e",
        "moss": "#4d7a35",
        "wine": "#8a2846",
        "lagoon": "#14748f",
        "violet": "#6247b8",
        "clay": "#96573a",
        "pine": "#1f6a5c",
        "iris": "#5659a8",
        "cherry": "#b5303a",
    }
)
_HEX = re.compile(r"#[0-9a-fA-F]{6}", re.ASCII)
#: White drawing on the main tone; WCAG 2.2 asks for 4.5 of small text.
_CONTRAST = 4.5
_Rgb = tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tones:
    """Colours as `#rrggbb`: `deep` for the rim, `main` and `light` for the field.

    `accent` is for fine lines and level marks, `paper` and `fold` for the ribbon.
    """

    deep: str
    main: str
    light: str
    accent: str
    paper: str
    fold: str


def tones_of(colour: str) -> Tones:
    """Derive the tones of a name of the palette or of `#rrggbb`.

    Raises:
        MalformedError: neither of both, code `colour`.
    """
    base = PALETTE.get(colour, colour)
    if not _HEX.fullmatch(base):
        raise MalformedError("Write the colour as #1f6fb2, or choose one by name", code="colour")
    red, green, blue = (int(base[i : i + 2], 16) / 255 for i in (1, 3, 5))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    while _contrast_with_white(colorsys.hls_to_rgb(hue, lightness, saturation)) < _CONTRAST:
        lightness *= 0.97
    lightness = max(lightness, 0.16)
    warm = 0.115
    return Tones(
        deep=_hex(hue, lightness * 0.52, saturation),
        main=_hex(hue, lightness, saturation),
        light=_hex((hue + 0.015) % 1, min(lightness * 1.28, 0.62), saturation),
        accent=_hex(warm, 0.66, 0.86),
        paper=_hex(warm, 0.96, 0.7),
        fold=_hex(warm, 0.80, 0.30),
    )


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2), from 1 to 21."""
    lighter, darker = sorted((_luminance(_rgb(one)), _luminance(_rgb(other))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _contrast_with_white(colour: _Rgb) -> float:
    return 1.05 / (_luminance(colour) + 0.05)


def _luminance(colour: _Rgb) -> float:
    linear = [
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - sRGB
        for each in colour
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _rgb(text: str) -> _Rgb:
    return int(text[1:3], 16) / 255, int(text[3:5], 16) / 255, int(text[5:7], 16) / 255


def _hex(hue: float, lightness: float, saturation: float) -> str:
    channels = colorsys.hls_to_rgb(hue, lightness, saturation)
    return "#" + "".join(f"{round(each * 255):02x}" for each in channels)
