"""One transaction with every repository on it; made anew for each verb."""

from types import TracebackType
from typing import Self

import sqlalchemy as sa

from issuer.records import issuance
from issuer.records.engine import WRITES


class SqlUnitOfWork:
    """One transaction; leaving without `commit` rolls back.

    A writing one takes SQLite's lock when it begins. A reading one sees one consistent state
    (REPEATABLE READ on PostgreSQL), so that bits and version of a status list belong together.
    """

    def __init__(self, engine: sa.Engine, *, write: bool) -> None:
        self._engine = engine
        self._write = write
        self._opened: sa.Connection | None = None

    def __enter__(self) -> Self:
        connection = self._engine.connect()
        try:
            self._opened = self._set_up(connection)
            self._opened.begin()
        except BaseException:
            connection.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # Closing rolls back whatever was not committed.
        self._connection.close()
        self._opened = None

    def commit(self) -> None:
        """Make everything durable."""
        self._connection.commit()

    def _set_up(self, connection: sa.Connection) -> sa.Connection:
        if self._engine.dialect.name == "sqlite":
            return connection.execution_options(**{WRITES: self._write})
        if self._write:
            return connection
        return connection.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )

    @property
    def _connection(self) -> sa.Connection:
        if self._opened is None:
            raise RuntimeError("open the unit of work in a `with` statement")
        return self._opened

    @property
    def credentials(self) -> issuance.SqlCredentials:
        """Credentials and their marks."""
        return issuance.SqlCredentials(self._connection)

    @property
    def status_lists(self) -> issuance.SqlStatusLists:
        """Status lists and their indices."""
        return issuance.SqlStatusLists(self._connection)

    @property
    def keys(self) -> issuance.SqlKeys:
        """Signing keys."""
        return issuance.SqlKeys(self._connection)

    @property
    def idempotency(self) -> issuance.SqlIdempotency:
        """Answers by idempotency key."""
        return issuance.SqlIdempotency(self._connection)

    @property
    def endorsements(self) -> issuance.SqlEndorsements:
        """Signed attestations."""
        return issuance.SqlEndorsements(self._connection)

    @property
    def outbox(self) -> issuance.SqlOutbox:
        """What is still to be done."""
        return issuance.SqlOutbox(self._connection)
