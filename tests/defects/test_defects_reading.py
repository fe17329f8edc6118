"""Bytes that are not one credential; each with the code that a program relies on."""

import json
import struct
import zlib

import pytest

from issuer.documents import write_document
from issuer.images import bake_svg
from issuer.verification import Outcome
from tests.defects.world import Case, good_case, good_document

GOOD = write_document(good_document())


def _chunk(kind: bytes, body: bytes) -> bytes:
    checksum = zlib.crc32(kind + body)
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", checksum)


#: One grey pixel.
PNG_WITHOUT = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\0\x7f"))
    + _chunk(b"IEND", b"")
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1">'
BAKED = (
    '<openbadges:credential xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0">'
    "<![CDATA[{}]]></openbadges:credential>"
)
INVALID, OPEN = Outcome.INVALID, Outcome.INDETERMINATE

TABLE = {
    "empty": (b"", "format", INVALID),
    "plain text": (b"I earned this badge", "format", INVALID),
    "truncated JSON": (GOOD[:-1], "json", INVALID),
    "two documents": (GOOD + GOOD, "json", INVALID),
    "T27 member twice": (GOOD.replace(b'"name":', b'"name":"x","name":', 1), "dup_key", INVALID),
    "T27 member in two spellings": (
        GOOD.replace(b'"issuer":', b'"ISSUER":"did:web:x.example","issuer":', 1),
        "dup_key",
        INVALID,
    ),
    "T27 member twice, deep": (
        GOOD.replace(b'"achievedLevel":', b'"achievedLevel":"x","achievedLevel":', 1),
        "dup_key",
        INVALID,
    ),
    "T28 NaN": (GOOD.replace(b'"48213"', b"NaN", 1), "number", INVALID),
    "T28 infinite": (GOOD.replace(b'"48213"', b"1e999", 1), "number", INVALID),
    "T28 integer beyond 2^53": (
        GOOD.replace(b'"48213"', b"9007199254740993", 1),
        "number",
        INVALID,
    ),
    "T28 minus zero": (GOOD.replace(b'"48213"', b"-0", 1), "number", INVALID),
    "T29 deep nesting": (b"[" * 100_000, "depth", INVALID),
    "T29 deep objects": (b'[{"":' * 50_000, "depth", INVALID),
    "T30 byte order mark": (b"\xef\xbb\xbf" + GOOD, "encoding", INVALID),
    "T30 UTF-16": (GOOD.decode("ascii").encode("utf-16"), "format", INVALID),
    "T30 half a character": (GOOD.replace(b'"vital signs"', b'"\\ud83d"', 1), "encoding", INVALID),
    "T30 NUL": (GOOD.replace(b'"vital signs"', b'"\\u0000"', 1), "encoding", INVALID),
    "T30 not UTF-8": (GOOD.replace(b'"vital signs"', b'"\xff"', 1), "encoding", INVALID),
    "number instead of a document": (b"[1]", "shape", INVALID),
    "object that is no credential": (b'{"credential":[{}]}', "context", INVALID),
    "two credentials in an array": (b"[" + GOOD + b"," + GOOD + b"]", "ambiguous", INVALID),
    "two credentials of an API answer": (
        b'{"credential":[' + GOOD + b"," + GOOD + b"]}",
        "ambiguous",
        INVALID,
    ),
    "presentation with two": (
        b'{"type":["VerifiablePresentation"],"verifiableCredential":[' + GOOD + b"," + GOOD + b"]}",
        "ambiguous",
        INVALID,
    ),
    "presentation with one": (
        b'{"type":"VerifiablePresentation","verifiableCredential":[' + GOOD + b"]}",
        "unsupported_format",
        OPEN,
    ),
    "transcript": (
        b'{"type":["VerifiableCredential","ClrCredential"]}',
        "unsupported_format",
        OPEN,
    ),
    "JWT": (b"eyJhbGciOiJFUzI1NiJ9.e30.c2ln", "unsupported_format", OPEN),
    "JWT without signature": (b"eyJhbGciOiJub25lIn0.e30.", "unsupported_format", OPEN),
    "PNG without credential": (PNG_WITHOUT, "no_credential", INVALID),
    "damaged PNG": (PNG_WITHOUT[:40], "image", INVALID),
    "SVG without credential": ((SVG + "</svg>").encode(), "no_credential", INVALID),
    "T64 SVG with two credentials": (
        (SVG + BAKED.format("{}") + BAKED.format("{}") + "</svg>").encode(),
        "ambiguous",
        INVALID,
    ),
    "SVG of Open Badges 2.0": (
        (
            SVG + '<openbadges:assertion xmlns:openbadges="http://openbadges.org">'
            "<![CDATA[{}]]></openbadges:assertion></svg>"
        ).encode(),
        "unsupported_format",
        OPEN,
    ),
    "T62 SVG with an entity": (
        b'<!DOCTYPE svg [<!ENTITY x "y">]>' + SVG.encode() + b"&x;</svg>",
        "xml",
        INVALID,
    ),
    "too many bytes": (b" " * (4 * 1024 * 1024 + 1), "size", INVALID),
    "too many bytes of JSON": (
        b'{"a":"' + b"x" * (256 * 1024) + b'"}',
        "size",
        INVALID,
    ),
}


@pytest.mark.parametrize("name", TABLE)
def test_bytes_that_are_not_one_credential(name: str) -> None:
    """What cannot be read is told by a stable code, and never raised."""
    data, code, outcome = TABLE[name]
    report = Case(data=data).report()
    assert [(code, outcome)] == [(f.code, f.outcome) for f in report.findings]


def test_good_json_is_valid() -> None:
    """The case that all others are made from holds."""
    assert (Outcome.VALID, True) == (good_case().report().outcome, good_case().report().trusted)


def test_white_space_and_indentation_are_free() -> None:
    """The same document, written for people, says the same."""
    data = json.dumps(json.loads(GOOD), indent=2).encode("utf-8") + b"\n"
    assert Outcome.VALID == Case(data=data).report().outcome


def test_baked_picture_says_what_its_json_says() -> None:
    """A badge in a picture is the badge, not another one."""
    picture = bake_svg((SVG + "</svg>").encode(), GOOD)
    assert good_case().report() == Case(data=picture).report()
