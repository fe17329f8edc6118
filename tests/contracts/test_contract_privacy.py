"""Sealing, blanking and listing people's rows, on SQLite and PostgreSQL."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from issuer import records
from issuer.access import Role
from issuer.accounts.model import Consent, LegalHold, Person, Purpose
from issuer.errors import UnavailableError
from issuer.keyring import FilePersonKeys, KeyEncryptionKey
from issuer.records.tables import accounts as tables
from issuer.records.tables import metadata
from tests import awarding
from tests.databases import upgraded

__all__ = ["upgraded"]

NOW = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)
SCHOOL = "academy"
WORDS = ("Qzname", "1999-02-03", "Qzgroup", "Qzshown", "Qzreason")


@dataclass(kw_only=True)
class Place:
    """A database, the keys beside it, and units of work on both."""

    engine: sa.Engine
    keys: FilePersonKeys

    def open(self, *, write: bool = True) -> records.SqlUnitOfWork:
        """Return a unit of work."""
        return records.SqlUnitOfWork(self.engine, write=write, sealer=self.keys)

    def raw(self) -> str:
        """Return all rows of all tables as they are stored."""
        with self.engine.connect() as connection:
            return "\n".join(
                str(tuple(row))
                for table in metadata.sorted_tables
                for row in connection.execute(sa.text(f'SELECT * FROM "{table.name}"'))  # noqa: S608 - names of our own tables
            )


@pytest.fixture
def place(upgraded: str, tmp_path: Path) -> Iterator[Place]:
    """Yield a school with one person about whom something is held."""
    engine = records.open_engine(upgraded)
    keys = FilePersonKeys(KeyEncryptionKey(bytes(range(32))), tmp_path / "person-keys")
    place = Place(engine=engine, keys=keys)
    with place.open() as uow:
        uow.organisations.add(awarding.organisation(SCHOOL))
        uow.people.add(person("kestrel"))
        uow.consents.add(
            Consent(
                id="agreed",
                organisation=SCHOOL,
                subject="kestrel",
                purpose=Purpose.NAME_ON_PAGE,
                granted_by="kestrel",
                relation="self",
                at=NOW,
                display_name="Qzshown",
            )
        )
        uow.legal_holds.add(
            LegalHold(
                id="held",
                organisation=SCHOOL,
                person="kestrel",
                reason="Qzreason",
                placed_by="kestrel",
                placed_at=NOW,
            )
        )
        uow.commit()
    yield place
    engine.dispose()


def person(name: str) -> Person:
    """Return a person with everything that is known about one."""
    return Person(
        id=name,
        organisation=SCHOOL,
        name="Qzname",
        roles=frozenset({Role.LEARNER}),
        created_at=NOW,
        birth_date=date(1999, 2, 3),
        group="Qzgroup",
    )


def test_rows_hold_no_word_in_the_clear(place: Place) -> None:
    """Whoever reads the tables reads noise."""
    raw = place.raw()
    assert [] == [word for word in WORDS if word in raw]


def test_a_sealed_row_comes_back_as_it_was(place: Place) -> None:
    """Text, date and missing values pass through."""
    with place.open(write=False) as uow:
        assert person("kestrel") == uow.people.get(SCHOOL, "kestrel")


def test_blanked_rows_read_as_empty(place: Place) -> None:
    """A tombstone has no name, no birth date and no group, and says since when."""
    place.keys.forget(SCHOOL, "kestrel")
    with place.open() as uow:
        uow.holdings.blank(SCHOOL, "kestrel", NOW)
        uow.commit()
    with place.open(write=False) as uow:
        left = uow.people.get(SCHOOL, "kestrel")
        (consent,) = uow.consents.of(SCHOOL, "kestrel")
    assert ("", None, None, False, NOW, None, NOW) == (
        left.name,
        left.birth_date,
        left.group,
        left.active,
        left.erased_at,
        consent.display_name,
        consent.withdrawn_at,
    )


def test_a_deleted_key_alone_makes_rows_read_as_empty(place: Place) -> None:
    """So a backup of the rows is as empty as the rows."""
    place.keys.forget(SCHOOL, "kestrel")
    with place.open(write=False) as uow:
        assert "" == uow.people.get(SCHOOL, "kestrel").name


def test_value_copied_to_another_person_does_not_open(place: Place) -> None:
    """Whoever may write to the database cannot make one child bear another's name."""
    with place.open() as uow:
        uow.people.add(person("wren"))
        uow.commit()
    with place.engine.begin() as connection:
        sealed = connection.execute(
            sa.text("SELECT name FROM person WHERE id = 'kestrel'")
        ).scalar_one()
        connection.execute(
            sa.text("UPDATE person SET name = :name WHERE id = 'wren'"), {"name": sealed}
        )
    with place.open(write=False) as uow, pytest.raises(UnavailableError) as caught:
        uow.people.get(SCHOOL, "wren")
    assert "sealed" == caught.value.code


def test_reading_many_people_is_fast(place: Place) -> None:
    """A school of a thousand is listed without a noticeable pause, once its keys are open."""
    with place.open() as uow:
        for number in range(200):
            uow.people.add(person(f"bird-{number}"))
        uow.commit()
    with place.open(write=False) as uow:
        uow.people.members(SCHOOL)
        begun = time.process_time()
        found = uow.people.members(SCHOOL)
        taken = time.process_time() - begun
    assert (201, True) == (len(found), taken < 1.0)


def test_tables_of_people_hold_what_the_export_shows(place: Place) -> None:
    """The export reads the same rows, opened."""
    with place.open(write=False) as uow:
        (row,) = uow.holdings.rows("person", SCHOOL, "kestrel")
    assert ("Qzname", "1999-02-03", set()) == (
        row["name"],
        row["birth_date"],
        set(row) - {column.name for column in tables.person.c},
    )


def test_answers_of_old_days_are_told_by_day(place: Place) -> None:
    """Without any, nothing is dropped."""
    with place.open(write=False) as uow:
        assert () == uow.holdings.old_answers(NOW + timedelta(days=9))
