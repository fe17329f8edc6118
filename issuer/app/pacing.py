"""Who counts requests: this process alone, or all processes in one database."""

from collections.abc import Callable
from functools import partial

from issuer.clock import Clock
from issuer.config import Settings
from issuer.keyring import DerivedSecrets
from issuer.pacing import MemoryCounters, Pacer
from issuer.records import SqlCounters, open_counters

#: Beside SQLite requests are counted in a file of their own, so that they never wait for a writer.
FILE = "pace.sqlite3"


def open_pacer(
    settings: Settings, beside: SqlCounters, clock: Clock, secrets: DerivedSecrets
) -> tuple[Pacer, Callable[[], None]]:
    """Return the pacer, and how to give back all connections.

    `beside` counts in the database of the service, and closes that one.
    """
    counters: MemoryCounters | SqlCounters = MemoryCounters()
    close = beside.close
    if settings.counts_in_database:
        counters = beside
        if settings.database.startswith("sqlite:///"):
            alone = open_counters(settings.data_dir / FILE)
            counters, close = alone, partial(_close, alone, beside)

    def mac(client: str) -> bytes:
        return secrets.mac("pace", client)

    return Pacer(counters, clock, mac, factor=settings.rate_factor), close


def _close(*counters: SqlCounters) -> None:
    for each in counters:
        each.close()
