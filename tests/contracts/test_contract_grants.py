"""Roles of a database from before grants, and walls around grants, on both databases."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from alembic import command
from sqlalchemy.exc import IntegrityError

from issuer import records
from issuer.access import Role
from issuer.accounts.model import Person, RoleGrant
from issuer.records import migrating
from tests.awarding import ACADEMY, organisation
from tests.databases import database, upgraded
from tests.plain_keys import PLAIN_KEYS

__all__ = ["database", "upgraded"]

_BEFORE = "0002"
_NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


def _upgrade_to(engine: sa.Engine, revision: str) -> None:
    with engine.connect() as connection, connection.begin():
        command.upgrade(migrating.config_of(connection), revision)


def test_roles_of_a_column_become_grants(database: str) -> None:
    """An upgrade takes nothing away, and gives an auditor an end."""
    engine = records.open_engine(database)
    _upgrade_to(engine, _BEFORE)
    school = organisation()
    columns = "id slug kind name url did did_form created_at sole_teacher scale age_of_majority"
    given = {name: getattr(school, name) for name in columns.split()}
    given |= {"created_at": "2026-08-01T00:00:00.000000Z", "scale": "a,b", "appeal_days": 30}
    given |= {"kind": school.kind.value, "did_form": school.did_form.value}
    person = {
        "id": "heron",
        "organisation": school.id,
        "name": "Heron",
        "roles": "auditor,teacher",
        "created_at": "2026-08-01T00:00:00.000000Z",
        "peer_participation": True,
        "active": True,
    }
    with engine.connect() as connection, connection.begin():
        for table, row in (("organisation", given), ("person", person)):
            names = ", ".join(row)
            values = ", ".join(f":{name}" for name in row)
            connection.execute(sa.text(f"INSERT INTO {table} ({names}) VALUES ({values})"), row)  # noqa: S608 - names of columns
    # The revision after this one seals names, and refuses people who are there in the clear.
    _upgrade_to(engine, "0007")
    with engine.connect() as connection:
        grants = connection.execute(sa.text("SELECT role, until FROM role_grant")).all()
    ends = {Role(role): until is None for role, until in grants}
    engine.dispose()
    assert {Role.AUDITOR: False, Role.TEACHER: True} == ends


@pytest.mark.parametrize(
    "wrong",
    [
        {"granted_by": "heron"},
        {"granted_by": "wren", "confirmed_by": "wren"},
        {"confirmed_by": "heron", "granted_by": "wren"},
        {"role": Role.AUDITOR, "until": None},
    ],
    ids=["given to oneself", "confirmed by the giver", "confirmed by the holder", "without end"],
)
def test_the_database_refuses_a_grant_that_no_verb_makes(
    upgraded: str, wrong: dict[str, object]
) -> None:
    """Row 102 once more, where the code would be wrong."""
    engine = records.open_engine(upgraded)
    fine: dict[str, object] = {"role": Role.TEACHER, "until": _NOW + timedelta(days=9)}
    grant = RoleGrant(
        id="g-1",
        organisation=ACADEMY,
        person="heron",
        since=_NOW,
        **(fine | wrong),  # type: ignore[arg-type] # the case names the fields
    )
    person = Person(
        id="heron", organisation=ACADEMY, name="Heron", roles=frozenset(), created_at=_NOW
    )
    with records.SqlUnitOfWork(engine, write=True, sealer=PLAIN_KEYS) as uow:
        uow.organisations.add(organisation())
        uow.people.add(person)
        with pytest.raises(IntegrityError):
            uow.grants.add(grant)
    engine.dispose()
