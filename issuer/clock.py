"""Time as an argument, and the one RFC 3339 reader and writer. Not for calendar durations."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from issuer.errors import MalformedError

Clock = Callable[[], datetime]

_INSTANT = re.compile(
    r"(?P<date>\d{4}-\d{2}-\d{2})T(?P<hour>\d{2}):(?P<rest>\d{2}:\d{2})(?P<fraction>\.\d+)?"
    r"(?P<zone>Z|[+-]\d{2}:\d{2})",
    re.ASCII,
)
#: XML Schema 1.1 dateTimeStamp allows offsets up to 14 hours.
_LARGEST_OFFSET = timedelta(hours=14)


def system_clock() -> datetime:
    """Return the present instant, aware, in UTC."""
    return datetime.now(UTC)


def parse_instant(text: str) -> datetime:
    """Read a date-time with a mandatory zone (RFC 3339; xsd:dateTimeStamp) as UTC.

    `24:00:00` is accepted as the next day's midnight, since xsd:dateTimeStamp allows it.
    Fractions finer than a microsecond are cut off.

    Raises:
        MalformedError: not such a date-time, code `date`.
    """
    match = _INSTANT.fullmatch(text)
    if match is None:
        raise MalformedError(f"Write {text[:40]!r} as 2026-01-31T12:00:00Z", code="date")
    try:
        return _instant_of(match)
    except (ValueError, OverflowError) as error:
        raise MalformedError(f"{text[:40]!r} is not a real date and time", code="date") from error


def _instant_of(match: re.Match[str]) -> datetime:
    midnight_after = match["hour"] == "24"
    if midnight_after and (match["rest"] != "00:00" or (match["fraction"] or "").strip(".0")):
        raise ValueError("only 24:00:00 may follow 23:59")
    hour = "00" if midnight_after else match["hour"]
    fraction = (match["fraction"] or ".0")[:7]
    zone = "+00:00" if match["zone"] == "Z" else match["zone"]
    local = datetime.fromisoformat(
        f"{match['date']}T{hour}:{match['rest']}{fraction.ljust(7, '0')}{zone}"
    )
    offset = local.utcoffset()
    if offset is None or abs(offset) > _LARGEST_OFFSET:
        raise ValueError("offset beyond 14 hours")
    return local.astimezone(UTC) + timedelta(days=int(midnight_after))


def format_instant(instant: datetime) -> str:
    """Write an aware instant as `YYYY-MM-DDThh:mm:ssZ`, seconds truncated (OB-6)."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
