"""The weekly letter of guardians, and the weeks that were planned.

Revision: 0015, after 0041
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "weekly_letter",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("organisation", sa.String(64), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("stop_hash", sa.String(64), nullable=False),
        sa.Column("told_until", sa.String(27), nullable=False),
        sa.Column("written_at", sa.String(27)),
        sa.Column("stopped_at", sa.String(27)),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisation.id"], name=op.f("fk_weekly_letter_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["organisation", "person"],
            ["person.organisation", "person.id"],
            name=op.f("fk_weekly_letter_organisation_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weekly_letter")),
        sa.UniqueConstraint("stop_hash", name=op.f("uq_weekly_letter_stop_hash")),
        sa.UniqueConstraint(
            "organisation", "person", name=op.f("uq_weekly_letter_organisation_person")
        ),
    )
    op.create_table(
        "weekly_plan",
        sa.Column("organisation", sa.String(64), nullable=False),
        sa.Column("ends_at", sa.String(27), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisation.id"], name=op.f("fk_weekly_plan_organisation")
        ),
        sa.PrimaryKeyConstraint("organisation", "ends_at", name=op.f("pk_weekly_plan")),
    )


def downgrade() -> None:
    op.drop_table("weekly_plan")
    op.drop_table("weekly_letter")
