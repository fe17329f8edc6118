"""What pacing needs of whoever counts."""

from datetime import datetime
from typing import Protocol


class Counters(Protocol):
    """Counters with an end, under keys that tell nothing; they forget by themselves."""

    def count(self, key: str, now: datetime, until: datetime, amount: int) -> int:
        """Count and return the sum of the running window; a new one lasts to `until`.

        Raises:
            UnavailableError: nobody can count now.
        """
        ...

    def window(self, key: str, now: datetime) -> tuple[int, datetime] | None:
        """Return sum and end of the running window, if there is one."""
        ...

    def clear(self, key: str) -> None:
        """Forget a key."""
        ...
