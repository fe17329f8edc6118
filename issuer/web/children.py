"""A child of the guardian who is here; nobody else's child is anybody."""

from issuer import accounts
from issuer.access import Role
from issuer.accounts.model import Person
from issuer.errors import NotFoundError
from issuer.web.services import Services
from issuer.web.visits import Visit


def children_of(here: Visit, services: Services) -> tuple[Person, ...]:
    """Return the children, for who is here as guardian; in another role one has none."""
    if here.actor.role is not Role.GUARDIAN:
        return ()
    return accounts.list_children(here.actor, services.accounts)


def child_of(here: Visit, services: Services, child: str) -> Person:
    """Return one of them.

    Raises:
        NotFoundError: unknown, grown up, or somebody else's: one answer for all of them.
    """
    for each in children_of(here, services):
        if each.id == child:
            return each
    raise NotFoundError("There is nothing of that name here")
