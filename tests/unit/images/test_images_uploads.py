"""What a school may upload as art, and what is taken away or refused."""

import io
import struct
import time
import zlib

import pytest
from PIL import Image, PngImagePlugin

from issuer.errors import MalformedError
from issuer.images import bake_png, bake_svg, check_upload, clean_png, clean_svg, render_png

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '


def svg(inside: str, attributes: str = 'viewBox="0 0 100 100"') -> bytes:
    """Return an SVG with the given content."""
    return f"{OPEN}{attributes}>{inside}</svg>".encode()


def png(size: tuple[int, int] = (300, 300), **save: object) -> bytes:
    """Return a plain PNG."""
    output = io.BytesIO()
    Image.new("RGBA", size, "#1f6fb280").save(output, "PNG", **save)
    return output.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    """Return one PNG chunk."""
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def refusal(data: bytes) -> str:
    """Return the code with which an upload is refused."""
    with pytest.raises(MalformedError) as caught:
        check_upload(data)
    return caught.value.code


def test_metadata_of_a_png_is_taken_away_and_its_pixels_stay() -> None:
    """Position, author and program do not travel with a badge (row 69)."""
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "Kestrel")
    notes.add_itxt("XML:com.adobe.xmp", "<x/>")
    exif = Image.Exif()
    exif[0x010E] = "GPS"
    data = png(pnginfo=notes, exif=exif, icc_profile=b"profile", dpi=(72, 72))
    cleaned = check_upload(data)
    assert ("png", 300, 300, ()) == (
        cleaned.kind,
        cleaned.width,
        cleaned.height,
        cleaned.warnings,
    )
    with Image.open(io.BytesIO(data)) as before, Image.open(io.BytesIO(cleaned.data)) as after:
        assert {} == after.info
        assert before.tobytes() == after.tobytes()
    assert not any(word in cleaned.data for word in (b"Kestrel", b"eXIf", b"iCCP", b"pHYs"))


@pytest.mark.parametrize(
    ("size", "words"),
    [
        ((300, 300), []),
        ((300, 360), []),
        ((300, 400), ["square"]),
        ((90, 200), ["square", "small"]),
    ],
)
def test_oblong_and_small_pictures_are_accepted_with_a_warning(
    size: tuple[int, int], words: list[str]
) -> None:
    """Odd looks are the school's choice."""
    warnings = check_upload(png(size)).warnings
    assert len(words) == len(warnings)
    assert all(word in warning for word, warning in zip(words, warnings, strict=True))


def bomb() -> bytes:
    """Return a PNG of 2.5 billion pixels in under a megabyte."""
    row = zlib.compress(bytes(6251) * 50_000, 9)
    head = struct.pack(">IIBBBBB", 50_000, 50_000, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", row) + chunk(b"IEND", b"")


def test_a_pixel_bomb_is_refused_by_its_header_alone() -> None:
    """Row 63: the answer comes before any decoder runs."""
    data = bomb()
    assert len(data) < 1_000_000
    started = time.perf_counter()
    assert "image_size" == refusal(data)
    assert time.perf_counter() - started < 0.5


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "image"),
        (b"GIF89a", "image"),
        (b"\xff\xd8\xff\xe0", "image"),
        (b"MZ\x90", "image"),
        (png()[:-1], "image"),
        (png() + b"<?php", "ambiguous"),
        (png().replace(b"IDAT", b"IDAX"), "image"),
        (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"\0\0\1\0\0\0\1\0\x08\x63\0\0\0")
         + chunk(b"IDAT", b"") + chunk(b"IEND", b""), "image"),
        (png()[:33] + chunk(b"IDAT", b"nothing") + chunk(b"IEND", b""), "image"),
        (png()[:33] + chunk(b"IEND", b""), "image"),
        (png()[:33] + chunk(b"tEXt", b"a\0" + bytes(4 * 1024 * 1024)) + png()[33:], "image_size"),
        (bake_png(png(), b"a.b.c"), "image_text"),
        (bake_svg(svg(""), b"{}"), "image_text"),
        (svg("", 'viewBox="0 0 0 9"'), "image"),
        (svg("", 'width="100%" height="100%"'), "image"),
        (svg("", f'width="{"9" * 400}" height="5"'), "image"),
        (b"<html><body/></html>", "image"),
        (svg(" " * 4 * 1024 * 1024), "image_size"),
    ],
)  # fmt: skip
def test_what_is_no_sound_picture_is_refused(data: bytes, code: str) -> None:
    """The kind is told by content, and a broken file by a code."""
    assert code == refusal(data)


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<script href="https://h.example/x.js"/>',
        "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>",
        '<p xmlns="http://www.w3.org/1999/xhtml">x</p>',
        '<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>',
        '<e:g xmlns:e="http://editor.example/"><script>alert(1)</script></e:g>',
        '<g onload="alert(1)"/>',
        '<g ONCLICK="alert(1)"/>',
        '<a href="javascript:alert(1)"><rect/></a>',
        '<use href="https://h.example/a.svg#b"/>',
        '<use xlink:href="data:image/svg+xml,x#b"/>',
        '<use href="//h.example/a.svg#b"/>',
        '<image href="https://h.example/a.png"/>',
        '<image xlink:href="data:image/png;base64,AAAA"/>',
        '<image href="file:///etc/passwd"/>',
        '<rect fill="url(https://h.example/#a)"/>',
        '<rect style="fill:url(//h.example/#a)"/>',
        '<rect style="fill:u\\72l(#a)"/>',
        '<rect style="width:expression(alert(1))"/>',
        "<style>@import 'https://h.example/a.css';</style>",
        "<style>@font-face{src:url(x)}</style>",
        "<style>rect{background:url(data:image/png;base64,A)}</style>",
        "<set attributeName='href' to='javascript:alert(1)'/>",
        "<animate attributeName='x' values='0;9'/>",
        "<filter id='f'><feImage href='https://h.example/a.png'/></filter>",
        "<iframe/>",
        "<handler/>",
        "<unknown/>",
        "<g xmlns=''/>",
    ],
)
def test_active_content_of_an_svg_is_refused(inside: str) -> None:
    """Row 61: nothing acts, nothing fetches, and the uploader is told what to remove."""
    assert "svg_unsafe" == refusal(svg(inside))


