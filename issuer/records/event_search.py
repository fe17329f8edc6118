"""Looking for entries of the log, newest first, page by page; fast however long the log is.

A page goes on where the last one ended, by instant and number, so that its cost does not grow with
the pages before it.
"""

from typing import Any

import sqlalchemy as sa

from issuer.auditing.model import Entry, Wanted
from issuer.errors import NotFoundError
from issuer.records.audit_log import entries_query, entry_from
from issuer.records.tables import accounts, assessment, issuance

_EVENT, _DEFINITION, _SUBMISSION = accounts.event, assessment.definition, assessment.submission
_CREDENTIAL = issuance.credential


class SqlEventSearch:
    """Entries of one organisation on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def page(
        self, organisation: str, wanted: Wanted, *, after: str | None, limit: int
    ) -> tuple[Entry, ...]:
        """Return what is wanted, newest first, from after that event on; NotFoundError for it."""
        query = entries_query().where(
            _EVENT.c.organisation == organisation, *_conditions(organisation, wanted)
        )
        if after is not None:
            query = query.where(self._before(organisation, after))
        newest_first = (_EVENT.c.at.desc(), _EVENT.c.number.desc())
        rows = self._connection.execute(query.order_by(*newest_first).limit(limit))
        return tuple(entry_from(row) for row in rows.mappings())

    def badges(self, organisation: str) -> tuple[tuple[str, str], ...]:
        """Return slug and newest title of every badge that was published, by title."""
        rows = self._connection.execute(
            sa.select(_DEFINITION.c.badge, _DEFINITION.c.title)
            .where(
                _DEFINITION.c.organisation == organisation, _DEFINITION.c.published_at.is_not(None)
            )
            .order_by(_DEFINITION.c.version)
        )
        return tuple(sorted({row.badge: row.title for row in rows}.items(), key=lambda it: it[1]))

    def _before(self, organisation: str, event_id: str) -> sa.ColumnElement[bool]:
        row = self._connection.execute(
            sa.select(_EVENT.c.at, _EVENT.c.number).where(
                _EVENT.c.organisation == organisation, _EVENT.c.id == event_id
            )
        ).first()
        if row is None:
            raise NotFoundError("There is no such event to go on from")
        # The first half lets the index begin at the right place.
        return sa.and_(
            _EVENT.c.at <= row.at, sa.or_(_EVENT.c.at < row.at, _EVENT.c.number < row.number)
        )


def _conditions(organisation: str, wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if wanted.names is not None:
        found.append(_EVENT.c.name.in_(sorted(wanted.names)))
    if wanted.learner is not None:
        found.append(_EVENT.c.learner == wanted.learner)
    if wanted.since is not None:
        found.append(_EVENT.c.at >= wanted.since)
    if wanted.until is not None:
        found.append(_EVENT.c.at < wanted.until)
    if wanted.badge is not None:
        found.append(_EVENT.c.subject.in_(_subjects_of(organisation, wanted.badge)))
    if wanted.among is not None:
        mine = _EVENT.c.learner.in_(sorted(wanted.among))
        found.append(sa.or_(_EVENT.c.learner.is_(None), mine))
    return found


def _subjects_of(organisation: str, badge: str) -> sa.CompoundSelect[Any]:
    """Return the ids of a badge's versions, of the work for it, and of what was issued of it."""
    versions = sa.select(_DEFINITION.c.id).where(
        _DEFINITION.c.organisation == organisation, _DEFINITION.c.badge == badge
    )
    work = sa.select(_SUBMISSION.c.id).where(
        _SUBMISSION.c.organisation == organisation, _SUBMISSION.c.badge == badge
    )
    issued = sa.select(_CREDENTIAL.c.id).where(
        _CREDENTIAL.c.organisation == organisation, _CREDENTIAL.c.definition.in_(versions)
    )
    return versions.union_all(work, issued)
