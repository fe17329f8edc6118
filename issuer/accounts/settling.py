"""Units of an organisation, who belongs to them, and what the organisation decides about itself."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from issuer import access
from issuer.access import Action, Actor, Target
from issuer.accounts.commands import AddUnit, ChangeSettings, ChooseTerms, SetUnits
from issuer.accounts.enrolling import check_slug
from issuer.accounts.model import Organisation, Person, RuleOfTwo, Unit
from issuer.accounts.ports import Services
from issuer.accounts.recording import act_of
from issuer.accounts.role_grants import check_units, target_of
from issuer.accounts.seconding import ask_to_end
from issuer.accounts.secrecy import checked_email
from issuer.badges import check_name
from issuer.errors import ForbiddenError, MalformedError

_SETTINGS = (
    "second_person_for_revocation",
    "staff_second_factor",
    "sole_teacher",
    "appeal_days",
    "second_person_for_keys",
    "evidence_months",
    "withdrawn_days",
    "name",
    "description",
    "email",
)
_MAX_DESCRIPTION = 2000
#: Numbers that a school chooses -> fewest, most, and what is to be given.
_NUMBERS = {
    "appeal_days": (1, 365, "days for an appeal"),
    "evidence_months": (1, 120, "months to keep evidence after the award"),
    "withdrawn_days": (1, 3650, "days to keep evidence of withdrawn work"),
}
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
        person = uow.people.lock(actor.organisation, command.person)
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
    """Change what the organisation decides about itself; an empty description or address goes.

    A rule of two that is on stays so until a second person agrees (`confirm_settings`): the
    answer says how it is now.

    Raises:
        MalformedError: a name, address or number breaks a rule; the code is the setting's name.
    """
    actor = command.actor
    access.require(actor, Action.MANAGE_SETTINGS, Target(organisation=actor.organisation))
    _check_settings(command)
    wanted = {name: getattr(command, name) for name in _SETTINGS}
    return _change(actor.organisation, actor, wanted, services)


def choose_terms(command: ChooseTerms, services: Services) -> Organisation:
    """Choose at the terminal for how long evidence is kept; MalformedError as `change_settings`."""
    wanted = {name: getattr(command, name) for name in ("evidence_months", "withdrawn_days")}
    _check_numbers(wanted)
    return _change(command.organisation, None, wanted, services)


def _change(
    organisation_id: str, actor: Actor | None, chosen: Mapping[str, Any], services: Services
) -> Organisation:
    with services.unit_of_work() as uow:
        before = uow.organisations.lock(organisation_id)
        wanted = {name: each for name, each in chosen.items() if each is not None}
        ended = [each for each in RuleOfTwo if getattr(before, each) and wanted.get(each) is False]
        if actor is not None:
            ask_to_end(ended, actor, uow, services)
        wanted = {name: each for name, each in wanted.items() if name not in ended}
        kept: dict[str, Any] = {name: each if each != "" else None for name, each in wanted.items()}
        organisation = replace(before, **kept)
        uow.organisations.save(organisation)
        codes = {name: _code(value) for name, value in wanted.items()}
        name = "organisation.settings_changed"
        if wanted:
            uow.events.append(
                act_of(actor, organisation.id, name, organisation.id, services, codes=codes)
            )
        uow.commit()
    return organisation


def _code(value: str | bool | int) -> str:
    """Return what an event says of a setting: a switch or number as it is, never a text."""
    if isinstance(value, bool):
        return "on" if value else "off"
    return str(value) if isinstance(value, int) else "changed"


def _check_settings(command: ChangeSettings) -> None:
    if command.name is not None:
        try:
            check_name(command.name, "the name", _MAX_NAME)
        except MalformedError as error:
            raise MalformedError(error.detail, code="name") from error
    if command.email:
        checked_email(command.email)
    if command.description is not None and len(command.description) > _MAX_DESCRIPTION:
        raise MalformedError(
            f"Describe the school in at most {_MAX_DESCRIPTION} characters", code="description"
        )
    _check_numbers({name: getattr(command, name) for name in _NUMBERS})


def _check_numbers(chosen: Mapping[str, Any]) -> None:
    for name, given in chosen.items():
        fewest, most, what = _NUMBERS[name]
        if given is not None and not fewest <= given <= most:
            raise MalformedError(f"Give between {fewest} and {most} {what}", code=name)
