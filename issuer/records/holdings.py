"""Everything that is held about one person, whatever the table: to be shown whole, or blanked.

Which rows are whose follows from the columns that are sealed and from the few tables named here, so
a new personal column is exported and erased from the day it has its type.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, cast

import sqlalchemy as sa

from issuer.accounts.model import HeldCredential, HeldFile
from issuer.assessment.model import OPEN_REVIEWS, ReviewState, SubmissionState
from issuer.clock import format_instant
from issuer.documents import Document, Json
from issuer.issuance.model import State, Visibility
from issuer.records.sealing import RowSeals, key_of_day, sealed_columns
from issuer.records.tables import (
    accounts,
    assessment,
    facts,
    federation,
    issuance,
    letters,
    privacy,
    reporting,
    weekly,
)
from issuer.records.tables.sealed import Sealed, SealedBytes

_SUBMISSION, _EVIDENCE, _CREDENTIAL = (
    assessment.submission,
    assessment.evidence,
    issuance.credential,
)
#: The database refuses every change of these; without the key nobody reads them either.
_WALLED = frozenset({"award", "credential", "revocation"})
#: Kinds in the order of an export -> the column that says whose a row is.
_KINDS: Mapping[str, tuple[sa.Table, str]] = {
    "person": (accounts.person, "id"),
    "ties": (accounts.tie, "person|other"),
    "consents": (accounts.consent, "subject"),
    "tokens": (accounts.token, "person"),
    "logins": (accounts.login, "person"),
    "sessions": (accounts.session, "person"),
    "passkeys": (accounts.passkey, "person"),
    "authenticator_apps": (accounts.code_app, "person"),
    "invitations": (accounts.invitation, "person|child"),
    "outside_identities": (federation.outside_identity, "person"),
    "letters": (letters.mail, "person|about"),
    "roles": (accounts.role_grant, "person"),
    "submissions": (assessment.submission, "learner"),
    "revisions": (assessment.revision, "submission"),
    "evidence": (assessment.evidence, "learner"),
    "feedback": (assessment.feedback, "submission"),
    "decisions": (assessment.decision, "submission"),
    "reviews": (assessment.review, "learner"),
    "reviews_given": (assessment.review, "peer"),
    "calibrations": (assessment.calibration, "person"),
    "ratings": (facts.rating, "submission"),
    "attestations": (facts.attestation, "learner"),
    "moderations": (facts.moderation, "submission"),
    "signoffs": (facts.signoff, "submission"),
    "hours": (facts.hours, "learner"),
    "external_proofs": (facts.external, "learner"),
    "metrics": (facts.metric, "submission"),
    "statements": (facts.statement, "learner"),
    "waivers": (facts.waiver, "submission"),
    "extensions": (facts.extension, "submission"),
    "awards": (assessment.award, "learner"),
    "credentials": (issuance.credential, "learner"),
    "revocations": (issuance.revocation, "credential_id"),
    "revocation_proposals": (issuance.revocation_proposal, "learner"),
    "broken_glass": (facts.broken_glass, "submission"),
    "share_links": (privacy.share_link, "learner"),
    "weekly_letters": (weekly.weekly_letter, "person"),
    "legal_holds": (privacy.legal_hold, "person"),
    "erasures": (privacy.erasure, "person"),
    "report_groups": (reporting.report_group, "id"),
    "events": (accounts.event, "learner"),
}
#: Bytes are exported as files; hashes of secrets and the plumbing of signing say nothing to people.
_LEFT_OUT = frozenset(
    {"organisation", "secret_hash", "number", "data", "proof_options", "list_id", "row", "blob"}
    | {"password_hash", "handle_index", "email_index", "bound_to", "public_key", "last_step"}
    | {"subject_index", "recipient", "stop_hash"}
)
_UNFINISHED = (
    SubmissionState.DRAFT,
    SubmissionState.SUBMITTED,
    SubmissionState.IN_REVIEW,
    SubmissionState.RETURNED,
    SubmissionState.READY,
)


class SqlHoldings:
    """What is held about people, on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def kinds(self) -> tuple[str, ...]:
        """Return the kinds of rows there are."""
        return tuple(_KINDS)

    def rows(self, kind: str, organisation: str, person: str) -> tuple[Document, ...]:
        """Return all rows of one kind about a person, opened, in a stable order."""
        table, owner = _KINDS[kind]
        seals = RowSeals(self._connection, table)
        found = self._connection.execute(
            sa.select(table)
            .where(_is_of(table, owner, organisation, person))
            .order_by(*table.primary_key)
        ).mappings()
        return tuple(_plain_row(seals.open(row)) for row in found)

    def people(self, organisation: str) -> frozenset[str]:
        """Return the ids of all people of an organisation, erased ones too."""
        found = self._connection.execute(
            sa.select(accounts.person.c.id).where(accounts.person.c.organisation == organisation)
        )
        return frozenset(found.scalars())

    def files(self, organisation: str, person: str) -> tuple[HeldFile, ...]:
        """Return the stored files of a person's evidence."""
        found = self._connection.execute(
            sa.select(_EVIDENCE.c.id, _EVIDENCE.c.blob, _EVIDENCE.c.media_type)
            .where(
                _is_of(_EVIDENCE, "learner", organisation, person),
                _EVIDENCE.c.blob.is_not(None),
                _EVIDENCE.c.deleted_at.is_(None),
            )
            .order_by(_EVIDENCE.c.id)
        )
        return tuple(
            HeldFile(id=row.id, sha256=row.blob, media_type=row.media_type or "") for row in found
        )

    def credentials(self, organisation: str, person: str) -> tuple[HeldCredential, ...]:
        """Return the issued credentials of a person as their bytes, each in each form."""
        seals = RowSeals(self._connection, _CREDENTIAL)
        found = self._connection.execute(
            sa.select(_CREDENTIAL)
            .where(
                _is_of(_CREDENTIAL, "learner", organisation, person),
                _CREDENTIAL.c.state == State.ISSUED,
            )
            .order_by(_CREDENTIAL.c.public_id, _CREDENTIAL.c.form, _CREDENTIAL.c.row_version)
        ).mappings()
        return tuple(
            HeldCredential(
                public_id=row["public_id"],
                version=row["row_version"],
                form=row["form"],
                achievement=row["achievement"],
                data=row["data"] or b"",
            )
            for row in map(seals.open, found)
        )

    def owns(
        self, organisation: str, person: str, public_id: str | None, items: tuple[str, ...]
    ) -> bool:
        """Tell whether a badge and items of evidence are all the person's."""
        mine = sa.select(_EVIDENCE.c.id).where(
            _is_of(_EVIDENCE, "learner", organisation, person), _EVIDENCE.c.id.in_(items)
        )
        badge = sa.select(_CREDENTIAL.c.row).where(
            _is_of(_CREDENTIAL, "learner", organisation, person),
            _CREDENTIAL.c.public_id == public_id,
            _CREDENTIAL.c.state == State.ISSUED,
        )
        has_badge = (
            public_id is None or self._connection.execute(badge.limit(1)).first() is not None
        )
        return has_badge and len(self._connection.execute(mine).all()) == len(set(items))

    def old_answers(self, before: datetime) -> tuple[tuple[str, str], ...]:
        """Return (organisation, name of the day's key) of answers kept for repeats since before."""
        table = issuance.idempotency
        found = self._connection.execute(
            sa.select(table.c.organisation, table.c.created_at).where(table.c.created_at < before)
        )
        return tuple(sorted({(row.organisation, key_of_day(row.created_at)) for row in found}))

    def drop_answers(self, before: datetime) -> None:
        """Delete the answers that were kept for repeats since before an instant."""
        table = issuance.idempotency
        self._connection.execute(table.delete().where(table.c.created_at < before))

    def blank(self, organisation: str, person: str, now: datetime) -> None:
        """Empty the personal columns of all rows of a person and end what is open; repeatable."""
        for table in accounts.person.metadata.sorted_tables:
            if table.name not in _WALLED:
                self._blank_table(table, organisation, person)
        who = {"organisation": organisation, "person": person}
        for statement in _endings(**who, now=now):
            self._connection.execute(statement)

    def _blank_table(self, table: sa.Table, organisation: str, person: str) -> None:
        by_owner: dict[str, dict[str, Any]] = {}
        for column in sealed_columns(table):
            kind = column.type
            if isinstance(kind, Sealed | SealedBytes) and kind.owner != "day":
                empty = None if column.nullable else b"" if kind.kind == "bytes" else ""
                by_owner.setdefault(kind.owner, {})[column.name] = empty
        for owner, values in by_owner.items():
            self._connection.execute(
                table.update().where(_is_of(table, owner, organisation, person)).values(values)
            )


