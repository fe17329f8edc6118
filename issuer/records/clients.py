"""Repositories of programs, their tokens and their spent assertions."""

from datetime import datetime

import sqlalchemy as sa

from issuer.clients.model import Client, ClientToken, SpentAssertion
from issuer.records.stored_rows import StoredRows
from issuer.records.tables import clients as tables

_CLIENT, _TOKEN, _SPENT = tables.client, tables.client_token, tables.spent_assertion


class SqlClients:
    """Programs on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._rows = StoredRows(connection, _CLIENT, Client)

    def add(self, client: Client) -> None:
        """Store a new program."""
        self._rows.insert(client)

    def find(self, client_id: str) -> Client | None:
        """Return the program of that id in any organisation, if any."""
        return self._rows.first(_CLIENT.c.id == client_id)

    def get(self, organisation: str, client_id: str) -> Client:
        """Return the program; NotFoundError."""
        return self._rows.one(*self._rows.scoped(organisation, client_id))

    def of(self, organisation: str) -> tuple[Client, ...]:
        """Return all programs of an organisation, oldest first."""
        return self._rows.many(
            _CLIENT.c.organisation == organisation, order=(_CLIENT.c.created_at, _CLIENT.c.id)
        )

    def save(self, client: Client) -> None:
        """Store a new secret or key, or the date of revocation."""
        self._rows.update(client)


class SqlClientTokens:
    """Tokens of programs on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._rows = StoredRows(connection, _TOKEN, ClientToken)

    def add(self, token: ClientToken) -> None:
        """Store a token."""
        self._rows.insert(token)

    def by_hash(self, secret_hash: str) -> ClientToken | None:
        """Return the token of that hash, if any."""
        return self._rows.first(_TOKEN.c.secret_hash == secret_hash)

    def save(self, token: ClientToken) -> None:
        """Store the date of revocation."""
        self._rows.update(token)

    def drop_expired(self, before: datetime) -> None:
        """Delete tokens that ended before an instant; they are good for nothing."""
        self._connection.execute(_TOKEN.delete().where(_TOKEN.c.expires_at < before))


class SqlSpentAssertions:
    """Assertions that were used, on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._rows = StoredRows(connection, _SPENT, SpentAssertion)

    def add(self, spent: SpentAssertion) -> None:
        """Store one; ConflictError if it was used before."""
        self._rows.insert(spent)

    def drop_expired(self, before: datetime) -> None:
        """Delete those that expired before an instant."""
        self._connection.execute(_SPENT.delete().where(_SPENT.c.expires_at < before))
