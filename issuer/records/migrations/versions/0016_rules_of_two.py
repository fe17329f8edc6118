"""Rules of two that somebody wants switched off, until a second person has answered.

Revision: 0016, after 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    op.create_table(
        "settings_proposal",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("organisation", sa.String(64), nullable=False),
        sa.Column("setting", sa.String(32), nullable=False),
        sa.Column("proposed_by", sa.String(64), nullable=False),
        sa.Column("proposed_at", sa.String(27), nullable=False),
        sa.Column("expires_at", sa.String(27), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("settled_by", sa.String(64)),
        sa.Column("settled_at", sa.String(27)),
        sa.CheckConstraint(
            "settled_by <> proposed_by", name=op.f("ck_settings_proposal_two_people")
        ),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisation.id"], name=op.f("fk_settings_proposal_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settings_proposal")),
    )
    op.create_index(
        "uq_settings_proposal_open",
        "settings_proposal",
        ["organisation", "setting"],
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )


def downgrade() -> None:
    op.drop_table("settings_proposal")
