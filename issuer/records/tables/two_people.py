"""The table of rules of two that somebody wants switched off."""

import sqlalchemy as sa

from issuer.accounts.model import RuleOfTwo
from issuer.records.tables.metadata import metadata
from issuer.records.tables.types import WordOf, column_id, organisation_column, two_people

settings_proposal = sa.Table(
    "settings_proposal",
    metadata,
    column_id(primary_key=True),
    organisation_column(),
    sa.ForeignKeyConstraint(["organisation"], ["organisation.id"]),
    sa.Column("setting", WordOf(RuleOfTwo), nullable=False),
    *two_people("settings_proposal", "organisation", "setting"),
)
