"""The one reader and writer of instants (reliability.md row 33, DM-6)."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from issuer.clock import format_instant, parse_instant, system_clock
from issuer.errors import MalformedError

READ = [
    ("2026-04-10T15:00:00Z", datetime(2026, 4, 10, 15, tzinfo=UTC)),
    ("2026-04-10T15:00:00+02:00", datetime(2026, 4, 10, 13, tzinfo=UTC)),
    ("2026-04-10T15:00:00.5Z", datetime(2026, 4, 10, 15, 0, 0, 500_000, tzinfo=UTC)),
    ("2026-04-10T15:00:00.123456789Z", datetime(2026, 4, 10, 15, 0, 0, 123_456, tzinfo=UTC)),
    ("2026-12-31T24:00:00Z", datetime(2027, 1, 1, tzinfo=UTC)),
    ("2024-02-29T00:00:00-14:00", datetime(2024, 2, 29, 14, tzinfo=UTC)),
]
REFUSED = [
    "2026-01-01",
    "2026-01-01T12:00:00",
    "2026-01-01 12:00:00Z",
    "2026-01-01T12:00Z",
    "2026-01-01T12:00:60Z",
    "2026-01-01T24:00:01Z",
    "2026-01-01T24:00:00.5Z",
    "2026-02-30T12:00:00Z",
    "2026-01-01T12:00:00+24:00",
    "2026-01-01T12:00:00+14:30",
    "9999-12-31T23:59:59-05:00",
    "0001-01-01T00:00:00+05:00",
    "2026-01-01t12:00:00z",
    "٢٠٢٦-01-01T12:00:00Z",
    "",
]


@pytest.mark.parametrize(("text", "expected"), READ)
def test_instants_are_read_as_utc(text: str, expected: datetime) -> None:
    """Offsets, fractions and midnight's second name give one instant."""
    assert expected == parse_instant(text)


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_instant_is_refused(text: str) -> None:
    """A missing zone or an impossible time is never guessed."""
    with pytest.raises(MalformedError) as refused:
        parse_instant(text)
    assert "date" == refused.value.code


def test_instants_are_written_in_utc_with_seconds_cut_off() -> None:
    """A credential is never a fraction of a second in the future (OB-6)."""
    zone = timezone(timedelta(hours=2))
    instant = datetime(2026, 4, 10, 17, 0, 5, 999_999, tzinfo=zone)
    assert "2026-04-10T15:00:05Z" == format_instant(instant)


def test_the_system_clock_knows_its_zone() -> None:
    """A naive time never enters."""
    assert UTC == system_clock().tzinfo
