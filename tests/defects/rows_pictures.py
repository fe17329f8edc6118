"""Baked pictures that hide, damage or multiply a credential; reliability.md rows 61 to 64."""

import json
import struct
import zlib

from issuer.images import bake_png, bake_svg
from tests.defects.rows_reading import BAKED, GOOD, PNG_WITHOUT, SVG, chunk
from tests.defects.rows_tokens import GOOD as TOKEN
from tests.defects.rows_tokens import held, tampered
from tests.defects.world import Case, Row, good_document, refused

KEYWORD = b"openbadgecredential"
PLAIN_SVG = (SVG + "</svg>").encode()
GOOD_PNG = bake_png(PNG_WITHOUT, GOOD)
GOOD_SVG = bake_svg(PLAIN_SVG, GOOD)
TAMPERED = json.dumps({**good_document(), "name": "Patient Vital Signs, with Honours"}).encode()
#: From IHDR to its end.
HEAD = 33


def with_chunks(*chunks: bytes) -> Case:
    """Return a PNG with these chunks after its header."""
    return Case(data=PNG_WITHOUT[:HEAD] + b"".join(chunks) + PNG_WITHOUT[HEAD:])


def text_chunk(text: bytes, keyword: bytes = KEYWORD) -> bytes:
    """Return a plain iTXt chunk."""
    return chunk(b"iTXt", keyword + b"\0\0\0\0\0" + text)


def packed_chunk(text: bytes, method: bytes = b"\0") -> bytes:
    """Return a compressed iTXt chunk."""
    return chunk(b"iTXt", KEYWORD + b"\0\1" + method + b"\0\0" + zlib.compress(text, 9))


def drawn(inside: str, before: str = "") -> Case:
    """Return an SVG with this text inside."""
    return Case(data=(before + SVG + inside + "</svg>").encode())


TABLE: dict[str, Row] = {
    "T64 PNG with two credentials": refused(
        with_chunks(text_chunk(GOOD), text_chunk(GOOD)),
        "ambiguous",
        "Two chunks hold a credential, so that two readers show different ones.",
    ),
    "T64 PNG with two kinds of chunks": refused(
        with_chunks(text_chunk(GOOD), chunk(b"tEXt", KEYWORD + b"\0" + TAMPERED)),
        "ambiguous",
        "An iTXt and a tEXt chunk hold different credentials.",
    ),
    "T64 PNG of two standards": refused(
        with_chunks(text_chunk(GOOD), text_chunk(b"{}", b"openbadges")),
        "ambiguous",
        "It holds an Open Badge 3.0 and one of 2.0.",
    ),
    "T64 PNG with a chunk after its end": refused(
        Case(data=PNG_WITHOUT + text_chunk(GOOD)), "ambiguous", "A chunk stands after IEND."
    ),
    "T64 PNG that is an archive too": refused(
        Case(data=GOOD_PNG + b"PK\5\6" + bytes(18)), "ambiguous", "A ZIP archive follows the PNG."
    ),
    "PNG with a wrong checksum": refused(
        Case(data=GOOD_PNG.replace(b"Patient", b"patient", 1)),
        "image",
        "The credential was changed without its checksum.",
    ),
    "PNG that ends in the credential": refused(
        Case(data=GOOD_PNG[:400]), "image", "The file ends inside the credential."
    ),
    "PNG with a tampered credential": refused(
        with_chunks(text_chunk(TAMPERED)), "proof", "The name was changed after signing."
    ),
    "PNG with a tampered JWT": refused(
        held(bake_png(PNG_WITHOUT, tampered(TOKEN.decode("ascii")).encode())),
        "proof",
        "The name in the token was changed after signing.",
    ),
    "T63 PNG with text that explodes": refused(
        with_chunks(packed_chunk(b" " * (8 * 1024 * 1024))),
        "image_text",
        "The credential inflates to 8 MiB.",
    ),
    "PNG with text packed in another way": refused(
        with_chunks(packed_chunk(GOOD, b"\1")), "image_text", "The compression is unknown."
    ),
    "PNG with text that is not UTF-8": refused(
        with_chunks(text_chunk(b"{\xff}")), "image_text", "The credential is not UTF-8."
    ),
    "T63 PNG of many pixels": refused(
        Case(
            data=PNG_WITHOUT[:8]
            + chunk(b"IHDR", struct.pack(">IIBBBBB", 50_000, 50_000, 8, 0, 0, 0, 0))
            + text_chunk(GOOD)
            + PNG_WITHOUT[HEAD:]
        ),
        "image_size",
        "The header promises 2.5 thousand million pixels.",
    ),
    "PNG with an empty credential": refused(
        with_chunks(text_chunk(b"")), "no_credential", "The chunk of the credential is empty."
    ),
    "T27 PNG with a member twice": refused(
        with_chunks(text_chunk(GOOD.replace(b'"name":', b'"name":"x","name":', 1))),
        "dup_key",
        "The baked credential says two names.",
    ),
    "SVG with a tampered credential": refused(
        drawn(BAKED.format(TAMPERED.decode())),
        "proof",
        "The name was changed after signing.",
    ),
    "SVG with a tampered JWT": refused(
        held(bake_svg(PLAIN_SVG, tampered(TOKEN.decode("ascii")).encode())),
        "proof",
        "The name in the token was changed after signing.",
    ),
    "T64 SVG with a token and a document": refused(
        Case(
            data=GOOD_SVG.replace(b"<openbadges:credential", b"<openbadges:credential verify='a'")
        ),
        "ambiguous",
        "One element holds a token and a document.",
    ),
    "T64 SVG with a second credential deep inside": refused(
        Case(data=GOOD_SVG.replace(b"</svg>", b"<g>" + BAKED.format("").encode() + b"</g></svg>")),
        "ambiguous",
        "A second credential stands in a group.",
    ),
    "T62 SVG with entities that multiply": refused(
        drawn(
            BAKED.format("&d;"),
            "<!DOCTYPE svg ["
            '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
            '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">'
            '<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>',
        ),
        "xml",
        "Entities multiply a text.",
    ),
    "T62 SVG with an external entity": refused(
        drawn("&x;", '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        "xml",
        "An entity asks for a file of the reader's computer.",
    ),
    "T62 SVG with an external definition": refused(
        drawn("", '<!DOCTYPE svg SYSTEM "https://evil.example/svg.dtd">'),
        "xml",
        "It asks for a definition from elsewhere.",
    ),
    "SVG that is not closed": refused(
        Case(data=GOOD_SVG.removesuffix(b"</svg>")), "xml", "The root is not closed."
    ),
    "SVG with a credential of another namespace": refused(
        Case(data=GOOD_SVG.replace(b"purl.imsglobal.org/ob/v3p0", b"evil.example/ob/v3p0")),
        "no_credential",
        "The element of the credential is of another namespace.",
    ),
    "XML that is no picture": refused(
        Case(data=b'<html xmlns="http://www.w3.org/1999/xhtml"/>'), "image", "It is a web page."
    ),
}
