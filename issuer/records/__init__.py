"""SQL and files: tables, units of work, evidence by content digest, migrations."""

from issuer.records.blobs import FileBlobs
from issuer.records.engine import open_engine
from issuer.records.migrating import is_current, revision_of, upgrade
from issuer.records.unit_of_work import SqlUnitOfWork

__all__ = [
    "FileBlobs",
    "SqlUnitOfWork",
    "is_current",
    "open_engine",
    "revision_of",
    "upgrade",
]
