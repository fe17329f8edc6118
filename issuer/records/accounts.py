"""Repositories of accounts, and the append-only table of events."""

import secrets
from collections import defaultdict
from dataclasses import fields
from datetime import datetime

import sqlalchemy as sa

from issuer.access import Role
from issuer.accounts.model import (
    Organisation,
    Person,
    RoleGrant,
    Token,
    first_grant,
    reach_of,
)
from issuer.audit import FORGOTTEN, SALT_BYTES, Event, Salts, record_of
from issuer.clock import Clock
from issuer.errors import ConflictError, NotFoundError
from issuer.records.audit_log import SqlAuditLog
from issuer.records.logos import SqlLogos
from issuer.records.sealing import RowSeals, sealer_of
from issuer.records.stored_rows import StoredRows
from issuer.records.tables import accounts as tables
from issuer.records.tables import issuance as issued

_ORGANISATION, _PERSON, _GRANT = tables.organisation, tables.person, tables.role_grant
_TOKEN, _EVENT = tables.token, tables.event


class SqlOrganisations(SqlLogos):
    """Organisations on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        super().__init__(connection)
        self._rows = StoredRows(connection, _ORGANISATION, Organisation)

    def add(self, organisation: Organisation) -> None:
        """Store a new one; ConflictError if slug or DID were ever used."""
        if self.by_slug(organisation.slug) or self.by_did(organisation.did):
            raise ConflictError("This slug or DID is taken for ever; choose another", code="taken")
        self._rows.insert(organisation)

    def get(self, organisation_id: str) -> Organisation:
        """Return it; NotFoundError."""
        return self._rows.one(_ORGANISATION.c.id == organisation_id)

    def lock(self, organisation_id: str) -> Organisation:
        """Return it, unchanged by others until the transaction ends; NotFoundError."""
        return self._rows.one(_ORGANISATION.c.id == organisation_id, lock=True)

    def by_slug(self, slug: str) -> Organisation | None:
        """Return the organisation of that slug, if any."""
        return self._rows.first(_ORGANISATION.c.slug == slug)

    def by_did(self, did: str) -> Organisation | None:
        """Return the organisation of that DID, if any."""
        return self._rows.first(_ORGANISATION.c.did == did)

    def all(self) -> tuple[Organisation, ...]:
        """Return all, oldest first."""
        return self._rows.many(order=(_ORGANISATION.c.created_at, _ORGANISATION.c.id))

    def save(self, organisation: Organisation) -> None:
        """Store changed settings; slug, id and DID never change."""
        before = self.get(organisation.id)
        if (before.slug, before.did) != (organisation.slug, organisation.did):
            raise ConflictError("Slug and DID of an organisation never change", code="taken")
        self._rows.update(organisation)


class SqlPeople:
    """People on one open transaction; their roles are those that grants give at `now`."""

    def __init__(self, connection: sa.Connection, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock
        self._seals = RowSeals(connection, _PERSON)
        self._grants = StoredRows(connection, _GRANT, RoleGrant)

    def add(self, person: Person) -> None:
        """Store a new person; roles that come with it are stored as grants of the installation.

        The key that seals the person's row is made first.
        """
        sealer_of(self._connection).create(person.organisation, person.id)
        self._connection.execute(_PERSON.insert().values(**self._seals.close(_columns_of(person))))
        for role in sorted(person.roles):
            self._grants.insert(first_grant(person, role))

    def get(self, organisation: str, person_id: str) -> Person:
        """Return the person; NotFoundError."""
        found = self._people(
            organisation, _PERSON.c.id == person_id, grants=_GRANT.c.person == person_id
        )
        if not found:
            raise NotFoundError("There is nothing of that name here")
        return found[0]

    def lock(self, organisation: str, person_id: str) -> Person:
        """Return the person, about whom nobody else decides meanwhile; NotFoundError."""
        row = sa.select(_PERSON.c.id).where(
            _PERSON.c.organisation == organisation, _PERSON.c.id == person_id
        )
        self._connection.execute(row.with_for_update())
        return self.get(organisation, person_id)

    def save(self, person: Person) -> None:
        """Store changes; roles are changed by grants alone, so other ones here are a bug."""
        if person.roles != self.get(person.organisation, person.id).roles:
            raise ValueError("roles are changed by grants")
        done = self._connection.execute(
            _PERSON.update()
            .where(_PERSON.c.id == person.id)
            .values(**self._seals.close(_columns_of(person)))
        )
        if done.rowcount != 1:
            raise LookupError(f"no person {person.id}")

    def members(self, organisation: str) -> tuple[Person, ...]:
        """Return all active people of the organisation, by id."""
        return self._people(organisation, _PERSON.c.active, grants=sa.true())

    def in_units(self, organisation: str, units: frozenset[str]) -> frozenset[str]:
        """Return the ids of all who belong to one of the units, whether active or not."""
        rows = self._connection.execute(
            sa.select(_PERSON.c.id, _PERSON.c.units).where(
                _PERSON.c.organisation == organisation, _PERSON.c.units != frozenset()
            )
        )
        return frozenset(row.id for row in rows if not units.isdisjoint(row.units))

    def _people(
        self,
        organisation: str,
        where: sa.ColumnElement[bool],
        *,
        grants: sa.ColumnElement[bool],
    ) -> tuple[Person, ...]:
        rows = self._connection.execute(
            sa.select(_PERSON)
            .where(_PERSON.c.organisation == organisation, where)
            .order_by(_PERSON.c.id)
        )
        held = defaultdict[str, list[RoleGrant]](list)
        given = _GRANT.c.organisation == organisation
        for grant in self._grants.many(given, grants, order=(_GRANT.c.since, _GRANT.c.id)):
            held[grant.person].append(grant)
        return tuple(self._person(row, held[row["id"]]) for row in rows.mappings())

    def _person(self, row: sa.RowMapping, grants: list[RoleGrant]) -> Person:
        reach = reach_of(grants, self._clock())
        return Person(
            **self._seals.open(row),
            roles=frozenset(reach),
            reach={role: units for role, units in reach.items() if units is not None},
        )


def _columns_of(person: Person) -> dict[str, object]:
    return {column.name: getattr(person, column.name) for column in _PERSON.c}


class SqlGrants:
    """Grants of roles on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._rows = StoredRows(connection, _GRANT, RoleGrant)

    def add(self, grant: RoleGrant) -> None:
        """Store a grant."""
        self._rows.insert(grant)

    def get(self, organisation: str, grant_id: str) -> RoleGrant:
        """Return the grant; NotFoundError."""
        return self._rows.one(*self._rows.scoped(organisation, grant_id), lock=True)

    def of(self, organisation: str, person_id: str) -> tuple[RoleGrant, ...]:
        """Return all grants of a person, oldest first."""
        return self._where(organisation, _GRANT.c.person == person_id)

    def of_role(self, organisation: str, role: Role) -> tuple[RoleGrant, ...]:
        """Return all grants of a role, oldest first."""
        return self._where(organisation, _GRANT.c.role == role)

    def save(self, grant: RoleGrant) -> None:
        """Store a confirmation or a withdrawal."""
        self._rows.update(grant)

    def _where(self, organisation: str, where: sa.ColumnElement[bool]) -> tuple[RoleGrant, ...]:
        return self._rows.many(
            _GRANT.c.organisation == organisation, where, order=(_GRANT.c.since, _GRANT.c.id)
        )


