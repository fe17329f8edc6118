"""Tables of lists: many learners whose badges adults decide on together."""

import sqlalchemy as sa

from issuer.assessment.model import CohortState, ItemState
from issuer.records.tables.metadata import Instant, metadata
from issuer.records.tables.sealed import SealedBytes
from issuer.records.tables.types import WordOf, WordSet, column_id, of_person, organisation_column

cohort = sa.Table(
    "cohort",
    metadata,
    column_id(primary_key=True),
    organisation_column(),
    *of_person("by"),
    sa.Column("at", Instant, nullable=False),
    sa.Column("state", WordOf(CohortState), nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("sheet", SealedBytes("by")),
    column_id("signed_by"),
    sa.Column("signed_units", WordSet),
    column_id("approved_by"),
    sa.Column("approved_units", WordSet),
    sa.UniqueConstraint("organisation", "id"),
    sa.CheckConstraint("state = 'draft' OR sheet IS NULL", name="no_names_kept"),
)

cohort_item = sa.Table(
    "cohort_item",
    metadata,
    column_id(primary_key=True),
    organisation_column(),
    column_id("cohort", nullable=False),
    sa.Column("row", sa.Integer, nullable=False),
    *of_person("learner"),
    column_id("definition", nullable=False),
    sa.Column("seen_on", sa.String(10), nullable=False),
    sa.Column("key", sa.String(64), nullable=False),
    sa.Column("state", WordOf(ItemState), nullable=False),
    column_id("submission"),
    sa.Column("code", sa.String(64)),
    sa.Column("fault", sa.Text),
    sa.ForeignKeyConstraint(["organisation", "cohort"], ["cohort.organisation", "cohort.id"]),
    sa.ForeignKeyConstraint(
        ["organisation", "submission"], ["submission.organisation", "submission.id"]
    ),
    sa.UniqueConstraint("cohort", "row"),
    sa.Index("ix_cohort_item_learner", "organisation", "learner"),
    sa.Index(
        "uq_cohort_item_key",
        "key",
        unique=True,
        sqlite_where=sa.text("state NOT IN ('failed', 'stopped')"),
        postgresql_where=sa.text("state NOT IN ('failed', 'stopped')"),
    ),
)