def _is_of(table: sa.Table, owner: str, organisation: str, person: str) -> sa.ColumnElement[bool]:
    """Return the condition for the rows of one person."""
    mine = table.c.organisation == organisation
    match owner:
        case "submission":
            owned = sa.select(_SUBMISSION.c.id).where(
                _SUBMISSION.c.organisation == organisation, _SUBMISSION.c.learner == person
            )
            return sa.and_(mine, table.c.submission.in_(owned))
        case "credential_id":
            owned = sa.select(_CREDENTIAL.c.id).where(
                _CREDENTIAL.c.organisation == organisation, _CREDENTIAL.c.learner == person
            )
            return sa.and_(mine, table.c.credential_id.in_(owned))
        case _:
            sides = [table.c[name] == person for name in owner.split("|")]
            return sa.and_(mine, sa.or_(*sides))


def _endings(*, organisation: str, person: str, now: datetime) -> tuple[sa.Update | sa.Delete, ...]:
    """Return what ends everything open about a person; pseudonymous rows and their hashes stay."""
    row, tie, consent, token = accounts.person, accounts.tie, accounts.consent, accounts.token
    link, review = privacy.share_link, assessment.review
    grant, session, invited = accounts.role_grant, accounts.session, accounts.invitation

    def those(table: sa.Table, owner: str, *also: sa.ColumnElement[bool]) -> sa.Update:
        return table.update().where(_is_of(table, owner, organisation, person), *also)

    return (
        those(row, "id").values(active=False),
        those(row, "id", row.c.erased_at.is_(None)).values(erased_at=now),
        those(tie, "person|other", tie.c.until.is_(None)).values(until=now),
        those(consent, "subject", consent.c.withdrawn_at.is_(None)).values(withdrawn_at=now),
        those(token, "person", token.c.revoked_at.is_(None)).values(revoked_at=now),
        those(link, "learner", link.c.revoked_at.is_(None)).values(revoked_at=now),
        those(grant, "person", grant.c.withdrawn_at.is_(None)).values(withdrawn_at=now),
        those(session, "person", session.c.ended_at.is_(None)).values(ended_at=now),
        those(invited, "person|child", invited.c.used_at.is_(None)).values(used_at=now),
        # The indices are digests of name and address: the row itself would tell them by guessing.
        accounts.login.delete().where(_is_of(accounts.login, "person", organisation, person)),
        reporting.report_group.delete().where(
            _is_of(reporting.report_group, "id", organisation, person)
        ),
        those(letters.mail, "person|about").values(sealed=None, recipient=""),
        *(
            table.delete().where(_is_of(table, "person", organisation, person))
            for table in (
                accounts.personal_code,
                accounts.passkey,
                accounts.code_app,
                accounts.recovery_code,
                federation.outside_identity,
                federation.oidc_attempt,
            )
        ),
        those(review, "learner|peer", review.c.state.in_(sorted(OPEN_REVIEWS))).values(
            state=ReviewState.ENDED
        ),
        those(_SUBMISSION, "learner", _SUBMISSION.c.state.in_(_UNFINISHED)).values(
            state=SubmissionState.WITHDRAWN
        ),
        those(_CREDENTIAL, "learner", _CREDENTIAL.c.state == State.PREPARED).values(
            state=State.ABANDONED, fault="erased"
        ),
        those(_CREDENTIAL, "learner").values(visibility=Visibility.PRIVATE),
    )


def _plain_row(row: Mapping[str, Any]) -> Document:
    return {
        name: _plain(value)
        for name, value in row.items()
        if name not in _LEFT_OUT and value is not None and not isinstance(value, bytes)
    }


def _plain(value: Any) -> Json:
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, tuple | list | frozenset):
        plain = [_plain(each) for each in value]
        return sorted(plain, key=str) if isinstance(value, frozenset) else plain
    return _single(value)


def _single(value: Any) -> Json:
    match value:
        case datetime():
            return format_instant(value)
        case date():
            return value.isoformat()
        case Enum():
            return str(value.value)
        case Decimal():
            return float(value)
        case _:
            return cast("Json", value)
