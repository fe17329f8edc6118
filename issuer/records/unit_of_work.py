"""One transaction with every repository on it; made anew for each verb."""

from types import TracebackType
from typing import Self

import sqlalchemy as sa

from issuer.accounts.ports import Sealer
from issuer.assessment import model
from issuer.clock import Clock, system_clock
from issuer.records.accounts import (
    SqlConsents,
    SqlEvents,
    SqlGrants,
    SqlOrganisations,
    SqlPeople,
    SqlTies,
    SqlTokens,
    SqlUnits,
)
from issuer.records.assessment import (
    SqlAttestations,
    SqlAwards,
    SqlDefinitions,
    SqlEarned,
    SqlEvidence,
    SqlOwnedRows,
    SqlPeerStatements,
    SqlReviews,
    SqlSubmissions,
    SqlVersionRows,
    calibrations,
    decisions,
    draws,
    extensions,
    externals,
    feedback,
    hours,
    instruments,
    metrics,
    moderations,
    ratings,
    revisions,
    rubrics,
    signoffs,
    statements,
    waivers,
)
from issuer.records.assessment.cohorts import SqlCohorts
from issuer.records.assessment.stored_files import SqlStoredFiles
from issuer.records.audit_log import SqlAuditLog
from issuer.records.audit_trail import SqlAuditTrail
from issuer.records.clients import SqlClients, SqlClientTokens, SqlSpentAssertions
from issuer.records.engine import WRITES
from issuer.records.federation import SqlAttempts, SqlOutsideIdentities, SqlProviders
from issuer.records.holdings import SqlHoldings
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
from issuer.records.privacy import SqlErasures, SqlLegalHolds, SqlShareLinks
from issuer.records.retention import SqlOldRows
from issuer.records.sealing import SEALER
from issuer.records.sealings import SqlSealings
from issuer.records.second_factors import (
    SqlChallenges,
    SqlCodeApps,
    SqlLeftovers,
    SqlPasskeys,
)
from issuer.records.sign_in import (
    SqlClassCodes,
    SqlInvitations,
    SqlLogins,
    SqlPersonalCodes,
    SqlSessions,
    SqlTries,
)
from issuer.records.tables import facts


