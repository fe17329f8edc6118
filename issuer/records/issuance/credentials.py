"""Credentials and the marks on them."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from issuer.errors import NotFoundError
from issuer.issuance.model import (
    CredentialId,
    CredentialRecord,
    GenuineCopy,
    ReasonCode,
    Revocation,
    State,
    StatusPurpose,
    Visibility,
)
from issuer.records.sealing import RowSeals
from issuer.records.tables import issuance as tables

_CREDENTIAL = tables.credential
_COLUMNS = [column for column in _CREDENTIAL.c if column.name != "document_sha256"]
#: What seals the bytes of a credential.
_OWNER = (_CREDENTIAL.c.row, _CREDENTIAL.c.organisation, _CREDENTIAL.c.learner)
#: The form that is the credential; others repeat it in another envelope.
_MASTER = "ldp"
_LIVING = (State.ISSUED, State.PREPARED, State.SIGN_FAILED)


class SqlCredentials:
    """Credentials in every state, on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._seals = RowSeals(connection, _CREDENTIAL)
        self._marks = RowSeals(connection, tables.revocation)

    def lock_award(self, award_id: str) -> None:
        """Let no other transaction prepare this award; SQLite has one writer anyway."""
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(
                sa.text("SELECT pg_advisory_xact_lock(hashtextextended(:award, 0))"),
                {"award": award_id},
            )

    def add(self, record: CredentialRecord) -> None:
        """Store a prepared one; ConflictError if the award has a living row already."""
        values = {column.name: getattr(record, column.name) for column in _COLUMNS}
        values["document_sha256"] = hashlib.sha256(record.document).hexdigest()
        self._connection.execute(_CREDENTIAL.insert().values(self._seals.close(values)))

    def get(self, row: str) -> CredentialRecord:
        """Return one version; NotFoundError."""
        return _required(self._first(_select().where(_CREDENTIAL.c.row == row)))

    def by_id(self, credential_id: str) -> CredentialRecord:
        """Return the newest issued version, else the newest row; NotFoundError."""
        query = _select().where(_CREDENTIAL.c.id == credential_id, _CREDENTIAL.c.form == _MASTER)
        return _required(self._first(query.order_by(*_newest_first())))

    def by_public_id(self, public_id: str) -> CredentialRecord | None:
        """Return the newest issued version of that public id, if any; its JSON form."""
        query = _select().where(
            _CREDENTIAL.c.public_id == public_id,
            _CREDENTIAL.c.form == _MASTER,
            _CREDENTIAL.c.state == State.ISSUED,
        )
        return self._first(query.order_by(*_newest_first()))

    def of_award(self, award_id: str, form: str = _MASTER) -> CredentialRecord | None:
        """Return the newest row of the award that is neither refused nor abandoned."""
        query = _select().where(
            _CREDENTIAL.c.award == award_id,
            _CREDENTIAL.c.form == form,
            _CREDENTIAL.c.state.in_(_LIVING),
        )
        return self._first(query.order_by(*_newest_first()))

    def publish(self, row: str, *, data: bytes, sha256: str, at: datetime) -> bool:
        """Move `prepared` to `issued` with its bytes; False if another worker did."""
        whose = self._connection.execute(sa.select(*_OWNER).where(_CREDENTIAL.c.row == row))
        sealed = self._seals.seal("data", data, dict(whose.mappings().one()))
        return self._change(
            row,
            State.PREPARED,
            {"state": State.ISSUED, "data": sealed, "sha256": sha256, "issued_at": at},
        )

    def fail(self, row: str, state: str, fault: str) -> bool:
        """Move `prepared` to a state of failure; False if it is no longer `prepared`."""
        return self._change(row, State.PREPARED, {"state": state, "fault": fault[:500]})

    def resume(self, row: str) -> bool:
        """Move `sign_failed` back to `prepared`; False if it is not."""
        return self._change(row, State.SIGN_FAILED, {"state": State.PREPARED, "fault": None})

    def count_attempt(self, row: str) -> None:
        """Add one to the attempts."""
        self._connection.execute(
            _CREDENTIAL.update()
            .where(_CREDENTIAL.c.row == row)
            .values(attempts=_CREDENTIAL.c.attempts + 1)
        )

    def set_visibility(self, credential_id: str, visibility: Visibility) -> None:
        """Store who may see it, for all versions."""
        self._connection.execute(
            _CREDENTIAL.update()
            .where(_CREDENTIAL.c.id == credential_id)
            .values(visibility=visibility)
        )

    def left_prepared(self, before: datetime, limit: int) -> tuple[CredentialRecord, ...]:
        """Return rows still `prepared` that were made at or before an instant, oldest first."""
        query = (
            _select()
            .where(_CREDENTIAL.c.state == State.PREPARED, _CREDENTIAL.c.created_at <= before)
            .order_by(_CREDENTIAL.c.created_at)
            .limit(limit)
        )
        return self._all(query)

    def page(
        self,
        organisation: str,
        *,
        learner: str | None,
        after: str | None,
        limit: int,
        among: frozenset[str] | None = None,
    ) -> tuple[CredentialRecord, ...]:
        """Return the newest issued versions, oldest first, after the row `after`, `among` whom."""
        query = _select().where(
            _CREDENTIAL.c.organisation == organisation,
            _CREDENTIAL.c.form == _MASTER,
            _CREDENTIAL.c.state == State.ISSUED,
            ~_newer_exists(),
        )
        if learner is not None:
            query = query.where(_CREDENTIAL.c.learner == learner)
        if among is not None:
            query = query.where(_CREDENTIAL.c.learner.in_(sorted(among)))
        place = (_CREDENTIAL.c.issued_at, _CREDENTIAL.c.row)
        if after is not None:
            last = self.get(after)
            query = query.where(
                sa.tuple_(*place)
                > sa.tuple_(
                    sa.literal(last.issued_at, tables.credential.c.issued_at.type),
                    sa.literal(last.row),
                )
            )
        return self._all(query.order_by(*place).limit(limit))

    def shown(self, *, after: str | None, limit: int) -> tuple[CredentialRecord, ...]:
        """Return issued ones of all organisations that are not private, by row, after a row."""
        query = _select().where(
            _CREDENTIAL.c.form == _MASTER,
            _CREDENTIAL.c.state == State.ISSUED,
            _CREDENTIAL.c.visibility != Visibility.PRIVATE,
            ~_newer_exists(),
        )
        if after is not None:
            query = query.where(_CREDENTIAL.c.row > after)
        return self._all(query.order_by(_CREDENTIAL.c.row).limit(limit))

    def count_by_achievement(self, organisation: str) -> tuple[tuple[str, int], ...]:
        """Return (achievement id, number of issued credentials), by achievement."""
        rows = self._connection.execute(
            sa.select(_CREDENTIAL.c.achievement, sa.func.count(sa.distinct(_CREDENTIAL.c.id)))
            .where(_CREDENTIAL.c.organisation == organisation, _CREDENTIAL.c.state == State.ISSUED)
            .group_by(_CREDENTIAL.c.achievement)
            .order_by(_CREDENTIAL.c.achievement)
        )
        return tuple((achievement, count) for achievement, count in rows)

    def reissue(self, award_id: str, row_version: int) -> CredentialRecord | None:
        """Return the row of that version that waits for its signature, if any; its JSON form."""
        query = _select().where(
            _CREDENTIAL.c.award == award_id,
            _CREDENTIAL.c.form == _MASTER,
            _CREDENTIAL.c.row_version == row_version,
            _CREDENTIAL.c.state.in_((State.PREPARED, State.SIGN_FAILED)),
        )
        return self._first(query)

    def live_of_key(
        self, key_id: str, now: datetime, *, after: str, limit: int
    ) -> tuple[CredentialRecord, ...]:
        """Return the newest versions that a key signed in any form, by row, after the row `after`.

        Revoked and expired credentials are left out; each is given in its JSON form.
        """
        query = _select().where(
            _CREDENTIAL.c.form == _MASTER,
            _CREDENTIAL.c.state == State.ISSUED,
            _CREDENTIAL.c.row > after,
            sa.or_(_CREDENTIAL.c.valid_until.is_(None), _CREDENTIAL.c.valid_until > now),
            ~_newer_exists(),
            _signed_by(key_id),
            ~_revoked(),
        )
        return self._all(query.order_by(_CREDENTIAL.c.row).limit(limit))

    def genuine_of_key(self, key_id: str) -> tuple[GenuineCopy, ...]:
        """Return everything that a key ever signed for us and that was handed out, by id."""
        names = ("id", "form", "row_version", "sha256", "issued_at")
        columns = [_CREDENTIAL.c[name] for name in names]
        rows = self._connection.execute(
            sa.select(*columns)
            .where(_CREDENTIAL.c.key_id == key_id, _CREDENTIAL.c.state == State.ISSUED)
            .order_by(_CREDENTIAL.c.id, _CREDENTIAL.c.row_version, _CREDENTIAL.c.form)
        )
        return tuple(
            GenuineCopy(
                credential_id=row.id,
                form=row.form,
                row_version=row.row_version,
                sha256=row.sha256,
                issued_at=row.issued_at,
            )
            for row in rows
        )

    def by_digest(self, key_id: str, sha256: str) -> CredentialRecord | None:
        """Return the issued row whose bytes a key signed, by their digest, if there is one."""
        query = _select().where(
            _CREDENTIAL.c.key_id == key_id,
            _CREDENTIAL.c.state == State.ISSUED,
            _CREDENTIAL.c.sha256 == sha256,
        )
        return self._first(query)

    def marks(self, credential_id: str) -> tuple[Revocation, ...]:
        """Return the marks on a credential, oldest first."""
        table = tables.revocation
        rows = self._connection.execute(
            sa.select(*table.c).where(table.c.credential_id == credential_id).order_by(table.c.seq)
        )
        return tuple(_mark_of(self._marks.open(row)) for row in rows.mappings())

    def mark(self, revocation: Revocation) -> None:
        """Add a mark; ConflictError if its number was given to another one meanwhile."""
        values = {
            "credential_id": revocation.credential_id,
            "seq": revocation.seq,
            "organisation": revocation.organisation,
            "purpose": revocation.purpose,
            "is_on": revocation.on,
            "reason_code": revocation.reason_code,
            "reason_text": revocation.reason_text,
            "actor": revocation.actor,
            "at": revocation.at,
        }
        self._connection.execute(tables.revocation.insert().values(self._marks.close(values)))

    def _change(self, row: str, state: State, values: dict[str, object]) -> bool:
        changed = self._connection.execute(
            _CREDENTIAL.update()
            .where(_CREDENTIAL.c.row == row, _CREDENTIAL.c.state == state)
            .values(values)
        )
        return changed.rowcount == 1

    def _first(self, query: sa.Select[tuple[object, ...]]) -> CredentialRecord | None:
        row = self._connection.execute(query.limit(1)).mappings().first()
        return None if row is None else _record_of(self._seals.open(row))

    def _all(self, query: sa.Select[tuple[object, ...]]) -> tuple[CredentialRecord, ...]:
        rows = self._connection.execute(query).mappings()
        return tuple(_record_of(self._seals.open(row)) for row in rows)


