"""Tables of issuance; what may never happen is refused here as well (reliability.md 2.2)."""

import sqlalchemy as sa

from issuer.access import ProposalState
from issuer.issuance.model import ReasonCode
from issuer.issuance.model.key_proposals import KeyAct
from issuer.records.tables.metadata import Instant, metadata
from issuer.records.tables.sealed import Sealed, SealedBytes
from issuer.records.tables.types import (
    WordOf,
    column_id,
    of_person,
    organisation_column,
    two_people,
)

_STATES = "'prepared', 'issued', 'lint_failed', 'sign_failed', 'abandoned'"


def _organisation() -> sa.Column[str]:
    return sa.Column(
        "organisation", sa.String(64), sa.ForeignKey("organisation.id"), nullable=False
    )


revocation_proposal = sa.Table(
    "revocation_proposal",
    metadata,
    column_id(primary_key=True),
    organisation_column(),
    sa.ForeignKeyConstraint(["organisation"], ["organisation.id"]),
    sa.Column("credential_id", sa.String(512), nullable=False),
    *of_person("learner"),
    sa.Column("reason_code", WordOf(ReasonCode), nullable=False),
    sa.Column("reason_text", Sealed("learner"), nullable=False),
    sa.Column("suspended", sa.Boolean, nullable=False),
    *of_person("proposed_by"),
    sa.Column("proposed_at", Instant, nullable=False),
    sa.Column("state", WordOf(ProposalState), nullable=False),
    column_id("settled_by"),
    sa.Column("settled_at", Instant),
    sa.CheckConstraint("settled_by <> proposed_by", name="two_people"),
    sa.Index(
        "uq_revocation_proposal_open",
        "credential_id",
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    ),
)

key_proposal = sa.Table(
    "key_proposal",
    metadata,
    column_id(primary_key=True),
    organisation_column(),
    sa.ForeignKeyConstraint(["organisation"], ["organisation.id"]),
    sa.Column("act", WordOf(KeyAct), nullable=False),
    sa.Column("subject", sa.String(512), nullable=False),
    sa.Column("wait", sa.Integer),
    *two_people("key_proposal", "organisation", "act", "subject"),
)

