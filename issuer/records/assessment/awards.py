"""Repositories of what comes out of assessment: awards, earned badges, peers' words to sign."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import sqlalchemy as sa

from issuer.assessment.model import EarnedBadge
from issuer.badges.award import Award
from issuer.errors import NotFoundError
from issuer.issuance.model import CredentialId, PeerStatement, State, StatusPurpose
from issuer.records.sealing import RowSeals
from issuer.records.tables import assessment as tables
from issuer.records.tables import facts, issuance

_AWARD, _DEFINITION, _CREDENTIAL = tables.award, tables.definition, issuance.credential
_SUBMISSION, _REVOCATION = tables.submission, issuance.revocation
_COLUMNS = ("id", "organisation", "submission", "learner", "definition", "credential_id")
#: What opens the document of an award.
_SEALED_AWARD = (_AWARD.c.id, _AWARD.c.organisation, _AWARD.c.learner, _AWARD.c.document)

_SAID, _HAND_IN, _INSTRUMENT = facts.attestation, tables.revision, tables.instrument
#: Attestations beside what they are about: badge, credential, revision and instrument.
_SAID_BY_PEERS = (
    sa.select(
        _SAID.c.id,
        _SAID.c.organisation,
        _SUBMISSION.c.credential_id,
        _DEFINITION.c.title.label("badge_title"),
        _SAID.c.relation,
        _SAID.c.assigned,
        _SAID.c.calibrated,
        _SAID.c.levels,
        _SAID.c.revision,
        _HAND_IN.c.manifest_hash,
        _SAID.c.at.label("submitted_at"),
        _INSTRUMENT.c.document,
    )
    .join(_SUBMISSION, _SUBMISSION.c.id == _SAID.c.submission)
    .join(_DEFINITION, _DEFINITION.c.id == _SUBMISSION.c.definition)
    .join(
        _HAND_IN,
        sa.and_(_HAND_IN.c.submission == _SAID.c.submission, _HAND_IN.c.number == _SAID.c.revision),
    )
    .join(
        _INSTRUMENT,
        sa.and_(
            _INSTRUMENT.c.organisation == _SAID.c.organisation,
            _INSTRUMENT.c.ref == _SAID.c.instrument,
        ),
    )
)


class SqlAwards:
    """Awards on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._seals = RowSeals(connection, _AWARD)

    def add(self, award: Award) -> None:
        """Store an award; at most one per submission."""
        columns = {field.name: getattr(award, field.name) for field in fields(award)}
        values = {name: columns[name] for name in _COLUMNS}
        values |= {"awarded_at": award.awarded_at, "document": award.to_dict()}
        self._connection.execute(_AWARD.insert().values(self._seals.close(values)))

    def get(self, award_id: str) -> Award:
        """Return it; NotFoundError."""
        found = self._first(_AWARD.c.id == award_id)
        if found is None:
            raise NotFoundError("There is no such award")
        return found

    def by_submission(self, submission_id: str) -> Award | None:
        """Return the award of a submission, if any."""
        return self._first(_AWARD.c.submission == submission_id)

    def is_held(self, award_id: str) -> bool:
        """Tell whether a registrar holds the submission that it rests on."""
        held = (
            sa.select(_SUBMISSION.c.held)
            .join(_AWARD, _AWARD.c.submission == _SUBMISSION.c.id)
            .where(_AWARD.c.id == award_id)
        )
        return bool(self._connection.execute(held).scalar())

    def _first(self, where: sa.ColumnElement[bool]) -> Award | None:
        row = self._connection.execute(sa.select(*_SEALED_AWARD).where(where)).mappings().first()
        return None if row is None else _award_of(self._seals.open(row))


class SqlEarned:
    """Badges that learners hold, on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._seals = RowSeals(connection, _AWARD)

    def of(self, organisation: str, learner: str) -> tuple[EarnedBadge, ...]:
        """Return a learner's issued badges, oldest first."""
        issued = sa.exists().where(
            _CREDENTIAL.c.award == _AWARD.c.id, _CREDENTIAL.c.state == State.ISSUED.value
        )
        found = self._connection.execute(
            sa.select(*_SEALED_AWARD, _AWARD.c.credential_id, _DEFINITION.c.badge)
            .join(_DEFINITION, _DEFINITION.c.id == _AWARD.c.definition)
            .where(_AWARD.c.organisation == organisation, _AWARD.c.learner == learner, issued)
            .order_by(_AWARD.c.awarded_at, _AWARD.c.id)
        ).mappings()
        opened = [(_award_of(self._seals.open(row)), row) for row in found]
        return tuple(
            self._earned(award, row["badge"], row["credential_id"])
            for award, row in opened
            if award is not None
        )

    def _earned(self, award: Award, badge: str, credential_id: str) -> EarnedBadge:
        return EarnedBadge(
            id=award.id,
            badge=badge,
            definition=award.definition,
            status=self._status(credential_id),
            at=award.awarded_at,
            until=award.valid_until,
            results=award.results,
        )

    def _status(self, credential_id: str) -> str:
        marks = self._connection.execute(
            sa.select(_REVOCATION.c.purpose, _REVOCATION.c.is_on)
            .where(_REVOCATION.c.credential_id == credential_id)
            .order_by(_REVOCATION.c.seq)
        ).all()
        if any(purpose == StatusPurpose.REVOCATION.value for purpose, _ in marks):
            return "revoked"
        return "suspended" if marks and marks[-1].is_on else "valid"


class SqlPeerStatements:
    """Submitted attestations in the words that the school signs (education.md section 3.6)."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def get(self, attestation_id: str) -> PeerStatement:
        """Return the statement; NotFoundError."""
        asked = _SAID_BY_PEERS.where(_SAID.c.id == attestation_id)
        row = self._connection.execute(asked).mappings().first()
        if row is None:
            raise NotFoundError("There is no such attestation")
        values = dict(row)
        items = values.pop("document")["items"]
        levels = values.pop("levels")
        values["credential_id"] = CredentialId(values["credential_id"])
        return PeerStatement(
            **values,
            # An item of cbe-instrument/1 has no title: its slug in words stands for it.
            levels=tuple(
                (item["id"].replace("-", " "), levels[item["id"]])
                for item in items
                if item["id"] in levels
            ),
        )


def _award_of(row: Mapping[str, Any]) -> Award | None:
    """Return the award, or None once its learner was erased."""
    return Award.from_dict(row["document"]) if row["document"] else None
