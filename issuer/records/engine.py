"""Opens the database and says how it must behave (reliability.md sections 2.7 and 2.8)."""

import sqlite3
import sys
from typing import Any

import psycopg.errors
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import ExceptionContext

from issuer.errors import ConflictError, SettingsError, UnavailableError

#: synchronous=NORMAL may lose acknowledged commits at power loss, so it is FULL.
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "trusted_schema=OFF",
    # INSERT OR REPLACE would otherwise delete rows behind the back of the triggers.
    "recursive_triggers=ON",
    "secure_delete=ON",
    "cell_size_check=ON",
    "journal_size_limit=67108864",
    "wal_autocheckpoint=1000",
    *(("fullfsync=ON",) if sys.platform == "darwin" else ()),
)
_POSTGRES = (
    "-c statement_timeout=10s -c lock_timeout=3s -c idle_in_transaction_session_timeout=30s"
    " -c synchronous_commit=on -c timezone=UTC"
)
_UNIQUE = frozenset({"SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"})
#: Marks a connection as writing: SQLite then takes its lock at once instead of failing late.
WRITES = "issuer_writes"


def open_engine(url: str) -> sa.Engine:
    """Return an engine for `sqlite:///<file>` or `postgresql://...`.

    Raises:
        SettingsError: another kind of database, or SQLite in memory.
    """
    address = sa.make_url(url)
    if address.get_backend_name() == "sqlite":
        engine = _open_sqlite(address)
    elif address.get_backend_name() == "postgresql":
        engine = _open_postgres(address)
    else:
        raise SettingsError(
            "Set the database to sqlite:///FILE or postgresql://...", code="database_url"
        )
    event.listen(engine, "handle_error", _translate)
    return engine


def _open_sqlite(address: sa.URL) -> sa.Engine:
    if address.database in {None, "", ":memory:"}:
        raise SettingsError("Name a file: sqlite:///FILE", code="database_url")
    engine = sa.create_engine(address, pool_size=20, max_overflow=20, hide_parameters=True)
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin_explicitly)
    return engine


def _open_postgres(address: sa.URL) -> sa.Engine:
    return sa.create_engine(
        address.set(drivername="postgresql+psycopg"),
        connect_args={"options": _POSTGRES},
        pool_size=10,
        max_overflow=20,
        pool_pre_ping=True,
        # The values of a statement may be names; an error tells the statement alone.
        hide_parameters=True,
    )


def _set_pragmas(connection: sqlite3.Connection, _record: Any) -> None:
    # Python would begin transactions by itself, late and deferred; `_begin_explicitly` does it.
    connection.isolation_level = None
    connection.execute("PRAGMA busy_timeout=10000").close()
    # It counts only before the first table, and asking for it again would wait for a writer.
    if connection.execute("PRAGMA auto_vacuum").fetchone() == (0,):
        connection.execute("PRAGMA auto_vacuum=INCREMENTAL").close()
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_explicitly(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _translate(context: ExceptionContext) -> None:
    """Say in our own errors what callers can act upon; all else is a bug and stays as it is."""
    error = context.original_exception
    if _is_unique_violation(error):
        raise ConflictError("Somebody else stored the same thing first", code="conflict") from error
    if _is_passing(error) or context.is_disconnect:
        raise UnavailableError(
            "The database is busy or away; try again in a minute, nothing is lost",
            code="database",
        ) from error


def _is_unique_violation(error: BaseException) -> bool:
    if isinstance(error, sqlite3.IntegrityError):
        return error.sqlite_errorname in _UNIQUE
    return isinstance(error, psycopg.errors.UniqueViolation)


def _is_passing(error: BaseException) -> bool:
    if isinstance(error, sqlite3.OperationalError):
        return error.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL"))
    return isinstance(
        error,
        psycopg.errors.SerializationFailure
        | psycopg.errors.DeadlockDetected
        | psycopg.errors.LockNotAvailable
        | psycopg.errors.QueryCanceled
        | psycopg.errors.AdminShutdown,
    )
