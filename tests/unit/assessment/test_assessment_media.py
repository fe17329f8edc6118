"""Uploaded bytes are told by their content; what is not on the list is refused."""

import io

import pytest

from issuer.assessment.media import TypedStream, media_type_of
from issuer.errors import MalformedError

_OFFICE = "application/vnd.openxmlformats-officedocument."
ALLOWED = {
    "image/png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "image/jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF",
    "image/gif": b"GIF89a\x01\0\x01\0",
    "image/webp": b"RIFF\x24\0\0\0WEBPVP8 ",
    "audio/wav": b"RIFF\x24\0\0\0WAVEfmt ",
    "application/pdf": b"%PDF-1.7\n",
    "video/mp4": b"\0\0\0\x18ftypisom",
    "video/quicktime": b"\0\0\0\x14ftypqt  ",
    "video/webm": b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm",
    "audio/ogg": b"OggS\0\x02",
    "audio/mpeg": b"ID3\x04\0",
    "application/zip": b"PK\x03\x04\x14\0\0\0notes.txt",
    _OFFICE
    + "wordprocessingml.document": b"PK\x03\x04\x14\0[Content_Types].xml..word/document.xml",
    _OFFICE + "spreadsheetml.sheet": b"PK\x03\x04\x14\0[Content_Types].xml..xl/workbook.xml",
    _OFFICE + "presentationml.presentation": b"PK\x03\x04\x14\0[Content_Types].xml..ppt/slides",
    "application/vnd.oasis.opendocument.text": (
        b"PK\x03\x04\x14\0mimetypeapplication/vnd.oasis.opendocument.text"
    ),
    "text/plain": "Wer plant, irrt genauer; schön.\n".encode(),
}


@pytest.mark.parametrize(("media_type", "head"), ALLOWED.items(), ids=ALLOWED)
def test_each_type_on_the_list_is_recognized(media_type: str, head: bytes) -> None:
    """The first bytes decide, whatever the name says."""
    assert media_type == media_type_of(head)


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"MZ\x90\0\x03",
        b"\x7fELF\x02\x01",
        b"#!/bin/sh\nrm -rf /\n",
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"  \n<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\xef\xbb\xbf<?php system($_GET[0]); ?>",
        b"<?xml version='1.0'?>",
        b"RIFF\x24\0\0\0AVI LIST",
        b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x88matroska",
        b"text and then \0 nothing",
    ],
    ids=[
        "nothing",
        "a Windows program",
        "a Linux program",
        "a shell script",
        "HTML",
        "SVG",
        "PHP behind a byte order mark",
        "XML",
        "AVI",
        "Matroska",
        "a NUL in text",
    ],
)
def test_what_is_not_on_the_list_is_refused(head: bytes) -> None:
    """Row 65: an allow-list by content."""
    with pytest.raises(MalformedError) as refused:
        media_type_of(head)
    assert "file_type" == refused.value.code


def _read_all(data: bytes) -> bytes:
    stream = TypedStream(io.BytesIO(data))
    pieces = []
    while piece := stream.read(1000):
        pieces.append(piece)
    return b"".join(pieces)


@pytest.mark.parametrize("size", [1, 8192, 8193, 50_000], ids=str)
def test_reading_gives_back_every_byte(size: int) -> None:
    """Looking at the head costs nothing of the file."""
    data = b"%PDF-" + b"x" * size
    assert data == _read_all(data)


@pytest.mark.parametrize(
    "tail", [b"\xff\xfe", b"\0", "ü".encode()[:1]], ids=["no UTF-8", "NUL", "half a letter"]
)
def test_text_stays_text_to_its_end(tail: bytes) -> None:
    """A polyglot that begins as text is found out while it is stored."""
    with pytest.raises(MalformedError) as refused:
        _read_all(b"a" * 9000 + tail)
    assert "file_type" == refused.value.code


def test_a_letter_across_two_chunks_is_text() -> None:
    """The check follows letters, not chunks."""
    data = ("a" * 8191 + "ü" * 2000).encode()
    assert data == _read_all(data)
