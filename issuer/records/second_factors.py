"""Repositories of passkeys, their challenges and authenticator apps, and of what is left over.

Sessions and links that are over are `records.retention`'s.
"""

from collections.abc import Iterator
from datetime import datetime

import sqlalchemy as sa

from issuer.accounts.model import Challenge, CodeApp, Passkey, RecoveryCode
from issuer.errors import ConflictError
from issuer.records.stored_rows import StoredRows
from issuer.records.tables import accounts as tables

_PASSKEY, _CHALLENGE = tables.passkey, tables.passkey_challenge
_APP, _RECOVERY = tables.code_app, tables.recovery_code


class SqlPasskeys:
    """Passkeys on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._rows = StoredRows(connection, _PASSKEY, Passkey)

    def add(self, passkey: Passkey) -> None:
        """Store a passkey; ConflictError if the credential is known already."""
        if self.locked(passkey.credential_id) is not None:
            raise ConflictError("This passkey is known already; use another device", code="passkey")
        self._rows.insert(passkey)

    def locked(self, credential_id: str) -> Passkey | None:
        """Return the passkey of that credential, kept from changing meanwhile, if any."""
        return self._rows.first(_PASSKEY.c.credential_id == credential_id, lock=True)

    def of_person(self, organisation: str, person_id: str) -> tuple[Passkey, ...]:
        """Return a person's passkeys, oldest first."""
        return self._rows.many(
            _PASSKEY.c.organisation == organisation,
            _PASSKEY.c.person == person_id,
            order=(_PASSKEY.c.created_at, _PASSKEY.c.id),
        )

    def save(self, passkey: Passkey) -> None:
        """Store counter and last use."""
        self._rows.update(passkey)

    def remove(self, passkey: Passkey) -> None:
        """Delete a passkey."""
        self._connection.execute(_PASSKEY.delete().where(_PASSKEY.c.id == passkey.id))


class SqlChallenges:
    """Challenges on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._rows = StoredRows(connection, _CHALLENGE, Challenge)

    def add(self, challenge: Challenge) -> None:
        """Store a challenge."""
        self._rows.insert(challenge)

    def take(self, secret_hash: str) -> Challenge | None:
        """Return the challenge of that hash and delete it: one statement, so one finder."""
        statement = (
            _CHALLENGE.delete().where(_CHALLENGE.c.secret_hash == secret_hash).returning(_CHALLENGE)
        )
        row = self._connection.execute(statement).mappings().first()
        return None if row is None else Challenge(**row)


class SqlCodeApps:
    """Authenticator apps and recovery codes on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._apps = StoredRows(connection, _APP, CodeApp)
        self._recovery = StoredRows(connection, _RECOVERY, RecoveryCode)

    def put(self, app: CodeApp) -> None:
        """Store a person's app in place of an earlier one."""
        self.remove(app.organisation, app.person)
        self._apps.insert(app)

    def locked(self, organisation: str, person_id: str) -> CodeApp | None:
        """Return a person's app, kept from changing meanwhile, if any."""
        return self._apps.first(*_of(_APP, organisation, person_id), lock=True)

    def of_person(self, organisation: str, person_id: str) -> CodeApp | None:
        """Return a person's app, if any."""
        return self._apps.first(*_of(_APP, organisation, person_id))

    def save(self, app: CodeApp) -> None:
        """Store confirmation and last step."""
        self._apps.update(app)

    def remove(self, organisation: str, person_id: str) -> None:
        """Delete a person's app and its recovery codes."""
        for table in (_APP, _RECOVERY):
            self._connection.execute(table.delete().where(*_of(table, organisation, person_id)))

    def put_recovery(
        self, organisation: str, person_id: str, codes: tuple[RecoveryCode, ...]
    ) -> None:
        """Store recovery codes in place of earlier ones."""
        self._connection.execute(_RECOVERY.delete().where(*_of(_RECOVERY, organisation, person_id)))
        for code in codes:
            self._recovery.insert(code)

    def use_recovery(self, organisation: str, person_id: str, index: str, now: datetime) -> bool:
        """Mark an unused recovery code as used: one statement, so one user."""
        done = self._connection.execute(
            _RECOVERY.update()
            .where(
                *_of(_RECOVERY, organisation, person_id),
                _RECOVERY.c.code_index == index,
                _RECOVERY.c.used_at.is_(None),
            )
            .values(used_at=now)
        )
        return done.rowcount == 1

    def unused_recovery(self, organisation: str, person_id: str) -> int:
        """Return how many recovery codes are left."""
        counted = sa.select(sa.func.count()).where(
            *_of(_RECOVERY, organisation, person_id), _RECOVERY.c.used_at.is_(None)
        )
        return int(self._connection.execute(counted).scalar_one())


class SqlLeftovers:
    """What ended long ago, on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def any_before(self, kept_since: datetime, now: datetime) -> bool:
        """Tell whether there is anything to delete."""
        return any(
            self._connection.execute(sa.select(sa.true()).where(over).limit(1)).first()
            for over in _over(kept_since, now).values()
        )

    def delete_before(self, kept_since: datetime, now: datetime) -> int:
        """Delete it; return how many rows."""
        deleted = 0
        for table, over in _over(kept_since, now).items():
            deleted += self._connection.execute(table.delete().where(over)).rowcount
        return deleted


def _over(kept_since: datetime, now: datetime) -> dict[sa.Table, sa.ColumnElement[bool]]:
    """Return, per table, which rows have served their time."""
    return {
        _CHALLENGE: _CHALLENGE.c.expires_at < now,
        tables.tries: tables.tries.c.began_at < kept_since,
    }


def _of(table: sa.Table, organisation: str, person_id: str) -> Iterator[sa.ColumnElement[bool]]:
    yield table.c.organisation == organisation
    yield table.c.person == person_id
