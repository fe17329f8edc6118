"""What a process asks of all that it stands on; one check per dependency (reliability.md 4.5)."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from issuer import accounts, issuance
from issuer.clock import Clock
from issuer.errors import IssuerError

#: An answer this old is given again: anybody may ask, and a check may sign.
KEPT = timedelta(seconds=5)
DATABASE = "database"

Check = Callable[[], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stands:
    """The checks: `database` first, since most of the others need it.

    `alone` are those that do not: they are asked even while it is away.
    """

    database: Check
    alone: Mapping[str, Check]
    on_database: Mapping[str, Check]


class Health:
    """Answers per check True (holds), False (does not), or None (not to be told now)."""

    def __init__(self, stands: Stands, clock: Clock) -> None:
        self._stands = stands
        self._clock = clock
        self._lock = threading.Lock()
        self._asked: tuple[datetime, dict[str, bool | None]] | None = None

    def ask(self) -> dict[str, bool | None]:
        """Return the state of each check, at most `KEPT` old."""
        now = self._clock()
        with self._lock:
            if self._asked is None or not timedelta(0) <= now - self._asked[0] < KEPT:
                self._asked = (now, self._ask())
            return dict(self._asked[1])

    def _ask(self) -> dict[str, bool | None]:
        stands = self._stands
        reachable = _holds(stands.database)
        told: dict[str, bool | None] = {DATABASE: reachable}
        told |= {name: _holds(check) for name, check in stands.alone.items()}
        told |= {
            name: _holds(check) if reachable else None for name, check in stands.on_database.items()
        }
        return told


def keys_sign(people: accounts.Services, issuing: issuance.Services) -> bool:
    """Tell whether every signing key signs for its public half."""
    for each in accounts.list_organisations(people):
        issuance.prove_keys(each.id, issuing)
    return True


def clock_is_steady(issuing: issuance.Services) -> bool:
    """Tell whether the clock is not behind what was recorded."""
    issuance.check_clock(issuing)
    return True


def _holds(check: Check) -> bool:
    try:
        return check()
    except IssuerError:
        return False
