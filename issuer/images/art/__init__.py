"""Badge art that needs no designer, no font and no network."""

from issuer.images.art.badge_art import (
    MAX_LEVELS,
    BadgeArt,
    art_from_seed,
    draw_badge,
    family_art,
)
from issuer.images.art.borders import BORDERS
from issuer.images.art.colours import PALETTE, contrast, tones_of
from issuer.images.art.patterns import PATTERNS
from issuer.images.art.shapes import SHAPES
from issuer.images.art.symbols import SYMBOLS

__all__ = [
    "BORDERS",
    "MAX_LEVELS",
    "PALETTE",
    "PATTERNS",
    "SHAPES",
    "SYMBOLS",
    "BadgeArt",
    "art_from_seed",
    "contrast",
    "draw_badge",
    "family_art",
    "tones_of",
]
