"""Roles given for a time, confirmed by a second administrator, and withdrawn at once."""

from dataclasses import replace
from datetime import datetime, timedelta

from issuer import access
from issuer.access import Action, Actor, Role, Target
from issuer.accounts.commands import ConfirmRole, GrantRole, WithdrawRole
from issuer.accounts.model import AUDIT_DAYS, Person, RoleGrant
from issuer.accounts.ports import Services, UnitOfWork
from issuer.accounts.posting import tell
from issuer.accounts.recording import act_of
from issuer.errors import ForbiddenError, MalformedError, NotFoundError, RuleError, StateError


def grant_role(command: GrantRole, services: Services) -> RoleGrant:
    """Give a role; where a second administrator has to confirm it, it has no effect before.

    Raises:
        ForbiddenError: the actor may not give this role (code `grant`), or gives it to oneself
            (`self_grant`).
        MalformedError: the role of a program, code `roles`.
        NotFoundError: no such person, or one of other units than the actor's.
        RuleError: an end in the past or too late for an auditor (`until`), units for a role that
            has none, unknown ones or more than the actor's own (`units`).
    """
    actor = command.actor
    if command.role is Role.CLIENT:
        raise MalformedError("A program is no person; make it with issuer clients", code="roles")
    with services.unit_of_work() as uow:
        person = uow.people.get(actor.organisation, command.person)
        access.require(actor, Action.GRANT_ROLE, target_of(person))
        _refuse_self(actor, person)
        access.require_grant(actor, frozenset({command.role}), person.id)
        check_units(actor, actor.organisation, command.units, uow)
        grant = new_grant(
            person,
            command.role,
            actor,
            uow,
            services,
            since=command.since,
            until=command.until,
            units=command.units,
        )
        _keep(grant, actor, uow, services)
        uow.commit()
    return grant


def confirm_role(command: ConfirmRole, services: Services) -> RoleGrant:
    """Confirm another administrator's grant.

    Raises:
        ForbiddenError: no administrator, or the one who gave it (code `same_person`) or gets it
            (`self_grant`).
        StateError: nothing waits for confirmation here.
    """
    actor, now = command.actor, services.clock()
    with services.unit_of_work() as uow:
        person = uow.people.get(actor.organisation, command.person)
        access.require(actor, Action.CONFIRM_ROLE, target_of(person))
        grant = _grant_of(person, command.grant, uow)
        _refuse_self(actor, person)
        if grant.granted_by == actor.person:
            raise ForbiddenError(
                "A second administrator confirms what you gave", code="same_person"
            )
        if not grant.waits(now):
            raise StateError("This grant does not wait for confirmation", code="settled")
        confirmed = replace(grant, confirmed_by=actor.person, confirmed_at=now)
        uow.grants.save(confirmed)
        _record("role.confirmed", confirmed, actor, uow, services)
        uow.commit()
    return confirmed


def withdraw_role(command: WithdrawRole, services: Services) -> RoleGrant:
    """End a grant at once; tokens and sessions of that role stop with it.

    Raises:
        ForbiddenError: the actor may not give, and so not take, this role.
        StateError: it has ended already.
        RuleError: nobody could give roles any more, code `last_admin`.
    """
    actor, now = command.actor, services.clock()
    with services.unit_of_work() as uow:
        person = uow.people.get(actor.organisation, command.person)
        access.require(actor, Action.GRANT_ROLE, target_of(person))
        grant = _grant_of(person, command.grant, uow)
        if actor.person != person.id:
            access.require_grant(actor, frozenset({grant.role}))
        if not (grant.holds(now) or grant.waits(now) or now < grant.since):
            raise StateError("This grant has ended already", code="settled")
        if grant.role is Role.ADMIN and grant.holds(now):
            _require_another_admin(person, grant, uow, now)
        ended = replace(grant, withdrawn_by=actor.person, withdrawn_at=now)
        uow.grants.save(ended)
        _record("role.withdrawn", ended, actor, uow, services)
        uow.commit()
    return ended


def list_grants(actor: Actor, person_id: str, services: Services) -> tuple[RoleGrant, ...]:
    """List a person's grants, ended ones too: one's own, or for those who give roles."""
    with services.read_only() as uow:
        person = uow.people.get(actor.organisation, person_id)
        if actor.person != person.id:
            access.require(actor, Action.GRANT_ROLE, target_of(person))
        return uow.grants.of(person.organisation, person.id)


def new_grant(  # noqa: PLR0913 - the members of a grant, each by its name
    person: Person,
    role: Role,
    actor: Actor | None,
    uow: UnitOfWork,
    services: Services,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    units: frozenset[str] | None = None,
) -> RoleGrant:
    """Return a grant that is not stored yet; raises as `grant_role` about its end and units."""
    now = services.clock()
    start = max(since or now, now)
    _check_units_of(role, units)
    return RoleGrant(
        id=services.ids.new_id(),
        organisation=person.organisation,
        person=person.id,
        role=role,
        since=start,
        until=_end_of(role, start, until),
        units=units,
        granted_by=None if actor is None else actor.person,
        needs_confirmation=_needs_second(role, person, actor, uow, now),
    )


