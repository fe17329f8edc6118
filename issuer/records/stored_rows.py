"""Rows of one table as frozen values: column and field bear the same name. Not a query language."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, ClassVar, Generic, Protocol, TypeVar

import sqlalchemy as sa

from issuer.errors import NotFoundError
from issuer.records.sealing import RowSeals


class Stored(Protocol):
    """A frozen dataclass with an id."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def id(self) -> str:
        """The primary key."""
        ...


T = TypeVar("T", bound=Stored)


class StoredRows(Generic[T]):
    """One table on one open transaction."""

    def __init__(self, connection: sa.Connection, table: sa.Table, kind: Callable[..., T]) -> None:
        self._connection = connection
        self._table = table
        self._kind = kind
        self._seals = RowSeals(connection, table)

    def insert(self, row: T) -> None:
        """Store a new row."""
        self._connection.execute(self._table.insert().values(**self._seals.close(_columns_of(row))))

    def update(self, row: T) -> None:
        """Store a changed row; one that is not there is a bug of the caller."""
        values = self._seals.close(_columns_of(row))
        done = self._connection.execute(
            self._table.update().where(self._table.c.id == row.id).values(**values)
        )
        if done.rowcount != 1:
            raise LookupError(f"no row {row.id} in {self._table.name}")

    def one(self, *where: sa.ColumnElement[bool], lock: bool = False) -> T:
        """Return the one row; NotFoundError, whatever the reason that there is none."""
        found = self.first(*where, lock=lock)
        if found is None:
            raise NotFoundError("There is nothing of that name here")
        return found

    def first(self, *where: sa.ColumnElement[bool], lock: bool = False) -> T | None:
        """Return the one row, if any, keeping others from changing it if asked (PostgreSQL)."""
        query = self._select().where(*where)
        found = self._connection.execute(query.with_for_update() if lock else query)
        row = found.mappings().first()
        return None if row is None else self._kind(**self._seals.open(row))

    def many(
        self,
        *where: sa.ColumnElement[bool],
        order: tuple[sa.ColumnElement[Any], ...],
        lock: bool = False,
    ) -> tuple[T, ...]:
        """Return all rows in the given order, kept from changing if asked (PostgreSQL)."""
        query = self._select().where(*where).order_by(*order)
        found = self._connection.execute(query.with_for_update() if lock else query)
        return tuple(self._kind(**self._seals.open(row)) for row in found.mappings())

    def scoped(self, organisation: str, row_id: str) -> tuple[sa.ColumnElement[bool], ...]:
        """Return the conditions for one row of one organisation."""
        return (self._table.c.organisation == organisation, self._table.c.id == row_id)

    def _select(self) -> sa.Select[Any]:
        return sa.select(self._table)


def _columns_of(row: Stored) -> Mapping[str, Any]:
    return {field.name: getattr(row, field.name) for field in fields(row)}
