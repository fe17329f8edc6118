"""Repository of stored evidence: which files there should be, and what was found of them."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from issuer.assessment.model import FileCheck, StoredFile
from issuer.records.stored_rows import StoredRows
from issuer.records.tables import accounts, assessment, storage

_EVIDENCE, _CHECK, _PERSON = assessment.evidence, storage.evidence_check, accounts.person
_FILE = (
    _EVIDENCE.c.id,
    _EVIDENCE.c.organisation,
    _EVIDENCE.c.submission,
    _EVIDENCE.c.learner,
    _EVIDENCE.c.digest,
    _EVIDENCE.c.blob,
    sa.func.coalesce(_EVIDENCE.c.size, 0).label("size"),
)
_OF_LEARNER = sa.and_(
    _PERSON.c.organisation == _EVIDENCE.c.organisation, _PERSON.c.id == _EVIDENCE.c.learner
)


class SqlStoredFiles:
    """Stored evidence on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._rows = StoredRows(connection, _CHECK, FileCheck)

    def due(self, before: datetime, limit: int) -> tuple[StoredFile, ...]:
        """Return files that nobody looked at since, longest first; none erased or over its time."""
        query = (
            sa.select(*_FILE)
            .join(_PERSON, _OF_LEARNER)
            .outerjoin(_CHECK, _CHECK.c.id == _EVIDENCE.c.id)
            .where(_EVIDENCE.c.blob.is_not(None), _EVIDENCE.c.deleted_at.is_(None))
            .where(_PERSON.c.erased_at.is_(None))
            .where(sa.or_(_CHECK.c.looked_at.is_(None), _CHECK.c.looked_at < before))
            .order_by(sa.func.coalesce(_CHECK.c.looked_at, _EVIDENCE.c.at), _EVIDENCE.c.id)
            .limit(limit)
        )
        return tuple(StoredFile(**row) for row in self._connection.execute(query).mappings())

    def check_of(self, item: str) -> FileCheck | None:
        """Return what was found at the last look, if there was one."""
        return self._rows.first(_CHECK.c.id == item)

    def put(self, check: FileCheck) -> None:
        """Store what was found, in place of what was found before."""
        is_postgres = self._connection.dialect.name == "postgresql"
        insert = postgresql.insert if is_postgres else sqlite.insert
        found = {"looked_at": check.looked_at, "altered_at": check.altered_at}
        row = {"id": check.id, "organisation": check.organisation, "submission": check.submission}
        self._connection.execute(
            insert(_CHECK)
            .values(**row, **found)
            .on_conflict_do_update(index_elements=[_CHECK.c.id], set_=found)
        )

    def altered(self, organisation: str, submission: str) -> frozenset[str]:
        """Return the items of a submission whose bytes did not hold at the last look."""
        query = sa.select(_CHECK.c.id).where(
            _CHECK.c.organisation == organisation,
            _CHECK.c.submission == submission,
            _CHECK.c.altered_at.is_not(None),
        )
        return frozenset(self._connection.execute(query).scalars())

    def named(self) -> Mapping[tuple[str, str], frozenset[str]]:
        """Return, per learner, the hex SHA-256 of every file that a row names."""
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        query = sa.select(_EVIDENCE.c.organisation, _EVIDENCE.c.learner, _EVIDENCE.c.blob)
        for row in self._connection.execute(query.where(_EVIDENCE.c.blob.is_not(None))):
            found[row.organisation, row.learner].add(row.blob)
        return {who: frozenset(blobs) for who, blobs in found.items()}
