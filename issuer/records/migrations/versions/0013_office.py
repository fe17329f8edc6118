"""Groups for reports, and indices by which the log of events is searched.

Revision: 0013, after 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_groups()
    _make_rules()
    op.create_index("ix_event_organisation_at", "event", ["organisation", "at", "number"])
    op.create_index("ix_event_organisation_name", "event", ["organisation", "name", "at"])
    op.create_index("ix_credential_organisation_end", "credential", ["organisation", "valid_until"])


def _make_groups() -> None:
    op.create_table(
        "report_group",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("organisation", sa.String(64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("given_by", sa.String(64), nullable=False),
        sa.Column("given_at", sa.String(27), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation", "given_by"],
            ["person.organisation", "person.id"],
            name=op.f("fk_report_group_organisation_given_by"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation", "id"],
            ["person.organisation", "person.id"],
            name=op.f("fk_report_group_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_group")),
    )
    op.create_index("ix_report_group_organisation", "report_group", ["organisation"])


def _make_rules() -> None:
    op.create_table(
        "report_rule",
        sa.Column("organisation", sa.String(64), nullable=False),
        sa.Column("everybody", sa.Boolean(), nullable=False),
        sa.Column("set_by", sa.String(64), nullable=False),
        sa.Column("set_at", sa.String(27), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisation.id"], name=op.f("fk_report_rule_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["organisation", "set_by"],
            ["person.organisation", "person.id"],
            name=op.f("fk_report_rule_organisation_set_by"),
        ),
        sa.PrimaryKeyConstraint("organisation", name=op.f("pk_report_rule")),
    )


def downgrade() -> None:
    op.drop_index("ix_credential_organisation_end", "credential")
    op.drop_index("ix_event_organisation_name", "event")
    op.drop_index("ix_event_organisation_at", "event")
    op.drop_table("report_rule")
    op.drop_table("report_group")
