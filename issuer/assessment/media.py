"""Tell what uploaded bytes are by their content, from an allow-list (reliability.md row 65).

Archives are kept as they are: never unpacked, never looked into beyond their first bytes.
"""

import codecs
import re
from typing import BinaryIO

from issuer.errors import MalformedError

#: Enough for every signature below, and for the first names inside an office file.
HEAD_BYTES = 8192

#: Brands of MP4 films and sounds; the same box begins HEIC and AVIF photos, which keep their place
#: in a form that nobody here takes it out of.
_FILMS = (b"iso", b"mp4", b"mp7", b"avc1", b"M4", b"dash", b"MSNV", b"3g", b"mmp4", b"F4V")
_PHONE_PHOTOS = (b"ftyphe", b"ftypmif", b"ftypmsf", b"ftypavi")
#: (offset, bytes that must stand there, media type); the first row that fits decides.
_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (8, b"WAVE", "audio/wav"),
    (0, b"%PDF-", "application/pdf"),
    (4, b"ftypqt", "video/quicktime"),
    *((4, b"ftyp" + brand, "video/mp4") for brand in _FILMS),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"\xff\xf2", "audio/mpeg"),
    (0, b"PK\x03\x04", "application/zip"),
)
_RIFF = frozenset({"image/webp", "audio/wav"})
_OFFICE = "application/vnd.openxmlformats-officedocument."
#: What an office file names among its first members -> its media type.
_INSIDE_ZIP: tuple[tuple[bytes, str], ...] = (
    (b"mimetypeapplication/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text"),
    (b"word/", _OFFICE + "wordprocessingml.document"),
    (b"xl/", _OFFICE + "spreadsheetml.sheet"),
    (b"ppt/", _OFFICE + "presentationml.presentation"),
)
#: Text that a browser or a server could run is refused, whatever its name.
_RUNNABLE = (b"<", b"#!", b"MZ")
_TEXT = "text/plain"
#: No text that people write holds these; programs and odd containers do.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


class TypedStream:
    """A stream whose type is known from its head; text is checked to be text to its end."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._head = stream.read(HEAD_BYTES)
        self.media_type = media_type_of(self._head)
        self._decoder = _decoder() if self.media_type == _TEXT else None

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes.

        Raises:
            MalformedError: what began as text does not go on as text, code `file_type`.
        """
        chunk, self._head = self._head, b""
        chunk = chunk or self._stream.read(size)
        if self._decoder is not None:
            _check_text(chunk, self._decoder)
        return chunk


def media_type_of(head: bytes) -> str:
    """Return the media type of the first bytes of a file.

    Raises:
        MalformedError: empty, or of no type on the list, code `file_type`.
    """
    for offset, signature, media_type in _SIGNATURES:
        if head[offset : offset + len(signature)] != signature:
            continue
        if media_type in _RIFF and not head.startswith(b"RIFF"):
            continue
        if media_type == "video/webm" and b"webm" not in head[:64]:
            continue
        return _inside_zip(head) if media_type == "application/zip" else media_type
    if head.startswith(_PHONE_PHOTOS, 4):
        raise MalformedError("Save this photo as JPEG and send that", code="file_type")
    if not head or head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_RUNNABLE):
        raise _refusal()
    _check_text(head, _decoder())
    return _TEXT


def _inside_zip(head: bytes) -> str:
    for mark, media_type in _INSIDE_ZIP:
        if mark in head:
            return media_type
    return "application/zip"


def _check_text(chunk: bytes, decoder: codecs.IncrementalDecoder) -> None:
    try:
        text = decoder.decode(chunk, final=not chunk)
    except UnicodeDecodeError as error:
        raise _refusal() from error
    if _CONTROLS.search(text):
        raise _refusal()


def _decoder() -> codecs.IncrementalDecoder:
    return codecs.getincrementaldecoder("utf-8")()


def _refusal() -> MalformedError:
    return MalformedError(
        "Send a picture (PNG, JPEG, GIF, WebP), PDF, plain text, video (MP4, WebM, MOV), sound"
        " (MP3, WAV, OGG), office file (DOCX, XLSX, PPTX, ODT) or ZIP",
        code="file_type",
    )
