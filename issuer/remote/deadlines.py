"""Time and bytes that are left: one deadline and one allowance bound whatever a server does."""

from collections.abc import Callable

from issuer.errors import UnavailableError

#: Seconds of a clock that never runs backwards.
Monotonic = Callable[[], float]


class Deadline:
    """One moment for everything, counted from now; not a pause between two packets."""

    def __init__(self, seconds: float, monotonic: Monotonic) -> None:
        self._monotonic = monotonic
        self._at = monotonic() + seconds

    def left(self) -> float:
        """Return the seconds left, always more than 0.

        Raises:
            UnavailableError: none are left, code `timeout`.
        """
        seconds = self._at - self._monotonic()
        if seconds <= 0:
            raise UnavailableError("It took too long to answer; try again later", code="timeout")
        return seconds


class Allowance:
    """How many bytes may still arrive, framing and headers included."""

    def __init__(self, count: int) -> None:
        self._left = count

    def add(self, count: int) -> None:
        """Allow so many bytes more, once what was read so far has been found fit."""
        self._left += count

    def spend(self, count: int) -> None:
        """Count bytes that arrived.

        Raises:
            UnavailableError: more than was allowed, code `size`.
        """
        self._left -= count
        if self._left < 0:
            raise UnavailableError("The answer is too large to be a badge", code="size")
