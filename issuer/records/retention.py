"""Rows whose time is over: what they are, and how they are emptied."""

import hashlib
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from issuer.access import ProposalState
from issuer.assessment.model import SubmissionState
from issuer.records.tables import accounts, assessment, issuance, letters, privacy
from issuer.retention.model import OldItem, OldWork, Terms, What, Why

_EVIDENCE, _SUBMISSION, _AWARD = assessment.evidence, assessment.submission, assessment.award
_SESSION, _INVITATION, _CLASS = accounts.session, accounts.invitation, accounts.class_code
_HOLD, _PROPOSAL = privacy.legal_hold, issuance.revocation_proposal
_MAIL, _OUTBOX, _ORGANISATION = letters.mail, issuance.outbox, accounts.organisation
_UNDER_WAY = (
    SubmissionState.SUBMITTED,
    SubmissionState.IN_REVIEW,
    SubmissionState.RETURNED,
    SubmissionState.READY,
    SubmissionState.APPROVED,
)
_ENDS = {
    SubmissionState.ISSUED: What.AWARDED,
    SubmissionState.WITHDRAWN: What.WITHDRAWN,
}
Condition = sa.ColumnElement[bool]


class SqlOldRows:
    """Old rows on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def terms(self) -> tuple[Terms, ...]:
        """Return what each organisation decided, in a stable order."""
        table = _ORGANISATION
        found = self._connection.execute(
            sa.select(
                table.c.id, table.c.slug, table.c.evidence_months, table.c.withdrawn_days
            ).order_by(table.c.created_at, table.c.id)
        )
        return tuple(
            Terms(
                organisation=row.id,
                slug=row.slug,
                evidence_months=row.evidence_months,
                withdrawn_days=row.withdrawn_days,
            )
            for row in found
        )

    def old_work(
        self, terms: Terms, now: datetime, submission: str | None = None
    ) -> tuple[OldWork, ...]:
        """Return submissions with evidence that is over its time, oldest first, held ones too."""
        since = sa.case(
            (_SUBMISSION.c.state == SubmissionState.ISSUED, _AWARD.c.awarded_at),
            else_=_SUBMISSION.c.decided_at,
        ).label("since")
        columns = (_SUBMISSION.c.id, _SUBMISSION.c.learner, _SUBMISSION.c.state, since)
        kept = (_held(_SUBMISSION.c.learner), _appealed(), _to_be_revoked())
        found = self._connection.execute(
            sa.select(*columns, sa.func.count().label("items"), *_named(kept))
            .select_from(_SUBMISSION)
            .join(_EVIDENCE, _EVIDENCE.c.submission == _SUBMISSION.c.id)
            .outerjoin(_AWARD, _AWARD.c.submission == _SUBMISSION.c.id)
            .where(*_is_old(terms, now))
            .where(sa.true() if submission is None else _SUBMISSION.c.id == submission)
            .group_by(_SUBMISSION.c.id, _AWARD.c.awarded_at)
            .order_by(since, _SUBMISSION.c.id)
        )
        return tuple(_work_of(row, terms.organisation) for row in found)

    def lock(self, work: OldWork) -> None:
        """Keep others from changing a submission (PostgreSQL; SQLite has one writer)."""
        self._connection.execute(
            sa.select(_SUBMISSION.c.id).where(_SUBMISSION.c.id == work.submission).with_for_update()
        )

    def items(self, organisation: str, submission: str) -> tuple[OldItem, ...]:
        """Return the items of a submission that are still there, oldest first."""
        return self._items(
            _EVIDENCE.c.organisation == organisation,
            _EVIDENCE.c.submission == submission,
            _EVIDENCE.c.deleted_at.is_(None),
        )

    def empty(self, item: OldItem, at: datetime) -> None:
        """Empty what an item says; its file is still to be deleted."""
        self._connection.execute(
            _EVIDENCE.update()
            .where(_EVIDENCE.c.id == item.id)
            .values(deleted_at=at, text=None, url=None, file_name=None, salt=None, size=None)
        )

    def emptied(self, organisation: str) -> tuple[OldItem, ...]:
        """Return emptied items whose file is still to be deleted."""
        return self._items(
            _EVIDENCE.c.organisation == organisation,
            _EVIDENCE.c.deleted_at.is_not(None),
            _EVIDENCE.c.blob.is_not(None),
        )

    def is_shared(self, item: OldItem) -> bool:
        """Tell whether other work of the learner rests on the same file."""
        others = sa.select(_EVIDENCE.c.id).where(
            _EVIDENCE.c.organisation == item.organisation,
            _EVIDENCE.c.learner == item.learner,
            _EVIDENCE.c.blob == item.blob,
            _EVIDENCE.c.deleted_at.is_(None),
        )
        return self._connection.execute(others.limit(1)).first() is not None

    def drop_name(self, item: OldItem) -> None:
        """Forget the name of a file that is gone."""
        self._connection.execute(
            _EVIDENCE.update().where(_EVIDENCE.c.id == item.id).values(blob=None)
        )

    def sign_ins(self, organisation: str, before: datetime) -> tuple[int, datetime | None]:
        """Return how many records of signing in ended before, and when the oldest was made."""
        return _together(
            self._counted(table, *over) for table, over in _sign_ins(organisation, before)
        )

    def delete_sign_ins(self, organisation: str, before: datetime) -> int:
        """Delete them; return how many."""
        return sum(
            self._connection.execute(table.delete().where(*over)).rowcount
            for table, over in _sign_ins(organisation, before)
        )

    def letters(self, organisation: str, before: datetime) -> tuple[int, datetime | None]:
        """Return how many letters from before still hold words or a recipient, and the oldest."""
        return self._counted(_MAIL, *_letters(organisation, before))

    def empty_letters(self, organisation: str, before: datetime) -> int:
        """Empty them; return how many."""
        done = self._connection.execute(
            _MAIL.update().where(*_letters(organisation, before)).values(sealed=None, recipient="")
        )
        return int(done.rowcount)

    def unplanned(self, kind: str, day: str) -> tuple[str, ...]:
        """Return the organisations for which no round of this day was planned."""
        found = self._connection.execute(sa.select(_ORGANISATION.c.id)).scalars().all()
        names = {_planned(kind, day, each): each for each in found}
        there = self._connection.execute(sa.select(_OUTBOX.c.id).where(_OUTBOX.c.id.in_(names)))
        return tuple(sorted(names[each] for each in names.keys() - set(there.scalars())))

    def plan(self, kind: str, day: str, organisation: str, not_before: datetime) -> None:
        """Put the round of a day into the outbox, unless somebody else just did."""
        is_postgres = self._connection.dialect.name == "postgresql"
        insert = (postgresql if is_postgres else sqlite).insert
        self._connection.execute(
            insert(_OUTBOX)
            .values(
                id=_planned(kind, day, organisation),
                organisation=organisation,
                kind=kind,
                ref=organisation,
                state="waiting",
                attempts=0,
                not_before=not_before,
            )
            .on_conflict_do_nothing()
        )

    def _items(self, *where: Condition) -> tuple[OldItem, ...]:
        names = ("id", "organisation", "submission", "learner", "digest", "blob")
        found = self._connection.execute(
            sa.select(*(_EVIDENCE.c[name] for name in names))
            .where(*where)
            .order_by(_EVIDENCE.c.at, _EVIDENCE.c.id)
        )
        return tuple(OldItem(**row) for row in found.mappings())

    def _counted(self, table: sa.Table, *where: Condition) -> tuple[int, datetime | None]:
        row = self._connection.execute(
            sa.select(sa.func.count(), sa.func.min(table.c.created_at)).where(*where)
        ).one()
        return int(row[0]), row[1]


def _is_old(terms: Terms, now: datetime) -> tuple[Condition, ...]:
    state = _SUBMISSION.c.state
    return (
        _SUBMISSION.c.organisation == terms.organisation,
        _EVIDENCE.c.deleted_at.is_(None),
        sa.or_(
            sa.and_(
                state == SubmissionState.ISSUED,
                _AWARD.c.awarded_at <= terms.awarded_before(now),
            ),
            sa.and_(
                state == SubmissionState.WITHDRAWN,
                _SUBMISSION.c.decided_at <= terms.withdrawn_before(now),
            ),
        ),
    )


def _held(person: sa.ColumnElement[Any]) -> Condition:
    """Tell of whom everything is kept that there is."""
    return sa.exists().where(_HOLD.c.person == person, _HOLD.c.lifted_at.is_(None))


def _appealed() -> Condition:
    """Tell whether an appeal about the same badge is open; it may ask for all that was made."""
    other = _SUBMISSION.alias("other")
    return sa.exists().where(
        other.c.organisation == _SUBMISSION.c.organisation,
        other.c.learner == _SUBMISSION.c.learner,
        other.c.badge == _SUBMISSION.c.badge,
        other.c.appealed.is_(True),
        other.c.state.in_(_UNDER_WAY),
    )


def _to_be_revoked() -> Condition:
    return sa.exists().where(
        _PROPOSAL.c.credential_id == _SUBMISSION.c.credential_id,
        _PROPOSAL.c.state == ProposalState.OPEN,
    )


def _named(kept: tuple[Condition, ...]) -> tuple[sa.Label[bool], ...]:
    return tuple(each.label(why.name) for each, why in zip(kept, Why, strict=True))


def _work_of(row: sa.Row[Any], organisation: str) -> OldWork:
    return OldWork(
        organisation=organisation,
        submission=row.id,
        learner=row.learner,
        what=_ENDS[row.state],
        since=row.since,
        items=row.items,
        kept=next((why for why in Why if getattr(row, why.name)), None),
    )


def _sign_ins(
    organisation: str, before: datetime
) -> tuple[tuple[sa.Table, tuple[Condition, ...]], ...]:
    """Return, per table, which records of signing in have served their time."""

    def over(table: sa.Table, end: str, *also: Condition) -> tuple[Condition, ...]:
        ended = sa.or_(table.c[end] < before, table.c.expires_at < before)
        return (table.c.organisation == organisation, ended, *also)

    whose = sa.func.coalesce(_INVITATION.c.person, _INVITATION.c.child)
    return (
        (_SESSION, over(_SESSION, "ended_at", sa.not_(_held(_SESSION.c.person)))),
        (_INVITATION, over(_INVITATION, "used_at", sa.not_(_held(whose)))),
        (_CLASS, over(_CLASS, "ended_at")),
    )


def _letters(organisation: str, before: datetime) -> tuple[Condition, ...]:
    return (
        _MAIL.c.organisation == organisation,
        _MAIL.c.created_at < before,
        sa.or_(_MAIL.c.sealed.is_not(None), _MAIL.c.recipient != ""),
        sa.not_(_held(_MAIL.c.person)),
        sa.not_(_held(_MAIL.c.about)),
    )


def _together(counted: Any) -> tuple[int, datetime | None]:
    found = tuple(counted)
    moments = [oldest for _, oldest in found if oldest is not None]
    return sum(count for count, _ in found), min(moments, default=None)


def _planned(kind: str, day: str, organisation: str) -> str:
    return hashlib.sha256(f"{kind}|{day}|{organisation}".encode()).hexdigest()
