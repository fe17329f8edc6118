"""What may never happen to a row, as triggers on both databases (reliability.md section 2.2).

Revision: 0002, after 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_FIXED = {
    "credential": (
        "id public_id organisation award learner definition achievement form row_version key_id"
        " document document_sha256 proof_options list_id status_index status_purpose created_at"
    ),
    "status_list": "id url organisation purpose shuffle created_at",
    "key": "id organisation algorithm public_key_multibase created_at",
    "endorsement": "id attestation organisation credential_id key_id data sha256 signed_at",
}
_KEPT = ("credential", "status_alloc", "revocation", "status_list", "key", "event", "award")
_UNCHANGED = ("status_alloc", "revocation", "event", "award")
_PUBLISHED = "OLD.state IN ('published', 'retired')"

# (name, table, when, condition, sentence)
_WALLS = (
    *((f"{t}_kept", t, "DELETE", "1 = 1", f"rows of {t} are kept for ever") for t in _KEPT),
    *((f"{t}_unchanged", t, "UPDATE", "1 = 1", f"rows of {t} never change") for t in _UNCHANGED),
    *(
        (
            f"{t}_fixed",
            t,
            "UPDATE",
            " OR ".join(f"NEW.{c} IS DISTINCT FROM OLD.{c}" for c in columns.split()),
            f"this column of {t} never changes",
        )
        for t, columns in _FIXED.items()
    ),
    (
        "credential_born_prepared",
        "credential",
        "INSERT",
        "NEW.state <> 'prepared'",
        "a credential begins as prepared",
    ),
    (
        "credential_blob",
        "credential",
        "UPDATE",
        (
            "OLD.data IS NOT NULL AND (NEW.data IS DISTINCT FROM OLD.data"
            " OR NEW.sha256 IS DISTINCT FROM OLD.sha256"
            " OR NEW.issued_at IS DISTINCT FROM OLD.issued_at)"
        ),
        "published bytes never change",
    ),
    (
        "credential_transition",
        "credential",
        "UPDATE",
        (
            "NEW.state <> OLD.state AND NOT (OLD.state = 'prepared' OR (OLD.state = 'sign_failed'"
            " AND NEW.state = 'prepared'))"
        ),
        "a credential does not go from this state to that",
    ),
    (
        "status_list_forward",
        "status_list",
        "UPDATE",
        (
            "NEW.version < OLD.version OR NEW.wanted_version < OLD.wanted_version"
            " OR NEW.taken < OLD.taken OR (OLD.sealed AND NOT NEW.sealed)"
            " OR (NEW.version = OLD.version AND NEW.data IS DISTINCT FROM OLD.data)"
        ),
        "a status list never goes back",
    ),
    (
        "key_forward",
        "key",
        "UPDATE",
        (
            "(OLD.state = 'retired' AND NEW.state = 'active')"
            " OR (OLD.state = 'compromised' AND NEW.state <> 'compromised')"
        ),
        "a key never goes back",
    ),
    (
        "idempotency_answered",
        "idempotency",
        "UPDATE",
        "OLD.status IS NOT NULL",
        "an answer never changes",
    ),
    (
        "definition_published",
        "definition",
        "UPDATE",
        (
            f"{_PUBLISHED} AND (NEW.state NOT IN ('published', 'retired')"
            " OR NEW.content_hash <> OLD.content_hash"
            " OR CAST(NEW.document AS TEXT) <> CAST(OLD.document AS TEXT)"
            " OR CAST(NEW.achievement AS TEXT) <> CAST(OLD.achievement AS TEXT)"
            " OR CAST(NEW.pins AS TEXT) <> CAST(OLD.pins AS TEXT))"
        ),
        "a published badge version never changes",
    ),
    ("definition_kept", "definition", "DELETE", _PUBLISHED, "a published badge version is kept"),
)

# A mark that contradicts the ones before it: nothing follows a revocation, and suspensions go on
# and off in turns.
_LAST = (
    "COALESCE((SELECT {yes} FROM revocation r WHERE r.credential_id = NEW.credential_id"
    " AND r.purpose = 'suspension' AND r.is_on AND NOT EXISTS (SELECT 1 FROM revocation l"
    " WHERE l.credential_id = r.credential_id AND l.purpose = 'suspension' AND l.seq > r.seq)),"
    " {no})"
)
_CONTRADICTS = (
    "EXISTS (SELECT 1 FROM revocation r WHERE r.credential_id = NEW.credential_id"
    " AND (r.purpose = 'revocation' OR r.seq >= NEW.seq))"
    f" OR (NEW.purpose = 'suspension' AND NEW.is_on = {_LAST})"
)
_SENTENCE = "this mark contradicts the marks before it"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _build_on_sqlite()
    else:
        _build_on_postgres()


def _build_on_sqlite() -> None:
    for name, table, when, condition, sentence in _WALLS:
        plain = condition.replace("IS DISTINCT FROM", "IS NOT")
        _sqlite(name, table, when, plain, sentence)
    _sqlite(
        "revocation_order", "revocation", "INSERT", _CONTRADICTS.format(yes="1", no="0"), _SENTENCE
    )


def _sqlite(name: str, table: str, when: str, condition: str, sentence: str) -> None:
    op.execute(
        sa.text(
            f'CREATE TRIGGER wall_{name} BEFORE {when} ON "{table}" FOR EACH ROW'
            f" WHEN {condition} BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
        )
    )


def _build_on_postgres() -> None:
    op.execute(
        sa.text(
            "CREATE FUNCTION wall_refuse() RETURNS trigger LANGUAGE plpgsql AS $wall$ BEGIN"
            " RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';"
            " END $wall$"
        )
    )
    for name, table, when, condition, sentence in _WALLS:
        op.execute(
            sa.text(
                f'CREATE TRIGGER wall_{name} BEFORE {when} ON "{table}" FOR EACH ROW'
                f" WHEN ({condition}) EXECUTE FUNCTION wall_refuse('{sentence}')"
            )
        )
    for table in _KEPT:
        op.execute(
            sa.text(
                f'CREATE TRIGGER wall_{table}_whole BEFORE TRUNCATE ON "{table}"'
                f" EXECUTE FUNCTION wall_refuse('rows of {table} are kept for ever')"
            )
        )
    contradicts = _CONTRADICTS.format(yes="true", no="false")
    op.execute(
        sa.text(
            "CREATE FUNCTION wall_revocation_order() RETURNS trigger LANGUAGE plpgsql AS $wall$"
            f" BEGIN IF {contradicts} THEN RAISE EXCEPTION '{_SENTENCE}'"
            " USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $wall$"
        )
    )
    op.execute(
        sa.text(
            "CREATE TRIGGER wall_revocation_order BEFORE INSERT ON revocation FOR EACH ROW"
            " EXECUTE FUNCTION wall_revocation_order()"
        )
    )
