"""Repositories of accounts, and the append-only log of events."""

from dataclasses import fields

import sqlalchemy as sa

from issuer.accounts.model import Consent, Organisation, Person, Tie, Token
from issuer.audit import Event
from issuer.errors import ConflictError, NotFoundError
from issuer.records.sealing import sealer_of
from issuer.records.stored_rows import StoredRows
from issuer.records.tables import accounts as tables

_ORGANISATION, _PERSON, _TIE = tables.organisation, tables.person, tables.tie
_CONSENT, _TOKEN, _EVENT = tables.consent, tables.token, tables.event


class SqlOrganisations:
    """Organisations on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._rows = StoredRows(connection, _ORGANISATION, Organisation)

    def add(self, organisation: Organisation) -> None:
        """Store a new one; ConflictError if slug or DID were ever used."""
        if self.by_slug(organisation.slug) or self.by_did(organisation.did):
            raise ConflictError("This slug or DID is taken for ever; choose another", code="taken")
        self._rows.insert(organisation)

    def get(self, organisation_id: str) -> Organisation:
        """Return it; NotFoundError."""
        return self._rows.one(_ORGANISATION.c.id == organisation_id)

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
    """People on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._rows = StoredRows(connection, _PERSON, Person)

    def add(self, person: Person) -> None:
        """Store a new person, sealed under a key that is made first."""
        sealer_of(self._connection).create(person.organisation, person.id)
        self._rows.insert(person)

    def get(self, organisation: str, person_id: str) -> Person:
        """Return the person; NotFoundError."""
        return self._rows.one(*self._rows.scoped(organisation, person_id))

    def save(self, person: Person) -> None:
        """Store changes."""
        self._rows.update(person)

    def members(self, organisation: str) -> tuple[Person, ...]:
        """Return all active people of the organisation, by id."""
        return self._rows.many(
            _PERSON.c.organisation == organisation, _PERSON.c.active, order=(_PERSON.c.id,)
        )


class SqlTies:
    """Ties on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._rows = StoredRows(connection, _TIE, Tie)

    def add(self, tie: Tie) -> None:
        """Store a tie."""
        self._rows.insert(tie)

    def of(self, organisation: str, person_id: str) -> tuple[Tie, ...]:
        """Return all ties in which the person stands on either side."""
        return self._rows.many(
            _TIE.c.organisation == organisation,
            sa.or_(_TIE.c.person == person_id, _TIE.c.other == person_id),
            order=(_TIE.c.since, _TIE.c.id),
        )


class SqlConsents:
    """Consents on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._rows = StoredRows(connection, _CONSENT, Consent)

    def add(self, consent: Consent) -> None:
        """Store a consent."""
        self._rows.insert(consent)

    def of(self, organisation: str, subject: str) -> tuple[Consent, ...]:
        """Return all consents about a person, oldest first."""
        return self._rows.many(
            _CONSENT.c.organisation == organisation,
            _CONSENT.c.subject == subject,
            order=(_CONSENT.c.at, _CONSENT.c.id),
        )

    def save(self, consent: Consent) -> None:
        """Store the date of withdrawal."""
        self._rows.update(consent)


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
    """Events on one open transaction; they are only ever added."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def append(self, event: Event) -> None:
        """Add one event to the running transaction."""
        values = {field.name: getattr(event, field.name) for field in fields(event)}
        values["codes"] = dict(event.codes)
        self._connection.execute(_EVENT.insert().values(**values))

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
