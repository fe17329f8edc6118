"""How long a school keeps evidence, second persons for keys, and which secret seals.

Revision: 0011, after 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0012"
branch_labels = None
depends_on = None

_LOG_KEY_FIXED = " OR ".join(
    f"NEW.{name} IS DISTINCT FROM OLD.{name}"
    for name in ("name", "public_key_multibase", "created_at")
)
_OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    op.add_column("evidence", sa.Column("deleted_at", sa.String(27)))
    for column in _choices():
        op.add_column("organisation", column)
    _make_proposals()
    op.create_table(
        "sealing_secret",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("since", sa.String(27), nullable=False),
        sa.Column("carried", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealing_secret")),
    )
    _wall(_LOG_KEY_FIXED, "the audit log has one key for ever; only its seal changes")


def _choices() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column(
            "second_person_for_keys", sa.Boolean(), nullable=False, server_default=sa.false()
        ),
        sa.Column("evidence_months", sa.Integer(), nullable=False, server_default="12"),
        sa.Column("withdrawn_days", sa.Integer(), nullable=False, server_default="180"),
    )


def _make_proposals() -> None:
    op.create_table(
        "key_proposal",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("organisation", sa.String(64), nullable=False),
        sa.Column("act", sa.String(32), nullable=False),
        sa.Column("subject", sa.String(512), nullable=False),
        sa.Column("wait", sa.Integer()),
        sa.Column("proposed_by", sa.String(64), nullable=False),
        sa.Column("proposed_at", sa.String(27), nullable=False),
        sa.Column("expires_at", sa.String(27), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("settled_by", sa.String(64)),
        sa.Column("settled_at", sa.String(27)),
        sa.CheckConstraint("settled_by <> proposed_by", name=op.f("ck_key_proposal_two_people")),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisation.id"], name=op.f("fk_key_proposal_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_proposal")),
    )
    op.create_index(
        "uq_key_proposal_open",
        "key_proposal",
        ["organisation", "act", "subject"],
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )


def _wall(condition: str, sentence: str) -> None:
    """Say anew which changes of the log's key are refused."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute(
        sa.text("DROP TRIGGER wall_audit_key_unchanged" + ("" if is_sqlite else " ON audit_key"))
    )
    when = "CREATE TRIGGER wall_audit_key_unchanged BEFORE UPDATE ON audit_key FOR EACH ROW"
    if is_sqlite:
        plain = condition.replace("IS DISTINCT FROM", "IS NOT")
        op.execute(sa.text(f"{when} WHEN {plain} BEGIN SELECT RAISE(ABORT, '{sentence}'); END"))
    else:
        op.execute(sa.text(f"{when} WHEN ({condition}) EXECUTE FUNCTION wall_refuse('{sentence}')"))


def downgrade() -> None:
    _wall("1 = 1", "rows of audit_key never change")
    op.drop_table("sealing_secret")
    op.drop_table("key_proposal")
    for column in _choices():
        op.drop_column("organisation", column.name)
    op.drop_column("evidence", "deleted_at")
