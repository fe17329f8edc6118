"""The migrations make what the tables say, on both databases."""

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.exc import IntegrityError

from issuer import records
from issuer.errors import ConflictError
from issuer.records.migrating import config_of, is_current
from issuer.records.tables import metadata
from tests.databases import database

__all__ = ["database"]


def test_migrations_and_tables_agree(database: str) -> None:
    """A database that was upgraded has exactly the tables that the code believes in."""
    engine = records.open_engine(database)
    records.upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, metadata)
    engine.dispose()
    assert [] == differences


def test_upgrading_twice_changes_nothing(database: str) -> None:
    """A second upgrade finds nothing to do, and the database says that it is current."""
    engine = records.open_engine(database)
    with engine.connect() as connection:
        before = MigrationContext.configure(connection).get_current_revision()
    records.upgrade(engine)
    records.upgrade(engine)
    current = is_current(engine)
    engine.dispose()
    assert (None, True) == (before, current)


#: Rows of the first release: a school with a key, and one that rests on the key.
_OLD_ROWS = (
    (
        "INSERT INTO organisation (id, slug, kind, name, url, did, did_form, created_at,"
        " sole_teacher, scale, age_of_majority, appeal_days) VALUES ('a', 'a', 'school', 'A', 'https://a',"
        " 'did:web:a', 'path', '2026-01-01T00:00:00.000000Z', false, '', 18, 14)"
    ),
    (
        "INSERT INTO key (id, organisation, algorithm, public_key_multibase, sealed, version,"
        " state, created_at) VALUES ('k', 'a', 'Ed25519', 'z6Mk', :seed, 1, 'active',"
        " '2026-01-01T00:00:00.000000Z')"
    ),
    (
        "INSERT INTO endorsement (id, attestation, organisation, credential_id, key_id, data,"
        " sha256, signed_at) VALUES ('e', 't', 'a', 'c', 'k', :seed, 'x',"
        " '2026-01-01T00:00:00.000000Z')"
    ),
)


def test_keys_of_the_first_release_are_published_and_in_their_place(database: str) -> None:
    """A key that signed before states had names keeps its rows, walls and foreign keys."""
    engine = records.open_engine(database)
    with engine.connect() as plain, plain.execution_options(issuer_writes=True).begin():
        command.upgrade(config_of(plain), "0002")
        for statement in _OLD_ROWS:
            plain.execute(sa.text(statement), {"seed": b"seed"} if ":seed" in statement else {})
    records.upgrade(engine)
    with engine.connect() as connection:
        rows = connection.execute(
            sa.text("SELECT sealed, state, backend, published_at = created_at, switch_at FROM key")
        ).all()
        with pytest.raises((IntegrityError, ConflictError)):
            connection.execute(sa.text("DELETE FROM key"))
    with engine.connect() as connection:
        referring = (
            "INSERT INTO endorsement SELECT 'f', 'u', organisation, credential_id, 'nobody',"
        )
        with pytest.raises(IntegrityError):
            connection.execute(sa.text(f"{referring} data, sha256, signed_at FROM endorsement"))
    engine.dispose()
    assert [(b"seed", "active", "envelope", True, None)] == [
        (bytes(row[0]), row[1], row[2], bool(row[3]), row[4]) for row in rows
    ]
