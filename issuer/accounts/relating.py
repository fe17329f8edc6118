"""How people stand to a learner today: what the table of permissions has to know."""

from datetime import datetime

from issuer import access
from issuer.access import Target
from issuer.accounts.model import Person
from issuer.accounts.ports import UnitOfWork


def target_of(person: Person, uow: UnitOfWork, now: datetime) -> Target:
    """Return a person as the target of an act, with the guardians in force at an instant."""
    guardians = access.guardians_of(
        person.id,
        uow.ties.of(person.organisation, person.id),
        birth_date=person.birth_date,
        majority=uow.organisations.get(person.organisation).age_of_majority,
        now=now,
    )
    return Target(
        organisation=person.organisation,
        learner=person.id,
        units=person.units,
        guardians=guardians,
    )


def has_come_of_age(person: Person, uow: UnitOfWork, now: datetime) -> bool:
    """Tell whether a person is an adult; on the birthday itself they are."""
    majority = uow.organisations.get(person.organisation).age_of_majority
    return access.is_adult(person.birth_date, majority=majority, on=now.date())
