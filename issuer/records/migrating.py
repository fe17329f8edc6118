"""Brings a database to the revision of this release, from an installed wheel too."""

from functools import cache
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import SQLAlchemyError

from issuer.errors import IssuerError
from issuer.records.engine import WRITES
from issuer.records.tables.pacing import pace

_FOLDER = Path(__file__).with_name("migrations")
#: Any number will do, as long as every release takes the same: one migrator at a time.
_LOCK = 4_711_003


def upgrade(engine: sa.Engine) -> None:
    """Run all migrations that the database has not seen, in one transaction, one migrator alone.

    A kill leaves the old revision or the new one: both databases roll tables back.
    """
    with engine.connect() as plain:
        # SQLite's write lock, or an advisory one, keeps a second migrator waiting.
        connection = plain.execution_options(**{WRITES: True})
        with connection.begin():
            if engine.dialect.name == "postgresql":
                connection.execute(sa.text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
            command.upgrade(config_of(connection), "head")


def is_current(engine: sa.Engine) -> bool:
    """Tell whether the database is at the revision of this release."""
    return revision_of(engine) == _newest()


@cache
def _newest() -> str | None:
    """Read the scripts once: they do not change while a process runs."""
    return ScriptDirectory(str(_FOLDER)).get_current_head()


def can_write(engine: sa.Engine) -> bool:
    """Tell whether the database takes writes now; nothing is changed by asking."""
    probe = pace.delete().where(pace.c.key == "")
    try:
        with engine.execution_options(**{WRITES: True}).begin() as connection:
            connection.execute(probe)
    except (SQLAlchemyError, IssuerError):
        return False
    return True


def revision_of(engine: sa.Engine) -> str | None:
    """Return the revision that the database is at; None for one without tables."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def config_of(connection: sa.Connection) -> Config:
    """Return what Alembic needs to work on an open connection."""
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["connection"] = connection
    return config
