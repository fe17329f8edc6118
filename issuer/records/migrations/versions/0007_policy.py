"""Grants of roles in place of a column, units, broken glass, and revocations for two.

Revision: 0007, after 0002
"""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

from issuer.clock import system_clock

revision = "0007"
down_revision = "0002"
branch_labels = None
depends_on = None

#: An auditor's grant always ends: those from before end so long after this migration.
_AUDIT = timedelta(days=90)
_FORM = "%Y-%m-%dT%H:%M:%S.%fZ"


def upgrade() -> None:
    _make_units()
    _make_grants()
    _move_roles()
    op.drop_column("person", "roles")
    _make_broken_glass()
    _make_proposals()


def _of(organisation: str, *people: str, table: str) -> tuple[sa.ForeignKeyConstraint, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["organisation"],
            [f"{organisation}.id"],
            name=op.f(f"fk_{table}_organisation"),
        ),
        *(
            sa.ForeignKeyConstraint(
                ["organisation", person],
                ["person.organisation", "person.id"],
                name=op.f(f"fk_{table}_organisation_{person}"),
            )
            for person in people
        ),
    )


def _make_units() -> None:
    op.add_column("person", sa.Column("units", sa.Text(), nullable=False, server_default=""))
    op.add_column(
        "organisation",
        sa.Column(
            "second_person_for_revocation",
            sa.Boolean(),
            nullable=False,
            server_default=sa.false(),
        ),
    )
    op.create_table(
        "unit",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("organisation", sa.String(64), nullable=False),
        sa.Column("slug", sa.String(64), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("created_at", sa.String(27), nullable=False),
        *_of("organisation", table="unit"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("organisation", "slug", name=op.f("uq_unit_organisation_slug")),
    )


def _make_grants() -> None:
    op.create_table(
        "role_grant",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("organisation", sa.String(64), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("since", sa.String(27), nullable=False),
        sa.Column("until", sa.String(27)),
        sa.Column("units", sa.Text()),
        sa.Column("granted_by", sa.String(64)),
        sa.Column("needs_confirmation", sa.Boolean(), nullable=False),
        sa.Column("confirmed_by", sa.String(64)),
        sa.Column("confirmed_at", sa.String(27)),
        sa.Column("withdrawn_by", sa.String(64)),
        sa.Column("withdrawn_at", sa.String(27)),
        sa.CheckConstraint("granted_by <> person", name=op.f("ck_role_grant_given_by_another")),
        sa.CheckConstraint(
            "confirmed_by <> person AND confirmed_by <> granted_by",
            name=op.f("ck_role_grant_confirmed_by_a_third"),
        ),
        sa.CheckConstraint(
            "role <> 'auditor' OR until IS NOT NULL", name=op.f("ck_role_grant_audit_ends")
        ),
        *_of("organisation", "person", table="role_grant"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
    )
    op.create_index("ix_role_grant_person", "role_grant", ["organisation", "person"])


def _move_roles() -> None:
    """Make one lasting grant of each role that a person had; ids are made of person and role."""
    person = sa.table(
        "person", *(sa.column(name) for name in ("id", "organisation", "roles", "created_at"))
    )
    grant = sa.table(
        "role_grant",
        *(
            sa.column(name)
            for name in (
                "id",
                "organisation",
                "person",
                "role",
                "since",
                "until",
                "needs_confirmation",
            )
        ),
    )
    connection = op.get_bind()
    audit_ends = (system_clock() + _AUDIT).strftime(_FORM)
    for row in connection.execute(sa.select(person)).all():
        for role in filter(None, row.roles.split(",")):
            connection.execute(
                grant.insert().values(
                    id=f"{row.id}-{role}",
                    organisation=row.organisation,
                    person=row.id,
                    role=role,
                    since=row.created_at,
                    until=audit_ends if role == "auditor" else None,
                    needs_confirmation=False,
                )
            )


def _make_broken_glass() -> None:
    op.create_table(
        "broken_glass",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("organisation", sa.String(64), nullable=False),
        sa.Column("submission", sa.String(64), nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("until", sa.String(27), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation", "submission"],
            ["submission.organisation", "submission.id"],
            name=op.f("fk_broken_glass_organisation_submission"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation", "by"],
            ["person.organisation", "person.id"],
            name=op.f("fk_broken_glass_organisation_by"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broken_glass")),
    )
    op.create_index("ix_broken_glass_submission", "broken_glass", ["organisation", "submission"])


def _make_proposals() -> None:
    op.create_table(
        "revocation_proposal",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("organisation", sa.String(64), nullable=False),
        sa.Column("credential_id", sa.String(512), nullable=False),
        sa.Column("learner", sa.String(64), nullable=False),
        sa.Column("reason_code", sa.String(32), nullable=False),
        sa.Column("reason_text", sa.Text(), nullable=False),
        sa.Column("suspended", sa.Boolean(), nullable=False),
        sa.Column("proposed_by", sa.String(64), nullable=False),
        sa.Column("proposed_at", sa.String(27), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("settled_by", sa.String(64)),
        sa.Column("settled_at", sa.String(27)),
        sa.CheckConstraint(
            "settled_by <> proposed_by", name=op.f("ck_revocation_proposal_two_people")
        ),
        *_of("organisation", "learner", "proposed_by", table="revocation_proposal"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revocation_proposal")),
    )
    op.create_index(
        "uq_revocation_proposal_open",
        "revocation_proposal",
        ["credential_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
