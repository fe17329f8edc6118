"""Tables of assessment: badge versions, submissions, evidence, reviews and awards."""

import sqlalchemy as sa

from issuer.assessment.model import DefinitionState, EvidenceStatus, ReviewState, SubmissionState
from issuer.records.tables.metadata import Instant, metadata
from issuer.records.tables.sealed import Sealed
from issuer.records.tables.types import (
    JSON,
    WordOf,
    Words,
    column_id,
    of_person,
    of_submission,
    organisation_column,
)

_DIGEST = sa.String(80)


def _version_table(name: str) -> sa.Table:
    return sa.Table(
        name,
        metadata,
        column_id(primary_key=True),
        organisation_column(),
        sa.Column("ref", sa.String(80), nullable=False),
        sa.Column("slug", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("document", JSON, nullable=False),
        sa.Column("content_hash", _DIGEST, nullable=False),
        sa.Column("structure_hash", _DIGEST, nullable=False),
        *of_person("published_by"),
        sa.Column("published_at", Instant, nullable=False),
        sa.Column("retired_at", Instant),
        sa.ForeignKeyConstraint(["organisation"], ["organisation.id"]),
        sa.UniqueConstraint("organisation", "ref"),
    )


rubric = _version_table("rubric")
instrument = _version_table("instrument")

definition = sa.Table(
    "definition",
    metadata,
    column_id(primary_key=True),
    organisation_column(),
    sa.Column("badge", sa.String(64), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("public_slug", sa.String(130), nullable=False),
    sa.Column("title", sa.String(120), nullable=False),
    sa.Column("state", WordOf(DefinitionState), nullable=False),
    sa.Column("document", JSON, nullable=False),
    sa.Column("content_hash", _DIGEST, nullable=False),
    *of_person("drafted_by"),
    sa.Column("drafted_at", Instant, nullable=False),
    sa.Column("pins", JSON, nullable=False),
    sa.Column("achievement", JSON),
    sa.Column("art", JSON),
    sa.Column("status_purpose", sa.String(16), nullable=False),
    column_id("published_by"),
    sa.Column("published_at", Instant),
    sa.Column("retired_at", Instant),
    column_id("superseded_by"),
    sa.ForeignKeyConstraint(["organisation"], ["organisation.id"]),
    sa.ForeignKeyConstraint(
        ["organisation", "superseded_by"], ["definition.organisation", "definition.id"]
    ),
    sa.UniqueConstraint("organisation", "id"),
    sa.UniqueConstraint("organisation", "badge", "version"),
    sa.UniqueConstraint("public_slug", "version"),
    sa.CheckConstraint(
        "(achievement IS NOT NULL) = (state IN ('published', 'retired'))", name="achievement"
    ),
    sa.CheckConstraint("status_purpose IN ('revocation', 'suspension')", name="status_purpose"),
)

submission = sa.Table(
    "submission",
    metadata,
    column_id(primary_key=True),
    organisation_column(),
    *of_person("learner"),
    *of_person("opened_by"),
    column_id("definition", nullable=False),
    sa.Column("badge", sa.String(64), nullable=False),
    sa.Column("credential_id", sa.String(512), nullable=False, unique=True),
    sa.Column("opened_at", Instant, nullable=False),
    sa.Column("on_behalf", sa.Boolean, nullable=False),
    sa.Column("state", WordOf(SubmissionState), nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("resubmissions", sa.Integer, nullable=False),
    sa.Column("submitted_at", Instant),
    sa.Column("returned_at", Instant),
    sa.Column("decided_at", Instant),
    sa.Column("late", sa.Boolean, nullable=False),
    sa.Column("held", sa.Boolean, nullable=False),
    sa.Column("held_reason", Sealed("learner")),
    sa.Column("duplicate", sa.Boolean, nullable=False),
    sa.Column("appealed", sa.Boolean, nullable=False),
    sa.Column("criteria", _DIGEST),
    sa.Column("pins", JSON, nullable=False),
    sa.Column("result", sa.String(16)),
    sa.Column("decision", Sealed("learner", "json")),
    sa.Column("decision_hash", _DIGEST),
    sa.ForeignKeyConstraint(
        ["organisation", "definition"], ["definition.organisation", "definition.id"]
    ),
    sa.UniqueConstraint("organisation", "id"),
    sa.CheckConstraint("revision >= 1", name="revision"),
    sa.Index("ix_submission_learner", "organisation", "learner"),
    sa.Index("ix_submission_state", "organisation", "state"),
)

revision = sa.Table(
    "revision",
    metadata,
    column_id(primary_key=True),
    *of_submission(),
    sa.Column("number", sa.Integer, nullable=False),
    column_id("definition", nullable=False),
    sa.Column("criteria", _DIGEST, nullable=False),
    sa.Column("pins", JSON, nullable=False),
    sa.Column("authorship", Sealed("submission"), nullable=False),
    sa.Column("ai_disclosure", Sealed("submission")),
    *of_person("submitted_by"),
    sa.Column("submitted_at", Instant, nullable=False),
    sa.Column("manifest", Sealed("submission", "json"), nullable=False),
    sa.Column("manifest_hash", _DIGEST, nullable=False),
    sa.UniqueConstraint("submission", "number"),
)

evidence = sa.Table(
    "evidence",
    metadata,
    column_id(primary_key=True),
    *of_submission(),
    *of_person("learner"),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("title", Sealed("learner"), nullable=False),
    sa.Column("digest", _DIGEST, nullable=False),
    *of_person("added_by"),
    sa.Column("at", Instant, nullable=False),
    sa.Column("since", sa.Integer, nullable=False),
    sa.Column("tags", Sealed("learner", "words"), nullable=False),
    sa.Column("until", sa.Integer),
    sa.Column("blob", sa.String(64)),
    sa.Column("size", sa.BigInteger),
    sa.Column("media_type", sa.String(127)),
    sa.Column("file_name", Sealed("learner")),
    sa.Column("url", Sealed("learner")),
    sa.Column("text", Sealed("learner")),
    sa.Column("salt", Sealed("learner")),
    sa.Column("captured_at", Instant),
    sa.Column("conditions", sa.String(16)),
    column_id("watched_by"),
    sa.Column("status", WordOf(EvidenceStatus), nullable=False),
    sa.Column("metadata_removed", sa.Boolean, nullable=False),
    sa.Column("deleted_at", Instant),
    sa.Index("ix_evidence_submission", "organisation", "submission"),
    sa.Index("ix_evidence_digest", "organisation", "digest"),
    sa.Index("ix_evidence_learner", "organisation", "learner"),
)

feedback = sa.Table(
    "feedback",
    metadata,
    column_id(primary_key=True),
    *of_submission(),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("occasion", sa.String(16), nullable=False),
    sa.Column("criterion", sa.String(64)),
    sa.Column("text", Sealed("submission"), nullable=False),
    *of_person("by"),
    sa.Column("role", sa.String(32), nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Index("ix_feedback_submission", "organisation", "submission"),
)

decision = sa.Table(
    "decision",
    metadata,
    column_id(primary_key=True),
    *of_submission(),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    *of_person("by"),
    sa.Column("role", sa.String(32), nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("decision", Sealed("submission", "json"), nullable=False),
    sa.Column("decision_hash", _DIGEST, nullable=False),
    sa.Column("facts", Sealed("submission", "json"), nullable=False),
    sa.Index("ix_decision_submission", "organisation", "submission"),
)

review = sa.Table(
    "review",
    metadata,
    column_id(primary_key=True),
    *of_submission(),
    *of_person("learner"),
    sa.Column("node", sa.String(64), nullable=False),
    sa.Column("instrument", sa.String(80), nullable=False),
    *of_person("peer"),
    sa.Column("relation", sa.String(16), nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    column_id("draw", nullable=False),
    sa.Column("assigned_at", Instant, nullable=False),
    sa.Column("lease_until", Instant, nullable=False),
    sa.Column("state", WordOf(ReviewState), nullable=False),
    sa.Column("answered_at", Instant),
    sa.Column("decline_reason", sa.String(16)),
    sa.ForeignKeyConstraint(
        ["organisation", "instrument"], ["instrument.organisation", "instrument.ref"]
    ),
    sa.UniqueConstraint("submission", "node", "revision", "peer"),
    sa.CheckConstraint("peer <> learner", name="not_oneself"),
    sa.Index("ix_review_peer", "organisation", "peer"),
    sa.Index("ix_review_lease", "state", "lease_until"),
)

draw = sa.Table(
    "draw",
    metadata,
    column_id(primary_key=True),
    *of_submission(),
    sa.Column("node", sa.String(64), nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("seed", sa.String(32), nullable=False),
    sa.Column("candidates", JSON, nullable=False),
    sa.Column("wanted", JSON, nullable=False),
    sa.Column("chosen", Words, nullable=False),
    sa.Index("ix_draw_submission", "organisation", "submission"),
)

calibration = sa.Table(
    "calibration",
    metadata,
    column_id(primary_key=True),
    organisation_column(),
    *of_person("person"),
    sa.Column("instrument", sa.String(80), nullable=False),
    sa.Column("anchors", Words, nullable=False),
    sa.Column("passed", sa.Boolean, nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("valid_until", Instant, nullable=False),
    sa.ForeignKeyConstraint(
        ["organisation", "instrument"], ["instrument.organisation", "instrument.ref"]
    ),
    sa.Index("ix_calibration_person", "organisation", "person"),
)

award = sa.Table(
    "award",
    metadata,
    column_id(primary_key=True),
    *of_submission(),
    *of_person("learner"),
    column_id("definition", nullable=False),
    sa.Column("credential_id", sa.String(512), nullable=False, unique=True),
    sa.Column("awarded_at", Instant, nullable=False),
    sa.Column("document", Sealed("learner", "json"), nullable=False),
    sa.UniqueConstraint("submission"),
    sa.Index("ix_award_learner", "organisation", "learner"),
)
