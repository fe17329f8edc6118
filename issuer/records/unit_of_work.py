"""One transaction with every repository on it; made anew for each verb."""

from types import TracebackType
from typing import Self

import sqlalchemy as sa

from issuer.accounts.ports import Sealer
from issuer.clock import Clock, system_clock
from issuer.records.accounts import (
    SqlEvents,
)
from issuer.records.audit_log import SqlAuditLog
from issuer.records.audit_trail import SqlAuditTrail
from issuer.records.engine import WRITES
from issuer.records.issuance import (
    SqlCredentials,
    SqlEndorsements,
    SqlIdempotency,
    SqlKeys,
    SqlOutbox,
    SqlStatusLists,
)
from issuer.records.issuance.key_proposals import SqlKeyProposals
from issuer.records.issuance.page_states import SqlPageStates
from issuer.records.issuance.proposals import SqlProposals
from issuer.records.letters import Box, SqlLetters
from issuer.records.office import OfficeRows
from issuer.records.people_rows import PeopleRows
from issuer.records.retention import SqlOldRows
from issuer.records.sealing import SEALER
from issuer.records.sealings import SqlSealings
from issuer.records.weekly import SqlWeeklyLetters
from issuer.records.work_rows import WorkRows


class SqlUnitOfWork(OfficeRows, PeopleRows, WorkRows):
    """One transaction; leaving without `commit` rolls back.

    A writing one takes SQLite's lock when it begins. A reading one sees one consistent state
    (REPEATABLE READ on PostgreSQL), so that bits and version of a status list belong together.
    `clock` says at which moment roles are held. Personal columns pass through `sealer`.
    """

    def __init__(
        self,
        engine: sa.Engine,
        *,
        write: bool,
        sealer: Sealer,
        clock: Clock = system_clock,
        box: Box | None = None,
    ) -> None:
        self._engine = engine
        self._sealer = sealer
        self._clock = clock
        self._box = box
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
        connection = connection.execution_options(**{SEALER: self._sealer, WRITES: self._write})
        if self._write or self._engine.dialect.name == "sqlite":
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
    def _given_box(self) -> Box:
        if self._box is None:
            raise RuntimeError("these rows are sealed: give the unit of work a box")
        return self._box

    @property
    def events(self) -> SqlEvents:
        """The append-only log of acts."""
        return SqlEvents(self._connection)

    @property
    def audit_log(self) -> SqlAuditLog:
        """The log that shows when an event was changed."""
        return SqlAuditLog(self._connection)

    @property
    def audit_trail(self) -> SqlAuditTrail:
        """What is read to check the log."""
        return SqlAuditTrail(self._connection)

    @property
    def credentials(self) -> SqlCredentials:
        """Credentials and their marks."""
        return SqlCredentials(self._connection)

    @property
    def status_lists(self) -> SqlStatusLists:
        """Status lists and their indices."""
        return SqlStatusLists(self._connection)

    @property
    def keys(self) -> SqlKeys:
        """Signing keys."""
        return SqlKeys(self._connection)

    @property
    def idempotency(self) -> SqlIdempotency:
        """Answers by idempotency key."""
        return SqlIdempotency(self._connection)

    @property
    def endorsements(self) -> SqlEndorsements:
        """Signed attestations."""
        return SqlEndorsements(self._connection)

    @property
    def weekly_letters(self) -> SqlWeeklyLetters:
        """How guardians get the weekly letter."""
        return SqlWeeklyLetters(self._connection)

    @property
    def proposals(self) -> SqlProposals:
        """Revocations that wait for a second person."""
        return SqlProposals(self._connection)

    @property
    def key_proposals(self) -> SqlKeyProposals:
        """Changes of keys that wait for a second person."""
        return SqlKeyProposals(self._connection)

    @property
    def page_states(self) -> SqlPageStates:
        """What pages of credentials rest on."""
        return SqlPageStates(self._connection)

    @property
    def letters(self) -> SqlLetters:
        """Letters that wait, and how many went to whom."""
        return SqlLetters(self._connection, self._given_box)

    @property
    def old_rows(self) -> SqlOldRows:
        """What is over its time."""
        return SqlOldRows(self._connection)

    @property
    def sealings(self) -> SqlSealings:
        """What hangs on the key-encryption key."""
        return SqlSealings(self._connection)

    @property
    def outbox(self) -> SqlOutbox:
        """What is still to be done."""
        return SqlOutbox(self._connection)
