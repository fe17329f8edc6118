"""Rows that reports are counted from, and the groups of learners; on one open transaction."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from issuer.assessment.model import FactStatus, SubmissionState
from issuer.issuance.model import State, StatusPurpose
from issuer.records.sealing import RowSeals
from issuer.records.tables import accounts, assessment, facts, issuance, reporting
from issuer.reporting.model import (
    Act,
    Ending,
    GroupMember,
    GroupRule,
    Instrument,
    Issued,
    PeerAnswer,
    Waiting,
)

_EVENT, _PERSON, _CONSENT = accounts.event, accounts.person, accounts.consent
_ATTESTATION, _INSTRUMENT = facts.attestation, assessment.instrument
_SUBMISSION, _DEFINITION = assessment.submission, assessment.definition
_CREDENTIAL, _REVOCATION = issuance.credential, issuance.revocation
_GROUP, _RULE = reporting.report_group, reporting.report_rule
#: The form that is the credential; others repeat it in another envelope.
_MASTER = "ldp"
_UNDECIDED = (SubmissionState.SUBMITTED, SubmissionState.IN_REVIEW, SubmissionState.READY)


class SqlReportGroups:
    """Which group each learner is counted in."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._seals = RowSeals(connection, _GROUP)

    def put(self, member: GroupMember) -> None:
        """Store it in place of what there was."""
        self.remove(member.organisation, member.id)
        values = {column.name: getattr(member, column.name) for column in _GROUP.c}
        self._connection.execute(_GROUP.insert().values(**self._seals.close(values)))

    def remove(self, organisation: str, learner: str) -> None:
        """Forget the group of a learner; none is not an error."""
        self._connection.execute(
            _GROUP.delete().where(_GROUP.c.organisation == organisation, _GROUP.c.id == learner)
        )

    def of(self, organisation: str) -> tuple[GroupMember, ...]:
        """Return all of an organisation, by learner; those of erased people are left out."""
        rows = self._connection.execute(
            sa.select(_GROUP).where(_GROUP.c.organisation == organisation).order_by(_GROUP.c.id)
        )
        found = (GroupMember(**self._seals.open(row)) for row in rows.mappings())
        return tuple(each for each in found if each.name)

    def consenting(self, organisation: str, purpose: str, now: datetime) -> frozenset[str]:
        """Return who agreed to a purpose, or whose guardian did, at this moment."""
        rows = self._connection.execute(
            sa.select(_CONSENT.c.subject).where(
                _CONSENT.c.organisation == organisation,
                sa.type_coerce(_CONSENT.c.purpose, sa.String) == purpose,
                _CONSENT.c.withdrawn_at.is_(None),
                sa.or_(_CONSENT.c.expires.is_(None), _CONSENT.c.expires > now),
            )
        )
        return frozenset(rows.scalars())

    def rule(self, organisation: str) -> GroupRule | None:
        """Return whose groups are counted, if that was ever decided."""
        query = sa.select(_RULE).where(_RULE.c.organisation == organisation)
        row = self._connection.execute(query).mappings().first()
        return None if row is None else GroupRule(**row)

    def put_rule(self, rule: GroupRule) -> None:
        """Store it in place of what there was."""
        self._connection.execute(_RULE.delete().where(_RULE.c.organisation == rule.organisation))
        values = {column.name: getattr(rule, column.name) for column in _RULE.c}
        self._connection.execute(_RULE.insert().values(**values))


