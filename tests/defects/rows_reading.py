"""Bytes that are not one credential."""

import struct
import zlib

from issuer.documents import write_document
from tests.defects.world import Case, Row, good_document, left_open, refused

GOOD = write_document(good_document())


def chunk(kind: bytes, body: bytes) -> bytes:
    """Return one chunk of a PNG."""
    checksum = zlib.crc32(kind + body)
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", checksum)


#: One grey pixel.
PNG_WITHOUT = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(b"\0\x7f"))
    + chunk(b"IEND", b"")
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1">'
BAKED = (
    '<openbadges:credential xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0">'
    "<![CDATA[{}]]></openbadges:credential>"
)

TABLE: dict[str, Row] = {
    "empty": refused(Case(data=b""), "format", "There are no bytes."),
    "plain text": refused(
        Case(data=b"I earned this badge"), "format", "It is a sentence, not a document."
    ),
    "truncated JSON": refused(Case(data=GOOD[:-1]), "json", "The last byte is missing."),
    "two documents": refused(
        Case(data=GOOD + GOOD), "json", "Two JSON documents follow each other."
    ),
    "T27 member twice": refused(
        Case(data=GOOD.replace(b'"name":', b'"name":"x","name":', 1)),
        "dup_key",
        "The member name stands twice.",
    ),
    "T27 member in two spellings": refused(
        Case(data=GOOD.replace(b'"issuer":', b'"ISSUER":"did:web:x.example","issuer":', 1)),
        "dup_key",
        "issuer stands twice, once in capital letters, which case-insensitive readers merge.",
    ),
    "T27 member twice, deep": refused(
        Case(data=GOOD.replace(b'"achievedLevel":', b'"achievedLevel":"x","achievedLevel":', 1)),
        "dup_key",
        "achievedLevel stands twice, deep inside.",
    ),
    "T28 NaN": refused(Case(data=GOOD.replace(b'"48213"', b"NaN", 1)), "number", "A value is NaN."),
    "T28 infinite": refused(
        Case(data=GOOD.replace(b'"48213"', b"1e999", 1)),
        "number",
        "A number is beyond what a double can hold.",
    ),
    "T28 integer beyond 2^53": refused(
        Case(data=GOOD.replace(b'"48213"', b"9007199254740993", 1)),
        "number",
        "An integer is beyond 2^53, so implementations round it differently.",
    ),
    "T28 minus zero": refused(
        Case(data=GOOD.replace(b'"48213"', b"-0", 1)), "number", "A number is minus zero."
    ),
    "T29 deep nesting": refused(
        Case(data=b"[" * 100_000), "depth", "Arrays are nested 100,000 deep."
    ),
    "T29 deep objects": refused(
        Case(data=b'[{"":' * 50_000), "depth", "Arrays and objects are nested 50,000 deep."
    ),
    "T30 byte order mark": refused(
        Case(data=b"\xef\xbb\xbf" + GOOD), "encoding", "The text begins with a byte order mark."
    ),
    "T30 UTF-16": refused(
        Case(data=GOOD.decode("ascii").encode("utf-16")), "format", "The text is UTF-16."
    ),
    "T30 half a character": refused(
        Case(data=GOOD.replace(b'"vital signs"', b'"\\ud83d"', 1)),
        "encoding",
        "A text holds half of a surrogate pair.",
    ),
    "T30 NUL": refused(
        Case(data=GOOD.replace(b'"vital signs"', b'"\\u0000"', 1)),
        "encoding",
        "A text holds U+0000.",
    ),
    "T30 not UTF-8": refused(
        Case(data=GOOD.replace(b'"vital signs"', b'"\xff"', 1)), "encoding", "A byte is not UTF-8."
    ),
    "number instead of a document": refused(
        Case(data=b"[1]"), "shape", "It is an array with a number."
    ),
    "object that is no credential": refused(
        Case(data=b'{"credential":[{}]}'), "context", "It is a JSON object without a context."
    ),
    "two credentials in an array": refused(
        Case(data=b"[" + GOOD + b"," + GOOD + b"]"),
        "ambiguous",
        "An array holds two credentials, so it is open which one is meant.",
    ),
    "two credentials of an API answer": refused(
        Case(data=b'{"credential":[' + GOOD + b"," + GOOD + b"]}"),
        "ambiguous",
        "An answer of an API holds two credentials, so it is open which one is meant.",
    ),
    "transcript": left_open(
        Case(data=b'{"type":["VerifiableCredential","ClrCredential"]}'),
        "unsupported_format",
        "It is a bare Comprehensive Learner Record.",
    ),
    "JWT": refused(
        Case(data=b"eyJhbGciOiJFUzI1NiJ9.e30.c2ln"),
        "key_source",
        "A token has a header that names no key.",
    ),
    "JWT without signature": refused(
        Case(data=b"eyJhbGciOiJub25lIn0.e30."),
        "alg",
        "A token of algorithm none carries no signature.",
    ),
    "PNG without credential": refused(
        Case(data=PNG_WITHOUT), "no_credential", "A PNG holds no credential."
    ),
    "damaged PNG": refused(Case(data=PNG_WITHOUT[:40]), "image", "A PNG ends in the middle."),
    "SVG without credential": refused(
        Case(data=(SVG + "</svg>").encode()), "no_credential", "An SVG holds no credential."
    ),
    "T64 SVG with two credentials": refused(
        Case(data=(SVG + BAKED.format("{}") + BAKED.format("{}") + "</svg>").encode()),
        "ambiguous",
        "An SVG holds two credentials.",
    ),
    "SVG of Open Badges 2.0": left_open(
        Case(
            data=(
                SVG + '<openbadges:assertion xmlns:openbadges="http://openbadges.org">'
                "<![CDATA[{}]]></openbadges:assertion></svg>"
            ).encode()
        ),
        "unsupported_format",
        "An SVG holds an empty object where Open Badges 2.0 has its assertion.",
    ),
    "T62 SVG with an entity": refused(
        Case(data=b'<!DOCTYPE svg [<!ENTITY x "y">]>' + SVG.encode() + b"&x;</svg>"),
        "xml",
        "An SVG defines an entity.",
    ),
    "too many bytes": refused(
        Case(data=b" " * (4 * 1024 * 1024 + 1)), "size", "It has more than 4 MiB."
    ),
    "too many bytes of JSON": refused(
        Case(data=b'{"a":"' + b"x" * (256 * 1024) + b'"}'),
        "size",
        "It has more than 256 KiB of JSON.",
    ),
}
