"""Tables of facts: what counts, or is ignored with a reason."""

import sqlalchemy as sa
from sqlalchemy.schema import SchemaItem

from issuer.assessment.model import FactStatus
from issuer.records.tables.metadata import Instant, metadata
from issuer.records.tables.sealed import Sealed
from issuer.records.tables.types import (
    JSON,
    Exact,
    WordOf,
    column_id,
    of_person,
    of_submission,
    organisation_column,
)


def _said_about_revision() -> tuple[SchemaItem, ...]:
    return (
        *of_submission(),
        *of_person("by"),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("at", Instant, nullable=False),
    )


def _of_learner() -> tuple[SchemaItem, ...]:
    return (organisation_column(), *of_person("learner"), sa.Column("at", Instant, nullable=False))


def _by_submission(table: str) -> sa.Index:
    return sa.Index(f"ix_{table}_submission", "organisation", "submission")


def _by_learner(table: str) -> sa.Index:
    return sa.Index(f"ix_{table}_learner", "organisation", "learner")


rating = sa.Table(
    "rating",
    metadata,
    column_id(primary_key=True),
    *_said_about_revision(),
    sa.Column("rubric", sa.String(80), nullable=False),
    sa.Column("criterion", sa.String(64), nullable=False),
    sa.Column("level", sa.String(64), nullable=False),
    sa.Column("role", sa.String(32), nullable=False),
    sa.Column("comment", Sealed("submission")),
    sa.Column("status", WordOf(FactStatus), nullable=False),
    sa.ForeignKeyConstraint(["organisation", "rubric"], ["rubric.organisation", "rubric.ref"]),
    _by_submission("rating"),
)

attestation = sa.Table(
    "attestation",
    metadata,
    column_id(primary_key=True),
    *_said_about_revision(),
    *of_person("learner"),
    sa.Column("badge", sa.String(64), nullable=False),
    sa.Column("instrument", sa.String(80), nullable=False),
    sa.Column("relation", sa.String(16), nullable=False),
    sa.Column("levels", JSON, nullable=False),
    sa.Column("assigned", sa.Boolean, nullable=False),
    sa.Column("calibrated", sa.Boolean, nullable=False),
    column_id("review"),
    sa.Column("examples", Sealed("learner", "json"), nullable=False),
    sa.Column("comment", Sealed("learner")),
    sa.Column("comment_held", sa.Boolean, nullable=False),
    sa.Column("status", WordOf(FactStatus), nullable=False),
    sa.Column("status_reason", Sealed("learner")),
    sa.ForeignKeyConstraint(
        ["organisation", "instrument"], ["instrument.organisation", "instrument.ref"]
    ),
    sa.ForeignKeyConstraint(["review"], ["review.id"]),
    sa.Index(
        "uq_attestation_one_per_peer_and_revision",
        "submission",
        "instrument",
        "revision",
        "by",
        unique=True,
        sqlite_where=sa.text("status <> 'withdrawn'"),
        postgresql_where=sa.text("status <> 'withdrawn'"),
    ),
    _by_submission("attestation"),
    sa.Index("ix_attestation_by", "organisation", "by"),
)

moderation = sa.Table(
    "moderation",
    metadata,
    column_id(primary_key=True),
    *_said_about_revision(),
    sa.Column("node", sa.String(64), nullable=False),
    sa.Column("item", sa.String(64), nullable=False),
    sa.Column("level", sa.String(64), nullable=False),
    sa.Column("role", sa.String(32), nullable=False),
    _by_submission("moderation"),
)

signoff = sa.Table(
    "signoff",
    metadata,
    column_id(primary_key=True),
    *_said_about_revision(),
    sa.Column("statement", sa.Text, nullable=False),
    sa.Column("decision", sa.String(16), nullable=False),
    sa.Column("role", sa.String(32), nullable=False),
    sa.Column("status", WordOf(FactStatus), nullable=False),
    sa.CheckConstraint("decision IN ('approve', 'decline')", name="decision"),
    _by_submission("signoff"),
)

hours = sa.Table(
    "hours",
    metadata,
    column_id(primary_key=True),
    *_of_learner(),
    sa.Column("bucket", Sealed("learner"), nullable=False),
    sa.Column("minutes", sa.Integer, nullable=False),
    *of_person("logged_by"),
    sa.Column("note", Sealed("learner")),
    sa.Column("verified_role", sa.String(32)),
    column_id("verified_by"),
    sa.Column("verified_at", Instant),
    sa.Column("rejected", sa.Boolean, nullable=False),
    sa.CheckConstraint("minutes > 0", name="minutes"),
    _by_learner("hours"),
)

external = sa.Table(
    "external",
    metadata,
    column_id(primary_key=True),
    *_of_learner(),
    sa.Column("certificate", Sealed("learner"), nullable=False),
    sa.Column("proof", sa.String(32), nullable=False),
    *of_person("submitted_by"),
    sa.Column("reference", Sealed("learner")),
    sa.Column("expires", Instant),
    sa.Column("verified", sa.Boolean, nullable=False),
    column_id("verified_by"),
    sa.Column("verified_at", Instant),
    _by_learner("external"),
)

metric = sa.Table(
    "metric",
    metadata,
    column_id(primary_key=True),
    *of_submission(),
    sa.Column("metric", sa.String(64), nullable=False),
    sa.Column("value", Exact, nullable=False),
    sa.Column("sample", sa.Integer, nullable=False),
    sa.Column("source", Sealed("submission"), nullable=False),
    sa.Column("at", Instant, nullable=False),
    _by_submission("metric"),
)

statement = sa.Table(
    "statement",
    metadata,
    column_id(primary_key=True),
    *_of_learner(),
    sa.Column("verb", Sealed("learner"), nullable=False),
    sa.Column("activity", Sealed("learner"), nullable=False),
    sa.Column("scaled", Exact),
    _by_learner("statement"),
)

waiver = sa.Table(
    "waiver",
    metadata,
    column_id(primary_key=True),
    *of_submission(),
    sa.Column("node", sa.String(64), nullable=False),
    *of_person("by"),
    sa.Column("role", sa.String(32), nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("reason", Sealed("submission"), nullable=False),
    sa.Column("withdrawn_at", Instant),
    _by_submission("waiver"),
)

extension = sa.Table(
    "extension",
    metadata,
    column_id(primary_key=True),
    *of_submission(),
    sa.Column("until", Instant, nullable=False),
    *of_person("by"),
    sa.Column("role", sa.String(32), nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("reason", Sealed("submission"), nullable=False),
    _by_submission("extension"),
)

broken_glass = sa.Table(
    "broken_glass",
    metadata,
    column_id(primary_key=True),
    *of_submission(),
    *of_person("by"),
    sa.Column("reason", Sealed("submission"), nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("until", Instant, nullable=False),
    _by_submission("broken_glass"),
)