class SqlReportRows:
    """The rows that figures are counted from; nothing here is personal but random ids."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def acts(self, organisation: str, names: frozenset[str], since: datetime) -> tuple[Act, ...]:
        """Return the events of these names about learners since an instant, oldest first."""
        columns = _EVENT.c
        rows = self._rows(
            sa.select(columns.name, columns.subject, columns.learner, columns.at)
            .where(
                columns.organisation == organisation,
                columns.name.in_(sorted(names)),
                columns.at >= since,
                columns.learner.is_not(None),
            )
            .order_by(columns.number)
        )
        return tuple(Act(**row) for row in rows)

    def answers(self, organisation: str, since: datetime) -> tuple[PeerAnswer, ...]:
        """Return the attestations that count, oldest first."""
        columns = _ATTESTATION.c
        names = ("learner", "badge", "instrument", "submission", "revision", "at", "levels")
        rows = self._rows(
            sa.select(*(columns[name] for name in names))
            .where(
                columns.organisation == organisation,
                columns.status == FactStatus.VALID,
                columns.at >= since,
            )
            .order_by(columns.at, columns.id)
        )
        return tuple(PeerAnswer(**row) for row in rows)

    def instruments(self, organisation: str) -> Mapping[str, Instrument]:
        """Return every instrument by its ref."""
        rows = self._rows(
            sa.select(_INSTRUMENT.c.ref, _INSTRUMENT.c.document).where(
                _INSTRUMENT.c.organisation == organisation
            )
        )
        return {
            row["ref"]: Instrument(
                title=row["document"]["title"], scale=tuple(row["document"]["scale"])
            )
            for row in rows
        }

    def waiting(self, organisation: str) -> tuple[Waiting, ...]:
        """Return the work that was handed in and not decided, longest waiting first."""
        columns = _SUBMISSION.c
        rows = self._rows(
            sa.select(
                columns.id.label("submission"),
                columns.learner,
                columns.badge,
                columns.submitted_at,
                _PERSON.c.units,
            )
            .join(_PERSON, _PERSON.c.id == columns.learner)
            .where(
                columns.organisation == organisation,
                columns.state.in_(_UNDECIDED),
                columns.submitted_at.is_not(None),
            )
            .order_by(columns.submitted_at, columns.id)
        )
        return tuple(Waiting(**row) for row in rows)

    def issued(self, organisation: str, since: datetime) -> tuple[Issued, ...]:
        """Return the badges first issued since an instant, oldest first."""
        columns, first = _CREDENTIAL.c, sa.func.min(_CREDENTIAL.c.issued_at)
        rows = self._rows(
            sa.select(
                columns.learner,
                _DEFINITION.c.title.label("badge"),
                sa.type_coerce(first, columns.issued_at.type).label("at"),
            )
            .join(_DEFINITION, _DEFINITION.c.id == columns.definition)
            .where(
                columns.organisation == organisation,
                columns.form == _MASTER,
                columns.state == State.ISSUED,
            )
            .group_by(columns.id, columns.learner, _DEFINITION.c.title)
            .having(sa.type_coerce(first, columns.issued_at.type) >= since)
            .order_by(first, columns.id)
        )
        return tuple(Issued(**row) for row in rows)

    def ending(self, organisation: str, now: datetime, until: datetime) -> tuple[Ending, ...]:
        """Return the badges in force whose end lies between two instants, soonest first."""
        columns, names = _CREDENTIAL.c, ("id", "public_id", "learner", "awarded_at", "valid_until")
        rows = self._rows(
            sa.select(
                *(columns[name] for name in names),
                _DEFINITION.c.badge,
                _DEFINITION.c.title,
                _DEFINITION.c.version,
            )
            .join(_DEFINITION, _DEFINITION.c.id == columns.definition)
            .where(
                columns.organisation == organisation,
                columns.valid_until >= now,
                columns.valid_until <= until,
                columns.form == _MASTER,
                columns.state == State.ISSUED,
                ~_newer_exists(),
                ~_revoked(),
            )
            .order_by(columns.valid_until, columns.id)
        )
        return tuple(Ending(**row) for row in rows)

    def _rows(self, query: sa.Executable) -> sa.MappingResult:
        return self._connection.execute(query).mappings()


def _newer_exists() -> sa.Exists:
    newer = _CREDENTIAL.alias()
    return sa.exists().where(
        newer.c.id == _CREDENTIAL.c.id,
        newer.c.form == _MASTER,
        newer.c.state == State.ISSUED,
        newer.c.row_version > _CREDENTIAL.c.row_version,
    )


def _revoked() -> sa.Exists:
    return sa.exists().where(
        _REVOCATION.c.credential_id == _CREDENTIAL.c.id,
        _REVOCATION.c.purpose == StatusPurpose.REVOCATION,
    )