class SqlTokens:
    """Tokens on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._rows = StoredRows(connection, _TOKEN, Token)

    def add(self, token: Token) -> None:
        """Store a token."""
        self._rows.insert(token)

    def by_hash(self, secret_hash: str) -> Token | None:
        """Return the token of that hash, if any."""
        return self._rows.first(_TOKEN.c.secret_hash == secret_hash)

    def get(self, organisation: str, token_id: str) -> Token:
        """Return the token; NotFoundError."""
        return self._rows.one(*self._rows.scoped(organisation, token_id))

    def of(self, organisation: str) -> tuple[Token, ...]:
        """Return all tokens of an organisation, oldest first."""
        return self._rows.many(
            _TOKEN.c.organisation == organisation, order=(_TOKEN.c.created_at, _TOKEN.c.id)
        )

    def save(self, token: Token) -> None:
        """Store the date of revocation."""
        self._rows.update(token)


class SqlEvents:
    """Events on one open transaction, each with its leaf in the audit log; only ever added."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def append(self, event: Event) -> None:
        """Add one event, and the leaf that shows its later change, to the running transaction."""
        values = {field.name: getattr(event, field.name) for field in fields(event)}
        values["codes"] = dict(event.codes)
        salts = Salts(
            actor=secrets.token_bytes(SALT_BYTES),
            subject=secrets.token_bytes(SALT_BYTES),
            learner=None if event.learner is None else secrets.token_bytes(SALT_BYTES),
        )
        values |= {f"{field.name}_salt": getattr(salts, field.name) for field in fields(salts)}
        number = self._connection.execute(
            _EVENT.insert().values(**values).returning(_EVENT.c.number)
        ).scalar_one()
        SqlAuditLog(self._connection).add(number, record_of(event, salts))

    def forget(self, organisation: str, person: str) -> int:
        """Take a person's ids, and the salts of their tags, out of all rows; returns how many.

        Leaves and root stay as they are: nobody can tell any longer whom they are about. The
        address of a credential stays, since its row and its public bytes do.
        """
        about = _EVENT.c.learner == person
        is_kept = _EVENT.c.subject.in_(sa.select(issued.credential.c.id))
        own = sa.or_(_EVENT.c.subject == person, sa.and_(about, sa.not_(is_kept)))
        conditions = {"subject": own, "learner": about, "actor": _EVENT.c.actor == person}
        return sum(
            self._connection.execute(
                _EVENT.update()
                .where(_EVENT.c.organisation == organisation, where)
                .values({name: FORGOTTEN, f"{name}_salt": None})
            ).rowcount
            for name, where in conditions.items()
        )

    def get(self, event_id: str) -> Event:
        """Return one event; NotFoundError."""
        columns = [_EVENT.c[field.name] for field in fields(Event)]
        query = sa.select(*columns).where(_EVENT.c.id == event_id)
        row = self._connection.execute(query).mappings().first()
        if row is None:
            raise NotFoundError("There is no such event")
        return Event(**row)

    def newest_at(self) -> datetime | None:
        """Return the instant of the newest event of the installation, if there is one."""
        query = sa.select(_EVENT.c.at).order_by(_EVENT.c.number.desc()).limit(1)
        return self._connection.execute(query).scalar()

    def of_subject(self, organisation: str, subject: str) -> tuple[Event, ...]:
        """Return the events about one thing, oldest first."""
        return self._where(organisation, _EVENT.c.subject == subject)

    def of_learner(self, organisation: str, learner: str) -> tuple[Event, ...]:
        """Return the events about one learner, oldest first."""
        return self._where(organisation, _EVENT.c.learner == learner)

    def page(self, organisation: str, *, after: str | None, limit: int) -> tuple[Event, ...]:
        """Return events of an organisation in order, those after the event `after`."""
        if after is None:
            return self._where(organisation, limit=limit)
        number = self._connection.execute(
            sa.select(_EVENT.c.number).where(
                _EVENT.c.organisation == organisation, _EVENT.c.id == after
            )
        ).scalar()
        if number is None:
            raise NotFoundError("There is no such event to go on from")
        return self._where(organisation, _EVENT.c.number > number, limit=limit)

    def _where(
        self, organisation: str, *where: sa.ColumnElement[bool], limit: int | None = None
    ) -> tuple[Event, ...]:
        columns = [_EVENT.c[field.name] for field in fields(Event)]
        found = self._connection.execute(
            sa.select(*columns)
            .where(_EVENT.c.organisation == organisation, *where)
            .order_by(_EVENT.c.number)
            .limit(limit)
        )
        return tuple(Event(**row) for row in found.mappings())
