"""Repository of the weekly letter and of its weeks."""

from datetime import datetime

import sqlalchemy as sa

from issuer.accounts.model import WeeklyLetter
from issuer.records.stored_rows import StoredRows
from issuer.records.tables import weekly as tables

_LETTER, _PLAN = tables.weekly_letter, tables.weekly_plan


class SqlWeeklyLetters:
    """Weekly letters on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._rows = StoredRows(connection, _LETTER, WeeklyLetter)

    def add(self, letter: WeeklyLetter) -> None:
        """Store a new one; ConflictError if the person has one."""
        self._rows.insert(letter)

    def save(self, letter: WeeklyLetter) -> None:
        """Store changes."""
        self._rows.update(letter)

    def get(self, organisation: str, letter_id: str) -> WeeklyLetter:
        """Return it, kept from changing until the transaction ends; NotFoundError."""
        return self._rows.one(*self._rows.scoped(organisation, letter_id), lock=True)

    def of_person(self, organisation: str, person: str) -> WeeklyLetter | None:
        """Return that of a person, if any."""
        return self._rows.first(_LETTER.c.organisation == organisation, _LETTER.c.person == person)

    def by_hash(self, stop_hash: str) -> WeeklyLetter | None:
        """Return that whose link has this hash, if any."""
        return self._rows.first(_LETTER.c.stop_hash == stop_hash)

    def is_planned(self, organisation: str, ends_at: datetime) -> bool:
        """Tell whether somebody planned the week that ends then."""
        query = sa.select(_PLAN.c.organisation).where(
            _PLAN.c.organisation == organisation, _PLAN.c.ends_at == ends_at
        )
        return self._connection.execute(query).first() is not None

    def plan(self, organisation: str, ends_at: datetime) -> None:
        """Plan a week; ConflictError if somebody did."""
        self._connection.execute(_PLAN.insert().values(organisation=organisation, ends_at=ends_at))
