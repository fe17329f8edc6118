"""How facts and decisions write an instant: UTC, with microseconds only where there are any.

`clock.format_instant` cuts to the second, which is right for credentials; here the order of two
facts within one second decides which of them counts, so the fraction stays.
"""

from datetime import UTC, datetime

from issuer.errors import MalformedError


def instant_text(instant: datetime) -> str:
    """Write an aware instant in UTC.

    Raises:
        MalformedError: the instant has no zone, code `date`.
    """
    if instant.tzinfo is None:
        raise MalformedError(f"Give {instant.isoformat()} a time zone", code="date")
    text = instant.astimezone(UTC).isoformat()
    return text.removesuffix("+00:00") + "Z"
