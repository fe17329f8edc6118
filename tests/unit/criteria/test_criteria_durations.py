"""Calendar durations of education.md 2.1: clamping, order of parts, ends of the calendar."""

import pytest

from issuer.clock import parse_instant
from issuer.criteria import Duration
from issuer.criteria.instants import instant_text
from issuer.errors import MalformedError


def _at(text: str) -> str:
    return text if "T" in text else f"{text}T10:00:00Z"


@pytest.mark.parametrize(
    ("start", "duration", "end"),
    [
        ("2024-02-29", "P1Y", "2023-02-28"),
        ("2026-08-31", "P6M", "2026-02-28"),
        ("2026-03-31", "P1M1D", "2026-02-27"),
        ("2026-11-20", "P18M", "2025-05-20"),
        ("2026-11-20", "P2Y", "2024-11-20"),
        ("2026-01-15", "P1M", "2025-12-15"),
        ("2026-03-01", "P1W", "2026-02-22"),
        ("2024-03-01", "P1D", "2024-02-29"),
        ("2026-05-31", "P1Y3M", "2025-02-28"),
        ("2026-05-31", "P0D", "2026-05-31"),
        ("0002-06-01", "P1Y", "0001-06-01"),
        ("0005-01-01", "P9Y", "0001-01-01T00:00:00Z"),
        ("0001-01-01", "P9999D", "0001-01-01T00:00:00Z"),
    ],
)
def test_subtraction_goes_by_the_calendar(start: str, duration: str, end: str) -> None:
    """Years and months first, the day clamps to the month's end, then weeks and days."""
    moved = Duration.parse(duration).before(parse_instant(_at(start)))
    assert _at(end) == instant_text(moved)


@pytest.mark.parametrize(
    ("start", "duration", "end"),
    [
        ("2024-02-29", "P1Y", "2025-02-28"),
        ("2026-08-31", "P6M", "2027-02-28"),
        ("2026-12-31", "P2M1D", "2027-03-01"),
        ("2026-11-20", "P3Y", "2029-11-20"),
        ("2026-10-01", "P14M", "2027-12-01"),
        ("9999-01-01", "P1Y", "9999-12-31T23:59:59Z"),
        ("9999-12-31", "P1D", "9999-12-31T23:59:59Z"),
    ],
)
def test_addition_goes_by_the_calendar(start: str, duration: str, end: str) -> None:
    """A badge for three years ends on the same day of the year."""
    moved = Duration.parse(duration).after(parse_instant(_at(start)))
    assert _at(end) == instant_text(moved)


def test_durations_count_in_utc() -> None:
    """An instant on another day by its own zone is moved by the day of UTC."""
    late = parse_instant("2026-03-31T23:30:00-02:00")
    assert "2026-03-01T01:30:00Z" == instant_text(Duration.parse("P1M").before(late))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "P",
        "1Y",
        "PT1H",
        "P1H",
        "P1D1Y",
        "P1.5Y",
        "-P1Y",
        "P12345Y",
        "P1Y ",
        "p1y",
        "P1Y\n",
        "P\u0661Y",
    ],
)
def test_other_texts_are_no_durations(text: str) -> None:
    """Only `P[nY][nM][nW][nD]` with at least one part is a duration here."""
    with pytest.raises(MalformedError) as refused:
        Duration.parse(text)
    assert "duration" == refused.value.code


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("P18M", "18 months"),
        ("P1Y", "1 year"),
        ("P1Y2M3W4D", "1 year, 2 months, 3 weeks and 4 days"),
        ("P0D", "0 days"),
    ],
)
def test_durations_read_as_words(text: str, words: str) -> None:
    """Families read months, not letters."""
    assert words == Duration.parse(text).words
