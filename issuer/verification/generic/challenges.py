"""Challenges of our own: random, short-lived, used once (API-10)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock

from issuer.clock import Clock

LIFE = timedelta(minutes=10)
#: Tells ours from those that a caller made; theirs are only compared with the proof.
PREFIX = "ic1-"
#: Older ones are forgotten first; whoever asks for so many at once gets none that last.
MAX_OPEN = 10_000


class Challenges:
    """Challenges that were given and not yet used, for the life of the process.

    Another process does not know them, and so refuses: a challenge is answered where it was given.
    """

    def __init__(self, new_id: Callable[[], str], clock: Clock) -> None:
        self._new_id = new_id
        self._clock = clock
        self._open: dict[str, datetime] = {}
        self._lock = Lock()

    def make(self) -> str:
        """Return a challenge that counts for ten minutes."""
        challenge = PREFIX + self._new_id()
        with self._lock:
            while len(self._open) >= MAX_OPEN:
                del self._open[next(iter(self._open))]
            self._open[challenge] = self._clock() + LIFE
        return challenge

    def spend(self, challenge: str) -> bool:
        """Use a challenge up; False if it is ours and was used, has lapsed or never was."""
        if not challenge.startswith(PREFIX):
            return True
        with self._lock:
            end = self._open.pop(challenge, None)
        return end is not None and self._clock() <= end
