"""Alembic's entry: the connection is given by `records.upgrade`, never by an ini file."""

from typing import Literal

from alembic import context
from sqlalchemy.types import TypeDecorator

from issuer.records.tables import metadata


def _plainly(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Write our own types as what they are in the database: a migration outlives our classes."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=False,
    render_item=_plainly,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
