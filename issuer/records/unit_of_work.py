"""One transaction with every repository on it; made anew for each verb."""

from types import TracebackType
from typing import Self

import sqlalchemy as sa

from issuer.assessment import model
from issuer.records import accounts, assessment, issuance
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
    def organisations(self) -> accounts.SqlOrganisations:
        """Organisations of the installation."""
        return accounts.SqlOrganisations(self._connection)

    @property
    def people(self) -> accounts.SqlPeople:
        """People of an organisation."""
        return accounts.SqlPeople(self._connection)

    @property
    def ties(self) -> accounts.SqlTies:
        """Ties between people."""
        return accounts.SqlTies(self._connection)

    @property
    def consents(self) -> accounts.SqlConsents:
        """Consents."""
        return accounts.SqlConsents(self._connection)

    @property
    def tokens(self) -> accounts.SqlTokens:
        """API tokens."""
        return accounts.SqlTokens(self._connection)

    @property
    def events(self) -> accounts.SqlEvents:
        """The append-only log of acts."""
        return accounts.SqlEvents(self._connection)

    @property
    def definitions(self) -> assessment.SqlDefinitions:
        """Badge versions."""
        return assessment.SqlDefinitions(self._connection)

    @property
    def submissions(self) -> assessment.SqlSubmissions:
        """Submissions."""
        return assessment.SqlSubmissions(self._connection)

    @property
    def evidence(self) -> assessment.SqlEvidence:
        """Items of evidence."""
        return assessment.SqlEvidence(self._connection)

    @property
    def attestations(self) -> assessment.SqlAttestations:
        """Attestations."""
        return assessment.SqlAttestations(self._connection)

    @property
    def reviews(self) -> assessment.SqlReviews:
        """Peer reviews."""
        return assessment.SqlReviews(self._connection)

    @property
    def earned(self) -> assessment.SqlEarned:
        """Badges that learners hold."""
        return assessment.SqlEarned(self._connection)

    @property
    def awards(self) -> assessment.SqlAwards:
        """Approved awards."""
        return assessment.SqlAwards(self._connection)

    @property
    def peer_statements(self) -> assessment.SqlPeerStatements:
        """Attestations as the school will sign them."""
        return assessment.SqlPeerStatements(self._connection)

    @property
    def rubrics(self) -> assessment.SqlVersionRows[model.RubricVersion]:
        """Published rubrics."""
        return assessment.rubrics(self._connection)

    @property
    def instruments(self) -> assessment.SqlVersionRows[model.InstrumentVersion]:
        """Published instruments."""
        return assessment.instruments(self._connection)

    @property
    def revisions(self) -> assessment.SqlOwnedRows[model.Revision]:
        """What was handed in."""
        return assessment.revisions(self._connection)

    @property
    def feedback(self) -> assessment.SqlOwnedRows[model.Feedback]:
        """What assessors told learners."""
        return assessment.feedback(self._connection)

    @property
    def decisions(self) -> assessment.SqlOwnedRows[model.DecisionRecord]:
        """What adults decided."""
        return assessment.decisions(self._connection)

    @property
    def ratings(self) -> assessment.SqlOwnedRows[model.Rating]:
        """Ratings."""
        return assessment.ratings(self._connection)

    @property
    def moderations(self) -> assessment.SqlOwnedRows[model.Moderation]:
        """Moderations."""
        return assessment.moderations(self._connection)

    @property
    def signoffs(self) -> assessment.SqlOwnedRows[model.Signoff]:
        """Sign-offs."""
        return assessment.signoffs(self._connection)

    @property
    def hours(self) -> assessment.SqlOwnedRows[model.HoursEntry]:
        """The hours ledger."""
        return assessment.hours(self._connection)

    @property
    def externals(self) -> assessment.SqlOwnedRows[model.ExternalProof]:
        """Proofs of outside certificates."""
        return assessment.externals(self._connection)

    @property
    def metrics(self) -> assessment.SqlOwnedRows[model.MetricValue]:
        """Metric values."""
        return assessment.metrics(self._connection)

    @property
    def statements(self) -> assessment.SqlOwnedRows[model.StatementRecord]:
        """Activity statements."""
        return assessment.statements(self._connection)

    @property
    def waivers(self) -> assessment.SqlOwnedRows[model.Waiver]:
        """Waivers."""
        return assessment.waivers(self._connection)

    @property
    def extensions(self) -> assessment.SqlOwnedRows[model.Extension]:
        """Extensions."""
        return assessment.extensions(self._connection)

    @property
    def draws(self) -> assessment.SqlOwnedRows[model.Draw]:
        """Draws of panels."""
        return assessment.draws(self._connection)

    @property
    def calibrations(self) -> assessment.SqlOwnedRows[model.Calibration]:
        """Attempts at calibration."""
        return assessment.calibrations(self._connection)

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
