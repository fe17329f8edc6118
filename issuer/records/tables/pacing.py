"""The table of counted requests; `key` is a keyed digest, so no client can be read from it."""

import sqlalchemy as sa

from issuer.records.tables.metadata import Instant, metadata

pace = sa.Table(
    "pace",
    metadata,
    sa.Column("key", sa.String(100), primary_key=True),
    sa.Column("until", Instant, nullable=False),
    sa.Column("count", sa.Integer, nullable=False),
    sa.Index("ix_pace_until", "until"),
)
