"""Status lists, and who has which index; bits are computed from marks, never kept."""

from datetime import datetime

import sqlalchemy as sa

from issuer.errors import NotFoundError
from issuer.issuance.model import LIST_LENGTH, StatusListRecord, StatusPurpose
from issuer.records.tables import issuance as tables

_LIST = tables.status_list
_ALLOC = tables.status_alloc
_MARK = tables.revocation


class SqlStatusLists:
    """Status lists on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, record: StatusListRecord) -> None:
        """Store a new, empty list; ConflictError if another one gives indices already."""
        values = {column.name: getattr(record, column.name) for column in _LIST.c}
        self._connection.execute(_LIST.insert().values(values))

    def get(self, list_id: str) -> StatusListRecord:
        """Return it; NotFoundError."""
        row = (
            self._connection.execute(sa.select(*_LIST.c).where(_LIST.c.id == list_id))
            .mappings()
            .first()
        )
        if row is None:
            raise NotFoundError("There is no such status list", code="not_found")
        return _record_of(row)

    def open_for_writing(
        self, organisation: str, purpose: StatusPurpose
    ) -> StatusListRecord | None:
        """Return the list that gives indices, locked until the transaction ends, if any."""
        row = (
            self._connection.execute(
                sa.select(*_LIST.c)
                .where(
                    _LIST.c.organisation == organisation,
                    _LIST.c.purpose == purpose,
                    sa.not_(_LIST.c.sealed),
                )
                .with_for_update()
            )
            .mappings()
            .first()
        )
        return None if row is None else _record_of(row)

    def take(self, list_id: str) -> int | None:
        """Return the next position, counted up for ever; None when the list is full."""
        taken = self._connection.execute(
            _LIST.update()
            .where(_LIST.c.id == list_id, _LIST.c.taken < LIST_LENGTH)
            .values(taken=_LIST.c.taken + 1)
            .returning(_LIST.c.taken)
        ).scalar()
        return None if taken is None else taken - 1

    def allocate(
        self, list_id: str, index: int, row: str, credential_id: str, at: datetime
    ) -> None:
        """Bind an index to a row for ever; ConflictError if it was ever given."""
        self._connection.execute(
            _ALLOC.insert().values(
                list_id=list_id, status_index=index, row=row, credential_id=credential_id, at=at
            )
        )

    def seal(self, list_id: str) -> None:
        """Let it give no more indices."""
        self._connection.execute(_LIST.update().where(_LIST.c.id == list_id).values(sealed=True))

    def want_next(self, list_id: str) -> int:
        """Ask for a newer version and return its number."""
        wanted: int = self._connection.execute(
            _LIST.update()
            .where(_LIST.c.id == list_id)
            .values(wanted_version=_LIST.c.wanted_version + 1)
            .returning(_LIST.c.wanted_version)
        ).scalar_one()
        return wanted

    def set_indices(self, list_id: str) -> tuple[int, ...]:
        """Return the indices whose bit is 1, computed from the marks alone."""
        purpose = StatusPurpose(self.get(list_id).purpose)
        later = _MARK.alias()
        suspended = sa.and_(
            _MARK.c.purpose == StatusPurpose.SUSPENSION,
            _MARK.c.is_on,
            ~sa.exists().where(
                later.c.credential_id == _MARK.c.credential_id,
                later.c.purpose == StatusPurpose.SUSPENSION,
                later.c.seq > _MARK.c.seq,
            ),
        )
        revoked = _MARK.c.purpose == StatusPurpose.REVOCATION
        # On a suspension list a revocation is a suspension that is never lifted (ruling 3).
        counts = revoked if purpose is StatusPurpose.REVOCATION else sa.or_(revoked, suspended)
        rows = self._connection.execute(
            sa.select(_ALLOC.c.status_index)
            .distinct()
            .join(_MARK, _MARK.c.credential_id == _ALLOC.c.credential_id)
            .where(_ALLOC.c.list_id == list_id, counts)
            .order_by(_ALLOC.c.status_index)
        )
        return tuple(rows.scalars())

    def publish(self, signed: StatusListRecord) -> bool:
        """Store a signed list if its version is newer than the stored one."""
        changed = self._connection.execute(
            _LIST.update()
            .where(_LIST.c.id == signed.id, _LIST.c.version < signed.version)
            .values(
                version=signed.version,
                data=signed.data,
                signed_at=signed.signed_at,
                valid_until=signed.valid_until,
            )
        )
        return changed.rowcount == 1

    def all(self) -> tuple[StatusListRecord, ...]:
        """Return all lists of the installation, oldest first."""
        rows = self._connection.execute(
            sa.select(*_LIST.c).order_by(_LIST.c.created_at, _LIST.c.id)
        ).mappings()
        return tuple(_record_of(row) for row in rows)

    def lists_of(self, credential_id: str) -> tuple[str, ...]:
        """Return the ids of the lists in which the credential was ever given an index."""
        rows = self._connection.execute(
            sa.select(_ALLOC.c.list_id)
            .distinct()
            .where(_ALLOC.c.credential_id == credential_id)
            .order_by(_ALLOC.c.list_id)
        )
        return tuple(rows.scalars())


def _record_of(row: sa.RowMapping) -> StatusListRecord:
    members = dict(row)
    members["purpose"] = StatusPurpose(members["purpose"])
    return StatusListRecord(**members)
