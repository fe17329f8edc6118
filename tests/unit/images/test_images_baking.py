"""Baking and extraction in PNG and SVG, and what is refused there."""

import io
import struct
import tracemalloc
import zlib
from collections.abc import Callable

import pytest
from PIL import Image

from issuer.documents import write_document
from issuer.errors import MalformedError
from issuer.images import BakedCredential, bake_png, bake_svg, extract, extract_png, extract_svg

JSON = b'{"name":"A badge"}'
JWT = b"header.payload.signature"
#: OB-55, the chunk for the text above, byte for byte.
VECTOR = bytes.fromhex(
    "00000030695458746f70656e626164676563726564656e7469616c00000000006865616465722e7061796c6f61642e"
    "7369676e617475726599ca688f"
)
KEYWORD = b"openbadgecredential"
AFTER_HEADER = 8 + 25
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9"/></svg>'


def chunk(kind: bytes, data: bytes) -> bytes:
    """Return one PNG chunk with its checksum, by the standard's words."""
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def png(*extra: bytes) -> bytes:
    """Return a small PNG with further chunks after its header."""
    output = io.BytesIO()
    Image.new("RGB", (3, 2), "#1f6fb2").save(output, "PNG")
    data = output.getvalue()
    return data[:AFTER_HEADER] + b"".join(extra) + data[AFTER_HEADER:]


def header(width: int, height: int) -> bytes:
    """Return the beginning of a one-bit PNG of any size."""
    return b"\x89PNG\r\n\x1a\n" + chunk(
        b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    )


def code_of(act: Callable[[], object]) -> str:
    """Return the code of the error that the act ends in."""
    with pytest.raises(MalformedError) as caught:
        act()
    return caught.value.code


def test_ob_55_chunk_is_byte_exact_and_follows_the_header() -> None:
    """Every other byte of the picture stays where it was."""
    plain = png(chunk(b"tEXt", b"Author\0A school"))
    assert plain[:AFTER_HEADER] + VECTOR + plain[AFTER_HEADER:] == bake_png(plain, JWT)


def test_ob_55_re_baking_replaces_every_older_credential() -> None:
    """Old text in any kind of chunk would make the picture ambiguous."""
    older = chunk(b"zTXt", KEYWORD + b"\0\0" + zlib.compress(b"{}"))
    assert bake_png(png(), JSON) == bake_png(bake_png(png(older), JWT), JSON)


@pytest.mark.parametrize(("text", "kind"), [(JSON, "json"), (JWT, "jwt")])
def test_what_was_baked_into_a_png_comes_out(text: bytes, kind: str) -> None:
    """The first character tells JSON from a token (OB-56)."""
    baked = extract(bake_png(png(), text))
    assert (text.decode(), kind, "ob3", "png") == (
        baked.text,
        baked.kind,
        baked.standard,
        baked.carrier,
    )


@pytest.mark.parametrize(
    ("extra", "standard"),
    [
        (chunk(b"tEXt", KEYWORD + b"\0" + JSON), "ob3"),
        (chunk(b"zTXt", KEYWORD + b"\0\0" + zlib.compress(JSON)), "ob3"),
        (chunk(b"iTXt", KEYWORD + b"\0\1\0en\0\0" + zlib.compress(JSON)), "ob3"),
        (chunk(b"iTXt", b"clrcredential\0\0\0\0\0" + JSON), "clr2"),
        (chunk(b"iTXt", b"openbadges\0\0\0\0\0\n " + JSON + b"\n"), "ob2"),
    ],
    ids=["plain text", "compressed text", "compressed international", "transcript", "version 2"],
)
def test_ob_56_text_of_other_producers_is_read(extra: bytes, standard: str) -> None:
    """Lenient in reading, strict in writing."""
    expected = BakedCredential(kind="json", text=JSON.decode(), standard=standard, carrier="png")  # type: ignore[arg-type] # a literal of the table above
    assert expected == extract_png(png(extra))