key = sa.Table(
    "key",
    metadata,
    sa.Column("id", sa.String(512), primary_key=True),
    _organisation(),
    sa.Column("algorithm", sa.String(32), nullable=False),
    sa.Column("public_key_multibase", sa.String(128), nullable=False, unique=True),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("backend", sa.String(16), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("published_at", Instant),
    sa.Column("switch_at", Instant),
    sa.Column("active_at", Instant),
    sa.Column("retired_at", Instant),
    sa.Column("compromised_at", Instant),
    sa.Column("paused_at", Instant),
    sa.CheckConstraint(
        "state IN ('created', 'published', 'active', 'retired', 'compromised')", name="state"
    ),
    sa.CheckConstraint(
        "state IN ('created', 'compromised') OR published_at IS NOT NULL", name="published"
    ),
    sa.Index(
        "uq_key_one_active",
        "organisation",
        "algorithm",
        unique=True,
        sqlite_where=sa.text("state = 'active'"),
        postgresql_where=sa.text("state = 'active'"),
    ),
    sa.Index(
        "uq_key_one_upcoming",
        "organisation",
        "algorithm",
        unique=True,
        sqlite_where=sa.text("state IN ('created', 'published')"),
        postgresql_where=sa.text("state IN ('created', 'published')"),
    ),
)

status_list = sa.Table(
    "status_list",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("url", sa.String(512), nullable=False, unique=True),
    _organisation(),
    sa.Column("purpose", sa.String(16), nullable=False),
    sa.Column("shuffle", sa.LargeBinary, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("taken", sa.Integer, nullable=False),
    sa.Column("wanted_version", sa.Integer, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("data", sa.LargeBinary),
    sa.Column("signed_at", Instant),
    sa.Column("valid_until", Instant),
    sa.Column("sealed", sa.Boolean, nullable=False),
    sa.CheckConstraint("purpose IN ('revocation', 'suspension')", name="purpose"),
    sa.CheckConstraint("taken >= 0 AND taken <= 131072", name="taken"),
    sa.CheckConstraint("version <= wanted_version", name="version"),
    sa.CheckConstraint("(version = 0) = (data IS NULL)", name="published"),
    sa.Index(
        "uq_status_list_one_open",
        "organisation",
        "purpose",
        unique=True,
        sqlite_where=sa.text("NOT sealed"),
        postgresql_where=sa.text("NOT sealed"),
    ),
)

credential = sa.Table(
    "credential",
    metadata,
    sa.Column("row", sa.String(64), primary_key=True),
    sa.Column("id", sa.String(512), nullable=False),
    sa.Column("public_id", sa.String(128), nullable=False),
    _organisation(),
    sa.Column("award", sa.String(64), sa.ForeignKey("award.id"), nullable=False),
    sa.Column("learner", sa.String(64), nullable=False),
    sa.Column("definition", sa.String(64), nullable=False),
    sa.Column("achievement", sa.String(512), nullable=False),
    sa.Column("form", sa.String(16), nullable=False),
    sa.Column("row_version", sa.Integer, nullable=False),
    sa.Column("key_id", sa.String(512), sa.ForeignKey("key.id"), nullable=False),
    sa.Column("document", SealedBytes("learner"), nullable=False),
    sa.Column("document_sha256", sa.String(64), nullable=False),
    sa.Column("proof_options", sa.LargeBinary, nullable=False),
    sa.Column("list_id", sa.String(64), sa.ForeignKey("status_list.id"), nullable=False),
    sa.Column("status_index", sa.Integer, nullable=False),
    sa.Column("status_purpose", sa.String(16), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("visibility", sa.String(16), nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("awarded_at", Instant, nullable=False),
    sa.Column("valid_from", Instant, nullable=False),
    sa.Column("valid_until", Instant),
    sa.Column("issued_at", Instant),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("fault", sa.String(512)),
    sa.Column("data", SealedBytes("learner")),
    sa.Column("sha256", sa.String(64)),
    sa.CheckConstraint(f"state IN ({_STATES})", name="state"),
    sa.CheckConstraint("visibility IN ('private', 'link', 'public')", name="visibility"),
    sa.CheckConstraint("(state = 'issued') = (data IS NOT NULL)", name="data"),
    sa.CheckConstraint("(data IS NULL) = (sha256 IS NULL)", name="sha256"),
    sa.Index(
        "uq_credential_one_living",
        "award",
        "form",
        "row_version",
        unique=True,
        sqlite_where=sa.text("state IN ('prepared', 'issued')"),
        postgresql_where=sa.text("state IN ('prepared', 'issued')"),
    ),
    sa.Index("ix_credential_id", "id"),
    sa.Index("ix_credential_public_id", "public_id"),
    sa.Index("ix_credential_organisation_row", "organisation", "issued_at", "row"),
    sa.Index("ix_credential_learner", "organisation", "learner"),
    sa.Index("ix_credential_organisation_end", "organisation", "valid_until"),
    sa.Index("ix_credential_state", "state", "created_at"),
    sa.Index("ix_credential_key", "key_id", "state"),
)

status_alloc = sa.Table(
    "status_alloc",
    metadata,
    sa.Column("list_id", sa.String(64), sa.ForeignKey("status_list.id"), primary_key=True),
    sa.Column("status_index", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("row", sa.String(64), nullable=False),
    sa.Column("credential_id", sa.String(512), nullable=False, index=True),
    sa.Column("at", Instant, nullable=False),
    sa.CheckConstraint("status_index >= 0 AND status_index < 131072", name="status_index"),
)

revocation = sa.Table(
    "revocation",
    metadata,
    sa.Column("credential_id", sa.String(512), primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    _organisation(),
    sa.Column("purpose", sa.String(16), nullable=False),
    sa.Column("is_on", sa.Boolean, nullable=False),
    sa.Column("reason_code", sa.String(32), nullable=False),
    sa.Column("reason_text", Sealed("credential_id"), nullable=False),
    sa.Column("actor", sa.String(64), nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.CheckConstraint("purpose IN ('revocation', 'suspension')", name="purpose"),
    sa.CheckConstraint("purpose = 'suspension' OR is_on", name="final"),
    sa.Index(
        "uq_revocation_once",
        "credential_id",
        unique=True,
        sqlite_where=sa.text("purpose = 'revocation'"),
        postgresql_where=sa.text("purpose = 'revocation'"),
    ),
)

idempotency = sa.Table(
    "idempotency",
    metadata,
    sa.Column("organisation", sa.String(64), sa.ForeignKey("organisation.id"), primary_key=True),
    sa.Column("client", sa.String(128), primary_key=True),
    sa.Column("key", sa.String(255), primary_key=True),
    sa.Column("request_hash", sa.String(80), nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("lease_until", Instant, nullable=False),
    sa.Column("status", sa.Integer),
    sa.Column("response", SealedBytes("day")),
    sa.CheckConstraint("(status IS NULL) = (response IS NULL)", name="answered"),
)

endorsement = sa.Table(
    "endorsement",
    metadata,
    sa.Column("id", sa.String(128), primary_key=True),
    sa.Column("attestation", sa.String(64), nullable=False, unique=True),
    _organisation(),
    sa.Column("credential_id", sa.String(512), nullable=False, index=True),
    sa.Column("key_id", sa.String(512), sa.ForeignKey("key.id"), nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("signed_at", Instant, nullable=False),
)

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    _organisation(),
    sa.Column("kind", sa.String(64), nullable=False),
    sa.Column("ref", sa.String(512), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("lease_until", Instant),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("not_before", Instant, nullable=False),
    sa.Column("last_error", sa.String(512)),
    sa.CheckConstraint("state IN ('waiting', 'leased', 'done', 'dead')", name="state"),
    sa.Index("ix_outbox_due", "state", "not_before"),
)