class SqlUnitOfWork(OfficeRows):
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
    def organisations(self) -> SqlOrganisations:
        """Organisations of the installation."""
        return SqlOrganisations(self._connection)

    @property
    def people(self) -> SqlPeople:
        """People of an organisation."""
        return SqlPeople(self._connection, self._clock)

    @property
    def grants(self) -> SqlGrants:
        """Grants of roles."""
        return SqlGrants(self._connection)

    @property
    def units(self) -> SqlUnits:
        """Units of an organisation."""
        return SqlUnits(self._connection)

    @property
    def ties(self) -> SqlTies:
        """Ties between people."""
        return SqlTies(self._connection)

    @property
    def consents(self) -> SqlConsents:
        """Consents."""
        return SqlConsents(self._connection)

    @property
    def tokens(self) -> SqlTokens:
        """API tokens."""
        return SqlTokens(self._connection)

    @property
    def logins(self) -> SqlLogins:
        """How people sign in."""
        return SqlLogins(self._connection)

    @property
    def sessions(self) -> SqlSessions:
        """Signed-in browsers."""
        return SqlSessions(self._connection)

    @property
    def invitations(self) -> SqlInvitations:
        """Links that work once."""
        return SqlInvitations(self._connection)

    @property
    def class_codes(self) -> SqlClassCodes:
        """Codes of groups."""
        return SqlClassCodes(self._connection)

    @property
    def personal_codes(self) -> SqlPersonalCodes:
        """Codes of learners."""
        return SqlPersonalCodes(self._connection)

    @property
    def tries(self) -> SqlTries:
        """Counted tries."""
        return SqlTries(self._connection)

    @property
    def clients(self) -> SqlClients:
        """Programs of an organisation."""
        return SqlClients(self._connection)

    @property
    def client_tokens(self) -> SqlClientTokens:
        """Tokens of programs."""
        return SqlClientTokens(self._connection)

    @property
    def spent_assertions(self) -> SqlSpentAssertions:
        """Assertions of programs that were used."""
        return SqlSpentAssertions(self._connection)

    @property
    def passkeys(self) -> SqlPasskeys:
        """Passkeys of people."""
        return SqlPasskeys(self._connection)

    @property
    def challenges(self) -> SqlChallenges:
        """Challenges that wait for a passkey."""
        return SqlChallenges(self._connection)

    @property
    def code_apps(self) -> SqlCodeApps:
        """Authenticator apps."""
        return SqlCodeApps(self._connection)

    @property
    def leftovers(self) -> SqlLeftovers:
        """What ended long ago."""
        return SqlLeftovers(self._connection)

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
    def definitions(self) -> SqlDefinitions:
        """Badge versions."""
        return SqlDefinitions(self._connection)

    @property
    def submissions(self) -> SqlSubmissions:
        """Submissions."""
        return SqlSubmissions(self._connection)

    @property
    def evidence(self) -> SqlEvidence:
        """Items of evidence."""
        return SqlEvidence(self._connection)

    @property
    def stored_files(self) -> SqlStoredFiles:
        """Which files of evidence there should be, and what was found of them."""
        return SqlStoredFiles(self._connection)

    @property
    def attestations(self) -> SqlAttestations:
        """Attestations."""
        return SqlAttestations(self._connection)

    @property
    def reviews(self) -> SqlReviews:
        """Peer reviews."""
        return SqlReviews(self._connection)

    @property
    def earned(self) -> SqlEarned:
        """Badges that learners hold."""
        return SqlEarned(self._connection)

    @property
    def awards(self) -> SqlAwards:
        """Approved awards."""
        return SqlAwards(self._connection)

    @property
    def peer_statements(self) -> SqlPeerStatements:
        """Attestations as the school will sign them."""
        return SqlPeerStatements(self._connection)

    @property
    def rubrics(self) -> SqlVersionRows[model.RubricVersion]:
        """Published rubrics."""
        return rubrics(self._connection)

    @property
    def instruments(self) -> SqlVersionRows[model.InstrumentVersion]:
        """Published instruments."""
        return instruments(self._connection)

    @property
    def revisions(self) -> SqlOwnedRows[model.Revision]:
        """What was handed in."""
        return revisions(self._connection)

    @property
    def feedback(self) -> SqlOwnedRows[model.Feedback]:
        """What assessors told learners."""
        return feedback(self._connection)

    @property
    def decisions(self) -> SqlOwnedRows[model.DecisionRecord]:
        """What adults decided."""
        return decisions(self._connection)

    @property
    def ratings(self) -> SqlOwnedRows[model.Rating]:
        """Ratings."""
        return ratings(self._connection)

    @property
    def moderations(self) -> SqlOwnedRows[model.Moderation]:
        """Moderations."""
        return moderations(self._connection)

    @property
    def signoffs(self) -> SqlOwnedRows[model.Signoff]:
        """Sign-offs."""
        return signoffs(self._connection)

    @property
    def hours(self) -> SqlOwnedRows[model.HoursEntry]:
        """The hours ledger."""
        return hours(self._connection)

    @property
    def externals(self) -> SqlOwnedRows[model.ExternalProof]:
        """Proofs of outside certificates."""
        return externals(self._connection)

    @property
    def metrics(self) -> SqlOwnedRows[model.MetricValue]:
        """Metric values."""
        return metrics(self._connection)

    @property
    def statements(self) -> SqlOwnedRows[model.StatementRecord]:
        """Activity statements."""
        return statements(self._connection)

    @property
    def waivers(self) -> SqlOwnedRows[model.Waiver]:
        """Waivers."""
        return waivers(self._connection)

    @property
    def extensions(self) -> SqlOwnedRows[model.Extension]:
        """Extensions."""
        return extensions(self._connection)

    @property
    def draws(self) -> SqlOwnedRows[model.Draw]:
        """Draws of panels."""
        return draws(self._connection)

    @property
    def calibrations(self) -> SqlOwnedRows[model.Calibration]:
        """Attempts at calibration."""
        return calibrations(self._connection)

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
    def erasures(self) -> SqlErasures:
        """Erasures of people."""
        return SqlErasures(self._connection)

    @property
    def legal_holds(self) -> SqlLegalHolds:
        """What keeps people from being erased."""
        return SqlLegalHolds(self._connection)

    @property
    def share_links(self) -> SqlShareLinks:
        """Links to be shared."""
        return SqlShareLinks(self._connection)

    @property
    def holdings(self) -> SqlHoldings:
        """Everything that is held about a person."""
        return SqlHoldings(self._connection)

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
    def broken_glass(self) -> SqlOwnedRows[model.BrokenGlass]:
        """Evidence that auditors asked to see, by submission."""
        return SqlOwnedRows(self._connection, facts.broken_glass, model.BrokenGlass)

    @property
    def cohorts(self) -> SqlCohorts:
        """Lists of learners, and their rows."""
        return SqlCohorts(self._connection)

    @property
    def letters(self) -> SqlLetters:
        """Letters that wait, and how many went to whom."""
        return SqlLetters(self._connection, self._given_box)

    @property
    def providers(self) -> SqlProviders:
        """Identity providers."""
        return SqlProviders(self._connection, self._given_box)

    @property
    def attempts(self) -> SqlAttempts:
        """Sign-ins under way at a provider."""
        return SqlAttempts(self._connection)

    @property
    def outside_identities(self) -> SqlOutsideIdentities:
        """Who is linked to which subject of a provider."""
        return SqlOutsideIdentities(self._connection, self._given_box)

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
