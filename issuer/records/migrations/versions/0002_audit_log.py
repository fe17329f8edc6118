"""The audit log: leaves of all events so far, subtrees, checkpoints, and what may never change.

Revision: 0002_audit, after 0004
"""

import hashlib
import secrets

import rfc8785
import sqlalchemy as sa
from alembic import op

revision = "0002_audit"
down_revision = "0004"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_PEOPLE = ("actor", "subject", "learner")
_PLAIN = ("number", "id", "at", "organisation", "role", "name", "object_hash")

_KEPT = ("audit_leaf", "audit_node", "audit_checkpoint", "audit_key")
_SALTED = " OR ".join(
    f"((NEW.{c} IS DISTINCT FROM OLD.{c} OR NEW.{c}_salt IS DISTINCT FROM OLD.{c}_salt)"
    f" AND NOT (OLD.{c} IS NOT NULL AND NEW.{c} = 'forgotten' AND NEW.{c}_salt IS NULL))"
    for c in _PEOPLE
)
_SAME = " OR ".join(f"NEW.{c} IS DISTINCT FROM OLD.{c}" for c in _PLAIN)
# (name, table, when, condition, sentence)
_WALLS = (
    *((f"{t}_kept", t, "DELETE", "1 = 1", f"rows of {t} are kept for ever") for t in _KEPT),
    *((f"{t}_unchanged", t, "UPDATE", "1 = 1", f"rows of {t} never change") for t in _KEPT[1:]),
    (
        "audit_leaf_fixed",
        "audit_leaf",
        "UPDATE",
        (
            "OLD.leaf_index IS NOT NULL OR NEW.event_number IS DISTINCT FROM OLD.event_number"
            " OR NEW.record IS DISTINCT FROM OLD.record OR NEW.hash IS DISTINCT FROM OLD.hash"
        ),
        "a leaf never changes; it is given its place once",
    ),
    (
        "event_unchanged",
        "event",
        "UPDATE",
        f"{_SAME} OR CAST(NEW.codes AS TEXT) <> CAST(OLD.codes AS TEXT) OR {_SALTED}",
        "an event never changes; only its people are forgotten",
    ),
)


def upgrade() -> None:
    for name in _PEOPLE:
        op.add_column("event", sa.Column(f"{name}_salt", sa.LargeBinary(), nullable=True))
    _create_tables()
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute(sa.text("DROP TRIGGER wall_event_unchanged" + ("" if is_sqlite else " ON event")))
    _begin_log()
    for name, table, when, condition, sentence in _WALLS:
        if is_sqlite:
            _sqlite(name, table, when, condition.replace("IS DISTINCT FROM", "IS NOT"), sentence)
        else:
            _postgres(name, table, when, condition, sentence)
    if not is_sqlite:
        for table in _KEPT:
            op.execute(
                sa.text(
                    f'CREATE TRIGGER wall_{table}_whole BEFORE TRUNCATE ON "{table}"'
                    f" EXECUTE FUNCTION wall_refuse('rows of {table} are kept for ever')"
                )
            )


def _create_tables() -> None:
    op.create_table(
        "audit_leaf",
        sa.Column("event_number", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("leaf_index", _NUMBER, nullable=True),
        sa.CheckConstraint("leaf_index >= 0", name=op.f("ck_audit_leaf_leaf_index")),
        sa.ForeignKeyConstraint(
            ["event_number"], ["event.number"], name=op.f("fk_audit_leaf_event_number")
        ),
        sa.PrimaryKeyConstraint("event_number", name=op.f("pk_audit_leaf")),
        sa.UniqueConstraint("leaf_index", name=op.f("uq_audit_leaf_leaf_index")),
    )
    op.create_index(
        "ix_audit_leaf_waiting",
        "audit_leaf",
        ["event_number"],
        unique=False,
        sqlite_where=sa.text("leaf_index IS NULL"),
        postgresql_where=sa.text("leaf_index IS NULL"),
    )
    op.create_table(
        "audit_node",
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("level >= 1 AND position >= 0", name=op.f("ck_audit_node_place")),
        sa.PrimaryKeyConstraint("level", "position", name=op.f("pk_audit_node")),
    )
    op.create_table(
        "audit_checkpoint",
        sa.Column("size", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_audit_checkpoint")),
    )
    op.create_table(
        "audit_key",
        sa.Column("name", sa.String(length=256), nullable=False),
        sa.Column("public_key_multibase", sa.String(length=128), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_audit_key")),
    )


def _begin_log() -> None:
    """Give every event so far its salts and its leaf; places are given later, in this order."""
    event = sa.table(
        "event",
        *(sa.column(name) for name in (*_PLAIN, *_PEOPLE, *(f"{n}_salt" for n in _PEOPLE))),
        sa.column("codes", sa.JSON()),
    )
    leaf = sa.table("audit_leaf", *(sa.column(n) for n in ("event_number", "record", "hash")))
    bind = op.get_bind()
    for row in bind.execute(sa.select(event).order_by(event.c.number)).mappings().all():
        salts = {n: None if row[n] is None else secrets.token_bytes(32) for n in _PEOPLE}
        record = _record(row, salts)
        bind.execute(
            event.update()
            .where(event.c.number == row["number"])
            .values({f"{n}_salt": salt for n, salt in salts.items()})
        )
        digest = hashlib.sha256(b"\0" + record).digest()
        bind.execute(leaf.insert().values(event_number=row["number"], record=record, hash=digest))


def _record(row: sa.RowMapping, salts: dict[str, bytes | None]) -> bytes:
    tags = {
        n: None if salt is None else "sha256:" + hashlib.sha256(salt + row[n].encode()).hexdigest()
        for n, salt in salts.items()
    }
    return rfc8785.dumps(
        {"v": 1, "codes": row["codes"], **tags, **{name: row[name] for name in _PLAIN[1:]}}
    )


def _sqlite(name: str, table: str, when: str, condition: str, sentence: str) -> None:
    op.execute(
        sa.text(
            f'CREATE TRIGGER wall_{name} BEFORE {when} ON "{table}" FOR EACH ROW'
            f" WHEN {condition} BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
        )
    )


def _postgres(name: str, table: str, when: str, condition: str, sentence: str) -> None:
    op.execute(
        sa.text(
            f'CREATE TRIGGER wall_{name} BEFORE {when} ON "{table}" FOR EACH ROW'
            f" WHEN ({condition}) EXECUTE FUNCTION wall_refuse('{sentence}')"
        )
    )