@pytest.mark.parametrize("inside", ["<text>Hi</text>", "<g><tspan/></g>"])
def test_letters_are_to_be_turned_into_paths(inside: str) -> None:
    """Else they vanish where the font is missing, and in every PNG we draw."""
    assert "svg_text" == refusal(svg(inside))


def test_an_editors_file_is_reduced_to_its_drawing() -> None:
    """Notes, metadata, comments and foreign attributes go; shapes, paint and words for all stay."""
    data = svg(
        "<!-- made by Kestrel --><?editor x?>"
        '<metadata><rdf xmlns="http://www.w3.org/1999/02/22-rdf-syntax-ns#">Kestrel</rdf></metadata>'
        '<e:view xmlns:e="http://editor.example/" e:user="Kestrel"/>'
        "<title>A &amp; B</title><defs><linearGradient id='a'><stop offset='0'/></linearGradient>"
        "<path id='p' d='M0 0h9v9z'/></defs><style>.a{fill:url(#a)}</style>"
        '<g class="a" data-note="Kestrel" font-family="Kestrel" transform="scale(2)">'
        '<use xlink:href="#p" style="stroke:url(\'#a\')"/></g>'
    )
    expected = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><title>A &amp; B</title>'
        '<defs><linearGradient id="a"><stop offset="0"></stop></linearGradient>'
        '<path id="p" d="M0 0h9v9z"></path></defs><style>.a{fill:url(#a)}</style>'
        '<g class="a" transform="scale(2)"><use href="#p" style="stroke:url(\'#a\')"></use></g>'
        "</svg>"
    )
    assert expected.encode() == clean_svg(data)
    assert clean_svg(data) == clean_svg(clean_svg(data))


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('viewBox="0 0 64 48"', (64, 48)),
        ('viewBox="-5,-5,64.4,48" width="10mm"', (64, 48)),
        ('width="120px" height="90"', (120, 90)),
    ],
)
def test_an_svg_is_measured(attributes: str, size: tuple[int, int]) -> None:
    """In user units, by its view box first."""
    cleaned = check_upload(svg("<path d='M0 0'/>", attributes))
    assert ("svg", *size) == (cleaned.kind, cleaned.width, cleaned.height)


def test_cleaned_pictures_can_be_drawn() -> None:
    """What we accept, we can show."""
    cleaned = check_upload(svg('<rect width="100" height="100" fill="#00ff00"/>'))
    with Image.open(io.BytesIO(render_png(cleaned.data, 64))) as picture:
        assert (0, 255, 0, 255) == picture.convert("RGBA").getpixel((32, 32))


def test_a_picture_without_extent_is_not_drawn() -> None:
    """The renderer's own refusal reaches us as ours."""
    with pytest.raises(MalformedError, match="cannot be drawn") as caught:
        render_png(svg("", 'viewBox="0 0 9 9" width="0" height="0"'), 64)
    assert "image" == caught.value.code


def laughs(reference: str) -> str:
    """Return ten levels of groups that each draw the one below ten times."""
    groups = [f'<g id="g{i}">' + reference.format(f"g{i - 1}") * 10 + "</g>" for i in range(1, 11)]
    return '<g id="g0"><path d="M0 0h1"/></g>' + "".join(groups)


@pytest.mark.parametrize(
    "inside",
    [
        laughs('<use href="#{}"/>'),
        laughs('<path d="M0 0h1" fill="URL(#{})"/>'),
        laughs('<path d="M0 0h1" style="mask:url(#{})"/>'),
        '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>',
        '<g id="a"><use href="#a"/></g>',
        "".join(f'<g id="c{i}"><use href="#c{i + 1}"/></g>' for i in range(2000)),
        "<style>.a{clip-path:url(#p)}.b{clip-path:url(#q)}</style>"
        + "".join(f'<clipPath id="{i}">{"<path/>" * 200}</clipPath>' for i in "pq"),
    ],
)
def test_references_that_multiply_are_refused(inside: str) -> None:
    """A small file can ask for endless drawing without any entity."""
    started = time.perf_counter()
    assert "image_size" == refusal(svg(inside))
    assert time.perf_counter() - started < 1


def test_cleaning_a_png_twice_changes_nothing() -> None:
    """What is stored is what was checked."""
    assert clean_png(png()) == clean_png(clean_png(png()))
