"""Which key-encryption keys sealed this database, by what names them and tells nothing."""

import sqlalchemy as sa

from issuer.records.tables.metadata import Instant, metadata
from issuer.records.tables.types import WordOf
from issuer.sealing.model import SecretState

sealing_secret = sa.Table(
    "sealing_secret",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("state", WordOf(SecretState), nullable=False),
    sa.Column("since", Instant, nullable=False),
    sa.Column("carried", sa.LargeBinary),
)
