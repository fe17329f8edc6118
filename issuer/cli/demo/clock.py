"""The clock of the demo: its story begins weeks ago and ends today."""

from datetime import datetime, timedelta

from issuer.clock import Clock

#: The story takes this long; it then stands at the present.
STORY = timedelta(days=24)
#: So long before the story the thirty learners of the reports begin, if they play at all.
BEFORE = timedelta(days=300)


class StoryClock:
    """A clock that stands still until the story moves it; it never passes the present."""

    def __init__(self, present: Clock, *, before: timedelta = timedelta(0)) -> None:
        self._present = present
        self._now = present().replace(microsecond=0) - STORY - before

    def __call__(self) -> datetime:
        """Return the instant of the story."""
        return self._now

    def later(self, *, days: float = 0, hours: int = 0, minutes: int = 1) -> None:
        """Let time pass in the story."""
        wanted = self._now + timedelta(days=days, hours=hours, minutes=minutes)
        self._now = min(wanted, self._present().replace(microsecond=0))

    def begin_story(self) -> None:
        """Let the time of the story come; what came before may have ended later."""
        begins = self._present().replace(microsecond=0) - STORY
        self._now = max(self._now, begins)

    def catch_up(self) -> None:
        """End the story: the present has come."""
        self._now = self._present().replace(microsecond=0)
