"""Tables of identity providers, sign-ins under way, and links; a provider's secret is sealed."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.schema import SchemaItem

from issuer.access import Role
from issuer.federation.model import ProviderMethod
from issuer.records.tables.metadata import Instant, metadata
from issuer.records.tables.types import WordOf, Words, column_id, of_person, organisation_column


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderRow:
    """One row of `identity_provider`."""

    id: str
    organisation: str
    name: str
    issuer: str
    client_id: str
    method: ProviderMethod
    created_at: datetime
    sealed_secret: bytes
    domains: tuple[str, ...]
    newcomer_role: Role | None
    removed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityRow:
    """One row of `outside_identity`; the subject itself is not kept."""

    id: str
    organisation: str
    provider: str
    subject_index: str
    person: str
    linked_at: datetime


def _of_provider() -> tuple[SchemaItem, ...]:
    return (
        organisation_column(),
        column_id("provider", nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation", "provider"],
            ["identity_provider.organisation", "identity_provider.id"],
        ),
    )


identity_provider = sa.Table(
    "identity_provider",
    metadata,
    column_id(primary_key=True),
    organisation_column(),
    sa.Column("name", sa.String(60), nullable=False),
    sa.Column("issuer", sa.String(512), nullable=False),
    sa.Column("client_id", sa.String(255), nullable=False),
    sa.Column("method", WordOf(ProviderMethod), nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("sealed_secret", sa.LargeBinary, nullable=False),
    sa.Column("domains", Words, nullable=False),
    sa.Column("newcomer_role", WordOf(Role)),
    sa.Column("removed_at", Instant),
    sa.ForeignKeyConstraint(["organisation"], ["organisation.id"]),
    sa.UniqueConstraint("organisation", "id"),
)

oidc_attempt = sa.Table(
    "oidc_attempt",
    metadata,
    column_id(primary_key=True),
    *_of_provider(),
    sa.Column("state_hash", sa.String(64), nullable=False, unique=True),
    sa.Column("browser_hash", sa.String(64), nullable=False),
    sa.Column("nonce", sa.String(64), nullable=False),
    sa.Column("verifier", sa.String(64), nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("expires_at", Instant, nullable=False),
    column_id("person"),
    sa.Column("used_at", Instant),
    sa.ForeignKeyConstraint(["organisation", "person"], ["person.organisation", "person.id"]),
    sa.Index("ix_oidc_attempt_expires_at", "expires_at"),
)

outside_identity = sa.Table(
    "outside_identity",
    metadata,
    column_id(primary_key=True),
    *_of_provider(),
    sa.Column("subject_index", sa.String(64), nullable=False),
    *of_person("person"),
    sa.Column("linked_at", Instant, nullable=False),
    sa.UniqueConstraint("organisation", "provider", "subject_index"),
    sa.Index("ix_outside_identity_person", "organisation", "person"),
)