BOMB = zlib.compress(b"{" * (64 * 1024 * 1024))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (bake_png(png(chunk(b"tEXt", b"openbadgex\0x")), JSON)[:-1], "image"),
        (bake_png(png(), JSON) + b"PK\3\4", "ambiguous"),
        (bake_png(png(), JSON) + VECTOR, "ambiguous"),
        (png(VECTOR, VECTOR), "ambiguous"),
        (png(VECTOR, chunk(b"tEXt", b"openbadges\0{}")), "ambiguous"),
        (png(), "no_credential"),
        (png(chunk(b"iTXt", KEYWORD + b"\0\0\0\0\0")), "no_credential"),
        (png(VECTOR[:-1] + b"\x8e"), "image"),
        (png(VECTOR[:-20]), "image"),
        (png(b"\xff\xff\xff\xff" + VECTOR[4:]), "image"),
        (png(chunk(b"iTXt", KEYWORD + b"\0\2\0\0\0{}")), "image_text"),
        (png(chunk(b"iTXt", KEYWORD + b"\0\0\0{}")), "image_text"),
        (png(chunk(b"iTXt", KEYWORD + b"\0\1\0\0\0" + BOMB)), "image_text"),
        (png(chunk(b"zTXt", KEYWORD + b"\0\0" + BOMB)), "image_text"),
        (png(chunk(b"zTXt", KEYWORD + b"\0\1" + zlib.compress(JSON))), "image_text"),
        (png(chunk(b"zTXt", KEYWORD + b"\0\0" + zlib.compress(JSON)[:-3])), "image_text"),
        (png(chunk(b"zTXt", KEYWORD + b"\0\0no")), "image_text"),
        (png(chunk(b"tEXt", KEYWORD + b"\0{\xff}")), "image_text"),
        (png(chunk(b"tEXt", KEYWORD + b"\0" + b"{" * (256 * 1024 + 1))), "image_text"),
        (header(50_000, 50_000) + chunk(b"IEND", b""), "image_size"),
        (header(0, 5) + chunk(b"IEND", b""), "image"),
        (b"\x89PNG\r\n\x1a\n" + chunk(b"IEND", b""), "image"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (png(chunk(b"tEXt", b"a\0" + bytes(5 * 1024 * 1024))), "image_size"),
        (b"GIF89a", "image"),
        (b"", "image"),
    ],
)
def test_a_picture_with_anything_doubtful_is_refused(data: bytes, code: str) -> None:
    """Exactly one credential in one whole picture, or none at all (rows 63 and 64)."""
    assert code == code_of(lambda: extract(data))


def test_a_compressed_bomb_is_not_unpacked() -> None:
    """Row 63: memory stays near the cap of 256 kB, whatever the chunk would grow to."""
    data = png(chunk(b"zTXt", KEYWORD + b"\0\0" + BOMB))
    tracemalloc.start()
    try:
        assert "image_text" == code_of(lambda: extract(data))
        assert tracemalloc.get_traced_memory()[1] < 4 * 1024 * 1024
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[]",
        b"header.payload",
        b'{"a":"\n"}',
        b'{"a":"\xc3\xa9"}',
        b'{"a":1',
        b"{" + b" " * 256 * 1024 + b"}",
    ],
)
def test_only_one_line_of_ascii_is_baked(text: bytes) -> None:
    """OB-58: XML parsers change line ends, and wallets count braces."""
    assert "image_text" == code_of(lambda: bake_png(png(), text))
    assert "image_text" == code_of(lambda: bake_svg(SVG, text))


def test_ob_57_svg_element_follows_the_root_tag_and_the_rest_stays() -> None:
    """JSON stands in CDATA, without an attribute `verify`."""
    expected = (
        b'<svg xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0" '
        b'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
        b'<openbadges:credential><![CDATA[{"name":"A badge"}]]></openbadges:credential>'
        b'<path d="M0 0h9"/></svg>'
    )
    assert expected == bake_svg(SVG, JSON)


def test_ob_57_token_stands_in_the_attribute_verify() -> None:
    """The body stays empty."""
    assert b'<openbadges:credential verify="header.payload.signature"/>' in bake_svg(SVG, JWT)


