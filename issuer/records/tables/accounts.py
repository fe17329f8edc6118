"""Tables of accounts, and the append-only table of events."""

import sqlalchemy as sa
from sqlalchemy.schema import SchemaItem

from issuer.access import Role
from issuer.accounts.model import (
    Ceremony,
    DidForm,
    InvitationKind,
    OrganisationKind,
    Purpose,
    TieKind,
)
from issuer.records.tables.metadata import Instant, metadata
from issuer.records.tables.sealed import Sealed
from issuer.records.tables.types import (
    JSON,
    WordOf,
    Words,
    WordSet,
    column_id,
    of_person,
    organisation_column,
)


def _of_organisation() -> tuple[SchemaItem, ...]:
    return (
        organisation_column(),
        sa.ForeignKeyConstraint(["organisation"], ["organisation.id"]),
    )


def _of_person_or_none(name: str) -> tuple[SchemaItem, ...]:
    return (
        column_id(name),
        sa.ForeignKeyConstraint(["organisation", name], ["person.organisation", "person.id"]),
    )


organisation = sa.Table(
    "organisation",
    metadata,
    column_id(primary_key=True),
    sa.Column("slug", sa.String(64), nullable=False, unique=True),
    sa.Column("kind", WordOf(OrganisationKind), nullable=False),
    sa.Column("name", sa.String(120), nullable=False),
    sa.Column("url", sa.String(512), nullable=False),
    sa.Column("did", sa.String(512), nullable=False, unique=True),
    sa.Column("did_form", WordOf(DidForm), nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("email", sa.String(254)),
    sa.Column("description", sa.Text),
    sa.Column("sole_teacher", sa.Boolean, nullable=False),
    sa.Column("scale", Words, nullable=False),
    sa.Column("age_of_majority", sa.Integer, nullable=False),
    sa.Column("appeal_days", sa.Integer, nullable=False),
    sa.Column(
        "second_person_for_revocation", sa.Boolean, nullable=False, server_default=sa.false()
    ),
    sa.Column("staff_second_factor", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("second_person_for_keys", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("evidence_months", sa.Integer, nullable=False, server_default="12"),
    sa.Column("withdrawn_days", sa.Integer, nullable=False, server_default="180"),
    sa.Column("colour", sa.String(7)),
    sa.Column("logo_url", sa.String(512)),
    sa.Column("logo_alt", sa.String(200)),
)

person = sa.Table(
    "person",
    metadata,
    column_id(primary_key=True),
    *_of_organisation(),
    sa.Column("name", Sealed("id"), nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("birth_date", Sealed("id", "date")),
    sa.Column("group", Sealed("id")),
    sa.Column("peer_participation", sa.Boolean, nullable=False),
    sa.Column("active", sa.Boolean, nullable=False),
    sa.Column("erased_at", Instant),
    sa.Column("units", WordSet, nullable=False, server_default=""),
    sa.UniqueConstraint("organisation", "id"),
)

unit = sa.Table(
    "unit",
    metadata,
    column_id(primary_key=True),
    *_of_organisation(),
    sa.Column("slug", sa.String(64), nullable=False),
    sa.Column("name", sa.String(120), nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.UniqueConstraint("organisation", "slug"),
)

role_grant = sa.Table(
    "role_grant",
    metadata,
    column_id(primary_key=True),
    *_of_organisation(),
    *of_person("person"),
    sa.Column("role", WordOf(Role), nullable=False),
    sa.Column("since", Instant, nullable=False),
    sa.Column("until", Instant),
    sa.Column("units", WordSet),
    column_id("granted_by"),
    sa.Column("needs_confirmation", sa.Boolean, nullable=False),
    column_id("confirmed_by"),
    sa.Column("confirmed_at", Instant),
    column_id("withdrawn_by"),
    sa.Column("withdrawn_at", Instant),
    sa.CheckConstraint("granted_by <> person", name="given_by_another"),
    sa.CheckConstraint(
        "confirmed_by <> person AND confirmed_by <> granted_by", name="confirmed_by_a_third"
    ),
    sa.CheckConstraint("role <> 'auditor' OR until IS NOT NULL", name="audit_ends"),
    sa.Index("ix_role_grant_person", "organisation", "person"),
)

tie = sa.Table(
    "tie",
    metadata,
    column_id(primary_key=True),
    *_of_organisation(),
    *of_person("person"),
    *of_person("other"),
    sa.Column("kind", WordOf(TieKind), nullable=False),
    sa.Column("since", Instant, nullable=False),
    sa.Column("until", Instant),
    sa.CheckConstraint("person <> other", name="two_people"),
    sa.Index("ix_tie_person", "organisation", "person"),
    sa.Index("ix_tie_other", "organisation", "other"),
)

consent = sa.Table(
    "consent",
    metadata,
    column_id(primary_key=True),
    *_of_organisation(),
    *of_person("subject"),
    sa.Column("purpose", WordOf(Purpose), nullable=False),
    *of_person("granted_by"),
    sa.Column("relation", sa.String(16), nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("display_name", Sealed("subject")),
    sa.Column("expires", Instant),
    sa.Column("withdrawn_at", Instant),
    sa.CheckConstraint("relation IN ('self', 'guardian')", name="relation"),
    sa.Index("ix_consent_subject", "organisation", "subject"),
)

token = sa.Table(
    "token",
    metadata,
    column_id(primary_key=True),
    *_of_organisation(),
    *of_person("person"),
    sa.Column("role", WordOf(Role), nullable=False),
    sa.Column("secret_hash", sa.String(64), nullable=False, unique=True),
    sa.Column("label", Sealed("person"), nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("expires_at", Instant, nullable=False),
    sa.Column("revoked_at", Instant),
)

event = sa.Table(
    "event",
    metadata,
    sa.Column(
        "number",
        sa.BigInteger().with_variant(sa.Integer, "sqlite"),
        primary_key=True,
        autoincrement=True,
    ),
    column_id(nullable=False, unique=True),
    sa.Column("at", Instant, nullable=False),
    *_of_organisation(),
    column_id("actor", nullable=False),
    sa.Column("role", sa.String(32), nullable=False),
    sa.Column("name", sa.String(64), nullable=False),
    sa.Column("subject", sa.String(512), nullable=False),
    column_id("learner"),
    sa.Column("object_hash", sa.String(80)),
    sa.Column("codes", JSON, nullable=False),
    # Salts of the tags in the leaf; gone once the person was forgotten.
    sa.Column("actor_salt", sa.LargeBinary),
    sa.Column("subject_salt", sa.LargeBinary),
    sa.Column("learner_salt", sa.LargeBinary),
    sa.Index("ix_event_subject", "organisation", "subject"),
    sa.Index("ix_event_learner", "organisation", "learner"),
    sa.Index("ix_event_organisation_at", "organisation", "at", "number"),
    sa.Index("ix_event_organisation_name", "organisation", "name", "at"),
    sqlite_autoincrement=True,
)

login = sa.Table(
    "login",
    metadata,
    column_id(primary_key=True),
    *_of_organisation(),
    *of_person("person"),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("handle", Sealed("person")),
    sa.Column("handle_index", sa.String(64)),
    sa.Column("email", Sealed("person")),
    sa.Column("email_index", sa.String(64)),
    sa.Column("password_hash", sa.String(255)),
    sa.Column("must_change", sa.Boolean, nullable=False),
    sa.Column("disabled_at", Instant),
    sa.Column("language", sa.String(8)),
    sa.UniqueConstraint("organisation", "person"),
    sa.UniqueConstraint("handle_index"),
    sa.UniqueConstraint("email_index"),
)

session = sa.Table(
    "session",
    metadata,
    column_id(primary_key=True),
    *_of_organisation(),
    *of_person("person"),
    sa.Column("role", WordOf(Role), nullable=False),
    sa.Column("secret_hash", sa.String(64), nullable=False, unique=True),
    sa.Column("factors", Words, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("seen_at", Instant, nullable=False),
    sa.Column("expires_at", Instant, nullable=False),
    sa.Column("fresh_at", Instant),
    sa.Column("ended_at", Instant),
    sa.Column("device", Sealed("person"), nullable=False),
    sa.Column("address", Sealed("person"), nullable=False),
    sa.Column("bound_to", sa.String(64)),
    sa.Index("ix_session_person", "organisation", "person", "ended_at"),
)

invitation = sa.Table(
    "invitation",
    metadata,
    column_id(primary_key=True),
    *_of_organisation(),
    sa.Column("kind", WordOf(InvitationKind), nullable=False),
    sa.Column("secret_hash", sa.String(64), nullable=False, unique=True),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("expires_at", Instant, nullable=False),
    *_of_person_or_none("person"),
    *_of_person_or_none("child"),
    sa.Column("email", Sealed("person|child")),
    column_id("created_by"),
    sa.Column("used_at", Instant),
    sa.CheckConstraint("(person IS NULL) <> (child IS NULL)", name="for_one"),
    sa.Index("ix_invitation_person", "organisation", "person"),
)

class_code = sa.Table(
    "class_code",
    metadata,
    column_id(primary_key=True),
    *_of_organisation(),
    sa.Column("group", sa.String(120), nullable=False),
    sa.Column("code_index", sa.String(64), nullable=False, unique=True),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("expires_at", Instant, nullable=False),
    *of_person("created_by"),
    sa.Column("ended_at", Instant),
    sa.Index("ix_class_code_group", "organisation", "group"),
)

personal_code = sa.Table(
    "personal_code",
    metadata,
    column_id(primary_key=True),
    *_of_organisation(),
    *of_person("person"),
    sa.Column("code_index", sa.String(64), nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.UniqueConstraint("organisation", "person"),
    sa.UniqueConstraint("organisation", "code_index"),
)

passkey = sa.Table(
    "passkey",
    metadata,
    column_id(primary_key=True),
    *_of_organisation(),
    *of_person("person"),
    sa.Column("credential_id", sa.String(1364), nullable=False, unique=True),
    sa.Column("public_key", sa.LargeBinary, nullable=False),
    sa.Column("sign_count", sa.BigInteger, nullable=False),
    sa.Column("name", Sealed("person"), nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("used_at", Instant),
    sa.Index("ix_passkey_person", "organisation", "person"),
)

passkey_challenge = sa.Table(
    "passkey_challenge",
    metadata,
    column_id(primary_key=True),
    sa.Column("ceremony", WordOf(Ceremony), nullable=False),
    sa.Column("secret_hash", sa.String(64), nullable=False, unique=True),
    sa.Column("browser_hash", sa.String(64), nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("expires_at", Instant, nullable=False),
    column_id("session"),
    sa.Index("ix_passkey_challenge_expires", "expires_at"),
)

code_app = sa.Table(
    "code_app",
    metadata,
    column_id(primary_key=True),
    *_of_organisation(),
    *of_person("person"),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("confirmed_at", Instant),
    sa.Column("last_step", sa.BigInteger, nullable=False),
    sa.UniqueConstraint("organisation", "person"),
)

recovery_code = sa.Table(
    "recovery_code",
    metadata,
    column_id(primary_key=True),
    *_of_organisation(),
    *of_person("person"),
    sa.Column("code_index", sa.String(64), nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("used_at", Instant),
    sa.UniqueConstraint("organisation", "person", "code_index"),
)

#: Counted tries; `key` is a keyed digest, so no name and no address is kept here.
tries = sa.Table(
    "tries",
    metadata,
    sa.Column("key", sa.String(100), primary_key=True),
    sa.Column("began_at", Instant, nullable=False),
    sa.Column("count", sa.Integer, nullable=False),
    sa.Index("ix_tries_began", "began_at"),
)
