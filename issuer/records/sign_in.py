"""Repositories of logins, sessions, links, codes and counted tries."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from issuer.accounts.model import ClassCode, Invitation, Login, PersonalCode, Session
from issuer.errors import ConflictError
from issuer.records.stored_rows import StoredRows
from issuer.records.tables import accounts as tables

_LOGIN, _SESSION, _INVITATION = tables.login, tables.session, tables.invitation
_CLASS, _PERSONAL, _TRIES = tables.class_code, tables.personal_code, tables.tries


class SqlLogins:
    """Logins on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._rows = StoredRows(connection, _LOGIN, Login)

    def add(self, login: Login) -> None:
        """Store a login; ConflictError if handle or address are another's."""
        self._require_free(login)
        self._rows.insert(login)

    def by_index(self, organisation: str, index: str) -> Login | None:
        """Return the login whose handle or address has this index, if any."""
        either = sa.or_(_LOGIN.c.handle_index == index, _LOGIN.c.email_index == index)
        return self._rows.first(_LOGIN.c.organisation == organisation, either)

    def of_person(self, organisation: str, person_id: str) -> Login | None:
        """Return a person's login, if any."""
        return self._rows.first(_LOGIN.c.organisation == organisation, _LOGIN.c.person == person_id)

    def locked(self, organisation: str, person_id: str) -> Login | None:
        """Return a person's login, kept from changing until the transaction ends, if any."""
        return self._rows.first(
            _LOGIN.c.organisation == organisation, _LOGIN.c.person == person_id, lock=True
        )

    def all(self, organisation: str) -> tuple[Login, ...]:
        """Return the logins of an organisation, by person."""
        return self._rows.many(_LOGIN.c.organisation == organisation, order=(_LOGIN.c.person,))

    def save(self, login: Login) -> None:
        """Store changes; ConflictError if handle or address are another's."""
        self._require_free(login)
        self._rows.update(login)

    def _require_free(self, login: Login) -> None:
        for index in filter(None, (login.handle_index, login.email_index)):
            other = self.by_index(login.organisation, index)
            if other is not None and other.id != login.id:
                raise ConflictError(
                    "Somebody else signs in with this name or address; choose another",
                    code="name_taken",
                )


class SqlSessions:
    """Sessions on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._rows = StoredRows(connection, _SESSION, Session)

    def add(self, session: Session) -> None:
        """Store a session."""
        self._rows.insert(session)

    def by_hash(self, secret_hash: str) -> Session | None:
        """Return the session of that hash, if any."""
        return self._rows.first(_SESSION.c.secret_hash == secret_hash)

    def get(self, organisation: str, session_id: str) -> Session:
        """Return the session, locked so that an end is not overwritten; NotFoundError."""
        return self._rows.one(*self._rows.scoped(organisation, session_id), lock=True)

    def open_of(self, organisation: str, person_id: str) -> tuple[Session, ...]:
        """Return a person's sessions that nobody ended, newest first."""
        return self._rows.many(
            _SESSION.c.organisation == organisation,
            _SESSION.c.person == person_id,
            _SESSION.c.ended_at.is_(None),
            order=(_SESSION.c.created_at.desc(), _SESSION.c.id),
        )

    def save(self, session: Session) -> None:
        """Store changes."""
        self._rows.update(session)


