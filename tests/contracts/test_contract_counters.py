"""Counters: in memory, in a file of their own beside SQLite, and in PostgreSQL."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from issuer.pacing import Counters, MemoryCounters
from issuer.records import SqlCounters, open_counters, open_engine, upgrade
from tests.databases import fresh_postgres

NOW = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)


@pytest.fixture(params=["memory", "file", "postgres"])
def counters(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Counters]:
    """Yield each kind of counters, empty."""
    match request.param:
        case "memory":
            yield MemoryCounters()
        case "file":
            kept = open_counters(tmp_path / "pace.sqlite3")
            yield kept
            kept.close()
        case _:
            kept = _in_postgres()
            yield kept
            kept.close()


def _in_postgres() -> SqlCounters:
    engine = open_engine(fresh_postgres())
    upgrade(engine)
    return SqlCounters(engine)


def test_counts_add_up_until_the_window_ends(counters: Counters) -> None:
    """The first request sets the end; after it everything begins anew."""
    counted = [
        counters.count("a", NOW, LATER, 1),
        counters.count("a", NOW, LATER + timedelta(seconds=30), 2),
        counters.count("b", NOW, LATER, 1),
    ]
    assert [1, 3, 1] == counted
    assert (3, LATER) == counters.window("a", NOW)
    assert None is counters.window("a", LATER)
    assert 1 == counters.count("a", LATER, LATER + timedelta(minutes=1), 1)


def test_forgotten_key_begins_anew(counters: Counters) -> None:
    """Clearing one key leaves the others."""
    counters.count("a", NOW, LATER, 5)
    counters.count("b", NOW, LATER, 5)
    counters.clear("a")
    assert (None, (5, LATER)) == (counters.window("a", NOW), counters.window("b", NOW))


def test_no_request_is_lost_between_threads(counters: Counters) -> None:
    """Eight threads count fifty times each: four hundred different sums."""
    seen: list[int] = []

    def work() -> None:
        seen.extend(counters.count("a", NOW, LATER, 1) for _ in range(50))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert list(range(1, 401)) == sorted(seen)


@pytest.mark.parametrize("kind", ["file", "postgres"])
def test_table_cleans_itself_and_stays_bounded(kind: str, tmp_path: Path) -> None:
    """What is over goes; beyond the bound, what ends first goes."""
    engine = open_engine(
        f"sqlite:///{tmp_path / 'pace.sqlite3'}" if kind == "file" else fresh_postgres()
    )
    if kind == "file":
        open_counters(tmp_path / "pace.sqlite3").close()
    else:
        upgrade(engine)
    kept = SqlCounters(engine, most=10, sweep_every=10)
    for number in range(100):
        kept.count(str(number), NOW, NOW + timedelta(seconds=60 + number), 1)
    alive = [number for number in range(100) if kept.window(str(number), NOW)]
    assert list(range(90, 100)) == alive

    for number in range(20):
        kept.count(f"new {number}", NOW + timedelta(hours=1), NOW + timedelta(hours=2), 1)
    assert all(kept.window(str(number), NOW) is None for number in range(100))
    kept.close()
