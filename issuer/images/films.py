"""Takes place, time, device and names out of a film (ISO/IEC 14496-12, QuickTime; row 69).

A film of a phone says where it was made: in boxes beside the picture, or in a track of its own.
What no player needs becomes empty space of the same length, so that every address within the file
still holds; pictures and sounds stay as they are, byte for byte.
"""

from collections.abc import Mapping

from issuer.errors import MalformedError
from issuer.images.boxes import MAX_BOXES, Box, boxes_between, damaged_film, find_box
from issuer.images.film_samples import chunks_of

#: Media types of films that are cleaned at upload.
FILMS = frozenset({"video/mp4", "video/quicktime"})


def _kinds(words: str) -> frozenset[bytes]:
    return frozenset(word.encode("ascii") for word in words.split())


#: Box -> the boxes in it that a player needs. All others are emptied, whatever they are called.
_KEPT: Mapping[bytes, frozenset[bytes]] = {
    b"moov": _kinds("mvhd trak mvex"),
    b"trak": _kinds("tkhd edts tref mdia load clip matt tapt"),
    b"mdia": _kinds("mdhd hdlr elng minf"),
    b"minf": _kinds("vmhd smhd sthd nmhd gmhd hdlr dinf stbl"),
    b"moof": _kinds("mfhd traf"),
}
_KEPT_OUTSIDE = _kinds("ftyp styp moov mdat moof mfra sidx ssix pdin")
#: Version of such a box -> bytes of its two times, of making and of changing, after four others.
_TIMED, _TIMES = _kinds("mvhd tkhd mdhd"), {0: 8, 1: 16}
#: What a handler is, before its name, which often is that of a camera.
_HANDLER_WORDS = 24
#: Tracks that people see, hear or read; cameras write positions and times into others.
_SHOWN = _kinds("vide soun text sbtl subt clcp")


def clean_film(data: bytes) -> bytes:
    """Return the film without metadata, byte for byte in its place; the same if there is none.

    Bytes after the last box are left off.

    Raises:
        MalformedError: damaged or cut off (code `film`), or a film in parts with a track that
            nobody sees, which cannot be taken out of it (code `film_place`).
    """
    return _Cleaning(data).done()


class _Cleaning:
    """One film while it is cleaned."""

    def __init__(self, data: bytes) -> None:
        self._film = bytearray(data)
        self._outside = list(boxes_between(data, 0, len(data)))
        self._is_in_parts = any(box.kind == b"moof" for box in self._outside)
        self._boxes = 0
        self._wiped = 0

    def done(self) -> bytes:
        if not any(box.kind == b"moov" for box in self._outside):
            raise damaged_film()
        self._clean_all(self._outside, _KEPT_OUTSIDE)
        return bytes(self._film[: self._outside[-1].end])

    def _clean_all(self, boxes: list[Box], kept: frozenset[bytes]) -> None:
        self._boxes += len(boxes)
        if self._boxes > MAX_BOXES:
            raise damaged_film()
        for box in boxes:
            if box.kind not in kept:
                self._empty(box)
            elif box.kind == b"trak" and not self._is_shown(box):
                self._drop(box)
            else:
                self._clean(box)

    def _clean(self, box: Box) -> None:
        if box.kind in _KEPT:
            inside = list(boxes_between(self._film, box.body, box.end))
            self._clean_all(inside, _KEPT[box.kind])
            self._zero(inside[-1].end if inside else box.body, box.end)
        elif box.kind == b"hdlr":
            self._zero(min(box.body + _HANDLER_WORDS, box.end), box.end)
        elif box.kind in _TIMED:
            times = _TIMES.get(self._film[box.body], 0) if box.body < box.end else 0
            self._zero(min(box.body + 4, box.end), min(box.body + 4 + times, box.end))

    def _is_shown(self, track: Box) -> bool:
        handler = find_box(self._film, track, b"mdia", b"hdlr")
        return bytes(self._film[handler.body + 8 : handler.body + 12]) in _SHOWN

    def _drop(self, track: Box) -> None:
        """Empty a track, and what of it lies among the pictures."""
        if self._is_in_parts:
            raise MalformedError(
                "Your camera may have written where it was into every part of this film;"
                " save it anew as a film for the web and send that",
                code="film_place",
            )
        table = find_box(self._film, track, b"mdia", b"minf", b"stbl")
        for start, end in chunks_of(self._film, table):
            self._wiped += end - start
            # No honest film names more than it holds, or what is not among its pictures.
            if self._wiped > len(self._film) or not self._is_among_pictures(start, end):
                raise damaged_film()
            self._zero(start, end)
        self._empty(track)

    def _is_among_pictures(self, start: int, end: int) -> bool:
        return any(
            box.kind == b"mdat" and box.body <= start and end <= box.end for box in self._outside
        )

    def _empty(self, box: Box) -> None:
        self._film[box.start + 4 : box.start + 8] = b"free"
        self._zero(box.body, box.end)

    def _zero(self, start: int, end: int) -> None:
        self._film[start:end] = bytes(end - start)
