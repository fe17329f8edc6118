"""Lists of learners whose badges adults decide on together, and their rows.

Revision: 0010, after 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_lists()
    _make_rows()


def _make_lists() -> None:
    op.create_table(
        "cohort",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("organisation", sa.String(64), nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.LargeBinary()),
        sa.Column("signed_by", sa.String(64)),
        sa.Column("signed_units", sa.Text()),
        sa.Column("approved_by", sa.String(64)),
        sa.Column("approved_units", sa.Text()),
        sa.CheckConstraint(
            "state = 'draft' OR sheet IS NULL", name=op.f("ck_cohort_no_names_kept")
        ),
        sa.ForeignKeyConstraint(
            ["organisation", "by"],
            ["person.organisation", "person.id"],
            name=op.f("fk_cohort_organisation_by"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort")),
        sa.UniqueConstraint("organisation", "id", name=op.f("uq_cohort_organisation_id")),
    )


def _make_rows() -> None:
    op.create_table(
        "cohort_item",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("organisation", sa.String(64), nullable=False),
        sa.Column("cohort", sa.String(64), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("learner", sa.String(64), nullable=False),
        sa.Column("definition", sa.String(64), nullable=False),
        sa.Column("seen_on", sa.String(10), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("submission", sa.String(64)),
        sa.Column("code", sa.String(64)),
        sa.Column("fault", sa.Text()),
        *_keys(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort_item")),
        sa.UniqueConstraint("cohort", "row", name=op.f("uq_cohort_item_cohort_row")),
    )
    op.create_index("ix_cohort_item_learner", "cohort_item", ["organisation", "learner"])
    op.create_index(
        "uq_cohort_item_key",
        "cohort_item",
        ["key"],
        unique=True,
        sqlite_where=sa.text("state NOT IN ('failed', 'stopped')"),
        postgresql_where=sa.text("state NOT IN ('failed', 'stopped')"),
    )


def _keys() -> tuple[sa.ForeignKeyConstraint, ...]:
    return tuple(
        sa.ForeignKeyConstraint(
            ["organisation", column],
            [f"{table}.organisation", f"{table}.id"],
            name=op.f(f"fk_cohort_item_organisation_{column}"),
        )
        for column, table in (
            ("learner", "person"),
            ("cohort", "cohort"),
            ("submission", "submission"),
        )
    )


def downgrade() -> None:
    op.drop_table("cohort_item")
    op.drop_table("cohort")
