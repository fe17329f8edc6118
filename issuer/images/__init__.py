"""Pictures, bytes in and bytes out: baking, extraction, QR codes, badge art, uploads.

No storage, no network and no checking of proofs.
"""

from issuer.images.art import (
    BORDERS,
    MAX_LEVELS,
    PALETTE,
    PATTERNS,
    SHAPES,
    SYMBOLS,
    BadgeArt,
    art_from_seed,
    draw_badge,
    family_art,
    tones_of,
)
from issuer.images.baked import BakedCredential
from issuer.images.baked_png import bake_png, extract_png
from issuer.images.baked_svg import bake_svg, extract_svg
from issuer.images.extracting import extract
from issuer.images.films import FILMS, clean_film
from issuer.images.logos import LOGO_SIDE, MAX_LOGO_BYTES, clean_logo
from issuer.images.photos import PHOTOS, clean_photo
from issuer.images.qr import qr_png, qr_rows, qr_svg, qr_terminal
from issuer.images.qr_reading import looks_like_photo, read_qr
from issuer.images.raster import render_png
from issuer.images.social import SOCIAL_SIZE, SocialCard, social_png
from issuer.images.svg_cleaning import clean_svg
from issuer.images.uploads import CleanImage, check_upload, clean_png

__all__ = [
    "BORDERS",
    "FILMS",
    "LOGO_SIDE",
    "MAX_LEVELS",
    "MAX_LOGO_BYTES",
    "PALETTE",
    "PATTERNS",
    "PHOTOS",
    "SHAPES",
    "SOCIAL_SIZE",
    "SYMBOLS",
    "BadgeArt",
    "BakedCredential",
    "CleanImage",
    "SocialCard",
    "art_from_seed",
    "bake_png",
    "bake_svg",
    "check_upload",
    "clean_film",
    "clean_logo",
    "clean_photo",
    "clean_png",
    "clean_svg",
    "draw_badge",
    "extract",
    "extract_png",
    "extract_svg",
    "family_art",
    "looks_like_photo",
    "qr_png",
    "qr_rows",
    "qr_svg",
    "qr_terminal",
    "read_qr",
    "render_png",
    "social_png",
    "tones_of",
]
