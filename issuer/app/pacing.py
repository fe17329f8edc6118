"""Who counts requests: this process alone, or all processes in one database."""

from collections.abc import Callable

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
    """Return the pacer and how to close it; `beside` counts in the database of the service."""
    counters: MemoryCounters | SqlCounters = MemoryCounters()
    close: Callable[[], None] = _nothing
    if settings.counts_in_database:
        is_file = settings.database.startswith("sqlite:///")
        counters = open_counters(settings.data_dir / FILE) if is_file else beside
        close = counters.close

    def mac(client: str) -> bytes:
        return secrets.mac("pace", client)

    return Pacer(counters, clock, mac, factor=settings.rate_factor), close


def _nothing() -> None:
    """Leave everything as it is."""
