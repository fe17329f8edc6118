"""Passkeys, their challenges, authenticator apps and recovery codes.

Revision: 0008, after 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "organisation",
        sa.Column("staff_second_factor", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.create_table(
        "passkey_challenge",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("ceremony", sa.String(length=32), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("browser_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.String(length=27), nullable=False),
        sa.Column("expires_at", sa.String(length=27), nullable=False),
        sa.Column("session", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey_challenge")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_passkey_challenge_secret_hash")),
    )
    op.create_index("ix_passkey_challenge_expires", "passkey_challenge", ["expires_at"])
    op.create_table(
        "passkey",
        *_of_person(),
        sa.Column("credential_id", sa.String(length=1364), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.String(length=27), nullable=False),
        sa.Column("used_at", sa.String(length=27), nullable=True),
        *_keys_of("passkey"),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    op.create_index("ix_passkey_person", "passkey", ["organisation", "person"])
    op.create_table(
        "code_app",
        *_of_person(),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.String(length=27), nullable=False),
        sa.Column("confirmed_at", sa.String(length=27), nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        *_keys_of("code_app"),
        sa.UniqueConstraint("organisation", "person", name=op.f("uq_code_app_organisation_person")),
    )
    op.create_table(
        "recovery_code",
        *_of_person(),
        sa.Column("code_index", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.String(length=27), nullable=False),
        sa.Column("used_at", sa.String(length=27), nullable=True),
        *_keys_of("recovery_code"),
        sa.UniqueConstraint(
            "organisation",
            "person",
            "code_index",
            name=op.f("uq_recovery_code_organisation_person_code_index"),
        ),
    )


def _of_person() -> tuple[sa.Column[str], ...]:
    return (
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("organisation", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
    )


def _keys_of(table: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["organisation", "person"],
            ["person.organisation", "person.id"],
            name=op.f(f"fk_{table}_organisation_person"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisation.id"], name=op.f(f"fk_{table}_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
