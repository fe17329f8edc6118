"""The table of looks at stored evidence: when, and whether the bytes held."""

import sqlalchemy as sa

from issuer.records.tables.metadata import Instant, metadata
from issuer.records.tables.types import of_submission

evidence_check = sa.Table(
    "evidence_check",
    metadata,
    sa.Column("id", sa.String(64), sa.ForeignKey("evidence.id"), primary_key=True),
    *of_submission(),
    sa.Column("looked_at", Instant, nullable=False),
    sa.Column("altered_at", Instant),
    sa.Index("ix_evidence_check_looked_at", "looked_at"),
    sa.Index("ix_evidence_check_submission", "organisation", "submission"),
)
