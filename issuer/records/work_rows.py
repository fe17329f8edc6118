"""What a unit of work keeps about badges and the work on them."""

from abc import abstractmethod

import sqlalchemy as sa

from issuer.assessment import model
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
from issuer.records.tables import facts


class WorkRows:
    """The part of a unit of work that is about badges and the work on them."""

    @property
    @abstractmethod
    def _connection(self) -> sa.Connection: ...

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
    def broken_glass(self) -> SqlOwnedRows[model.BrokenGlass]:
        """Evidence that auditors asked to see, by submission."""
        return SqlOwnedRows(self._connection, facts.broken_glass, model.BrokenGlass)

    @property
    def cohorts(self) -> SqlCohorts:
        """Lists of learners, and their rows."""
        return SqlCohorts(self._connection)
