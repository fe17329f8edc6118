"""Files that somebody might hand in to do harm, and harmless ones under names that lie.

Each is made here from the published description of its form; none of them does anything.
"""

import io
import stat
import struct
import zipfile
import zlib
from functools import cache

from PIL import Image

#: What no stored photo may still hold (reliability.md row 69).
PLACE = b"Qz 50.0755 N 14.4378 E"
_MIB = 1024 * 1024
_SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">%b</svg>'
)
_LAUGHS = b"".join(b'<!ENTITY l%d "%b">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 9))

#: The test string on which every virus scanner agrees; in two halves, so that none minds this file.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
WINDOWS = b"MZ\x90\x00\x03" + bytes(60) + b"This program cannot be run in DOS mode."
LINUX = b"\x7fELF\x02\x01\x01" + bytes(60)
SHELL = b"#!/bin/sh\nrm -rf /\n"
PHP = b"<?php system($_GET['c']); ?>"
JSP = b'<%@ page import="java.io.*" %><% Runtime.getRuntime().exec("id"); %>'
PAGE = b"<!DOCTYPE html><script>alert(1)</script>"
PAGE_LATER = b"\xef\xbb\xbf \n\t<html><body onload=alert(1)>"
WORDS_THEN_PAGE = b"Dear teacher,\n<script>alert(document.cookie)</script>\n"
PDF_AND_PAGE = b"%PDF-1.7\n<html><script>alert(1)</script></html>\n%%EOF"
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">' + _LAUGHS + b"]><x>&l8;</x>"
OUTSIDE_ENTITY = (
    b'<!DOCTYPE svg [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + _SVG % b"<text>&e;</text>"
)
SVGS = {
    "a script": b"<script>alert(1)</script>",
    "a handler": b'<rect onload="alert(1)"/>',
    "a foreign object": b'<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>',
    "a picture elsewhere": b'<image href="https://evil.example/x.png"/>',
    "a drawing elsewhere": b'<use xlink:href="https://evil.example/x.svg#a"/>',
    "a style elsewhere": b'<style>@import "https://evil.example/x.css";</style>',
    "a script address": b'<a xlink:href="javascript:alert(1)"><rect/></a>',
}


def svg(inside: bytes) -> bytes:
    """Return an SVG with the given content."""
    return _SVG % inside


def chunk(kind: bytes, data: bytes) -> bytes:
    """Return one PNG chunk."""
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def png_of(width: int, height: int, *more: bytes, pixels: bytes = b"\0\0") -> bytes:
    """Return a PNG that says it has this size, with other chunks before its pixels."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    data = chunk(b"IDAT", zlib.compress(pixels, 9))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + data + chunk(b"IEND", b"")


def gif_of(screen: int, frame: int) -> bytes:
    """Return a GIF of one frame with these edges."""
    head = b"GIF89a" + struct.pack("<HHBBB", screen, screen, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    image = b"," + struct.pack("<HHHHB", 0, 0, frame, frame, 0) + b"\x02\x02\x4c\x01\x00"
    return head + image + b";"


def gif_with_notes() -> bytes:
    """Return an animated GIF with a comment and with XMP, both telling the place."""
    plain = gif_of(1, 1)
    loop = b"!\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"
    comment = b"!\xfe" + bytes([len(PLACE)]) + PLACE + b"\0"
    trailer = b"\x01" + bytes(range(255, -1, -1)) + b"\0"
    xmp = b"!\xff\x0bXMP DataXMP" + PLACE + trailer
    return plain[:19] + loop + comment + xmp + plain[19:]


def jpeg_of(width: int, height: int) -> bytes:
    """Return the head of a JPEG that says it has this size."""
    frame = struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    return b"\xff\xd8\xff\xc0" + frame + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\xff\xd9"


def webp_of(width: int, height: int) -> bytes:
    """Return the head of a WebP that says it has this size."""
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + size


def bomb_in_text() -> bytes:
    """Return a small PNG whose text inflates to 8 MiB."""
    return png_of(8, 8, chunk(b"zTXt", b"Comment\0\0" + _zeros()), pixels=b"\0\0" * 8)


def bomb_in_pixels() -> bytes:
    """Return a small PNG whose pixels inflate to 8 MiB, which its size does not ask for."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", _zeros()) + chunk(b"IEND", b"")


@cache
def _zeros() -> bytes:
    return zlib.compress(bytes(8 * _MIB), 9)


def archive(*, bomb: bool = False) -> bytes:
    """Return a ZIP with entries that lead out of any folder, and with a link to a file."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("../../../../tmp/qz-escaped.txt", "out")
        packed.writestr("/tmp/qz-absolute.txt", "out")  # noqa: S108 # a name inside an archive
        link = zipfile.ZipInfo("link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        packed.writestr(link, "/etc/passwd")
        if bomb:
            packed.writestr("zeros", bytes(8 * _MIB))
    return made.getvalue()


def photo(kind: str = "JPEG") -> bytes:
    """Return a photo whose EXIF, XMP and comment tell where it was taken."""
    exif = Image.Exif()
    exif[0x010F] = PLACE.decode()
    exif.get_ifd(0x8825)[2] = (50.0, 4.0, 30.0)
    more = {"comment": PLACE} if kind == "JPEG" else {}
    saved = io.BytesIO()
    picture = Image.new("RGB", (40, 20), (9, 90, 9))
    picture.save(saved, format=kind, exif=exif.tobytes(), xmp=PLACE, **more)
    return saved.getvalue()


def phone_photo(brand: bytes) -> bytes:
    """Return the head of a photo in the box form that films have too."""
    return b"\0\0\0\x18ftyp" + brand + b"\0\0\0\0mif1" + brand + PLACE


def photo_with_iptc() -> bytes:
    """Return a JPEG with a press agency's block, as editors of pictures write it."""
    data = photo()
    record = b"\x1c\x02\x5a" + struct.pack(">H", len(PLACE)) + PLACE
    block = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(record)) + record
    return data[:2] + b"\xff\xed" + struct.pack(">H", len(block) + 2) + block + data[2:]
