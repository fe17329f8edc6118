"""Counters inside one process: enough where one process serves."""

import threading
from datetime import datetime

#: More clients than this within an hour are no school; the first to end is forgotten.
MOST_KEYS = 20_000


class MemoryCounters:
    """Fits `Counters`; bounded, and swept when full."""

    def __init__(self, most: int = MOST_KEYS) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._windows: dict[str, tuple[int, datetime]] = {}

    def __len__(self) -> int:
        return len(self._windows)

    def count(self, key: str, now: datetime, until: datetime, amount: int) -> int:
        """Count and return the sum of the running window."""
        with self._lock:
            counted, end = self._windows.get(key, (0, until))
            if end <= now:
                counted, end = 0, until
            if key not in self._windows and len(self._windows) >= self._most:
                self._make_room(now)
            self._windows[key] = (counted + amount, end)
            return counted + amount

    def window(self, key: str, now: datetime) -> tuple[int, datetime] | None:
        """Return sum and end of the running window, if there is one."""
        found = self._windows.get(key)
        return found if found is not None and found[1] > now else None

    def clear(self, key: str) -> None:
        """Forget a key."""
        with self._lock:
            self._windows.pop(key, None)

    def _make_room(self, now: datetime) -> None:
        """Forget what is over; if that is nothing, the tenth that ends first."""
        self._windows = {key: each for key, each in self._windows.items() if each[1] > now}
        if len(self._windows) >= self._most:
            by_end = sorted(self._windows, key=lambda key: self._windows[key][1])
            for key in by_end[: max(1, self._most // 10)]:
                del self._windows[key]
