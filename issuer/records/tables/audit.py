"""Tables of the audit log: leaves, full subtrees, checkpoints, and the log's own key."""

import sqlalchemy as sa

from issuer.records.tables.metadata import Instant, metadata

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")

audit_leaf = sa.Table(
    "audit_leaf",
    metadata,
    sa.Column(
        "event_number",
        _NUMBER,
        sa.ForeignKey("event.number"),
        primary_key=True,
        autoincrement=False,
    ),
    sa.Column("record", sa.LargeBinary, nullable=False),
    sa.Column("hash", sa.LargeBinary, nullable=False),
    # Its place in the log; NULL until the sequencer has seen it committed (PostgreSQL).
    sa.Column("leaf_index", _NUMBER, unique=True),
    sa.CheckConstraint("leaf_index >= 0", name="leaf_index"),
    sa.Index(
        "ix_audit_leaf_waiting",
        "event_number",
        sqlite_where=sa.text("leaf_index IS NULL"),
        postgresql_where=sa.text("leaf_index IS NULL"),
    ),
)

audit_node = sa.Table(
    "audit_node",
    metadata,
    sa.Column("level", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("position", _NUMBER, primary_key=True, autoincrement=False),
    sa.Column("hash", sa.LargeBinary, nullable=False),
    sa.CheckConstraint("level >= 1 AND position >= 0", name="place"),
)

audit_checkpoint = sa.Table(
    "audit_checkpoint",
    metadata,
    sa.Column("size", _NUMBER, primary_key=True, autoincrement=False),
    sa.Column("root", sa.LargeBinary, nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
)

audit_key = sa.Table(
    "audit_key",
    metadata,
    # There is one: a log with two keys is two logs.
    sa.Column("name", sa.String(256), primary_key=True),
    sa.Column("public_key_multibase", sa.String(128), nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
)
