"""Takes out of a photo what is no picture: place, time, device, names (reliability.md row 69).

Pixels stay as they are, byte for byte, with one exception: a photo that stands upright only by a
mark in its metadata is turned and saved again, since that mark goes too. Animation is kept.
"""

import io
import threading
from collections.abc import Callable, Iterator, Mapping

from PIL import Image, ImageOps, UnidentifiedImageError

from issuer.images.gif import clean_gif
from issuer.images.measuring import damaged, require_modest
from issuer.images.png import SIGNATURE

_ORIENTATION = 0x0112
_UPRIGHT = 1
_QUALITY = 92
#: Turning is the one thing here that decodes: up to 250 MB, so one photo at a time.
_TURNING = threading.Lock()
#: PNG chunks that pixels and colours need; texts, times, EXIF and profiles stay out.
_PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS sRGB gAMA cHRM sBIT bKGD pHYs acTL fcTL fdAT".split()
)
#: WebP chunks that are no picture.
_WEBP_DROPPED = frozenset({b"EXIF", b"XMP ", b"ICCP"})
#: Flags of VP8X that announce them: profile, EXIF, XMP.
_WEBP_FLAGS = 0b0010_0000 | 0b0000_1000 | 0b0000_0100
_SOI, _EOI, _SOS, _COMMENT, _FILL = 0xD8, 0xD9, 0xDA, 0xFE, 0xFF
#: JFIF and Adobe say how colours are meant; all other application segments go.
_APPS, _APPS_KEPT = range(0xE0, 0xF0), (b"\xff\xe0\0\x10JFIF\0", b"\xff\xee\0\x0eAdobe")
#: How the decoder says that a picture is none.
_BROKEN = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError)
#: Inside the picture data: an escaped byte, and the restart marks.
_IN_DATA = frozenset({0x00, *range(0xD0, 0xD8)})


def clean_photo(data: bytes, media_type: str) -> bytes:
    """Return the picture without metadata; the same bytes if there is none.

    Raises:
        MalformedError: damaged (code `image`), or of too many pixels (`image_size`).
    """
    require_modest(data, media_type)
    turned = _turned(data, media_type) if media_type in _TURNED else data
    return _CLEANERS[media_type](turned)


def _turned(data: bytes, media_type: str) -> bytes:
    """Turn a photo upright if only a mark in its metadata says so."""
    kind = media_type.removeprefix("image/").upper()
    try:
        with Image.open(io.BytesIO(data), formats=[kind]) as picture:
            if picture.getexif().get(_ORIENTATION, _UPRIGHT) == _UPRIGHT:
                return data
            with _TURNING:
                upright = ImageOps.exif_transpose(picture)
                upright.info.clear()
                saved = io.BytesIO()
                upright.save(saved, format=kind, quality=_QUALITY)
            return saved.getvalue()
    except (*_BROKEN, Image.DecompressionBombError) as error:
        raise damaged() from error


def _clean_png(data: bytes) -> bytes:
    return SIGNATURE + b"".join(chunk for kind, chunk in _png_chunks(data) if kind in _PNG_KEPT)


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield kind and whole chunk up to IEND; what follows it is no picture."""
    position, kind = len(SIGNATURE), b""
    while kind != b"IEND":
        length = int.from_bytes(data[position : position + 4], "big")
        end = position + 12 + length
        if end > len(data):
            raise damaged()
        kind = data[position + 4 : position + 8]
        yield kind, data[position:end]
        position = end


def _clean_webp(data: bytes) -> bytes:
    chunks = b"".join(_webp_chunks(data))
    return b"RIFF" + (len(chunks) + 4).to_bytes(4, "little") + b"WEBP" + chunks


def _webp_chunks(data: bytes) -> Iterator[bytes]:
    end_of_file = 8 + int.from_bytes(data[4:8], "little")
    position = 12
    while position + 8 <= end_of_file:
        kind = data[position : position + 4]
        length = int.from_bytes(data[position + 4 : position + 8], "little")
        end = position + 8 + length + length % 2
        if end > len(data):
            raise damaged()
        chunk = data[position:end]
        if kind == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~_WEBP_FLAGS]) + chunk[9:]
        if kind not in _WEBP_DROPPED:
            yield chunk
        position = end


def _clean_jpeg(data: bytes) -> bytes:
    return b"".join(_jpeg_parts(data))


def _jpeg_parts(data: bytes) -> Iterator[bytes]:
    """Yield what is picture, segment by segment, up to the first end of image."""
    yield data[:2]
    position = 2
    while True:
        position = _next_marker(data, position)
        marker = data[position + 1]
        if marker == _EOI:
            yield data[position : position + 2]
            return
        end = position + 2 + int.from_bytes(data[position + 2 : position + 4], "big")
        if marker == _SOS:
            end = _end_of_scan(data, end)
        if end > len(data):
            raise damaged()
        is_note = marker == _COMMENT or marker in _APPS
        if not is_note or data.startswith(_APPS_KEPT, position):
            yield data[position:end]
        position = end


def _next_marker(data: bytes, position: int) -> int:
    """Return where the marker at this place begins, skipping bytes that only fill."""
    while data[position : position + 2] == b"\xff\xff":
        position += 1
    if position + 2 > len(data) or data[position] != _FILL:
        raise damaged()
    return position


def _end_of_scan(data: bytes, position: int) -> int:
    """Return where the picture data ends: at the first mark that does not belong to it."""
    while True:
        position = data.find(b"\xff", position)
        if position < 0 or position + 1 >= len(data):
            raise damaged()
        if data[position + 1] not in _IN_DATA:
            return position
        position += 2


_CLEANERS: Mapping[str, Callable[[bytes], bytes]] = {
    "image/gif": clean_gif,
    "image/jpeg": _clean_jpeg,
    "image/png": _clean_png,
    "image/webp": _clean_webp,
}
#: Media types of photos that are cleaned at upload.
PHOTOS = frozenset(_CLEANERS)
#: Those that a mark in their metadata may turn.
_TURNED = PHOTOS - {"image/gif"}
