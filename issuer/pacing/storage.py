"""Our counters in the shape that `limits` asks of a storage (it has none for SQL, 6.6)."""

from datetime import timedelta

from limits.storage import Storage

from issuer.clock import Clock
from issuer.errors import UnavailableError
from issuer.pacing.ports import Counters


class CountersStorage(Storage):
    """Fits `limits.storage.Storage` on counters and clock of ours."""

    STORAGE_SCHEME = None

    def __init__(self, counters: Counters, clock: Clock) -> None:
        super().__init__()
        self._counters = counters
        self._clock = clock

    @property
    def base_exceptions(self) -> type[Exception]:
        """Return what counters raise."""
        return UnavailableError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count and return the sum."""
        now = self._clock()
        return self._counters.count(key, now, now + timedelta(seconds=expiry), amount)

    def get(self, key: str) -> int:
        """Return the sum."""
        found = self._counters.window(key, self._clock())
        return 0 if found is None else found[0]

    def get_expiry(self, key: str) -> float:
        """Return the end of the window, in seconds since 1970."""
        now = self._clock()
        found = self._counters.window(key, now)
        return (now if found is None else found[1]).timestamp()

    def check(self) -> bool:
        """Tell that counters answer."""
        return self.get("check") == 0

    def reset(self) -> int | None:
        """Refuse: counters end by themselves."""
        raise NotImplementedError

    def clear(self, key: str) -> None:
        """Forget a key."""
        self._counters.clear(key)
