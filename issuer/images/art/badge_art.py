"""Badge art: one frozen description, drawn as a self-contained SVG; no fonts, no scripts.

All badges have the same build (outline, rim, field, symbol, ribbon, level marks), so that those
of one school look like a family; outline, pattern, symbol and colour tell them apart.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from xml.sax.saxutils import escape

from issuer.errors import MalformedError
from issuer.images.art.borders import BORDERS, draw_border
from issuer.images.art.colours import PALETTE, Tones, tones_of
from issuer.images.art.lettering import CAP_HEIGHT, Setting, set_title
from issuer.images.art.patterns import PATTERNS
from issuer.images.art.shapes import SHAPES
from issuer.images.art.symbols import MORE_SUGGESTIONS, SUGGESTIONS, SYMBOLS

MAX_LEVELS = 6
STEPS = ("marks", "tails")
#: How many of each there were when the first badges were published; `art_from_seed` counts them.
FIRST: Mapping[str, int] = {"shapes": 12, "patterns": 10, "symbols": 34, "colours": 12}
_FIRST_MEMBERS = ("title", "shape", "pattern", "symbol", "colour", "level", "levels")
#: Where the ribbon's face lies in the square of 512.
_FACE = (46, 306, 420, 92)
_CENTRE = 230
#: Height of capitals in one, two and three lines.
_CAPITALS = (40.0, 26.0, 17.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class BadgeArt:
    """What a badge looks like.

    Attributes:
        title: set on the ribbon in Latin capitals; told to screen readers in any script.
        colour: a name of `PALETTE` or `#rrggbb`; tones with enough contrast are derived.
        level: how many of the `levels` marks are filled; no marks if `levels` is 0.
        border: the lines along the rim.
        steps: how levels are drawn: as `marks` on a plate, or as `tails` of ribbon.
    """

    title: str
    shape: str
    pattern: str
    symbol: str
    colour: str
    level: int = 0
    levels: int = 0
    border: str = "line"
    steps: str = "marks"


def art_from_seed(slug: str, *, title: str = "", level: int = 0, levels: int = 0) -> BadgeArt:
    """Choose outline, pattern, colour and symbol for an address, always the same for the same.

    The first generation: badges that were published with it keep their picture for ever, so it
    chooses among what there was then. The symbol follows a known word in the address, such as
    `data` or `team`.
    """
    dice = hashlib.sha256(slug.encode()).digest()
    shapes, patterns, symbols, colours = (
        list(islice(words, FIRST[name]))
        for name, words in (
            ("shapes", SHAPES),
            ("patterns", PATTERNS),
            ("symbols", SYMBOLS),
            ("colours", PALETTE),
        )
    )
    return BadgeArt(
        title=title,
        shape=_pick(shapes, dice[0]),
        pattern=_pick(patterns, dice[1]),
        symbol=_suggested(slug, SUGGESTIONS) or _pick(symbols, dice[2]),
        colour=_pick(colours, dice[3]),
        level=level,
        levels=levels,
    )


def family_art(school: str, badge: str, *, title: str = "") -> BadgeArt:
    """Choose art for a badge so that it looks like the others of its school.

    The second generation: the school decides the border, three outlines and four colours; the
    badge decides among them, and has a pattern and a symbol of its own.
    """
    family = hashlib.sha256(f"school {school}".encode()).digest()
    own = hashlib.sha256(f"{school} {badge}".encode()).digest()
    shapes = _some(SHAPES, family[0:], 3)
    colours = _some(PALETTE, family[8:], 4)
    return BadgeArt(
        title=title,
        shape=_pick(shapes, own[0]),
        pattern=_pick(PATTERNS, own[1]),
        symbol=_suggested(badge, {**SUGGESTIONS, **MORE_SUGGESTIONS}) or _pick(SYMBOLS, own[2]),
        colour=_pick(colours, own[3]),
        border=_pick(BORDERS, family[16]),
    )


def _some(words: Iterable[str], dice: bytes, count: int) -> list[str]:
    """Return so many different words."""
    left = list(words)
    return [left.pop(throw % len(left)) for throw in dice[:count]]


def _suggested(slug: str, suggestions: Mapping[str, str]) -> str | None:
    """Return the symbol for the first word that is known; its longest known beginning counts."""
    for word in re.split(r"[^a-z0-9]+", slug.lower()):
        known = [beginning for beginning in suggestions if word.startswith(beginning)]
        if known:
            return suggestions[max(known, key=len)]
    return None


def draw_badge(art: BadgeArt) -> bytes:
    """Draw badge art as an SVG of 512 by 512 units; equal art gives equal bytes.

    Raises:
        MalformedError: an unknown word, code `art`, or colour, code `colour`.
    """
    _check(art)
    tones = tones_of(art.colour)
    # Several badges may stand in one page: their ids must not meet.
    key = "b" + hashlib.sha256(_identity(art).encode()).hexdigest()[:8]
    title = set_title(art.title, _FACE[2] * 0.88, _CAPITALS)
    parts = [
        _head(art, tones, key),
        _tails(art, tones) if art.steps == "tails" else "",
        _emblem(art, tones, key),
        _symbol(art, centre=188 if title else 232, scale=7.7 if title else 9.4),
        _ribbon(title, tones) if title else "",
        _marks(art, tones, 430 if title else 448) if art.steps == "marks" else "",
        "</svg>",
    ]
    return "".join(parts).encode()


def _identity(art: BadgeArt) -> str:
    """Return what tells one art from another; for the first generation, as it was then."""
    words = [f"{name}={getattr(art, name)!r}" for name in _FIRST_MEMBERS]
    if (art.border, art.steps) != ("line", "marks"):
        words += [f"border={art.border!r}", f"steps={art.steps!r}"]
    return f"BadgeArt({', '.join(words)})"


def _check(art: BadgeArt) -> None:
    for word, known in (
        (art.shape, SHAPES),
        (art.pattern, PATTERNS),
        (art.symbol, SYMBOLS),
        (art.border, BORDERS),
        (art.steps, STEPS),
    ):
        if word not in known:
            raise MalformedError(f"{word[:40]!r} is none of {', '.join(known)}", code="art")
    if not 0 <= art.level <= art.levels <= MAX_LEVELS:
        raise MalformedError(f"Use 0 to {MAX_LEVELS} levels, at most all of them", code="art")


def _head(art: BadgeArt, tones: Tones, key: str) -> str:
    label = escape(_spoken(art), {'"': "&quot;"})
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 -14 512 512" role="img" '
        f'aria-label="{label}"><title>{label}</title><defs>'
        f'<path id="{key}o" d="{SHAPES[art.shape]}"/>'
        f'<clipPath id="{key}c"><path d="{SHAPES[art.shape]}" transform="scale(.86)"/></clipPath>'
        f'<linearGradient id="{key}f" x1="0" y1="0" x2="0" y2="1">'
        f'<stop offset="0" stop-color="{tones.light}"/>'
        f'<stop offset=".62" stop-color="{tones.main}"/>'
        f'<stop offset="1" stop-color="{tones.main}"/></linearGradient>'
        f'<linearGradient id="{key}r" x1="0" y1="0" x2="0" y2="1">'
        f'<stop offset="0" stop-color="{tones.main}"/>'
        f'<stop offset=".55" stop-color="{tones.deep}"/></linearGradient></defs>'
    )


def _spoken(art: BadgeArt) -> str:
    title = "".join(each for each in art.title if each.isprintable())
    if not art.levels:
        return title
    return f"{title} (level {art.level} of {art.levels})"


def _emblem(art: BadgeArt, tones: Tones, key: str) -> str:
    """Draw paper edge, rim, accent line and field with its pattern, from back to front."""
    outline = f'<use href="#{key}o"'
    pattern = (
        f'<path clip-path="url(#{key}c)" d="{PATTERNS[art.pattern]}" fill="#fff" '
        f'fill-opacity=".085"/>'
        if PATTERNS[art.pattern]
        else ""
    )
    return (
        f'<g transform="translate(256 {_CENTRE})">'
        f'{outline} fill="{tones.paper}" stroke="{tones.paper}" stroke-width="12" '
        f'stroke-linejoin="round"/>'
        f'{outline} fill="url(#{key}r)"/>'
        f"{draw_border(art.border, outline, tones.accent)}"
        f'{outline} transform="scale(.86)" fill="url(#{key}f)"/>{pattern}</g>'
    )


def _symbol(art: BadgeArt, *, centre: int, scale: float) -> str:
    symbol = SYMBOLS[art.symbol]
    line = f'<path d="{symbol.line}"/>' if symbol.line else ""
    return (
        f'<g transform="translate(256 {centre}) scale({scale}) translate(-12 -12)" fill="none" '
        f'stroke="#fff" stroke-width="1.55" stroke-linecap="round" stroke-linejoin="round">'
        f'<path d="{symbol.body}" fill="#fff" fill-opacity=".26"/>{line}</g>'
    )


def _ribbon(title: Setting, tones: Tones) -> str:
    """Draw the ribbon: tails behind, folds, then the face with the title."""
    x, y, width, height = _FACE
    right, drop = x + width, 20
    edge = f'stroke="{tones.deep}" stroke-width="3.5" stroke-linejoin="round"'
    tails = "".join(
        f'<path d="M{at + sign * 32} {y + drop}h{-sign * 64}l{sign * 20} {height // 2}'
        f'l{-sign * 20} {height // 2}h{sign * 64}z" fill="{tones.fold}" {edge}/>'
        f'<path d="M{at} {y + height}h{sign * 32}v{drop}z" fill="{tones.deep}" {edge}/>'
        for at, sign in ((x, 1), (right, -1))
    )
    return (
        f'{tails}<path d="M{x} {y}h{width}v{height}h{-width}z" fill="{tones.paper}" {edge}/>'
        f'<path d="M{x + 2} {y + 8}h{width - 4}M{x + 2} {y + height - 8}h{width - 4}" '
        f'stroke="{tones.accent}" stroke-width="3"/>{_lettering(title, tones)}'
    )


def _lettering(title: Setting, tones: Tones) -> str:
    x, y, width, height = _FACE
    scale = title.scale
    pitch = scale * CAP_HEIGHT * 1.38
    top = y + height / 2 - (scale * CAP_HEIGHT + pitch * (len(title.lines) - 1)) / 2
    glyphs = "".join(
        f'<g transform="translate({x + width / 2 - line.width * scale / 2:.1f} '
        f'{top + pitch * row:.1f}) scale({scale:.3f})">'
        + "".join(
            f'<path transform="translate({at:g} 0)" d="{path}"/>' for at, path in line.strokes
        )
        + "</g>"
        for row, line in enumerate(title.lines)
    )
    return (
        f'<g fill="none" stroke="{tones.deep}" stroke-width="1.8" stroke-linecap="round" '
        f'stroke-linejoin="round">{glyphs}</g>'
    )


def _marks(art: BadgeArt, tones: Tones, y: int) -> str:
    """Draw one mark per level on a plate: filled ones are reached."""
    if not art.levels:
        return ""
    pitch, half = 36, 36 * (art.levels - 1) / 2
    marks = "".join(
        f'<circle cx="{256 - half + pitch * i:g}" cy="{y}" r="10.5" stroke="{tones.accent}" '
        f'stroke-width="3.5" fill="{tones.accent if i < art.level else "none"}"/>'
        for i in range(art.levels)
    )
    return (
        f'<rect x="{256 - half - 28:g}" y="{y - 24}" width="{2 * half + 56:g}" height="48" rx="24" '
        f'fill="{tones.deep}" stroke="{tones.paper}" stroke-width="5"/>{marks}'
    )


def _tails(art: BadgeArt, tones: Tones) -> str:
    """Draw one tail of ribbon per level below the emblem: those that are reached in colour."""
    pitch, half = 44, 44 * (art.levels - 1) / 2
    return "".join(
        f'<path d="M{256 - half + pitch * i - 18:g} 350h36v140l-18-16l-18 16z" '
        f'fill="{tones.accent if i < art.level else tones.paper}" stroke="{tones.deep}" '
        f'stroke-width="3.5" stroke-linejoin="round"/>'
        for i in range(art.levels)
    )


def _pick(words: Iterable[str], dice: int) -> str:
    names = list(words)
    return names[dice % len(names)]