class SqlInvitations:
    """Invitations on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._rows = StoredRows(connection, _INVITATION, Invitation)

    def add(self, invitation: Invitation) -> None:
        """Store an invitation."""
        self._rows.insert(invitation)

    def find(self, secret_hash: str) -> Invitation | None:
        """Return the invitation of that hash, to look at, if any."""
        return self._rows.first(_INVITATION.c.secret_hash == secret_hash)

    def by_hash(self, secret_hash: str) -> Invitation | None:
        """Return the invitation of that hash, locked against a second use, if any."""
        return self._rows.first(_INVITATION.c.secret_hash == secret_hash, lock=True)

    def get(self, organisation: str, invitation_id: str) -> Invitation:
        """Return the invitation; NotFoundError."""
        return self._rows.one(*self._rows.scoped(organisation, invitation_id))

    def by_id(self, invitation_id: str) -> Invitation:
        """Return the invitation, whatever its organisation; NotFoundError."""
        return self._rows.one(_INVITATION.c.id == invitation_id)

    def unused_of(self, organisation: str, person_id: str) -> tuple[Invitation, ...]:
        """Return those of a person that were not used yet."""
        return self._rows.many(
            _INVITATION.c.organisation == organisation,
            _INVITATION.c.person == person_id,
            _INVITATION.c.used_at.is_(None),
            order=(_INVITATION.c.created_at, _INVITATION.c.id),
        )

    def save(self, invitation: Invitation) -> None:
        """Store the date of use."""
        self._rows.update(invitation)


class SqlClassCodes:
    """Class codes on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._rows = StoredRows(connection, _CLASS, ClassCode)

    def add(self, code: ClassCode) -> None:
        """Store a code."""
        self._rows.insert(code)

    def by_index(self, index: str) -> ClassCode | None:
        """Return the code of that index, if any."""
        return self._rows.first(_CLASS.c.code_index == index)

    def of_group(self, organisation: str, group: str) -> tuple[ClassCode, ...]:
        """Return the codes of a group that nobody ended, newest first."""
        return self._rows.many(
            _CLASS.c.organisation == organisation,
            _CLASS.c.group == group,
            _CLASS.c.ended_at.is_(None),
            order=(_CLASS.c.created_at.desc(), _CLASS.c.id),
        )

    def save(self, code: ClassCode) -> None:
        """Store the date of its end."""
        self._rows.update(code)


class SqlPersonalCodes:
    """Personal codes on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._rows = StoredRows(connection, _PERSONAL, PersonalCode)

    def put(self, code: PersonalCode) -> None:
        """Store a person's code in place of an earlier one."""
        self._connection.execute(
            _PERSONAL.delete().where(
                _PERSONAL.c.organisation == code.organisation, _PERSONAL.c.person == code.person
            )
        )
        self._rows.insert(code)

    def by_index(self, organisation: str, index: str) -> PersonalCode | None:
        """Return the code of that index, if any."""
        return self._rows.first(
            _PERSONAL.c.organisation == organisation, _PERSONAL.c.code_index == index
        )

    def of_person(self, organisation: str, person_id: str) -> PersonalCode | None:
        """Return a person's code, if any."""
        return self._rows.first(
            _PERSONAL.c.organisation == organisation, _PERSONAL.c.person == person_id
        )


class SqlTries:
    """Counted tries on one open transaction; one statement counts, so no try is lost."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def count(self, key: str, now: datetime, window_start: datetime) -> int:
        """Count one more try and return how many there are in its window."""
        counted, began = _TRIES.c.count, _TRIES.c.began_at
        over = began < window_start
        values = {"key": key, "began_at": now, "count": 1}
        changes = {
            "count": sa.case((over, 1), else_=counted + 1),
            "began_at": sa.case((over, sa.literal(now, began.type)), else_=began),
        }
        is_postgres = self._connection.dialect.name == "postgresql"
        insert = postgresql.insert if is_postgres else sqlite.insert
        statement = (
            insert(_TRIES)
            .values(values)
            .on_conflict_do_update(index_elements=[_TRIES.c.key], set_=changes)
            .returning(counted)
        )
        return int(self._connection.execute(statement).scalar_one())

    def current(self, key: str, window_start: datetime) -> int:
        """Return how many tries the running window holds."""
        found = self._connection.execute(
            sa.select(_TRIES.c.count).where(_TRIES.c.key == key, _TRIES.c.began_at >= window_start)
        ).scalar()
        return 0 if found is None else int(found)

    def give_back(self, key: str) -> None:
        """Take one counted try back."""
        self._connection.execute(
            _TRIES.update()
            .where(_TRIES.c.key == key, _TRIES.c.count > 0)
            .values(count=_TRIES.c.count - 1)
        )

    def forget_before(self, window_start: datetime) -> None:
        """Delete windows that are over."""
        self._connection.execute(_TRIES.delete().where(_TRIES.c.began_at < window_start))
