"""What somebody shows: a badge as it is, or a photo of the QR code that leads to one."""

from dataclasses import dataclass

from issuer import images
from issuer.documents import MAX_BYTES
from issuer.errors import MalformedError
from issuer.verification.reading import MAX_IMAGE_BYTES

_SCHEMES = ("https://", "http://")
_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Bytes to be verified as they are."""

    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where the badge is to be found; it was in a QR code."""

    url: str


def look_into(data: bytes) -> Shown | Address:
    """Read the QR code of a picture in which no badge is baked; hand on everything else.

    A PNG with neither is handed on too: verification says what is wrong with it.

    Raises:
        MalformedError: a photo without a code that can be read; see `images.read_qr`.
    """
    if len(data) > MAX_IMAGE_BYTES or not images.looks_like_photo(data) or _is_baked(data):
        return Shown(data=data)
    try:
        text = images.read_qr(data).strip()
    except MalformedError:
        # Of all photos only a PNG can be a badge itself: then verification says what is wrong.
        if not data.startswith(_PNG):
            raise
        return Shown(data=data)
    if text.lower().startswith(_SCHEMES):
        return Address(url=text)
    return Shown(data=text.encode("utf-8"))


def credential_text(data: bytes) -> bytes | None:
    """Return the JSON or token itself, out of its picture if it came in one; None if too large."""
    if images.looks_like_photo(data) or data[:64].lstrip().startswith(b"<"):
        try:
            data = images.extract(data).text.encode("utf-8")
        except MalformedError:
            return None
    return data if len(data) <= MAX_BYTES else None


def _is_baked(data: bytes) -> bool:
    """Tell whether a badge is in the picture, even one that cannot be read."""
    try:
        images.extract(data)
    except MalformedError as error:
        return error.code not in ("no_credential", "image")
    return True
