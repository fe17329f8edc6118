"""Baking a credential into a PNG and taking it out again (OB-55, OB-56)."""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Literal

from issuer.errors import MalformedError
from issuer.images.baked import (
    MAX_TEXT_BYTES,
    BakedCredential,
    exactly_one,
    kind_of,
    read_text,
    require_text,
)
from issuer.images.png import Chunk, read_chunks, write_chunks

KEYWORD = b"openbadgecredential"
#: Keywords of relatives that a reader also meets.
_KEYWORDS: Mapping[bytes, Literal["ob3", "clr2", "ob2"]] = MappingProxyType(
    {KEYWORD: "ob3", b"clrcredential": "clr2", b"openbadges": "ob2"}
)
_TEXT_KINDS = frozenset({b"iTXt", b"tEXt", b"zTXt"})


def bake_png(png: bytes, credential: bytes) -> bytes:
    """Put a credential into a PNG: one uncompressed iTXt chunk right after IHDR (OB-55).

    An older credential is replaced; all other chunks stay as they are. Compressed text would be
    smaller, but wallets silently find nothing in it.

    Raises:
        MalformedError: code `image`, `image_size`, `image_text` or `ambiguous`.
    """
    text = require_text(credential)
    header, *others = read_chunks(png)
    kept = [chunk for chunk in others if credential_keyword(chunk) is None]
    return write_chunks([header, credential_chunk(text), *kept])


def credential_chunk(text: str) -> Chunk:
    """Return the chunk: keyword, no compression, no language, no translated keyword, text."""
    return Chunk(kind=b"iTXt", data=KEYWORD + b"\0\0\0\0\0" + text.encode("ascii"))


def extract_png(png: bytes) -> BakedCredential:
    """Take the only credential out of a PNG.

    Text of other producers may be compressed or in an older kind of chunk (OB-56).

    Raises:
        MalformedError: code `image`, `image_size`, `image_text`, `ambiguous` or `no_credential`.
    """
    return exactly_one(tuple(_credentials(read_chunks(png))))


def credential_keyword(chunk: Chunk) -> bytes | None:
    """Return the keyword if this chunk holds a credential of any kind."""
    if chunk.kind not in _TEXT_KINDS:
        return None
    keyword = chunk.data.split(b"\0", 1)[0]
    return keyword if keyword in _KEYWORDS else None


def _credentials(chunks: Sequence[Chunk]) -> Iterator[BakedCredential]:
    for chunk in chunks:
        keyword = credential_keyword(chunk)
        if keyword is not None:
            text = read_text(_content(chunk))
            yield BakedCredential(
                kind=kind_of(text), text=text, standard=_KEYWORDS[keyword], carrier="png"
            )


def _content(chunk: Chunk) -> bytes:
    _, _, rest = chunk.data.partition(b"\0")
    match chunk.kind:
        case b"tEXt":
            return rest
        case b"zTXt":
            return _inflate(rest[:1], rest[1:])
        case _:
            return _international(rest)


def _international(rest: bytes) -> bytes:
    """Return the text of an iTXt chunk: flag, method, language, translated keyword, text."""
    flag, method = rest[:1], rest[1:2]
    parts = rest[2:].split(b"\0", 2)
    if flag not in {b"\0", b"\1"} or len(parts) != 3:  # noqa: PLR2004 - language, keyword, text
        raise MalformedError("The credential's text chunk is damaged", code="image_text")
    return _inflate(method, parts[2]) if flag == b"\1" else parts[2]


def _inflate(method: bytes, data: bytes) -> bytes:
    """Inflate at most what a credential may have: a bomb stops at the cap (row 63)."""
    machine = zlib.decompressobj()
    try:
        text = machine.decompress(data, MAX_TEXT_BYTES + 1)
    except zlib.error as error:
        raise MalformedError("The credential's text is damaged", code="image_text") from error
    if method != b"\0" or (not machine.eof and len(text) <= MAX_TEXT_BYTES):
        raise MalformedError("The credential's text is damaged", code="image_text")
    return text
