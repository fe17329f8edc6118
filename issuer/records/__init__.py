"""SQL and files: tables, units of work, evidence by content digest, migrations."""

from issuer.records.blobs import FileBlobs
from issuer.records.engine import open_engine
from issuer.records.migrating import upgrade
from issuer.records.unit_of_work import SqlUnitOfWork

__all__ = ["FileBlobs", "SqlUnitOfWork", "open_engine", "upgrade"]
