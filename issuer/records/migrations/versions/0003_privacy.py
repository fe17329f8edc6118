"""Sealed personal columns, erasures, legal holds and links.

Revision: 0003, after 0002_audit
"""

import sqlalchemy as sa
from alembic import op

from issuer.errors import SettingsError

revision = "0003"
down_revision = "0002_audit"
branch_labels = None
depends_on = None

# Table -> columns that were of another type and are sealed text from now on; `!` means NOT NULL.
_SEALED = {
    "person": "name! birth_date group",
    "consent": "display_name",
    "token": "label!",
    "submission": "decision",
    "revision": "manifest!",
    "evidence": "title! tags! file_name url salt",
    "decision": "decision! facts!",
    "attestation": "examples!",
    "hours": "bucket!",
    "external": "certificate!",
    "metric": "source!",
    "statement": "verb! activity!",
    "award": "document!",
    "login": "handle email",
    "invitation": "email",
    "session": "device! address!",
}


def upgrade() -> None:
    bind = op.get_bind()
    if bind.execute(sa.text("SELECT count(*) FROM person")).scalar_one():
        # Nothing was released before this revision, and sealing needs keys that a migration lacks.
        raise SettingsError(
            "database: it was made before the first release and holds people in the clear; make it"
            " anew with issuer init"
        )
    for table, columns in _SEALED.items():
        for column in columns.split():
            _retype(table, column.removesuffix("!"), nullable=not column.endswith("!"))
    op.add_column("person", sa.Column("erased_at", sa.String(27), nullable=True))
    op.add_column(
        "evidence",
        sa.Column(
            "metadata_removed", sa.Boolean(), nullable=False, server_default=sa.text("false")
        ),
    )
    _erasures()
    _links()


def _retype(table: str, column: str, *, nullable: bool) -> None:
    """SQLite has no ALTER TYPE; the tables are empty, so the column is simply made anew."""
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column(table, column, type_=sa.Text(), postgresql_using=f'"{column}"::text')
        return
    default = None if nullable else sa.text("''")
    op.drop_column(table, column)
    op.add_column(table, sa.Column(column, sa.Text(), nullable=nullable, server_default=default))


def _about(person: str) -> tuple[sa.Column[str] | sa.ForeignKeyConstraint, ...]:
    return (
        sa.Column("organisation", sa.String(64), nullable=False),
        sa.Column(person, sa.String(64), nullable=False),
    )


def _keys(table: str, person: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisation.id"], name=op.f(f"fk_{table}_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["organisation", person],
            ["person.organisation", "person.id"],
            name=op.f(f"fk_{table}_organisation_{person}"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _erasures() -> None:
    op.create_table(
        "erasure",
        sa.Column("id", sa.String(64), nullable=False),
        *_about("person"),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("proposed_by", sa.String(64), nullable=False),
        sa.Column("proposed_at", sa.String(27), nullable=False),
        sa.Column("confirmed_by", sa.String(64)),
        sa.Column("confirmed_at", sa.String(27)),
        sa.Column("done_at", sa.String(27)),
        *_keys("erasure", "person"),
    )
    op.create_index(
        "uq_erasure_one_running",
        "erasure",
        ["organisation", "person"],
        unique=True,
        sqlite_where=sa.text("state IN ('proposed', 'confirmed')"),
        postgresql_where=sa.text("state IN ('proposed', 'confirmed')"),
    )
    op.create_table(
        "legal_hold",
        sa.Column("id", sa.String(64), nullable=False),
        *_about("person"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("placed_by", sa.String(64), nullable=False),
        sa.Column("placed_at", sa.String(27), nullable=False),
        sa.Column("lifted_by", sa.String(64)),
        sa.Column("lifted_at", sa.String(27)),
        *_keys("legal_hold", "person"),
    )
    op.create_index("ix_legal_hold_person", "legal_hold", ["organisation", "person"])


def _links() -> None:
    op.create_table(
        "share_link",
        sa.Column("id", sa.String(64), nullable=False),
        *_about("learner"),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("secret_hash", sa.String(64), nullable=False),
        sa.Column("credential", sa.String(128)),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(64), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("made_at", sa.String(27), nullable=False),
        sa.Column("expires", sa.String(27), nullable=False),
        sa.Column("views", sa.Integer(), nullable=False),
        sa.Column("revoked_at", sa.String(27)),
        *_keys("share_link", "learner"),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_share_link_secret_hash")),
    )
    op.create_index("ix_share_link_learner", "share_link", ["organisation", "learner"])