def keep_grants(
    grants: tuple[RoleGrant, ...], actor: Actor | None, uow: UnitOfWork, services: Services
) -> None:
    """Store the grants that a person is enrolled with, each with its event."""
    for grant in grants:
        _keep(grant, actor, uow, services)


def check_units(
    actor: Actor | None, organisation: str, units: frozenset[str] | None, uow: UnitOfWork
) -> None:
    """Require that units exist, and that one whose grant names units gives no more than these.

    Raises:
        RuleError: code `units`.
    """
    if units:
        known = {unit.slug for unit in uow.units.of(organisation)}
        if not units <= known:
            strange = ", ".join(sorted(units - known))
            raise RuleError(f"There is no unit {strange[:64]}; make it first", code="units")
    if actor is not None and actor.units is not None and not (units and units <= actor.units):
        raise RuleError(
            f"You act for {', '.join(sorted(actor.units))}; name these units or some of them",
            code="units",
        )


def target_of(person: Person) -> Target:
    """Return a person as what an act is about."""
    return Target(organisation=person.organisation, learner=person.id, units=person.units)


def _needs_second(
    role: Role, person: Person, actor: Actor | None, uow: UnitOfWork, now: datetime
) -> bool:
    """Tell whether another administrator has to confirm.

    Not where one operates the installation, in a sole-teacher organisation, or where there is no
    other administrator: all three are told in docs/operating.md. The last two let somebody alone
    give the role to a name of their own, so neither counts where a rule asks for two people.
    """
    if actor is None or role not in access.CONFIRMED:
        return False
    organisation = uow.organisations.get(person.organisation)
    if organisation.needs_two:
        return True
    if organisation.sole_teacher:
        return False
    return bool(_admins(person.organisation, uow, now) - {actor.person, person.id})


def _admins(organisation: str, uow: UnitOfWork, now: datetime) -> frozenset[str]:
    active = {member.id for member in uow.people.members(organisation)}
    return frozenset(
        grant.person
        for grant in uow.grants.of_role(organisation, Role.ADMIN)
        if grant.holds(now) and grant.person in active
    )


def _end_of(role: Role, start: datetime, until: datetime | None) -> datetime | None:
    latest = start + timedelta(days=AUDIT_DAYS)
    if until is not None and until <= start:
        raise RuleError("Let the role end after it begins", code="until")
    if role is not Role.AUDITOR:
        return until
    if until is not None and until > latest:
        raise RuleError(f"An audit ends after {AUDIT_DAYS} days at the latest", code="until")
    return until or latest


def _check_units_of(role: Role, units: frozenset[str] | None) -> None:
    if units is None:
        return
    if not units or role not in access.SCOPED_ROLES:
        allowed = ", ".join(sorted(each.value for each in access.SCOPED_ROLES))
        raise RuleError(f"Units go with these roles alone: {allowed}", code="units")


def _refuse_self(actor: Actor, person: Person) -> None:
    if actor.person == person.id:
        raise ForbiddenError("Nobody gives oneself a role; ask an administrator", code="self_grant")


def _require_another_admin(
    person: Person, ended: RoleGrant, uow: UnitOfWork, now: datetime
) -> None:
    others = {
        grant.id
        for grant in uow.grants.of_role(person.organisation, Role.ADMIN)
        if grant.holds(now) and grant.id != ended.id
    }
    if not others:
        raise RuleError(
            "This is the last administrator; give another person that role first",
            code="last_admin",
        )


def _grant_of(person: Person, grant_id: str, uow: UnitOfWork) -> RoleGrant:
    grant = uow.grants.get(person.organisation, grant_id)
    if grant.person != person.id:
        raise NotFoundError("There is nothing of that name here")
    return grant


def _keep(grant: RoleGrant, actor: Actor | None, uow: UnitOfWork, services: Services) -> None:
    uow.grants.add(grant)
    _record("role.granted", grant, actor, uow, services)


def _record(
    name: str, grant: RoleGrant, actor: Actor | None, uow: UnitOfWork, services: Services
) -> None:
    # Codes stay readable for ever, so the person stands where an erasure can forget them.
    codes = {"role": grant.role.value, "grant": grant.id}
    if name == "role.granted":
        codes["confirmed"] = "later" if grant.needs_confirmation else "not needed"
    if grant.until is not None:
        codes["until"] = grant.until.date().isoformat()
    event = act_of(actor, grant.organisation, name, grant.person, services, codes=codes)
    if name == "role.granted" and grant.needs_confirmation:
        tell(event, uow)
    else:
        uow.events.append(event)
