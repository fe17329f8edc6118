"""Tables of programs and of identity providers."""

import sqlalchemy as sa
from sqlalchemy.schema import SchemaItem

from issuer.clients.model import Method
from issuer.records.tables.metadata import Instant, metadata
from issuer.records.tables.types import JSON, Scopes, WordOf, column_id, organisation_column


def _of_organisation() -> tuple[SchemaItem, ...]:
    return (
        organisation_column(),
        sa.ForeignKeyConstraint(["organisation"], ["organisation.id"]),
    )


def _of_client() -> tuple[SchemaItem, ...]:
    return (
        organisation_column(),
        column_id("client", nullable=False),
        sa.ForeignKeyConstraint(["organisation", "client"], ["client.organisation", "client.id"]),
    )


client = sa.Table(
    "client",
    metadata,
    column_id(primary_key=True),
    *_of_organisation(),
    sa.Column("name", sa.String(120), nullable=False),
    sa.Column("method", WordOf(Method), nullable=False),
    sa.Column("scopes", Scopes, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("secret_hash", sa.String(64)),
    sa.Column("jwk", JSON),
    sa.Column("revoked_at", Instant),
    sa.UniqueConstraint("organisation", "id"),
)

client_token = sa.Table(
    "client_token",
    metadata,
    column_id(primary_key=True),
    *_of_client(),
    sa.Column("secret_hash", sa.String(64), nullable=False, unique=True),
    sa.Column("scopes", Scopes, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("expires_at", Instant, nullable=False),
    sa.Column("revoked_at", Instant),
    sa.Index("ix_client_token_expires_at", "expires_at"),
)

spent_assertion = sa.Table(
    "spent_assertion",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    *_of_client(),
    sa.Column("expires_at", Instant, nullable=False),
    sa.Index("ix_spent_assertion_expires_at", "expires_at"),
)
