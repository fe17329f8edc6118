"""Whatever arrives as a picture: an answer or one of our own errors, never an accident."""

import io
from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from issuer.errors import MalformedError
from issuer.images import (
    bake_png,
    bake_svg,
    check_upload,
    clean_svg,
    draw_badge,
    extract,
    extract_svg,
)
from issuer.images.art import BadgeArt

TEXT = b'{"name":"A badge"}'
ART = BadgeArt(
    title="Wren", shape="circle", pattern="plain", symbol="leaf", colour="teal", levels=2
)


def small_png() -> bytes:
    """Return a plain PNG."""
    output = io.BytesIO()
    Image.new("P", (5, 5)).save(output, "PNG")
    return output.getvalue()


PNG = small_png()
SVG = draw_badge(ART)
PICTURES = [PNG, SVG, bake_png(PNG, TEXT), bake_svg(SVG, TEXT), bake_svg(SVG, b"a.b.c")]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Return a picture with some bytes exchanged, cut out or put in."""
    picture = draw(st.sampled_from(PICTURES))
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(picture)))
        end = draw(st.integers(start, min(start + 9, len(picture))))
        picture = picture[:start] + draw(st.binary(max_size=9)) + picture[end:]
    return picture


@given(damaged())
def test_a_damaged_picture_ends_in_an_answer_or_in_our_error(data: bytes) -> None:
    """No decoder's own exception gets through."""
    with suppress(MalformedError):
        extract(data)
    with suppress(MalformedError):
        check_upload(data)


@given(damaged())
def test_a_damaged_svg_that_still_bakes_gives_its_credential_back(data: bytes) -> None:
    """Byte positions hold whatever stands before them."""
    try:
        baked = bake_svg(data, TEXT)
    except MalformedError:
        return
    assert TEXT.decode() == extract_svg(baked).text


@given(damaged())
def test_cleaning_is_finished_after_one_turn(data: bytes) -> None:
    """What was cleaned passes, unchanged."""
    try:
        cleaned = clean_svg(data)
    except MalformedError:
        return
    assert cleaned == clean_svg(cleaned)


@given(st.text(max_size=30))
def test_any_title_gives_sound_art(title: str) -> None:
    """A name in any script, with any character, never breaks the markup."""
    members = {name: getattr(ART, name) for name in BadgeArt.__slots__}
    assert clean_svg(draw_badge(BadgeArt(**{**members, "title": title})))
