"""Reading the QR code in a photo: bounded pixels, one code, bounded text."""

import io

import zxingcpp
from PIL import Image, ImageOps, UnidentifiedImageError

from issuer.errors import MalformedError

#: Enough to read a code on a sheet of paper; larger JPEG photos are halved while they are decoded.
MAX_PIXELS = 4_000_000
#: A JPEG beyond this is not even halved.
_MAX_PHOTO = 64_000_000
#: Fractions at which a JPEG can be decoded.
_PARTS = (1, 2, 4)
#: The largest code holds 2,953 bytes; several encodings may need more in UTF-8.
MAX_TEXT = 8 * 1024
_FORMATS = ("PNG", "JPEG", "WEBP")
_SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF")


def looks_like_photo(data: bytes) -> bool:
    """Tell by the first bytes whether this may be a photo or screenshot."""
    return data.startswith(_SIGNATURES)


def read_qr(data: bytes) -> str:
    """Return the text of the only QR code in a PNG, JPEG or WebP picture.

    Raises:
        MalformedError: `image` (no picture, or a damaged one), `image_size`, `no_qr`, or
            `ambiguous` for several codes with different texts.
    """
    try:
        found = {code.text for code in _codes_in(data) if code.text}
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large() from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise MalformedError("The picture is damaged; take it again", code="image") from error
    if not found:
        raise MalformedError("There is no QR code in this picture that can be read", code="no_qr")
    if len(found) > 1:
        raise MalformedError("There are several QR codes; show one at a time", code="ambiguous")
    text = found.pop()
    if len(text.encode("utf-8", "replace")) > MAX_TEXT:
        raise MalformedError("The QR code holds too much text", code="no_qr")
    return text


def _codes_in(data: bytes) -> list[zxingcpp.Barcode]:
    with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
        if picture.width * picture.height > _MAX_PHOTO:
            raise _too_large()
        part = next(d for d in _PARTS if picture.width * picture.height <= MAX_PIXELS * d * d)
        # Only JPEG can be decoded smaller than it is; for others this changes nothing.
        picture.draft("L", (picture.width // part, picture.height // part))
        if picture.width * picture.height > MAX_PIXELS:
            raise _too_large()
        upright = ImageOps.exif_transpose(picture).convert("L")
    return zxingcpp.read_barcodes(upright, formats=zxingcpp.barcode_formats_from_str("QRCode"))


def _too_large() -> MalformedError:
    return MalformedError("Use a picture of at most 4 megapixels", code="image_size")
