"""Public halves and sealed private halves of signing keys."""

from datetime import datetime

import sqlalchemy as sa

from issuer.errors import NotFoundError
from issuer.issuance.model import KeyRecord, KeyState
from issuer.records.tables import accounts
from issuer.records.tables import issuance as tables

_KEY, _EVENT, _ORGANISATION = tables.key, accounts.event, accounts.organisation


class SqlKeys:
    """Keys on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, record: KeyRecord) -> None:
        """Store a key; ConflictError if the organisation has an active one."""
        values = {column.name: getattr(record, column.name) for column in _KEY.c}
        self._connection.execute(_KEY.insert().values(values))

    def get(self, key_id: str) -> KeyRecord:
        """Return it; NotFoundError."""
        row = (
            self._connection.execute(sa.select(*_KEY.c).where(_KEY.c.id == key_id))
            .mappings()
            .first()
        )
        if row is None:
            raise NotFoundError("There is no such key", code="not_found")
        return _record_of(row)

    def active(self, organisation: str, algorithm: str = "Ed25519") -> KeyRecord | None:
        """Return the key that signs in this algorithm, if any."""
        return self._in_state(organisation, algorithm, KeyState.ACTIVE)

    def upcoming(self, organisation: str, algorithm: str = "Ed25519") -> KeyRecord | None:
        """Return the key that is created or published and will take over, if any."""
        return self._in_state(organisation, algorithm, KeyState.CREATED, KeyState.PUBLISHED)

    def of(self, organisation: str) -> tuple[KeyRecord, ...]:
        """Return all keys ever made, oldest first."""
        rows = self._connection.execute(
            sa.select(*_KEY.c)
            .where(_KEY.c.organisation == organisation)
            .order_by(_KEY.c.created_at, _KEY.c.id)
        ).mappings()
        return tuple(_record_of(row) for row in rows)

    def due(self, now: datetime) -> tuple[KeyRecord, ...]:
        """Return the published keys of all organisations that may take over by now."""
        rows = self._connection.execute(
            sa.select(*_KEY.c)
            .where(_KEY.c.state == KeyState.PUBLISHED, _KEY.c.switch_at <= now)
            .order_by(_KEY.c.switch_at, _KEY.c.id)
        ).mappings()
        return tuple(_record_of(row) for row in rows)

    def publish(self, key_id: str, at: datetime, switch_at: datetime) -> bool:
        """Move `created` to `published`; False if it is not `created`."""
        values = {"state": KeyState.PUBLISHED, "published_at": at, "switch_at": switch_at}
        return self._change(key_id, KeyState.CREATED, values)

    def activate(self, key_id: str, at: datetime) -> bool:
        """Move `published` to `active`; False if it is not `published`."""
        values = {"state": KeyState.ACTIVE, "active_at": at}
        return self._change(key_id, KeyState.PUBLISHED, values)

    def without_did_version(self) -> tuple[str, ...]:
        """Return the organisations that have keys and no recorded version of their document."""
        recorded = sa.exists().where(
            _EVENT.c.organisation == _ORGANISATION.c.id,
            _EVENT.c.subject == _ORGANISATION.c.did,
            _EVENT.c.name == "did.version",
        )
        query = (
            sa.select(_ORGANISATION.c.id)
            .join(_KEY, _KEY.c.organisation == _ORGANISATION.c.id)
            .where(sa.not_(recorded))
            .distinct()
        )
        return tuple(sorted(self._connection.execute(query).scalars()))

    def retire(self, key_id: str, at: datetime) -> None:
        """Let an active key sign nothing new."""
        self._change(key_id, KeyState.ACTIVE, {"state": KeyState.RETIRED, "retired_at": at})

    def compromise(self, key_id: str, at: datetime) -> None:
        """Note that somebody else may hold it; there is no way back."""
        self._connection.execute(
            _KEY.update()
            .where(_KEY.c.id == key_id, _KEY.c.state != KeyState.COMPROMISED)
            .values(state=KeyState.COMPROMISED, compromised_at=at)
        )

    def pause(self, key_id: str, at: datetime | None) -> None:
        """Stop a key that failed its self-check; None lets it go on."""
        self._connection.execute(_KEY.update().where(_KEY.c.id == key_id).values(paused_at=at))

    def _in_state(self, organisation: str, algorithm: str, *states: KeyState) -> KeyRecord | None:
        row = (
            self._connection.execute(
                sa.select(*_KEY.c).where(
                    _KEY.c.organisation == organisation,
                    _KEY.c.algorithm == algorithm,
                    _KEY.c.state.in_(states),
                )
            )
            .mappings()
            .first()
        )
        return None if row is None else _record_of(row)

    def _change(self, key_id: str, state: KeyState, values: dict[str, object]) -> bool:
        changed = self._connection.execute(
            _KEY.update().where(_KEY.c.id == key_id, _KEY.c.state == state).values(values)
        )
        return changed.rowcount == 1


def _record_of(row: sa.RowMapping) -> KeyRecord:
    members = dict(row)
    members["state"] = KeyState(members["state"])
    return KeyRecord(**members)
