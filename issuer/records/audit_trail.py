"""Everything that `issuer audit verify` reads: all entries, subtrees, and the rows they speak of.

Rows are handed on one by one: a log of a million entries is not held in memory.
"""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from issuer.audit import Node
from issuer.auditing.model import CredentialRow, Entry, KeyRow, MarkRow
from issuer.errors import UnavailableError
from issuer.records.audit_log import entries_query, entry_columns, entry_from
from issuer.records.sealing import RowSeals
from issuer.records.tables import accounts, audit, issuance

_LEAF, _NODE, _EVENT = audit.audit_leaf, audit.audit_node, accounts.event
_ROWS = 1000


class SqlAuditTrail:
    """The whole log and the rows of issuance, on one open transaction that changes nothing."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection.execution_options(yield_per=_ROWS)

    def leaves(self) -> Iterator[Entry]:
        """Yield every leaf with its event, if that is there: by place, those without one last."""
        query = (
            sa.select(*entry_columns())
            .join_from(_LEAF, _EVENT, _LEAF.c.event_number == _EVENT.c.number, isouter=True)
            .order_by(_LEAF.c.leaf_index.is_(None), _LEAF.c.leaf_index, _LEAF.c.event_number)
        )
        for row in self._connection.execute(query).mappings():
            yield entry_from(row)

    def events_without_leaf(self) -> Iterator[Entry]:
        """Yield every event that has no leaf."""
        query = entries_query().where(_LEAF.c.event_number.is_(None)).order_by(_EVENT.c.number)
        for row in self._connection.execute(query).mappings():
            yield entry_from(row)

    def subtrees(self) -> Iterator[Node]:
        """Yield every stored subtree above the leaves."""
        for row in self._connection.execute(sa.select(*_NODE.c)):
            yield Node(level=row.level, position=row.position, hash=bytes(row.hash))

    def credentials(self) -> Iterator[CredentialRow]:
        """Yield every credential row in every form, with digests made of its bytes."""
        columns = issuance.credential.c
        query = sa.select(
            columns.row,
            columns.organisation,
            columns.learner,
            columns.id,
            columns.form,
            columns.state,
            columns.document,
            columns.document_sha256,
            columns.data,
            columns.sha256,
        ).order_by(columns.created_at, columns.row)
        seals = RowSeals(self._connection, issuance.credential)
        for row in self._connection.execute(query).mappings():
            yield CredentialRow(
                id=row["id"],
                form=row["form"],
                state=row["state"],
                document_sha256=row["document_sha256"],
                sha256=row["sha256"],
                digests_fit=_digests_fit(row, seals),
            )

    def marks(self) -> Iterator[MarkRow]:
        """Yield every mark, by credential and number."""
        columns = issuance.revocation.c
        query = sa.select(
            columns.credential_id,
            columns.seq,
            columns.purpose,
            columns.is_on.label("on"),
            columns.reason_code,
            columns.at,
        ).order_by(columns.credential_id, columns.seq)
        for row in self._connection.execute(query).mappings():
            yield MarkRow(**row)

    def key_rows(self) -> Iterator[KeyRow]:
        """Yield every key."""
        columns = issuance.key.c
        query = sa.select(
            columns.id, columns.organisation, columns.public_key_multibase, columns.state
        ).order_by(columns.created_at, columns.id)
        for row in self._connection.execute(query).mappings():
            yield KeyRow(**row)


def _digests_fit(row: Mapping[Any, Any], seals: RowSeals) -> bool:
    """Compare a credential's bytes with their digests; erased bytes leave only these behind."""
    try:
        opened = seals.open(row)
    except UnavailableError:
        # Sealed bytes that do not open were changed, or moved from another row.
        return False
    return all(
        not data or hashlib.sha256(data).hexdigest() == sha256
        for data, sha256 in (
            (opened["document"], opened["document_sha256"]),
            (opened["data"], opened["sha256"]),
        )
    )
