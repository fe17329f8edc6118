"""Counted requests

Revision: 0009, after 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pace",
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("until", sa.String(length=27), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_pace")),
    )
    op.create_index("ix_pace_until", "pace", ["until"], unique=False)
    # A minute of counts need not survive a power cut, and then nobody waits for the disk.
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE pace SET UNLOGGED")
