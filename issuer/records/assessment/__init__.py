"""Repositories of assessment; each takes the open connection of its unit of work."""

import sqlalchemy as sa

from issuer.assessment.model import (
    Calibration,
    DecisionRecord,
    Draw,
    Extension,
    ExternalProof,
    Feedback,
    HoursEntry,
    InstrumentVersion,
    MetricValue,
    Moderation,
    Rating,
    Revision,
    RubricVersion,
    Signoff,
    StatementRecord,
    Waiver,
)
from issuer.records.assessment.awards import SqlAwards, SqlEarned, SqlPeerStatements
from issuer.records.assessment.submissions import (
    SqlAttestations,
    SqlEvidence,
    SqlOwnedRows,
    SqlReviews,
    SqlSubmissions,
)
from issuer.records.assessment.versions import SqlDefinitions, SqlVersionRows
from issuer.records.tables import assessment, facts

__all__ = [
    "SqlAttestations",
    "SqlAwards",
    "SqlDefinitions",
    "SqlEarned",
    "SqlEvidence",
    "SqlOwnedRows",
    "SqlPeerStatements",
    "SqlReviews",
    "SqlSubmissions",
    "SqlVersionRows",
    "calibrations",
    "decisions",
    "draws",
    "extensions",
    "externals",
    "feedback",
    "hours",
    "instruments",
    "metrics",
    "moderations",
    "ratings",
    "revisions",
    "rubrics",
    "signoffs",
    "statements",
    "waivers",
]


def rubrics(connection: sa.Connection) -> SqlVersionRows[RubricVersion]:
    """Return the published rubrics."""
    return SqlVersionRows(connection, assessment.rubric, RubricVersion)


def instruments(connection: sa.Connection) -> SqlVersionRows[InstrumentVersion]:
    """Return the published instruments."""
    return SqlVersionRows(connection, assessment.instrument, InstrumentVersion)


def revisions(connection: sa.Connection) -> SqlOwnedRows[Revision]:
    """Return what was handed in."""
    return SqlOwnedRows(connection, assessment.revision, Revision, order="number")


def feedback(connection: sa.Connection) -> SqlOwnedRows[Feedback]:
    """Return what assessors told learners."""
    return SqlOwnedRows(connection, assessment.feedback, Feedback)


def decisions(connection: sa.Connection) -> SqlOwnedRows[DecisionRecord]:
    """Return what adults decided."""
    return SqlOwnedRows(connection, assessment.decision, DecisionRecord)


def draws(connection: sa.Connection) -> SqlOwnedRows[Draw]:
    """Return the draws of panels."""
    return SqlOwnedRows(connection, assessment.draw, Draw)


def calibrations(connection: sa.Connection) -> SqlOwnedRows[Calibration]:
    """Return the peers' attempts at calibration, by person."""
    return SqlOwnedRows(connection, assessment.calibration, Calibration, owner="person")


def ratings(connection: sa.Connection) -> SqlOwnedRows[Rating]:
    """Return the ratings."""
    return SqlOwnedRows(connection, facts.rating, Rating)


def moderations(connection: sa.Connection) -> SqlOwnedRows[Moderation]:
    """Return the moderations."""
    return SqlOwnedRows(connection, facts.moderation, Moderation)


def signoffs(connection: sa.Connection) -> SqlOwnedRows[Signoff]:
    """Return the sign-offs."""
    return SqlOwnedRows(connection, facts.signoff, Signoff)


def hours(connection: sa.Connection) -> SqlOwnedRows[HoursEntry]:
    """Return the hours ledger, by learner."""
    return SqlOwnedRows(connection, facts.hours, HoursEntry, owner="learner")


def externals(connection: sa.Connection) -> SqlOwnedRows[ExternalProof]:
    """Return the proofs of outside certificates, by learner."""
    return SqlOwnedRows(connection, facts.external, ExternalProof, owner="learner")


def metrics(connection: sa.Connection) -> SqlOwnedRows[MetricValue]:
    """Return the metric values."""
    return SqlOwnedRows(connection, facts.metric, MetricValue)


def statements(connection: sa.Connection) -> SqlOwnedRows[StatementRecord]:
    """Return the activity statements, by learner."""
    return SqlOwnedRows(connection, facts.statement, StatementRecord, owner="learner")


def waivers(connection: sa.Connection) -> SqlOwnedRows[Waiver]:
    """Return the waivers."""
    return SqlOwnedRows(connection, facts.waiver, Waiver)


def extensions(connection: sa.Connection) -> SqlOwnedRows[Extension]:
    """Return the extensions."""
    return SqlOwnedRows(connection, facts.extension, Extension)