@pytest.mark.parametrize(
    "picture",
    [
        SVG,
        b"\xef\xbb\xbf" + SVG,
        b'<?xml version="1.0" encoding="UTF-8"?>\n<!-- a > b -->\n' + SVG,
        b'<svg xmlns="http://www.w3.org/2000/svg" class="a>b" />',
        b"<svg:svg xmlns:svg='http://www.w3.org/2000/svg'/>",
        bake_svg(SVG, JWT),
        bake_svg(SVG, b'{"older":"]]>"}').replace(b"openbadges:", b"ob:").replace(
            b"xmlns:openbadges", b"xmlns:ob"
        ).replace(b"xmlns:openbadges", b"xmlns:ob"),
    ],
    ids=["plain", "byte order mark", "declaration", "no content", "prefix", "baked", "prefix ob"],
)  # fmt: skip
def test_what_was_baked_into_an_svg_comes_out(picture: bytes) -> None:
    """Whatever the file looked like before, and whatever the text holds."""
    text = write_document({"narrative": "<b>&amp; ]]> {", "n": "\u202e"})
    baked = bake_svg(picture, text)
    assert (text.decode(), "json", "svg") == (
        extract(baked).text,
        extract(baked).kind,
        extract(baked).carrier,
    )
    assert 1 == baked.count(b"CDATA[{")


def test_re_baking_an_svg_gives_the_bytes_of_baking_it_once() -> None:
    """Nothing of the older credential stays behind."""
    assert bake_svg(SVG, JSON) == bake_svg(bake_svg(SVG, JWT), JSON)


def credential(body: str, prefix: str = "x") -> str:
    """Return a credential element under another prefix."""
    space = f'xmlns:{prefix}="https://purl.imsglobal.org/ob/v3p0"'
    return f"<{prefix}:credential {space}>{body}</{prefix}:credential>"


def wrapped(*inside: str, doctype: str = "") -> bytes:
    """Return an SVG with the given content."""
    return f'{doctype}<svg xmlns="http://www.w3.org/2000/svg">{"".join(inside)}</svg>'.encode()


def test_ob_58_namespace_counts_and_not_the_prefix() -> None:
    """Text and CDATA sections are joined, white space around them goes."""
    found = extract_svg(wrapped(credential("\n {<!-- -->&quot;a&quot;:<![CDATA[1}]]> ")))
    assert '{"a":1}' == found.text


LAUGHS = "<!DOCTYPE svg [" + '<!ENTITY a0 "ha">' + "".join(
    f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12)
) + "]>"  # fmt: skip


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (wrapped("&a11;", doctype=LAUGHS), "xml"),
        (wrapped("&q;" * 9, doctype=f'<!DOCTYPE svg [<!ENTITY q "{"q" * 99_999}">]>'), "xml"),
        (wrapped("&f;", doctype='<!DOCTYPE svg [<!ENTITY f SYSTEM "file:///etc/passwd">]>'), "xml"),
        (wrapped("&f;", doctype='<!DOCTYPE svg [<!ENTITY f SYSTEM "http://h.example/">]>'), "xml"),
        (wrapped(doctype='<!DOCTYPE svg SYSTEM "http://h.example/svg.dtd">'), "xml"),
        (wrapped(doctype='<!DOCTYPE svg [<!ENTITY % p SYSTEM "http://h.example/">%p;]>'), "xml"),
        (wrapped("&nbsp;"), "xml"),
        (wrapped("<a>"), "xml"),
        (wrapped("<g>" * 200, "</g>" * 200), "xml"),
        (wrapped("<g/>" * 20_001), "xml"),
        (wrapped("\x01"), "xml"),
        ('<?xml version="1.0" encoding="UTF-16"?><svg/>'.encode("utf-16"), "image"),
        (b'<?xml version="1.0" encoding="latin-1"?><svg/>', "xml"),
        (b"<svg>\xff</svg>", "xml"),
        (b"<html/>", "image"),
        (b'<svg xmlns="http://example.org/"/>', "image"),
        (wrapped(), "no_credential"),
        (wrapped('<credential xmlns="http://example.org/ob">{}</credential>'), "no_credential"),
        (wrapped(credential("{}"), credential("{}", "y")), "ambiguous"),
        (wrapped(credential("{}").replace(">{", ' verify="a.b.c">{')), "ambiguous"),
        (wrapped(credential("{" + " " * 256 * 1024 + "}")), "image_text"),
        (wrapped(" " * 5 * 1024 * 1024), "image_size"),
    ],
)
def test_an_svg_with_anything_doubtful_is_refused(data: bytes, code: str) -> None:
    """No document type, no entity, one credential (row 62)."""
    assert code == code_of(lambda: extract(data))


def test_a_prefix_that_means_something_else_is_not_taken_over() -> None:
    """Baking would otherwise change what the file says."""
    picture = SVG.replace(b"<svg ", b'<svg xmlns:openbadges="http://example.org/" ')
    assert "xml" == code_of(lambda: bake_svg(picture, JSON))
