"""Answers by (organisation, client, key)."""

from datetime import datetime

import sqlalchemy as sa

from issuer.issuance.model import IdempotencyRecord
from issuer.records.sealing import RowSeals, key_of_day, sealer_of
from issuer.records.tables import issuance as tables

_ROW = tables.idempotency


class SqlIdempotency:
    """Idempotency rows on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._seals = RowSeals(connection, _ROW)

    def get(self, organisation: str, client: str, key: str) -> IdempotencyRecord | None:
        """Return the row, if any."""
        row = (
            self._connection.execute(
                sa.select(*_ROW.c).where(
                    _ROW.c.organisation == organisation, _ROW.c.client == client, _ROW.c.key == key
                )
            )
            .mappings()
            .first()
        )
        return None if row is None else IdempotencyRecord(**self._seals.open(row))

    def add(self, record: IdempotencyRecord) -> None:
        """Store a row without an answer; ConflictError if there is one."""
        values = {column.name: getattr(record, column.name) for column in _ROW.c}
        self._connection.execute(_ROW.insert().values(values))

    def take_over(self, record: IdempotencyRecord, lease_until: datetime) -> bool:
        """Take the lease of a row whose holder is gone; False if another was faster."""
        changed = self._connection.execute(
            _ROW.update()
            .where(*_is(record), _ROW.c.lease_until == record.lease_until, _ROW.c.status.is_(None))
            .values(lease_until=lease_until)
        )
        return changed.rowcount == 1

    def answer(self, record: IdempotencyRecord, status: int, response: bytes) -> None:
        """Store the final answer, unless there is one.

        It repeats what was sent, so it is sealed under a key of its day and goes with that key.
        """
        whose = {column.name: getattr(record, column.name) for column in _ROW.c}
        sealer_of(self._connection).create(record.organisation, key_of_day(record.created_at))
        sealed = self._seals.seal("response", response, whose)
        self._connection.execute(
            _ROW.update()
            .where(*_is(record), _ROW.c.status.is_(None))
            .values(status=status, response=sealed)
        )

    def release(self, record: IdempotencyRecord) -> None:
        """Forget a row without an answer, so that the client may try again."""
        # Whoever took over a lapsed lease goes on undisturbed.
        self._connection.execute(
            _ROW.delete().where(
                *_is(record), _ROW.c.lease_until == record.lease_until, _ROW.c.status.is_(None)
            )
        )


def _is(record: IdempotencyRecord) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        _ROW.c.organisation == record.organisation,
        _ROW.c.client == record.client,
        _ROW.c.key == record.key,
    )
