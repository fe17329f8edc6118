"""How many fetches run at a time: few to one host, so that nobody uses us to flood it."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from issuer.errors import UnavailableError
from issuer.remote.deadlines import Deadline


class Gates:
    """Counts the fetches under way, by host and in all; waiting ends with the deadline."""

    def __init__(self, *, per_host: int, in_all: int) -> None:
        self._per_host = per_host
        self._in_all = in_all
        self._inside: Counter[str] = Counter()
        self._changed = threading.Condition()

    @contextmanager
    def passing(self, host: str, deadline: Deadline) -> Iterator[None]:
        """Hold one place for this host.

        Raises:
            UnavailableError: no place became free in time, code `busy`.
        """
        self._enter(host, deadline)
        try:
            yield
        finally:
            self._leave(host)

    def _enter(self, host: str, deadline: Deadline) -> None:
        with self._changed:
            if not self._changed.wait_for(lambda: self._has_room(host), timeout=deadline.left()):
                raise UnavailableError(
                    f"Too many are asking {host} at once; try again in a minute", code="busy"
                )
            self._inside[host] += 1

    def _leave(self, host: str) -> None:
        with self._changed:
            self._inside[host] -= 1
            # Entries at nought would keep every host that was ever asked.
            self._inside += Counter()
            self._changed.notify_all()

    def _has_room(self, host: str) -> bool:
        return self._inside[host] < self._per_host and self._inside.total() < self._in_all
