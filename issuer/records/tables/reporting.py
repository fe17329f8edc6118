"""Tables of reports: in which group a learner is counted, and whose groups are counted at all."""

import sqlalchemy as sa

from issuer.records.tables.metadata import Instant, metadata
from issuer.records.tables.sealed import Sealed
from issuer.records.tables.types import column_id, of_person, organisation_column

#: One row for each learner; `id` is the learner's own.
report_group = sa.Table(
    "report_group",
    metadata,
    column_id(primary_key=True),
    organisation_column(),
    sa.Column("name", Sealed("id"), nullable=False),
    *of_person("given_by"),
    sa.Column("given_at", Instant, nullable=False),
    sa.ForeignKeyConstraint(["organisation", "id"], ["person.organisation", "person.id"]),
    sa.Index("ix_report_group_organisation", "organisation"),
)

report_rule = sa.Table(
    "report_rule",
    metadata,
    column_id("organisation", primary_key=True),
    sa.Column("everybody", sa.Boolean, nullable=False),
    *of_person("set_by"),
    sa.Column("set_at", Instant, nullable=False),
    sa.ForeignKeyConstraint(["organisation"], ["organisation.id"]),
)
