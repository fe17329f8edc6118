"""Repositories of identity providers, sign-ins under way and links."""

from dataclasses import fields
from datetime import datetime

import sqlalchemy as sa

from issuer.federation.model import Attempt, IdentityProvider, OutsideIdentity
from issuer.records.letters import Box
from issuer.records.stored_rows import StoredRows
from issuer.records.tables import federation as tables

_PROVIDER, _ATTEMPT = tables.identity_provider, tables.oidc_attempt
_IDENTITY = tables.outside_identity


class SqlProviders:
    """Identity providers on one open transaction."""

    def __init__(self, connection: sa.Connection, box: Box) -> None:
        self._box = box
        self._rows = StoredRows(connection, _PROVIDER, tables.ProviderRow)

    def add(self, provider: IdentityProvider) -> None:
        """Store a provider."""
        self._rows.insert(self._row_of(provider))

    def get(self, organisation: str, provider_id: str) -> IdentityProvider:
        """Return the provider; NotFoundError."""
        return self._opened(self._rows.one(*self._rows.scoped(organisation, provider_id)))

    def of(self, organisation: str) -> tuple[IdentityProvider, ...]:
        """Return all providers of an organisation, oldest first."""
        found = self._rows.many(
            _PROVIDER.c.organisation == organisation,
            order=(_PROVIDER.c.created_at, _PROVIDER.c.id),
        )
        return tuple(self._opened(row) for row in found)

    def save(self, provider: IdentityProvider) -> None:
        """Store the date of removal."""
        self._rows.update(self._row_of(provider))

    def _row_of(self, provider: IdentityProvider) -> tables.ProviderRow:
        values = {
            each.name: getattr(provider, each.name)
            for each in fields(provider)
            if each.name != "secret"
        }
        sealed = self._box.seal(provider.secret.encode(), place_of(provider.id))
        return tables.ProviderRow(**values, sealed_secret=sealed)

    def _opened(self, row: tables.ProviderRow) -> IdentityProvider:
        values = {
            each.name: getattr(row, each.name)
            for each in fields(row)
            if each.name != "sealed_secret"
        }
        secret = self._box.open(row.sealed_secret, place_of(row.id)).decode()
        return IdentityProvider(**values, secret=secret)


class SqlAttempts:
    """Sign-ins under way, on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._rows = StoredRows(connection, _ATTEMPT, Attempt)

    def add(self, attempt: Attempt) -> None:
        """Store one."""
        self._rows.insert(attempt)

    def by_state(self, state_hash: str) -> Attempt | None:
        """Return the one of that state, locked against a second use, if any."""
        return self._rows.first(_ATTEMPT.c.state_hash == state_hash, lock=True)

    def save(self, attempt: Attempt) -> None:
        """Store the date of use."""
        self._rows.update(attempt)

    def drop_expired(self, before: datetime) -> None:
        """Delete those that ended before an instant."""
        self._connection.execute(_ATTEMPT.delete().where(_ATTEMPT.c.expires_at < before))


class SqlOutsideIdentities:
    """Links on one open transaction; of a subject only a keyed digest is kept."""

    def __init__(self, connection: sa.Connection, box: Box) -> None:
        self._connection = connection
        self._box = box
        self._rows = StoredRows(connection, _IDENTITY, tables.IdentityRow)

    def add(self, identity: OutsideIdentity, subject: str) -> None:
        """Store a link; ConflictError if the subject is linked already."""
        values = {each.name: getattr(identity, each.name) for each in fields(identity)}
        index = self._index(identity.organisation, identity.provider, subject)
        self._rows.insert(tables.IdentityRow(**values, subject_index=index))

    def find(self, organisation: str, provider: str, subject: str) -> OutsideIdentity | None:
        """Return the link of a subject, if any."""
        row = self._rows.first(
            _IDENTITY.c.organisation == organisation,
            _IDENTITY.c.provider == provider,
            _IDENTITY.c.subject_index == self._index(organisation, provider, subject),
        )
        return None if row is None else _identity_of(row)

    def of(self, organisation: str, person: str) -> tuple[OutsideIdentity, ...]:
        """Return the links of a person, oldest first."""
        found = self._rows.many(
            _IDENTITY.c.organisation == organisation,
            _IDENTITY.c.person == person,
            order=(_IDENTITY.c.linked_at, _IDENTITY.c.id),
        )
        return tuple(map(_identity_of, found))

    def drop(self, identity: OutsideIdentity) -> None:
        """Delete a link."""
        self._connection.execute(_IDENTITY.delete().where(_IDENTITY.c.id == identity.id))

    def _index(self, organisation: str, provider: str, subject: str) -> str:
        return self._box.fingerprint(f"outside_identity|{organisation}|{provider}|{subject}")


def _identity_of(row: tables.IdentityRow) -> OutsideIdentity:
    return OutsideIdentity(
        id=row.id,
        organisation=row.organisation,
        provider=row.provider,
        person=row.person,
        linked_at=row.linked_at,
    )


def place_of(provider_id: str) -> str:
    """Return for which place the secret at a provider is sealed."""
    return f"identity_provider|secret|{provider_id}"
