"""The table of rules of two that somebody wants switched off."""

import sqlalchemy as sa

from issuer.access import ProposalState
from issuer.accounts.model import RuleOfTwo
from issuer.records.tables.metadata import Instant, metadata
from issuer.records.tables.types import WordOf, column_id, organisation_column

settings_proposal = sa.Table(
    "settings_proposal",
    metadata,
    column_id(primary_key=True),
    organisation_column(),
    sa.ForeignKeyConstraint(["organisation"], ["organisation.id"]),
    sa.Column("setting", WordOf(RuleOfTwo), nullable=False),
    column_id("proposed_by", nullable=False),
    sa.Column("proposed_at", Instant, nullable=False),
    sa.Column("expires_at", Instant, nullable=False),
    sa.Column("state", WordOf(ProposalState), nullable=False),
    column_id("settled_by"),
    sa.Column("settled_at", Instant),
    sa.CheckConstraint("settled_by <> proposed_by", name="two_people"),
    sa.Index(
        "uq_settings_proposal_open",
        "organisation",
        "setting",
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    ),
)
