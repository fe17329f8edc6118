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
        sealed = self._box.seal(provider.secret.encode(), _place(provider.id))
        return tables.ProviderRow(**values, sealed_secret=sealed)

    def _opened(self, row: tables.ProviderRow) -> IdentityProvider:
        values = {
            each.name: getattr(row, each.name)
            for each in fields(row)
            if each.name != "sealed_secret"
        }
        secret = self._box.open(row.sealed_secret, _place(row.id)).decode()
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
    """Links on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._rows = StoredRows(connection, _IDENTITY, OutsideIdentity)

    def add(self, identity: OutsideIdentity) -> None:
        """Store a link; ConflictError if the subject is linked already."""
        self._rows.insert(identity)

    def find(self, organisation: str, provider: str, subject: str) -> OutsideIdentity | None:
        """Return the link of a subject, if any."""
        return self._rows.first(
            _IDENTITY.c.organisation == organisation,
            _IDENTITY.c.provider == provider,
            _IDENTITY.c.subject == subject,
        )


def _place(provider_id: str) -> str:
    return f"identity_provider|secret|{provider_id}"
