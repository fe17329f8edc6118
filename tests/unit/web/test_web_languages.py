"""A page speaks the language that its reader asked for, and English otherwise."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from issuer.web.languages import (
    chosen_language,
    day,
    gettext,
    ngettext,
    retold,
    speaking,
    spoken,
)


@pytest.mark.parametrize(
    ("wish", "accepted", "expected"),
    [
        ("es", "en", "es"),
        (None, "es", "es"),
        (None, "es-MX,es;q=0.9,en;q=0.8", "es"),
        (None, "en;q=0.5, es;q=0.7", "es"),
        (None, "es;q=0, en", "en"),
        (None, "de, fr;q=0.9", "en"),
        (None, "", "en"),
        (None, "es;q=many", "en"),
        (None, ";q=1,,;;", "en"),
        ("xx", "es", "es"),
        ("../../etc", "", "en"),
    ],
)
def test_language_follows_the_wish_then_the_browser(
    wish: str | None, accepted: str, expected: str
) -> None:
    """An explicit choice wins; nonsense never raises."""
    assert expected == chosen_language(wish, accepted)


def test_language_is_spoken_within_its_block_only() -> None:
    """The next request on the same thread starts in English again."""
    with speaking("es"):
        inside = spoken()

    assert ("es", "en") == (inside, spoken())


def test_language_without_catalogue_entry_falls_back_to_english() -> None:
    """A message that nobody translated is still a sentence."""
    with speaking("es"):
        assert "Nobody translated 1 of 2" == gettext("Nobody translated {a} of {b}", a=1, b=2)


def test_language_message_without_values_keeps_its_braces() -> None:
    """Only a message that is given values is a pattern."""
    assert "As written: {name}" == gettext("As written: {name}")


@pytest.mark.parametrize("say", [gettext, retold])
def test_language_says_nothing_where_nothing_is_said(say: Callable[[str], str]) -> None:
    """The head of a catalogue stands under the empty message, and is shown to nobody."""
    with speaking("es"):
        assert "" == say("")


@pytest.mark.parametrize(("count", "expected"), [(0, "0 badges"), (1, "1 badge"), (2, "2 badges")])
def test_language_plural_fits_the_number(count: int, expected: str) -> None:
    """English has two forms, and nought takes the second."""
    assert expected == ngettext("{count} badge", "{count} badges", count)


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "3 November 2026"), ("es", "3 de noviembre de 2026")]
)
def test_language_writes_days_in_words(language: str, expected: str) -> None:
    """Figures alone would mean two days to two readers."""
    with speaking(language):
        assert expected == day(date(2026, 11, 3))


def test_language_day_of_a_moment_is_its_utc_day() -> None:
    """An installation knows no other zone, whatever zone a moment was written in."""
    late = datetime(2026, 11, 3, 23, 30, tzinfo=timezone(timedelta(hours=-5)))

    assert day(late.astimezone(UTC)) == day(late)
