"""Signed attestations: kept, never served (education.md section 3.6)."""

import sqlalchemy as sa

from issuer.issuance.model import CredentialId, EndorsementRecord
from issuer.records.tables import issuance as tables

_ENDORSEMENT = tables.endorsement


class SqlEndorsements:
    """Signed attestations on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, record: EndorsementRecord) -> None:
        """Store one; ConflictError if the attestation has one."""
        values = {column.name: getattr(record, column.name) for column in _ENDORSEMENT.c}
        self._connection.execute(_ENDORSEMENT.insert().values(values))

    def of_attestation(self, attestation_id: str) -> EndorsementRecord | None:
        """Return it, if any."""
        row = (
            self._connection.execute(
                sa.select(*_ENDORSEMENT.c).where(_ENDORSEMENT.c.attestation == attestation_id)
            )
            .mappings()
            .first()
        )
        return None if row is None else _record_of(row)

    def of_credential(self, credential_id: str) -> tuple[EndorsementRecord, ...]:
        """Return all about one credential, oldest first."""
        rows = self._connection.execute(
            sa.select(*_ENDORSEMENT.c)
            .where(_ENDORSEMENT.c.credential_id == credential_id)
            .order_by(_ENDORSEMENT.c.signed_at, _ENDORSEMENT.c.id)
        ).mappings()
        return tuple(_record_of(row) for row in rows)


def _record_of(row: sa.RowMapping) -> EndorsementRecord:
    members = dict(row)
    members["credential_id"] = CredentialId(members["credential_id"])
    return EndorsementRecord(**members)
