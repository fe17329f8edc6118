"""Badge art: complete, readable, repeatable, self-contained."""

import hashlib
import io
import itertools
import re

import pytest
from PIL import Image, ImageChops, ImageStat

from issuer.errors import MalformedError
from issuer.images import (
    BORDERS,
    PALETTE,
    PATTERNS,
    SHAPES,
    SYMBOLS,
    BadgeArt,
    art_from_seed,
    clean_svg,
    draw_badge,
    family_art,
    render_png,
)
from issuer.images.art import contrast, tones_of

PLAIN = BadgeArt(title="", shape="circle", pattern="plain", symbol="star", colour="ocean")


def art(**changes: object) -> BadgeArt:
    """Return plain art with some members changed."""
    members = {name: getattr(PLAIN, name) for name in BadgeArt.__slots__}
    return BadgeArt(**{**members, **changes})


def drawn(what: BadgeArt, size: int = 96) -> Image.Image:
    """Return the picture, decoded by Pillow."""
    return Image.open(io.BytesIO(render_png(draw_badge(what), size))).convert("RGBA")


def differ(one: Image.Image, other: Image.Image) -> float:
    """Return the mean difference of two pictures, from 0 to 255."""
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean)


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_fills_the_square_without_leaving_it(shape: str) -> None:
    """Corners stay clear, the middle is covered, nothing touches the edge."""
    picture = drawn(art(shape=shape, levels=3), 128)
    left, top, right, bottom = picture.getchannel("A").getbbox() or (0, 0, 0, 0)
    assert left >= 1
    assert top >= 1
    assert right <= 127
    assert bottom <= 127
    assert right - left > 85
    assert bottom - top > 95


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_every_symbol_is_drawn_and_unlike_the_others(symbol: str) -> None:
    """A badge is told by its symbol at 64 pixels too."""
    picture = drawn(art(symbol=symbol), 64)
    others = (drawn(art(symbol=other), 64) for other in SYMBOLS if other != symbol)
    assert min(differ(picture, other) for other in itertools.islice(others, 8)) > 1


@pytest.mark.parametrize("pattern", sorted(set(PATTERNS) - {"plain"}))
def test_every_pattern_is_seen_but_quiet(pattern: str) -> None:
    """It tells badges apart and never competes with the symbol."""
    assert 0.2 < differ(drawn(art(pattern=pattern), 256), drawn(PLAIN, 256)) < 20


@pytest.mark.parametrize("colour", [*PALETTE, "#ffffff", "#ffff00", "#000000", "#00ff88"])
def test_every_colour_has_enough_contrast(colour: str) -> None:
    """White symbols on the field, deep letters on the ribbon, marks on their plate (WCAG 2.2)."""
    tones = tones_of(colour)
    assert contrast("#ffffff", tones.main) >= 4.4
    assert contrast(tones.deep, tones.paper) >= 7
    assert contrast(tones.deep, tones.accent) >= 3


def test_art_of_an_address_is_always_the_same() -> None:
    """A school sees the same picture on every machine and every day.

    Worked out by hand from `printf heron | sha256sum`: bytes 8b, f1, 40, db are 7 of 12
    shapes, 1 of 10 patterns, 30 of 34 symbols and 3 of 12 colours.
    """
    expected = BadgeArt(
        title="Heron", shape="flower", pattern="rays", symbol="sprout", colour="coral"
    )
    assert expected == art_from_seed("heron", title="Heron")


def test_addresses_give_varied_art() -> None:
    """Forty addresses use most shapes, patterns and colours."""
    made = [art_from_seed(f"badge-{i}") for i in range(40)]
    assert len({each.shape for each in made}) >= 9
    assert len({each.pattern for each in made}) >= 7
    assert len({each.colour for each in made}) >= 9


@pytest.mark.parametrize(
    ("slug", "symbol"),
    [
        ("team-leadership", "people"),
        ("data-analysis-proficient", "chart"),
        ("ethical-reasoning-data-choices", "scale"),
        ("constructive-reviewer", "lens"),
        ("career-planning", "compass"),
        ("Workplace Safety", "helmet"),
    ],
)
def test_symbol_follows_a_known_word(slug: str, symbol: str) -> None:
    """The first known word counts, and of it the longest known beginning."""
    assert symbol == art_from_seed(slug).symbol


@pytest.mark.parametrize(
    "title",
    ["Team Leadership", "Español: Comunicación Básica", "Größe & Maß", "Łódź \u2013 2", "Ørsted"],
)
def test_latin_titles_stand_on_a_ribbon(title: str) -> None:
    """Accents and digits included, without any font."""
    assert differ(drawn(art(title=title)), drawn(PLAIN)) > 20


@pytest.mark.parametrize("title", ["数据分析", "Анализ", "Team 数据", "", " \u2013 "])
def test_other_titles_leave_the_ribbon_out(title: str) -> None:
    """Half a title would be worse than none; screen readers still tell it."""
    svg = draw_badge(art(title=title)).decode()
    assert f'aria-label="{title}"' in svg
    assert 0 == differ(drawn(art(title=title)), drawn(PLAIN))


@pytest.mark.parametrize(
    "title", ["Recovering a very long plan of work", "Wwwwwwwwwwwwwwwwww", "I", "A " * 24]
)
def test_titles_of_any_length_stay_inside_the_ribbon(title: str) -> None:
    """Letters shrink; the outline of the whole is that of a short title."""
    short = drawn(art(title="Team"), 256).getchannel("A").getbbox()
    assert short == drawn(art(title=title), 256).getchannel("A").getbbox()


