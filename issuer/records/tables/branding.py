"""The table of logos: never changed, never emptied, since signed badges name its rows."""

import sqlalchemy as sa

from issuer.records.tables.metadata import Instant, metadata
from issuer.records.tables.types import column_id, organisation_column

logo = sa.Table(
    "logo",
    metadata,
    column_id(primary_key=True),
    organisation_column(),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("png", sa.LargeBinary, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.ForeignKeyConstraint(["organisation"], ["organisation.id"]),
    sa.UniqueConstraint("organisation", "digest"),
)