def _select() -> sa.Select[tuple[object, ...]]:
    return sa.select(*_COLUMNS)


def _newer_exists() -> sa.Exists:
    """Tell whether a newer version of the row was issued."""
    newer = _CREDENTIAL.alias()
    return sa.exists().where(
        newer.c.id == _CREDENTIAL.c.id,
        newer.c.form == _MASTER,
        newer.c.state == State.ISSUED,
        newer.c.row_version > _CREDENTIAL.c.row_version,
    )


def _signed_by(key_id: str) -> sa.Exists:
    """Tell whether a key signed this version, in whichever form."""
    same = _CREDENTIAL.alias()
    return sa.exists().where(
        same.c.id == _CREDENTIAL.c.id,
        same.c.row_version == _CREDENTIAL.c.row_version,
        same.c.state == State.ISSUED,
        same.c.key_id == key_id,
    )


def _revoked() -> sa.Exists:
    table = tables.revocation
    return sa.exists().where(
        table.c.credential_id == _CREDENTIAL.c.id, table.c.purpose == StatusPurpose.REVOCATION
    )


def _newest_first() -> tuple[sa.ColumnElement[object], ...]:
    """Order issued rows before others, then by version, then by age."""
    issued = sa.case((_CREDENTIAL.c.state == State.ISSUED, 0), else_=1)
    return (
        issued.asc(),
        _CREDENTIAL.c.row_version.desc(),
        _CREDENTIAL.c.created_at.desc(),
        _CREDENTIAL.c.row.desc(),
    )


def _required(record: CredentialRecord | None) -> CredentialRecord:
    if record is None:
        raise NotFoundError("There is no such credential", code="not_found")
    return record


def _record_of(row: Mapping[str, Any]) -> CredentialRecord:
    members = dict(row)
    members["id"] = CredentialId(members["id"])
    members["state"] = State(members["state"])
    members["visibility"] = Visibility(members["visibility"])
    members["status_purpose"] = StatusPurpose(members["status_purpose"])
    return CredentialRecord(**members)


def _mark_of(row: Mapping[str, Any]) -> Revocation:
    return Revocation(
        credential_id=CredentialId(row["credential_id"]),
        organisation=row["organisation"],
        purpose=StatusPurpose(row["purpose"]),
        seq=row["seq"],
        on=row["is_on"],
        reason_code=ReasonCode(row["reason_code"]),
        reason_text=row["reason_text"],
        actor=row["actor"],
        at=row["at"],
    )