@pytest.mark.parametrize("title", ["W" * 40, "A " * 25, "Recovering " * 12])
def test_titles_too_long_to_read_are_left_out(title: str) -> None:
    """A smudge is no title."""
    assert 0 == differ(drawn(art(title=title)), drawn(PLAIN))


def test_each_level_looks_different() -> None:
    """A mark is filled for each level reached."""
    pictures = [drawn(art(level=level, levels=3), 128) for level in range(4)]
    assert all(differ(one, other) > 0.2 for one, other in itertools.combinations(pictures, 2))


def test_level_is_told_to_screen_readers() -> None:
    """Marks alone would be silent."""
    assert b'aria-label="Star (level 2 of 3)"' in draw_badge(art(title="Star", level=2, levels=3))


def test_title_cannot_break_out_of_the_markup() -> None:
    """A name is typed by people."""
    svg = draw_badge(art(title='"><script>&'))
    assert b"<script" not in svg
    assert clean_svg(svg)


def test_art_is_self_contained_and_within_our_own_allow_list() -> None:
    """No font, no style sheet, no address outside; cleaning loses no element."""
    svg = draw_badge(art(title="Team Leadership", pattern="rays", level=1, levels=2))
    assert not re.search(rb"font|<style|https?://(?!www\.w3\.org/2000/svg)", svg)
    assert len(re.findall(rb"<\w", svg)) == len(re.findall(rb"<\w", clean_svg(svg)))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"shape": "banana"}, "art"),
        ({"pattern": "x"}, "art"),
        ({"symbol": "../star"}, "art"),
        ({"colour": "red"}, "colour"),
        ({"colour": '#12345"'}, "colour"),
        ({"level": 1}, "art"),
        ({"level": -1, "levels": 3}, "art"),
        ({"levels": 7}, "art"),
        ({"border": "barbed wire"}, "art"),
        ({"steps": "stairs"}, "art"),
    ],
)
def test_unknown_words_of_art_are_refused(change: dict[str, object], code: str) -> None:
    """Whoever asks for it learns what there is."""
    with pytest.raises(MalformedError) as caught:
        draw_badge(art(**change))
    assert code == caught.value.code


@pytest.mark.parametrize("size", [0, -1, 2049])
def test_rendering_refuses_sizes_out_of_bounds(size: int) -> None:
    """Pixels cost memory."""
    with pytest.raises(MalformedError, match="from 1 to 2048"):
        render_png(draw_badge(PLAIN), size)


def test_art_of_the_first_generation_never_changes() -> None:
    """What was published keeps its picture, byte for byte, whatever is added later.

    The digest is that of the generator as it was before there was a second generation.
    """
    made = (
        art_from_seed(f"badge-{i}", title=f"Badge {i}", level=i % 3, levels=2 if i % 2 else 3)
        for i in range(200)
    )
    digest = hashlib.sha256(b"".join(draw_badge(each) for each in made)).hexdigest()
    assert "f8df6242cde7cb793884313177c2d3e5e8da6969bd2cc9e03bee185ae4718ed1" == digest


def test_badges_of_a_school_look_like_a_family() -> None:
    """One border, at most three outlines and four colours; symbols and patterns differ."""
    made = [family_art("riverbend", f"badge-{i}") for i in range(60)]
    assert 1 == len({each.border for each in made})
    assert 3 == len({each.shape for each in made})
    assert 4 == len({each.colour for each in made})
    assert len({each.symbol for each in made}) > 20
    assert len({each.pattern for each in made}) > 10


def test_schools_differ() -> None:
    """Forty schools use every border and nearly every outline and colour."""
    made = [family_art(f"school-{i}", f"badge-{j}") for i in range(40) for j in range(6)]
    assert set(BORDERS) == {each.border for each in made}
    assert len({each.shape for each in made}) >= len(SHAPES) - 1
    assert len({each.colour for each in made}) >= len(PALETTE) - 1


def test_family_art_is_always_the_same() -> None:
    """The same school and badge give the same picture on every machine and every day."""
    one, other = (draw_badge(family_art("riverbend", "heron", title="Heron")) for _ in range(2))
    assert one == other


@pytest.mark.parametrize("border", sorted(set(BORDERS) - {"line"}))
def test_every_border_is_seen_and_within_our_own_allow_list(border: str) -> None:
    """A border tells schools apart and loses nothing when the picture is cleaned."""
    svg = draw_badge(art(border=border))
    assert differ(drawn(art(border=border), 256), drawn(PLAIN, 256)) > 0.2
    assert b"stroke-dasharray" in clean_svg(svg) or border == "double"


def test_each_level_of_ribbon_tails_looks_different() -> None:
    """A tail is coloured for each level reached, and all of it stays inside the square."""
    pictures = [drawn(art(level=level, levels=3, steps="tails"), 128) for level in range(4)]
    assert all(differ(one, other) > 0.05 for one, other in itertools.combinations(pictures, 2))
    assert all((each.getchannel("A").getbbox() or (0, 0, 0, 128))[3] <= 127 for each in pictures)


@pytest.mark.parametrize(
    ("badge", "symbol"),
    [("water-watch", "drop"), ("team-leadership", "people"), ("physics", "atom")],
)
def test_symbols_of_the_second_generation_follow_more_words(badge: str, symbol: str) -> None:
    """New words lead to new symbols; those known before keep theirs."""
    assert symbol == family_art("riverbend", badge).symbol
