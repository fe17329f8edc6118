"""Counted requests in SQL, so that a limit holds across processes (reliability.md 4.3).

Beside PostgreSQL it is a table of the same database, unlogged; beside SQLite a file of its own
without waiting for the disk, so that counting never waits for issuing. What a power cut forgets
is a minute of counts.
"""

import itertools
import sqlite3
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from issuer.records.engine import WRITES, open_engine
from issuer.records.tables.pacing import pace

#: Rows that may stand there at once; beyond it those that end first are forgotten.
MOST_ROWS = 100_000
#: So many counts of one process lie between two sweeps.
SWEEP_EVERY = 256


class SqlCounters:
    """Fits pacing's `Counters`; one statement counts, so no request is lost."""

    def __init__(
        self, engine: sa.Engine, *, most: int = MOST_ROWS, sweep_every: int = SWEEP_EVERY
    ) -> None:
        self._engine = engine.execution_options(**{WRITES: True})
        self._reading = engine
        self._insert = postgresql.insert if engine.dialect.name == "postgresql" else sqlite.insert
        self._most = most
        self._sweep_every = sweep_every
        self._counted = itertools.count(1)

    def count(self, key: str, now: datetime, until: datetime, amount: int) -> int:
        """Count and return the sum of the running window; UnavailableError."""
        over = pace.c.until <= now
        end = sa.literal(until, pace.c.until.type)
        changes = {
            "count": sa.case((over, amount), else_=pace.c.count + amount),
            "until": sa.case((over, end), else_=pace.c.until),
        }
        statement = (
            self._insert(pace)
            .values(key=key, until=until, count=amount)
            .on_conflict_do_update(index_elements=[pace.c.key], set_=changes)
            .returning(pace.c.count)
        )
        with self._engine.begin() as connection:
            counted = int(connection.execute(statement).scalar_one())
            if next(self._counted) % self._sweep_every == 0:
                self._sweep(connection, now)
        return counted

    def window(self, key: str, now: datetime) -> tuple[int, datetime] | None:
        """Return sum and end of the running window, if there is one; UnavailableError."""
        asked = sa.select(pace.c.count, pace.c.until).where(pace.c.key == key, pace.c.until > now)
        with self._reading.begin() as connection:
            found = connection.execute(asked).first()
        return None if found is None else (int(found[0]), found[1])

    def clear(self, key: str) -> None:
        """Forget a key."""
        with self._engine.begin() as connection:
            connection.execute(pace.delete().where(pace.c.key == key))

    def close(self) -> None:
        """Give back connections."""
        self._reading.dispose()

    def _sweep(self, connection: sa.Connection, now: datetime) -> None:
        connection.execute(pace.delete().where(pace.c.until <= now))
        rows = connection.execute(sa.select(sa.func.count()).select_from(pace)).scalar_one()
        if rows > self._most:
            first = sa.select(pace.c.key).order_by(pace.c.until).limit(rows - self._most)
            connection.execute(pace.delete().where(pace.c.key.in_(first.scalar_subquery())))


def open_counters(file: Path) -> SqlCounters:
    """Return counters in an SQLite file of their own, made where it is missing."""
    engine = open_engine(f"sqlite:///{file.absolute()}")
    event.listen(engine, "connect", _hurry)
    with engine.execution_options(**{WRITES: True}).begin() as connection:
        connection.execute(CreateTable(pace, if_not_exists=True))
        for index in pace.indexes:
            connection.execute(CreateIndex(index, if_not_exists=True))
    return SqlCounters(engine)


def _hurry(connection: sqlite3.Connection, _record: Any) -> None:
    connection.execute("PRAGMA synchronous=OFF").close()
    connection.execute("PRAGMA busy_timeout=2000").close()
