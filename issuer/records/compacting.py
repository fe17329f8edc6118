"""Takes what was deleted out of the files of a database (reliability.md row 90)."""

import sqlalchemy as sa

from issuer.errors import UnavailableError


def compact(engine: sa.Engine) -> None:
    """Give free pages back and empty the write-ahead log.

    PostgreSQL needs nothing: what its old tuples and its log hold is sealed, and the key is gone.

    Raises:
        UnavailableError: a reader holds the log, code `database_busy`; to be tried again.
    """
    if engine.dialect.name != "sqlite":
        return
    with engine.connect() as plain:
        connection = plain.connection.driver_connection
        if connection is None:
            raise UnavailableError("The database is away; try again in a minute", code="database")
        # Each of the two steps is a transaction of its own, so none may be open around them.
        connection.execute("PRAGMA incremental_vacuum").fetchall()
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise UnavailableError(
            "The database is in use; what is left is done in a minute", code="database_busy"
        )
