"""Tables of the weekly letter: how each guardian gets it, and which weeks were planned."""

import sqlalchemy as sa

from issuer.records.tables.metadata import Instant, metadata
from issuer.records.tables.types import column_id, of_person, organisation_column

weekly_letter = sa.Table(
    "weekly_letter",
    metadata,
    column_id(primary_key=True),
    organisation_column(),
    *of_person("person"),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("stop_hash", sa.String(64), nullable=False, unique=True),
    sa.Column("told_until", Instant, nullable=False),
    sa.Column("written_at", Instant),
    sa.Column("stopped_at", Instant),
    sa.ForeignKeyConstraint(["organisation"], ["organisation.id"]),
    sa.UniqueConstraint("organisation", "person"),
)

#: One row per school and week: whoever adds it is the one who asks for the letters.
weekly_plan = sa.Table(
    "weekly_plan",
    metadata,
    column_id("organisation", primary_key=True),
    sa.Column("ends_at", Instant, primary_key=True),
    sa.ForeignKeyConstraint(["organisation"], ["organisation.id"]),
)
