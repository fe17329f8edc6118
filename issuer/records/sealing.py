"""Seals personal columns on their way into a row and opens them on their way out.

Which columns are sealed, and under whose key, each table says by their type. What is sealed is
never searched for, sorted by or compared in SQL.
"""

import base64
import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final, cast

import sqlalchemy as sa

from issuer.accounts.ports import Sealer
from issuer.records.tables.sealed import Sealed, SealedBytes

#: The execution option under which a connection carries its sealer.
SEALER: Final = "issuer_sealer"


class RowSeals:
    """Seals and opens rows of one table on one open transaction."""

    def __init__(self, connection: sa.Connection, table: sa.Table) -> None:
        self._connection = connection
        self._table = table
        self._columns = sealed_columns(table)
        self._owners: dict[tuple[str, str], str] = {}

    def close(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values of a whole row with its personal columns sealed."""
        closed = dict(values)
        for column in self._columns:
            value = closed.get(column.name)
            # An empty text tells nothing, and may be said of somebody whose key is gone.
            if value is not None and (value != "" or column.nullable):
                closed[column.name] = self.seal(column.name, closed[column.name], values)
        return closed

    def seal(self, name: str, value: Any, row: Mapping[str, Any]) -> str | bytes:
        """Return one value sealed; `row` holds the columns that name its row and its owner."""
        kind = cast("Sealed | SealedBytes", self._table.c[name].type)
        data = _WRITERS[kind.kind](value)
        owner = self._owner(kind.owner, row)
        sealed = self._sealer.seal(row["organisation"], owner, data, self._place(name, row))
        return sealed if kind.kind == "bytes" else base64.b64encode(sealed).decode("ascii")

    def open(self, row: Mapping[Any, Any]) -> dict[str, Any]:
        """Return a row with its personal columns opened; empty ones once the owner was erased."""
        opened: dict[str, Any] = dict(row)
        for column in self._columns:
            if column.name in opened:
                opened[column.name] = self._opened(column, opened[column.name], row)
        return opened

    def _opened(self, column: sa.Column[Any], stored: Any, row: Mapping[Any, Any]) -> Any:
        kind = cast("Sealed | SealedBytes", column.type)
        if stored is None or not stored:
            return _blank(column, kind.kind)
        sealed = stored if isinstance(stored, bytes) else base64.b64decode(stored, validate=True)
        owner = self._owner(kind.owner, row)
        place = self._place(column.name, row)
        data = self._sealer.open(row["organisation"], owner, sealed, place)
        return _blank(column, kind.kind) if data is None else _READERS[kind.kind](data)

    def _place(self, name: str, row: Mapping[Any, Any]) -> str:
        keys = "|".join(str(row[column.name]) for column in self._table.primary_key)
        return f"{self._table.name}|{name}|{keys}"

    def _owner(self, owner: str, row: Mapping[Any, Any]) -> str:
        """Return the person under whose key a row is sealed."""
        if owner not in _LOOKED_UP:
            return _DERIVED[owner](row) if owner in _DERIVED else _named(owner, row)
        known = (owner, str(row[owner]))
        if known not in self._owners:
            self._owners[known] = self._learner_of(owner, known[1])
        return self._owners[known]

    def _learner_of(self, owner: str, value: str) -> str:
        table, key = (self._table.metadata.tables[_LOOKED_UP[owner][0]], _LOOKED_UP[owner][1])
        query = sa.select(table.c.learner).where(table.c[key] == value).limit(1)
        return str(self._connection.execute(query).scalar_one())

    @property
    def _sealer(self) -> Sealer:
        return sealer_of(self._connection)


def _named(owner: str, row: Mapping[Any, Any]) -> str:
    """Return the first person that a row names, where it names one of several."""
    return next(str(row[name]) for name in owner.split("|") if row[name] is not None)


def sealer_of(connection: sa.Connection) -> Sealer:
    """Return the sealer that the unit of work gave its connection."""
    return cast("Sealer", connection.get_execution_options()[SEALER])


def key_of_day(instant: datetime) -> str:
    """Return under which name the key of a day is kept, for answers that are no person's."""
    return f"answers-{instant:%Y-%m-%d}"


def sealed_columns(table: sa.Table) -> tuple[sa.Column[Any], ...]:
    """Return the sealed columns of a table."""
    return tuple(column for column in table.c if isinstance(column.type, Sealed | SealedBytes))


def _blank(column: sa.Column[Any], kind: str) -> Any:
    return None if column.nullable else _BLANKS[kind]


#: Owners that another table knows: column here -> (table, its column).
_LOOKED_UP: Mapping[str, tuple[str, str]] = {
    "submission": ("submission", "id"),
    "credential_id": ("credential", "id"),
}
#: Owners that are no person: an answer kept for repeats belongs to its day (ADR 28).
_DERIVED: Mapping[str, Callable[[Mapping[Any, Any]], str]] = {
    "day": lambda row: key_of_day(row["created_at"]),
}
_WRITERS: Mapping[str, Callable[[Any], bytes]] = {
    "text": lambda value: str(value).encode("utf-8", "surrogatepass"),
    "bytes": bytes,
    "date": lambda value: value.isoformat().encode("ascii"),
    "words": lambda value: ",".join(value).encode(),
    "json": lambda value: json.dumps(value, separators=(",", ":")).encode("ascii"),
}
_READERS: Mapping[str, Callable[[bytes], Any]] = {
    "text": lambda data: data.decode("utf-8", "surrogatepass"),
    "bytes": lambda data: data,
    "date": lambda data: date.fromisoformat(data.decode("ascii")),
    "words": lambda data: tuple(data.decode().split(",")) if data else (),
    "json": json.loads,  # noqa: TID251 - our own bytes, authenticated
}
_BLANKS: Mapping[str, Any] = {"text": "", "bytes": b"", "date": None, "words": (), "json": {}}
