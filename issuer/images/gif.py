"""Walks over the blocks of a GIF and keeps those that are picture; decodes nothing."""

from collections.abc import Iterator

from issuer.images.measuring import damaged, require_bearable

_IMAGE, _EXTENSION, _TRAILER = 0x2C, 0x21, 0x3B
_CONTROL, _APPLICATION = 0xF9, 0xFF
#: Applications whose block says how often an animation is played; all others are notes.
_LOOPS = (b"\x0bNETSCAPE2.0", b"\x0bANIMEXTS1.0")
_HEAD, _FRAME_HEAD = 13, 10
_HAS_COLOURS, _COLOUR_BITS = 0x80, 0x07


def clean_gif(data: bytes) -> bytes:
    """Return the picture without comments, texts and notes of programs, up to its end.

    Raises:
        MalformedError: the blocks do not lead to an end, code `image`.
    """
    if len(data) < _HEAD:
        raise damaged()
    start = _HEAD + _colours(data[10])
    return data[:start] + b"".join(_blocks(data, start))


def _blocks(data: bytes, position: int) -> Iterator[bytes]:
    frames = 0
    while True:
        kind = _byte(data, position)
        if kind == _TRAILER:
            if not frames:
                raise damaged()
            yield data[position : position + 1]
            return
        if kind == _IMAGE:
            frames += 1
            _require_frame(data[position : position + _FRAME_HEAD])
            flags = _byte(data, position + _FRAME_HEAD - 1)
            end = _end_of_parts(data, position + _FRAME_HEAD + _colours(flags) + 1)
        elif kind == _EXTENSION:
            end = _end_of_parts(data, position + 2)
        else:
            raise damaged()
        if kind == _IMAGE or _is_picture(data, position):
            yield data[position:end]
        position = end


def _require_frame(head: bytes) -> None:
    """Measure a frame too: browsers enlarge the picture to its first one."""
    require_bearable(int.from_bytes(head[5:7], "little"), int.from_bytes(head[7:9], "little"))


def _is_picture(data: bytes, position: int) -> bool:
    """Tell whether an extension says how frames are shown."""
    label = data[position + 1]
    is_loop = data.startswith(_LOOPS, position + 2)
    return label == _CONTROL or (label == _APPLICATION and is_loop)


def _end_of_parts(data: bytes, position: int) -> int:
    """Return where a chain of parts ends, each led by its length; the last has none."""
    while length := _byte(data, position):
        position += 1 + length
    return position + 1


def _colours(flags: int) -> int:
    return 3 << ((flags & _COLOUR_BITS) + 1) if flags & _HAS_COLOURS else 0


def _byte(data: bytes, position: int) -> int:
    if position >= len(data):
        raise damaged()
    return data[position]
