"""How large a photo says it is, read from its head alone: no decoder is asked (row 63).

A picture of few bytes can ask for gigabytes of pixels, so this comes before everything else.
"""

from collections.abc import Callable, Mapping

from issuer.errors import MalformedError

#: More pixels than any school camera takes; decoding more costs too much memory.
MAX_PIXELS = 64_000_000
#: Marks of a JPEG that begin a frame; C4, C8 and CC in this range mean other things.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SOS, _FILL = 0xDA, 0xFF
_FOURTEEN_BITS = 0x3FFF

Size = tuple[int, int]


def require_modest(data: bytes, media_type: str) -> None:
    """Let a picture pass that says it has a bearable number of pixels.

    Raises:
        MalformedError: too many (code `image_size`), or none to be found (`image`).
    """
    require_bearable(*_SIZES[media_type](data))


def require_bearable(width: int, height: int) -> None:
    """Let a size pass; raises as `require_modest`."""
    if not width or not height:
        raise damaged()
    if width * height > MAX_PIXELS:
        raise MalformedError(
            f"Use a picture of at most {MAX_PIXELS // 1_000_000} megapixels", code="image_size"
        )


def damaged() -> MalformedError:
    """Return the error for a picture that ends early or is no picture."""
    return MalformedError("This picture is damaged; save it again and send that", code="image")


def _size_of_png(data: bytes) -> Size:
    if data[12:16] != b"IHDR":
        raise damaged()
    return _big(data, 16, 4), _big(data, 20, 4)


def _size_of_gif(data: bytes) -> Size:
    return _little(data, 6, 2), _little(data, 8, 2)


def _size_of_webp(data: bytes) -> Size:
    match data[12:16]:
        case b"VP8X":
            return _little(data, 24, 3) + 1, _little(data, 27, 3) + 1
        case b"VP8 ":
            return _little(data, 26, 2) & _FOURTEEN_BITS, _little(data, 28, 2) & _FOURTEEN_BITS
        case b"VP8L":
            both = _little(data, 21, 4)
            return (both & _FOURTEEN_BITS) + 1, (both >> 14 & _FOURTEEN_BITS) + 1
        case _:
            raise damaged()


def _size_of_jpeg(data: bytes) -> Size:
    """Walk over the segments to the first frame."""
    position = 2
    while position + 4 <= len(data) and data[position] == _FILL:
        marker = data[position + 1]
        if marker == _FILL:
            position += 1
        elif marker in _FRAMES:
            return _big(data, position + 7, 2), _big(data, position + 5, 2)
        elif marker == _SOS:
            break
        else:
            position += 2 + _big(data, position + 2, 2)
    raise damaged()


def _big(data: bytes, start: int, length: int) -> int:
    return int.from_bytes(_exactly(data, start, length), "big")


def _little(data: bytes, start: int, length: int) -> int:
    return int.from_bytes(_exactly(data, start, length), "little")


def _exactly(data: bytes, start: int, length: int) -> bytes:
    found = data[start : start + length]
    if len(found) < length:
        raise damaged()
    return found


_SIZES: Mapping[str, Callable[[bytes], Size]] = {
    "image/gif": _size_of_gif,
    "image/jpeg": _size_of_jpeg,
    "image/png": _size_of_png,
    "image/webp": _size_of_webp,
}
