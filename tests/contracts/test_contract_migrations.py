"""The migrations make what the tables say, on both databases."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from issuer import records
from issuer.records.migrating import is_current
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
