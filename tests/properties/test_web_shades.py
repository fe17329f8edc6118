"""Whatever colour a school chooses, its pages can be read (WCAG 2.2, 1.4.3 and 1.4.11)."""

from hypothesis import given
from hypothesis import strategies as st

from issuer.web.shades import GROUNDS, PARTS, TEXT, contrast, shade_on, shades_of
from issuer.web.tokens import tokens

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(colour=COLOURS, dark=st.booleans())
def test_accents_stand_out_from_every_ground(colour: str, *, dark: bool) -> None:
    """Words in the accent have 4.5 to 1, lines in it 3 to 1, and what is written on it 4.5 to 1."""
    known, shades = tokens().colours(dark=dark), shades_of(colour, dark=dark)
    text = min(contrast(shades.text, known[ground]) for ground in GROUNDS)
    edge = min(contrast(shades.edge, known[ground]) for ground in GROUNDS)
    inside = contrast(known["brand-ink"], shades.text)

    assert (True, True, True) == (text >= TEXT, edge >= PARTS, inside >= TEXT)


@given(colour=COLOURS, dark=st.booleans())
def test_a_colour_that_stands_out_already_stays_as_it_is(colour: str, *, dark: bool) -> None:
    """Nothing is mixed where nothing has to be."""
    known = tokens().colours(dark=dark)
    is_enough = all(contrast(colour, known[ground]) >= TEXT for ground in GROUNDS)

    assert is_enough == (colour == shades_of(colour, dark=dark).text)


@given(colour=COLOURS)
def test_paper_and_cards_show_a_shade_that_can_be_read(colour: str) -> None:
    """Certificates and pictures for social networks are nearly white."""
    assert contrast(shade_on(colour, "#f6f4ee"), "#f6f4ee") >= TEXT


@given(first=COLOURS, second=COLOURS)
def test_contrast_is_symmetric_and_within_its_bounds(first: str, second: str) -> None:
    """It runs from 1, for equal colours, to 21, for black and white."""
    ratio = contrast(first, second)

    assert ratio == contrast(second, first)
    assert 1 <= ratio <= 21


def test_contrast_has_the_values_that_the_standard_gives() -> None:
    """Black on white is 21; #767676 on white is the lightest grey for text, 4.54."""
    assert 21.0 == round(contrast("#000000", "#ffffff"), 6)
    assert 4.54 == round(contrast("#767676", "#ffffff"), 2)
