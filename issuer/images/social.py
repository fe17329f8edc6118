"""The picture that social networks show of a badge: its art, its name, who signed it. No person.

Drawn with the font that the package carries, so that it looks the same on every machine. Letters
that the font lacks are left out; the art and the address still tell which badge it is.
"""

import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from PIL import Image, ImageDraw, ImageFont

from issuer.images.art.colours import tones_of

SOCIAL_SIZE = (1200, 630)
_ART = 430
_LEFT = 560
_RIGHT = 1140
_LOGO = (300, 60)
_INK = "#1d2733"
_SOFT = "#51606f"
_PAPER = "#fffefb"
_FACES = {True: "SourceSansPro-Semibold.ttf", False: "SourceSansPro-Regular.ttf"}
_SIZES = (76, 66, 56, 48, 42)
_MOST = 300
_MOST_LINES = 3
Font = ImageFont.FreeTypeFont


@dataclass(frozen=True, slots=True, kw_only=True)
class SocialCard:
    """What stands on it. `colour` is a name of the palette or `#rrggbb`.

    `accent` is the issuer's own colour for words and lines, dark enough to be read; `logo` is its
    PNG. Both are empty where there is none.
    """

    art: bytes
    colour: str
    kind: str
    name: str
    issuer: str
    domain: str
    accent: str = ""
    logo: bytes = b""


def social_png(card: SocialCard) -> bytes:
    """Draw a card of 1200 by 630 pixels as PNG; equal cards give equal bytes.

    Raises:
        MalformedError: the colour is none, code `colour`.
    """
    tones = tones_of(card.colour)
    picture = Image.new("RGB", SOCIAL_SIZE, _PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, 500, SOCIAL_SIZE[1]), fill=tones.fold)
    draw.rectangle((500, 0, 508, SOCIAL_SIZE[1]), fill=tones.accent)
    draw.rectangle(
        (508, SOCIAL_SIZE[1] - 14, SOCIAL_SIZE[0], SOCIAL_SIZE[1]), fill=card.accent or tones.main
    )
    art = Image.open(io.BytesIO(card.art)).convert("RGBA")
    art.thumbnail((_ART, _ART), Image.Resampling.LANCZOS)
    place = (250 - art.width // 2, SOCIAL_SIZE[1] // 2 - art.height // 2)
    picture.paste(art, place, art)
    _write(draw, card, card.accent or tones.deep)
    if card.logo:
        _paste_logo(picture, card.logo)
    output = io.BytesIO()
    picture.save(output, "PNG", optimize=True)
    return output.getvalue()


def _paste_logo(picture: Image.Image, png: bytes) -> None:
    """Put the issuer's logo under the art, on white: it may be dark or light."""
    logo = Image.open(io.BytesIO(png)).convert("RGBA")
    logo.thumbnail(_LOGO, Image.Resampling.LANCZOS)
    left, top = 250 - logo.width // 2, 578 - logo.height // 2
    plate = (left - 8, top - 6, left + logo.width + 7, top + logo.height + 5)
    ImageDraw.Draw(picture).rounded_rectangle(plate, radius=8, fill="#ffffff")
    picture.paste(logo, (left, top), logo)


def _write(draw: ImageDraw.ImageDraw, card: SocialCard, ink: str) -> None:
    lines, font = _fit(card.name)
    height = round(font.size * 1.12)
    top = 250 - height * len(lines) // 2
    _line(draw, card.kind.upper(), (_LEFT, top - 46), _font(is_bold=False, size=26), _SOFT)
    for row, line in enumerate(lines):
        _line(draw, line, (_LEFT, top + row * height), font, ink)
    _line(draw, card.issuer, (_LEFT, 470), _font(is_bold=True, size=34), _INK)
    _line(draw, card.domain, (_LEFT, 518), _font(is_bold=False, size=30), _SOFT)


def _fit(text: str) -> tuple[Sequence[str], Font]:
    """Return lines and font of a name: the largest in which it fits on three lines."""
    words = _shown(text).split()
    fonts = [_font(is_bold=True, size=size) for size in _SIZES]
    font = next((each for each in fonts if len(_lines(words, each)) <= _MOST_LINES), fonts[-1])
    lines = _lines(words, font)
    if len(lines) <= _MOST_LINES:
        return lines, font
    return [*lines[: _MOST_LINES - 1], f"{lines[_MOST_LINES - 1]}\u2026"], font


def _lines(words: Sequence[str], font: Font) -> list[str]:
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= _RIGHT - _LEFT:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _line(
    draw: ImageDraw.ImageDraw, text: str, place: tuple[int, int], font: Font, ink: str
) -> None:
    """Write one line, cut where the card ends."""
    shown = whole = _shown(text)
    while shown and font.getlength(shown) > _RIGHT - _LEFT:
        shown = shown[:-1]
    draw.text(place, shown if shown == whole else f"{shown[:-1]}\u2026", font=font, fill=ink)


def _shown(text: str) -> str:
    """Return what the font has of a text, on one line."""
    known = _known()
    composed = unicodedata.normalize("NFC", text[:_MOST])
    return " ".join("".join(each for each in composed if ord(each) in known or each == " ").split())


@cache
def _known() -> frozenset[int]:
    """Return the code points that the font draws as something."""
    missing = _drawn("\uffff")
    return frozenset(
        point
        for point in (*range(0x20, 0x530), *range(0x1E00, 0x2040), 0x20AC, 0x2122)
        if unicodedata.category(chr(point))[0] not in "CZ" and _drawn(chr(point)) != missing
    )


def _drawn(character: str) -> bytes:
    picture = Image.new("L", (32, 32))
    ImageDraw.Draw(picture).text((4, 2), character, font=_font(is_bold=False, size=20), fill=255)
    return picture.tobytes()


@cache
def _font(*, is_bold: bool, size: int) -> Font:
    folder = resources.files("font_source_sans_pro") / "files"
    data = (folder / _FACES[is_bold]).read_bytes()
    return ImageFont.truetype(io.BytesIO(data), size, layout_engine=ImageFont.Layout.BASIC)
