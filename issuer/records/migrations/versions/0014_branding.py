"""What an organisation looks like: colour and logo, and every logo that it ever had.

Revision: 0014, after 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("organisation", sa.Column("colour", sa.String(7)))
    op.add_column("organisation", sa.Column("logo_url", sa.String(512)))
    op.add_column("organisation", sa.Column("logo_alt", sa.String(200)))
    op.create_table(
        "logo",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("organisation", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("png", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.String(27), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisation.id"], name=op.f("fk_logo_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_logo")),
        sa.UniqueConstraint("organisation", "digest", name=op.f("uq_logo_organisation_digest")),
    )


def downgrade() -> None:
    op.drop_table("logo")
    for column in ("colour", "logo_url", "logo_alt"):
        op.drop_column("organisation", column)
