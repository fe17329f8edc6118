"""Finding badges: each wish narrows the list, none of them guesses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issuer.web.presenting.catalogue import Offered, Wish, finder, matching, wish_of


def offered(name: str, kind: str = "Badge", fits: tuple[str, ...] = ()) -> Offered:
    """Return a badge in a list."""
    return Offered(
        name=name, kind=kind, path="/x", art="/x.svg", summary=f"About {name}.", fits=fits
    )


BADGES = (
    offered("Team Leadership", fits=("Leading others", "Planning")),
    offered("Safety Talk", kind="Micro credential"),
    offered("Größe und Maß", fits=("Planning",)),
)


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        (Wish(), ["Team Leadership", "Safety Talk", "Größe und Maß"]),
        (Wish(words="TEAM"), ["Team Leadership"]),
        (Wish(words="leader about"), ["Team Leadership"]),
        (Wish(words="grösse"), ["Größe und Maß"]),
        (Wish(words="GRÖSSE MASS"), ["Größe und Maß"]),
        (Wish(words="größe"), ["Größe und Maß"]),
        (Wish(words="micro"), ["Safety Talk"]),
        (Wish(words="leading"), ["Team Leadership"]),
        (Wish(fits="Planning"), ["Team Leadership", "Größe und Maß"]),
        (Wish(fits="planning"), []),
        (Wish(kind="Micro credential"), ["Safety Talk"]),
        (Wish(words="talk", kind="Badge"), []),
    ],
)
def test_wish_narrows_the_list(wish: Wish, expected: list[str]) -> None:
    """Words may stand anywhere and all must; what is chosen from a list must be the same."""
    assert expected == [badge.name for badge in matching(BADGES, wish)]


@given(st.text(), st.text(), st.text())
def test_no_wish_finds_what_is_not_there(words: str, fits: str, kind: str) -> None:
    """Whatever is asked for, the answer is a part of the list in its order."""
    found = matching(BADGES, Wish(words=words, fits=fits, kind=kind))
    assert [badge for badge in BADGES if badge in found] == list(found)


def test_form_offers_what_there_is_and_remembers_the_choice() -> None:
    """Each competency once, in order, with the chosen one marked."""
    form = finder("/", BADGES, Wish(words="x", fits="Planning"))
    assert ["", "Leading others", "Planning"] == [each.value for each in form.fits]
    assert ["Planning"] == [each.value for each in form.fits if each.is_chosen]
    assert ("x", "/") == (form.words, form.action)


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        (Wish(), ""),
        (Wish(words="team"), "1 badge fits."),
        (Wish(fits="Planning"), "2 badges fit."),
        (Wish(words="zebra"), "No badge fits. Try fewer words."),
    ],
)
def test_form_says_how_many_fit(wish: Wish, sentence: str) -> None:
    """A reader who asked is told; who did not is not."""
    assert sentence == finder("/", BADGES, wish).says


def test_long_searches_are_cut() -> None:
    """Nobody makes a page of a megabyte by asking."""
    wish = wish_of({"q": "x" * 5000, "fits": "y" * 5000, "kind": "z" * 5000})
    assert (100, 300, 100) == (len(wish.words), len(wish.fits), len(wish.kind))
