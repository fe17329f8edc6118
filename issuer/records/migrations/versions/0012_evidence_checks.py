"""When the bytes of stored evidence were last compared with their digest, and whether they held.

Revision: 0012, after 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "evidence_check",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("organisation", sa.String(64), nullable=False),
        sa.Column("submission", sa.String(64), nullable=False),
        sa.Column("looked_at", sa.String(27), nullable=False),
        sa.Column("altered_at", sa.String(27)),
        sa.ForeignKeyConstraint(["id"], ["evidence.id"], name=op.f("fk_evidence_check_id")),
        sa.ForeignKeyConstraint(
            ["organisation", "submission"],
            ["submission.organisation", "submission.id"],
            name=op.f("fk_evidence_check_organisation_submission"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_check")),
    )
    op.create_index("ix_evidence_check_looked_at", "evidence_check", ["looked_at"])
    op.create_index(
        "ix_evidence_check_submission", "evidence_check", ["organisation", "submission"]
    )


def downgrade() -> None:
    op.drop_table("evidence_check")
