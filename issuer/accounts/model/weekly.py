"""The weekly letter of a guardian: whether it is wanted, in which language, how far it has told."""

from dataclasses import dataclass
from datetime import datetime, timedelta

#: Languages that the letter is written in.
LETTER_LANGUAGES = frozenset({"en", "es"})
WEEK = timedelta(days=7)
#: A letter that came late does not draw the next one near: what it would tell waits a week.
LEAST_APART = timedelta(days=6)
#: Friday, 20:00 UTC: afternoon of a school week in the Americas, evening in Europe.
_WEEKDAY, _HOUR = 4, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyLetter:
    """How one guardian gets the weekly letter.

    Attributes:
        stop_hash: hash of the secret in the letter's own link; the link only ever stops it.
        told_until: what happened up to here was told, or was not to be told.
        written_at: when the last letter was written, if ever.
        stopped_at: since when none is wanted; None while it is.
    """

    id: str
    organisation: str
    person: str
    language: str
    stop_hash: str
    told_until: datetime
    written_at: datetime | None = None
    stopped_at: datetime | None = None

    def is_due(self, now: datetime) -> bool:
        """Tell whether a letter may be written now: at most one a week, and only if wanted."""
        if self.stopped_at is not None:
            return False
        return self.written_at is None or now - self.written_at >= LEAST_APART


def week_after(now: datetime) -> datetime:
    """Return when the running week ends: the next Friday evening, strictly later."""
    days = (_WEEKDAY - now.weekday()) % 7
    end = (now + timedelta(days=days)).replace(hour=_HOUR, minute=0, second=0, microsecond=0)
    return end if end > now else end + WEEK
