"""Units of an organisation, who belongs to them, and what the organisation decides about itself."""

from dataclasses import replace

from issuer import access
from issuer.access import Action, Target
from issuer.accounts.commands import AddUnit, ChangeSettings, SetUnits
from issuer.accounts.enrolling import check_slug
from issuer.accounts.model import Organisation, Person, Unit
from issuer.accounts.ports import Services
from issuer.accounts.recording import act_of
from issuer.accounts.role_grants import check_units, target_of
from issuer.badges import check_name
from issuer.errors import ForbiddenError

_MAX_NAME = 120


def add_unit(command: AddUnit, services: Services) -> Unit:
    """Make a unit; only who acts for the whole organisation may.

    Raises:
        ConflictError: there is one of that slug.
    """
    actor = command.actor
    access.require(actor, Action.MANAGE_PEOPLE, Target(organisation=actor.organisation))
    if actor.units is not None:
        raise ForbiddenError("Ask an administrator to make a new unit", code="units")
    check_slug(command.slug)
    unit = Unit(
        id=services.ids.new_id(),
        organisation=actor.organisation,
        slug=command.slug,
        name=check_name(command.name, "the name", _MAX_NAME),
        created_at=services.clock(),
    )
    with services.unit_of_work() as uow:
        uow.units.add(unit)
        codes = {"unit": unit.slug}
        uow.events.append(
            act_of(actor, unit.organisation, "unit.created", unit.id, services, codes=codes)
        )
        uow.commit()
    return unit


def set_units(command: SetUnits, services: Services) -> Person:
    """Say which units a person belongs to; who acts for some units gives and takes only these.

    Raises:
        RuleError: no such unit, or one that the actor does not act for, code `units`.
    """
    actor = command.actor
    with services.unit_of_work() as uow:
        person = uow.people.get(actor.organisation, command.person)
        access.require(actor, Action.MANAGE_PEOPLE, target_of(person))
        changed = person.units ^ command.units
        if changed:
            check_units(actor, actor.organisation, changed, uow)
        person = replace(person, units=command.units)
        uow.people.save(person)
        codes = {"units": ",".join(sorted(person.units))}
        uow.events.append(
            act_of(actor, person.organisation, "person.units", person.id, services, codes=codes)
        )
        uow.commit()
    return person


def change_settings(command: ChangeSettings, services: Services) -> Organisation:
    """Change what the organisation decides about itself."""
    actor = command.actor
    access.require(actor, Action.MANAGE_SETTINGS, Target(organisation=actor.organisation))
    wanted = {
        "second_person_for_revocation": command.second_person_for_revocation,
        "staff_second_factor": command.staff_second_factor,
    }
    codes = {name: "on" if value else "off" for name, value in wanted.items() if value is not None}
    with services.unit_of_work() as uow:
        before = uow.organisations.get(actor.organisation)
        two, factor = wanted.values()
        organisation = replace(
            before,
            second_person_for_revocation=_chosen(two, before.second_person_for_revocation),
            staff_second_factor=_chosen(factor, before.staff_second_factor),
        )
        uow.organisations.save(organisation)
        name = "organisation.settings_changed"
        uow.events.append(
            act_of(actor, organisation.id, name, organisation.id, services, codes=codes)
        )
        uow.commit()
    return organisation


def _chosen(wanted: bool | None, before: bool) -> bool:
    return before if wanted is None else wanted
