"""What a visitor handed in that is plainly something else than a badge, told so that it helps.

Only for what nobody could mean as a badge; whatever might be one is verified, good or bad.
"""

import re
from collections.abc import Callable

from issuer import images
from issuer.errors import MalformedError
from issuer.web.languages import mark

NO_CODE = mark(
    "There is neither a badge nor a readable QR code in this picture. Programs that send pictures"
    " often remove the badge: ask for the original file, or photograph the QR code again, closer"
    " and in good light."
)
_PDF = mark(
    "This is a PDF. A badge is a picture (PNG or SVG) or a signed file (JSON or JWT). If there is a"
    " QR code on the sheet, choose a photo of it."
)
_PAGE = mark(
    "This is a web page. Type the address of the page instead, or choose the badge's own file."
)
_PACKED = mark(
    "This is a packed folder or an office document. A badge is a picture (PNG or SVG) or a signed"
    " file (JSON or JWT). Unpack it, and choose that."
)
_PHOTO = mark(
    "This kind of picture cannot be read here. Save it as JPEG or PNG, or take a screenshot of the"
    " QR code."
)
_CUT = mark("The text is cut off. Copy all of it, from the first curly bracket to the last.")
_JSON = mark("This is a JSON file, but no badge. Choose the file that came with the badge.")
_OTHER = mark(
    "This is no badge. A badge is a picture (PNG or SVG) or a signed file (JSON or JWT). A photo of"
    " its QR code will do too."
)

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", _PDF),
    (b"PK\x03\x04", _PACKED),
    (b"\xd0\xcf\x11\xe0", _PACKED),
    (b"\x1f\x8b", _PACKED),
    (b"GIF8", _PHOTO),
    (b"BM", _PHOTO),
    (b"II*\x00", _PHOTO),
    (b"MM\x00*", _PHOTO),
)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"RIFF")
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_JWT = re.compile(rb"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*")
#: Without any of these words nobody meant a badge, whatever its version.
_BADGE_WORDS = (b"@context", b"proof", b"credential", b"badge", b"\\u")
_HOST = re.compile(r"[^\s/?#@:]+(?::\d+)?(?:[/?#]\S*)?")


def why_no_badge(data: bytes) -> str | None:
    """Return a message for what is plainly no badge, or None for what is to be verified."""
    for signature, sentence in _SIGNATURES:
        if data.startswith(signature):
            return sentence
    if data[4:8] == b"ftyp":
        return _PHOTO
    if data.startswith(_PICTURES):
        return NO_CODE if _is_bare(data) else None
    text = data.removeprefix(b"\xef\xbb\xbf").strip()
    return _READERS.get(text[:1], _else)(text)


def is_address(text: str) -> bool:
    """Say whether a text may be the address of a page: http or https, or a host without either."""
    lowered = text.lower()
    if lowered.startswith(("https://", "http://")):
        return not any(each.isspace() or not each.isprintable() for each in text)
    host = lowered.partition("/")[0]
    return bool(_HOST.fullmatch(text)) and ("." in host or host.startswith("localhost"))


def _markup(text: bytes) -> str | None:
    if _HTML.match(text):
        return _PAGE
    return NO_CODE if _is_bare(text) else None


def _is_bare(picture: bytes) -> bool:
    """Say whether nothing is baked into a picture, not even a badge that cannot be read."""
    try:
        images.extract(picture)
    except MalformedError as error:
        return error.code == "no_credential"
    return False


def _object(text: bytes) -> str | None:
    lowered = text.lower()
    if not any(word in lowered for word in _BADGE_WORDS):
        return _JSON
    return None if text.endswith(b"}") else _CUT


def _array(_text: bytes) -> str | None:
    return _JSON


def _else(text: bytes) -> str | None:
    return None if _JWT.fullmatch(text) else _OTHER


_READERS: dict[bytes, Callable[[bytes], str | None]] = {
    b"<": _markup,
    b"{": _object,
    b"[": _array,
}
