"""Roles given and taken away; sessions and tokens of a lost role count no more at once."""

from dataclasses import replace

from issuer import access
from issuer.access import Action, Target
from issuer.accounts.model import Person
from issuer.accounts.ports import Services
from issuer.accounts.recording import act_of
from issuer.accounts.session_commands import ChangeRole
from issuer.errors import RuleError


def grant_role(command: ChangeRole, services: Services) -> Person:
    """Give a person a role.

    Raises:
        ForbiddenError: not a manager of people, a role that only administrators give, or oneself.
    """
    return _change(command, "role.granted", services)


def withdraw_role(command: ChangeRole, services: Services) -> Person:
    """Take a role away from a person.

    Raises:
        ForbiddenError: as for giving it.
        RuleError: it is the last one, code `last_role`.
    """
    return _change(command, "role.withdrawn", services)


def _change(command: ChangeRole, event: str, services: Services) -> Person:
    actor, role = command.actor, command.role
    with services.unit_of_work() as uow:
        person = uow.people.get(actor.organisation, command.person)
        access.require(actor, Action.MANAGE_PEOPLE, Target(organisation=person.organisation))
        access.require_change(actor, role, person.id)
        given = event == "role.granted"
        roles = person.roles | {role} if given else person.roles - {role}
        if not roles:
            raise RuleError("A person keeps at least one role", code="last_role")
        if roles != person.roles:
            person = replace(person, roles=roles)
            uow.people.save(person)
            codes = {"role": role.value}
            uow.events.append(
                act_of(actor, person.organisation, event, person.id, services, codes=codes)
            )
            uow.commit()
    return person
