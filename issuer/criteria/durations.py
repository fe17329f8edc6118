"""Calendar durations of the criteria language (education.md section 2.1); not for clock time."""

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from issuer.criteria.phrases import all_together, counted_noun
from issuer.errors import MalformedError

#: `P[nY][nM][nW][nD]`, at least one part; four digits reach beyond any calendar.
PATTERN = r"P(?=[0-9])(?:[0-9]{1,4}Y)?(?:[0-9]{1,4}M)?(?:[0-9]{1,4}W)?(?:[0-9]{1,4}D)?"
_DURATION = re.compile(
    r"P(?=[0-9])(?:(?P<years>[0-9]{1,4})Y)?(?:(?P<months>[0-9]{1,4})M)?"
    r"(?:(?P<weeks>[0-9]{1,4})W)?(?:(?P<days>[0-9]{1,4})D)?"
)
_EARLIEST = datetime.min.replace(tzinfo=UTC)
_LATEST = datetime.max.replace(microsecond=0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """Years, months, weeks and days, counted on the calendar in UTC.

    `text` is the authored form: reasons repeat it as the author wrote it.
    """

    text: str
    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0

    @classmethod
    def parse(cls, text: str) -> "Duration":
        """Read `P[nY][nM][nW][nD]`.

        Raises:
            MalformedError: anything else, code `duration`.
        """
        match = _DURATION.fullmatch(text)
        if match is None:
            raise MalformedError(
                f"Write {text[:40]!r} as years, months, weeks and days, such as P1Y6M",
                code="duration",
            )
        return cls(
            text=text, **{name: int(digits or 0) for name, digits in match.groupdict().items()}
        )

    @property
    def words(self) -> str:
        """Return the duration in plain words, such as `18 months`."""
        parts = (
            ("year", self.years),
            ("month", self.months),
            ("week", self.weeks),
            ("day", self.days),
        )
        named = [counted_noun(count, unit) for unit, count in parts if count]
        return all_together(named) or "0 days"

    def before(self, instant: datetime) -> datetime:
        """Return the instant this long before; the calendar's first instant where that ends."""
        return self._moved(instant, -1)

    def after(self, instant: datetime) -> datetime:
        """Return the instant this long after; the calendar's last second where that ends."""
        return self._moved(instant, 1)

    def _moved(self, instant: datetime, sign: int) -> datetime:
        """Move by years and months, clamp the day to the month's end, then by weeks and days."""
        end = _EARLIEST if sign < 0 else _LATEST
        utc = instant.astimezone(UTC)
        count = utc.year * 12 + utc.month - 1 + sign * (self.years * 12 + self.months)
        year, month = divmod(count, 12)
        if not _EARLIEST.year <= year <= _LATEST.year:
            return end
        day = min(utc.day, calendar.monthrange(year, month + 1)[1])
        try:
            return utc.replace(year=year, month=month + 1, day=day) + sign * timedelta(
                weeks=self.weeks, days=self.days
            )
        except OverflowError:
            return end
