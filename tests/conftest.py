"""Hypothesis profiles for all tests; a skip of an expected tool fails under CI."""

import gc
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from sqlalchemy import event

from issuer.web.languages import ENGLISH, speaking

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


#: Files of few tests that each take long. One worker takes a whole file (`--dist loadfile`), so a
#: long one that begins last keeps one worker busy while the others have nothing left to do.
_LONG = (
    "crash/test_crash_issue.py",
    "crash/test_crash_rotation.py",
    "http/test_http_cohort_lists.py",
    "http/test_http_vcapi_schemathesis.py",
    "contracts/test_contract_audit.py",
    "contracts/test_contract_tampering.py",
    "cli/test_cli_auditing.py",
    "cli/test_cli_demo.py",
    "interop/test_interop_demo.py",
    "interop/test_interop_canonical.py",
    "docs/test_curl_journey.py",
    "workers/test_workers_confined.py",
    "properties/test_verification_mutations.py",
    "journeys/test_journey_assessment.py",
    "browser/test_browser_first_hour.py",
    "browser/test_browser_walk.py",
    "browser/test_browser_pages.py",
    "browser/test_browser_story.py",
)
_HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put long files first; all others stay in the order that chance gave them.

    Raises:
        pytest.UsageError: a file of the list is gone; take its name out of it.
    """
    long = {_HERE / name for name in _LONG}
    gone = sorted(str(file) for file in long if not file.exists())
    if gone:
        raise pytest.UsageError(f"tests/conftest.py names files that are gone: {', '.join(gone)}")
    items.sort(key=lambda item: item.path not in long)


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


@event.listens_for(sa.Pool, "checkout")
def _do_not_wait_for_the_disk(connection: object, _record: object, _proxy: object) -> None:
    """Leave out the waiting of each commit: no test here cuts the power, and a kill loses nothing.

    PostgreSQL is started without it as well (tests/databases.py). That the product does wait is
    asked in test_contract_engine.py; processes that tests start do wait.
    """
    if isinstance(connection, sqlite3.Connection) and not _disk["waited for"]:
        connection.execute("PRAGMA synchronous=OFF").close()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Begin each test in English: requests of the one before may have left another language."""
    with speaking(ENGLISH):
        yield
