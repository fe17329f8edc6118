"""Lets a request pass, or says when to come back."""

import math
from collections.abc import Callable

from limits import RateLimitItemPerSecond
from limits.strategies import FixedWindowRateLimiter

from issuer.clock import Clock
from issuer.errors import LimitError, UnavailableError
from issuer.pacing.families import FIGURES, Family
from issuer.pacing.ports import Counters
from issuer.pacing.storage import CountersStorage

_KEY_BYTES = 16


class Pacer:
    """Counts requests by family and client.

    `mac` turns a client into a key that only this installation can make, so no address and no name
    is stored. `factor` multiplies every figure; 0 counts nothing.
    """

    def __init__(
        self, counters: Counters, clock: Clock, mac: Callable[[str], bytes], *, factor: int = 1
    ) -> None:
        self._clock = clock
        self._mac = mac
        self._factor = factor
        self._limiter = FixedWindowRateLimiter(CountersStorage(counters, clock))

    def require(self, family: Family, client: str) -> None:
        """Let a request of this client pass and count it.

        Raises:
            LimitError: too many in this window, code `too_often`, with the seconds to wait.
            UnavailableError: nobody can count, and the family stays closed then.
        """
        figure = FIGURES.get(family)
        if figure is None or not self._factor:
            return
        item = RateLimitItemPerSecond(figure.most * self._factor, figure.seconds, str(family))
        key = self._mac(f"{family} {client}")[:_KEY_BYTES].hex()
        try:
            if self._limiter.hit(item, key):
                return
            end = self._limiter.get_window_stats(item, key).reset_time
        except UnavailableError:
            if figure.closed:
                raise
            return
        raise _too_often(max(1, math.ceil(end - self._clock().timestamp())))


def _too_often(seconds: int) -> LimitError:
    wait = f"{seconds} seconds" if seconds <= 90 else f"{math.ceil(seconds / 60)} minutes"  # noqa: PLR2004 # in words that people use
    return LimitError(
        f"Too many requests came from you or your network; wait {wait}, then try again",
        code="too_often",
        retry_after=seconds,
    )
