"""The way of a key before it signs, and where its private half is.

Revision: 0004, after 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0005"
branch_labels = None
depends_on = None

_STATES = "state IN ('created', 'published', 'active', 'retired', 'compromised')"
_PUBLISHED = "state IN ('created', 'compromised') OR published_at IS NOT NULL"
_OLD = (
    "id, organisation, algorithm, public_key_multibase, sealed, version, state, created_at,"
    " retired_at, compromised_at, paused_at"
)
_FIXED = ["id", "organisation", "algorithm", "public_key_multibase", "backend", "created_at"]
_FORWARD = (
    "NEW.state <> OLD.state AND NOT ("
    "(OLD.state = 'created' AND NEW.state = 'published')"
    " OR (OLD.state = 'published' AND NEW.state = 'active')"
    " OR (OLD.state = 'active' AND NEW.state = 'retired')"
    " OR (OLD.state <> 'compromised' AND NEW.state = 'compromised'))"
    " OR (OLD.published_at IS NOT NULL AND NEW.published_at IS DISTINCT FROM OLD.published_at)"
)
_WALLS = (
    ("key_kept", "DELETE", "1 = 1", "rows of key are kept for ever"),
    (
        "key_fixed",
        "UPDATE",
        " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in _FIXED),
        "this column of key never changes",
    ),
    ("key_forward", "UPDATE", _FORWARD, "a key never goes back"),
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _rebuild_on_sqlite()
    else:
        _change_on_postgres()
    for name, condition in (
        ("uq_key_one_active", "state = 'active'"),
        ("uq_key_one_upcoming", "state IN ('created', 'published')"),
    ):
        op.create_index(
            name,
            "key",
            ["organisation", "algorithm"],
            unique=True,
            sqlite_where=sa.text(condition),
            postgresql_where=sa.text(condition),
        )
    op.create_index("ix_credential_key", "credential", ["key_id", "state"])
    _build_walls()


def _rebuild_on_sqlite() -> None:
    """SQLite changes no CHECK in place; rows that point here are asked at the commit."""
    op.execute("PRAGMA defer_foreign_keys=ON")
    op.execute(f'CREATE TEMPORARY TABLE key_before AS SELECT {_OLD} FROM "key"')
    op.drop_table("key")
    _create()
    op.execute(
        f'INSERT INTO "key" ({_OLD}, backend, published_at, active_at)'
        f" SELECT {_OLD}, 'envelope', created_at, created_at FROM key_before"
    )
    op.execute("DROP TABLE key_before")


def _create() -> None:
    op.create_table(
        "key",
        sa.Column("id", sa.String(length=512), nullable=False),
        sa.Column("organisation", sa.String(length=64), nullable=False),
        sa.Column("algorithm", sa.String(length=32), nullable=False),
        sa.Column("public_key_multibase", sa.String(length=128), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("backend", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.String(length=27), nullable=False),
        sa.Column("published_at", sa.String(length=27), nullable=True),
        sa.Column("switch_at", sa.String(length=27), nullable=True),
        sa.Column("active_at", sa.String(length=27), nullable=True),
        sa.Column("retired_at", sa.String(length=27), nullable=True),
        sa.Column("compromised_at", sa.String(length=27), nullable=True),
        sa.Column("paused_at", sa.String(length=27), nullable=True),
        sa.CheckConstraint(_STATES, name=op.f("ck_key_state")),
        sa.CheckConstraint(_PUBLISHED, name=op.f("ck_key_published")),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisation.id"], name=op.f("fk_key_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key")),
        sa.UniqueConstraint("public_key_multibase", name=op.f("uq_key_public_key_multibase")),
    )


def _change_on_postgres() -> None:
    for name, _when, _condition, _sentence in _WALLS:
        op.execute(f'DROP TRIGGER wall_{name} ON "key"')
    op.drop_index("uq_key_one_active", "key")
    op.add_column(
        "key",
        sa.Column("backend", sa.String(length=16), nullable=False, server_default="envelope"),
    )
    op.alter_column("key", "backend", server_default=None)
    for name in ("published_at", "switch_at", "active_at"):
        op.add_column("key", sa.Column(name, sa.String(length=27), nullable=True))
    op.execute('UPDATE "key" SET published_at = created_at, active_at = created_at')
    op.drop_constraint("ck_key_state", "key")
    op.create_check_constraint(op.f("ck_key_state"), "key", _STATES)
    op.create_check_constraint(op.f("ck_key_published"), "key", _PUBLISHED)


def _build_walls() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name, when, condition, sentence in _WALLS:
        if sqlite:
            plain = condition.replace("IS DISTINCT FROM", "IS NOT")
            act = f"WHEN {plain} BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
        else:
            act = f"WHEN ({condition}) EXECUTE FUNCTION wall_refuse('{sentence}')"
        op.execute(sa.text(f'CREATE TRIGGER wall_{name} BEFORE {when} ON "key" FOR EACH ROW {act}'))
