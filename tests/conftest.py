"""Hypothesis profiles for all tests; a skip of an expected tool fails under CI."""

import gc
import os
import sqlite3
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings

settings.register_profile("dev", max_examples=50)
settings.register_profile(
    "ci",
    max_examples=200,
    deadline=None,
    print_blob=True,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("nightly", max_examples=100_000, deadline=None)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "dev")


def pytest_collection_finish() -> None:
    """Leave what was imported and collected out of every later search for garbage.

    A million objects live as long as the run; looking through them again and again took a
    quarter of its time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


_disk = {"waited for": False}


@pytest.fixture
def disk_is_waited_for() -> Iterator[None]:
    """Let SQLite wait for the disk as the product asks; for the tests that are about that."""
    _disk["waited for"] = True
    yield
    _disk["waited for"] = False


@sa.event.listens_for(sa.Pool, "checkout")
def _do_not_wait_for_the_disk(connection: object, _record: object, _proxy: object) -> None:
    """Leave out the waiting of each commit: no test here cuts the power, and a kill loses nothing.

    PostgreSQL is started without it as well (tests/databases.py). That the product does wait is
    asked in test_contract_engine.py; processes that tests start do wait.
    """
    if isinstance(connection, sqlite3.Connection) and not _disk["waited for"]:
        connection.execute("PRAGMA synchronous=OFF").close()
