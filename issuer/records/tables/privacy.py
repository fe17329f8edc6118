"""Tables of erasures, legal holds and links to be shared."""

import sqlalchemy as sa
from sqlalchemy.schema import SchemaItem

from issuer.accounts.model import ErasureReason, ErasureState, LinkKind
from issuer.records.tables.metadata import Instant, metadata
from issuer.records.tables.sealed import Sealed
from issuer.records.tables.types import (
    WordOf,
    Words,
    column_id,
    of_person,
    organisation_column,
)


def _about_person(name: str) -> tuple[SchemaItem, ...]:
    return (
        organisation_column(),
        sa.ForeignKeyConstraint(["organisation"], ["organisation.id"]),
        *of_person(name),
    )


erasure = sa.Table(
    "erasure",
    metadata,
    column_id(primary_key=True),
    *_about_person("person"),
    sa.Column("reason", WordOf(ErasureReason), nullable=False),
    sa.Column("state", WordOf(ErasureState), nullable=False),
    column_id("proposed_by", nullable=False),
    sa.Column("proposed_at", Instant, nullable=False),
    column_id("confirmed_by"),
    sa.Column("confirmed_at", Instant),
    sa.Column("done_at", Instant),
    sa.Index(
        "uq_erasure_one_running",
        "organisation",
        "person",
        unique=True,
        sqlite_where=sa.text("state IN ('proposed', 'confirmed')"),
        postgresql_where=sa.text("state IN ('proposed', 'confirmed')"),
    ),
)

legal_hold = sa.Table(
    "legal_hold",
    metadata,
    column_id(primary_key=True),
    *_about_person("person"),
    sa.Column("reason", Sealed("person"), nullable=False),
    column_id("placed_by", nullable=False),
    sa.Column("placed_at", Instant, nullable=False),
    column_id("lifted_by"),
    sa.Column("lifted_at", Instant),
    sa.Index("ix_legal_hold_person", "organisation", "person"),
)

share_link = sa.Table(
    "share_link",
    metadata,
    column_id(primary_key=True),
    *_about_person("learner"),
    sa.Column("kind", WordOf(LinkKind), nullable=False),
    sa.Column("secret_hash", sa.String(64), nullable=False, unique=True),
    sa.Column("credential", sa.String(128)),
    sa.Column("evidence", Words, nullable=False),
    column_id("made_by", nullable=False),
    sa.Column("role", sa.String(32), nullable=False),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("expires", Instant, nullable=False),
    sa.Column("views", sa.Integer, nullable=False),
    sa.Column("viewed_at", Instant),
    sa.Column("revoked_at", Instant),
    sa.Index("ix_share_link_learner", "organisation", "learner"),
)
