"""Repositories of what binds people: units, ties between two, and what they agreed to."""

import sqlalchemy as sa

from issuer.accounts.model import (
    Consent,
    Tie,
    Unit,
)
from issuer.errors import ConflictError
from issuer.records.stored_rows import StoredRows
from issuer.records.tables import accounts as tables

_UNIT, _TIE, _CONSENT = tables.unit, tables.tie, tables.consent


class SqlUnits:
    """Units on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._rows = StoredRows(connection, _UNIT, Unit)

    def add(self, unit: Unit) -> None:
        """Store a new one; ConflictError if there is one of that slug."""
        if any(each.slug == unit.slug for each in self.of(unit.organisation)):
            raise ConflictError("There is a unit of that slug; choose another", code="taken")
        self._rows.insert(unit)

    def of(self, organisation: str) -> tuple[Unit, ...]:
        """Return all, by slug."""
        return self._rows.many(_UNIT.c.organisation == organisation, order=(_UNIT.c.slug,))


class SqlTies:
    """Ties on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._rows = StoredRows(connection, _TIE, Tie)

    def add(self, tie: Tie) -> None:
        """Store a tie."""
        self._rows.insert(tie)

    def of(self, organisation: str, person_id: str) -> tuple[Tie, ...]:
        """Return all ties in which the person stands on either side."""
        return self._rows.many(
            _TIE.c.organisation == organisation,
            sa.or_(_TIE.c.person == person_id, _TIE.c.other == person_id),
            order=(_TIE.c.since, _TIE.c.id),
        )


class SqlConsents:
    """Consents on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._rows = StoredRows(connection, _CONSENT, Consent)

    def add(self, consent: Consent) -> None:
        """Store a consent."""
        self._rows.insert(consent)

    def of(self, organisation: str, subject: str) -> tuple[Consent, ...]:
        """Return all consents about a person, oldest first."""
        return self._rows.many(
            _CONSENT.c.organisation == organisation,
            _CONSENT.c.subject == subject,
            order=(_CONSENT.c.at, _CONSENT.c.id),
        )

    def save(self, consent: Consent) -> None:
        """Store the date of withdrawal."""
        self._rows.update(consent)
