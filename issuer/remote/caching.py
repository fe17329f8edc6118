"""A bounded memory of what was fetched, for minutes: a class of thirty asks the same list once.

The server's own Cache-Control shortens it and never lengthens it beyond the limit. Faults are kept
for seconds only, so that a host that is down is not asked by everyone at once.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass

from issuer.errors import UnavailableError
from issuer.remote.deadlines import Deadline, Monotonic
from issuer.remote.model import KIB, Fetched, Fetcher

#: What is asked decides the answer: URL, accepted types, size limit, redirects.
_Key = tuple[str, str, int, int]
#: Keys and bookkeeping of one entry, so that many empty answers are not free.
_OVERHEAD = KIB
#: These say nothing about the host: the next one who asks may have more time.
_OURS = frozenset({"timeout", "busy"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CacheLimits:
    """Bounds of the cache.

    Attributes:
        max_bytes: of all answers together.
        max_seconds: an answer is never older; a revocation is seen within this time.
        usual_seconds: for answers that say nothing about caching.
        fault_seconds: for faults.
    """

    entries: int = 500
    max_bytes: int = 32 * KIB * KIB
    max_seconds: float = 300.0
    usual_seconds: float = 60.0
    fault_seconds: float = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    outcome: Fetched | UnavailableError
    until: float

    @property
    def size(self) -> int:
        data = self.outcome.data if isinstance(self.outcome, Fetched) else b""
        return len(data) + _OVERHEAD


class CachingFetcher:
    """A Fetcher that remembers; may be used by many threads at once."""

    def __init__(self, fetcher: Fetcher, limits: CacheLimits, monotonic: Monotonic) -> None:
        self._fetcher = fetcher
        self._limits = limits
        self._monotonic = monotonic
        self._entries: OrderedDict[_Key, _Entry] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def deadline(self) -> Deadline:
        """Return a deadline for several fetches together, counted from now."""
        return self._fetcher.deadline()

    def fetch(
        self,
        url: str,
        *,
        accept: str,
        max_bytes: int,
        redirects: int = 2,
        deadline: Deadline | None = None,
    ) -> Fetched:
        """Return what stands at this URL, or stood there a short while ago; see `Fetcher`."""
        key = (url, accept, max_bytes, redirects)
        outcome = self._recall(key)
        if outcome is None:
            outcome = self._ask(key, deadline)
            self._keep(key, outcome)
        if isinstance(outcome, UnavailableError):
            # A new one each time: a raised error keeps the frames of all who ever raised it.
            raise UnavailableError(outcome.detail, code=outcome.code)
        return outcome

    def _ask(self, key: _Key, deadline: Deadline | None) -> Fetched | UnavailableError:
        url, accept, max_bytes, redirects = key
        try:
            return self._fetcher.fetch(
                url, accept=accept, max_bytes=max_bytes, redirects=redirects, deadline=deadline
            )
        except UnavailableError as error:
            return UnavailableError(error.detail, code=error.code)

    def _recall(self, key: _Key) -> Fetched | UnavailableError | None:
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                return None
            if entry.until <= self._monotonic():
                self._forget(key)
                return None
            self._entries.move_to_end(key)
            return entry.outcome

    def _keep(self, key: _Key, outcome: Fetched | UnavailableError) -> None:
        seconds = self._seconds(outcome)
        entry = _Entry(outcome=outcome, until=self._monotonic() + seconds)
        if seconds <= 0 or entry.size > self._limits.max_bytes:
            return
        with self._lock:
            self._forget(key)
            self._entries[key] = entry
            self._bytes += entry.size
            while len(self._entries) > self._limits.entries or self._bytes > self._limits.max_bytes:
                self._forget(next(iter(self._entries)))

    def _seconds(self, outcome: Fetched | UnavailableError) -> float:
        if isinstance(outcome, UnavailableError):
            return 0.0 if outcome.code in _OURS else self._limits.fault_seconds
        if outcome.max_age is None:
            return self._limits.usual_seconds
        return min(outcome.max_age, self._limits.max_seconds)

    def _forget(self, key: _Key) -> None:
        entry = self._entries.pop(key, None)
        if entry is not None:
            self._bytes -= entry.size
