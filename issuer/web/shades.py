"""Shades of any colour that everybody can read: computed, never guessed (WCAG 2.2, 1.4.3, 1.4.11).

A school chooses one colour. Where it has too little contrast with what lies behind it, it is mixed
with black on light ground and with white on dark ground, as little as is enough.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from issuer.web.tokens import tokens

#: What small text needs, and what lines and other parts of controls need.
TEXT, PARTS = 4.5, 3.0
#: What the accent lies on: page, card, sunken parts.
GROUNDS = ("paper", "card", "sunk")
_BLACK, _WHITE = (0, 0, 0), (255, 255, 255)
_STEPS = 256
_SHIFT = 0.05
Rgb = tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shades:
    """Accents of one scheme as `#rrggbb`: `text` is for words, `edge` for lines and bars."""

    text: str
    edge: str


@cache
def shades_of(colour: str, *, dark: bool) -> Shades:
    """Return the accents nearest to a colour `#rrggbb` that can be told from every ground."""
    known = tokens().colours(dark=dark)
    grounds = tuple(known[name] for name in GROUNDS)
    return Shades(
        text=_nearest(colour, grounds, TEXT, dark=dark),
        edge=_nearest(colour, grounds, PARTS, dark=dark),
    )


def shade_on(colour: str, ground: str) -> str:
    """Return the nearest shade of a colour for words on one light ground."""
    return _nearest(colour, (ground,), TEXT, dark=False)


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours `#rrggbb`, from 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((_luminance(_rgb(first)), _luminance(_rgb(second))), reverse=True)
    return (lighter + _SHIFT) / (darker + _SHIFT)


def _nearest(colour: str, grounds: Sequence[str], least: float, *, dark: bool) -> str:
    start, end = _rgb(colour), _WHITE if dark else _BLACK
    candidates = (_hex(_mixed(start, end, step)) for step in range(_STEPS + 1))
    return next(each for each in candidates if _stands_out(each, grounds, least))


def _stands_out(colour: str, grounds: Iterable[str], least: float) -> bool:
    return all(contrast(colour, ground) >= least for ground in grounds)


def _mixed(start: Rgb, end: Rgb, step: int) -> Rgb:
    red, green, blue = (
        round(one + (other - one) * step / _STEPS) for one, other in zip(start, end, strict=True)
    )
    return red, green, blue


def _luminance(colour: Rgb) -> float:
    red, green, blue = (_linear(each / 255) for each in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 # sRGB


def _rgb(colour: str) -> Rgb:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return red, green, blue


def _hex(colour: Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
