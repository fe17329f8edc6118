"""SQL and files: tables, units of work, evidence by content digest, migrations."""

from sqlalchemy import Engine

from issuer.records.blobs import FileBlobs
from issuer.records.checkpoint_file import CheckpointFile
from issuer.records.compacting import compact
from issuer.records.counters import SqlCounters, open_counters
from issuer.records.engine import open_engine
from issuer.records.migrating import can_write, is_current, revision_of, upgrade
from issuer.records.trust_list import TrustFile, read_trusted
from issuer.records.unit_of_work import SqlUnitOfWork

__all__ = [
    "CheckpointFile",
    "Engine",
    "FileBlobs",
    "SqlCounters",
    "SqlUnitOfWork",
    "TrustFile",
    "can_write",
    "compact",
    "is_current",
    "open_counters",
    "open_engine",
    "read_trusted",
    "revision_of",
    "upgrade",
]
