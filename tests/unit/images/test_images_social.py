"""The picture for social networks: its size, the same for the same, and no text breaks it."""

import io
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from issuer.images import (
    SOCIAL_SIZE,
    SocialCard,
    art_from_seed,
    draw_badge,
    render_png,
    social_png,
)

CARD = SocialCard(
    art=render_png(draw_badge(art_from_seed("heron", title="Heron")), 256),
    colour="plum",
    kind="Badge",
    name="Team Leadership",
    issuer="Riverbend Demo Academy",
    domain="badges.riverbend.example",
)


def opened(card: SocialCard) -> Image.Image:
    """Return the picture, decoded by Pillow."""
    return Image.open(io.BytesIO(social_png(card))).convert("RGB")


def test_card_is_a_png_of_the_size_that_networks_ask_for() -> None:
    """1200 by 630 pixels, and small enough to be fetched by a preview robot."""
    data = social_png(CARD)
    assert ("PNG", (1200, 630)) == (Image.open(io.BytesIO(data)).format, SOCIAL_SIZE)
    assert SOCIAL_SIZE == opened(CARD).size
    assert len(data) < 300_000


def test_equal_cards_give_equal_bytes() -> None:
    """No clock and no machine is in the picture."""
    assert social_png(CARD) == social_png(replace(CARD))


@pytest.mark.parametrize(
    "change",
    [{"name": "Other"}, {"issuer": "Other"}, {"domain": "other.example"}, {"kind": "Diploma"},
     {"colour": "moss"}],
    ids=lambda change: next(iter(change)),
)  # fmt: skip
def test_everything_that_is_given_is_seen(change: dict[str, Any]) -> None:
    """A member that changes nothing would not be on the card."""
    assert ImageChops.difference(opened(CARD), opened(replace(CARD, **change))).getbbox()


@pytest.mark.parametrize(
    "name", ["W" * 300, "word " * 60, "数据分析", "", "Łódź \u202e evil", "a\nb"]
)
def test_names_of_any_kind_stay_in_their_column(name: str) -> None:
    """Nothing is written over the art or over the right edge."""
    blank = opened(replace(CARD, name=""))
    box = ImageChops.difference(blank, opened(replace(CARD, name=name))).getbbox()
    assert box is None or (box[0] >= 540 and box[2] <= 1180)


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80))
def test_no_text_breaks_a_card(name: str, issuer: str) -> None:
    """Names are typed by people, in every script."""
    assert social_png(replace(CARD, name=name, issuer=issuer)).startswith(b"\x89PNG")
