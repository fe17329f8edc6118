"""Create organisations, enrol people and record ties between them."""

import re
from dataclasses import replace
from urllib.parse import quote, urlsplit

from issuer import access
from issuer.access import Action, Role, Target
from issuer.accounts.commands import CreateOrganisation, EnrolPerson, TiePeople
from issuer.accounts.model import DidForm, Organisation, Person, Tie, TieKind, reach_of
from issuer.accounts.ports import Services, UnitOfWork
from issuer.accounts.recording import act_of
from issuer.accounts.role_grants import check_units, keep_grants, new_grant, target_of
from issuer.badges import check_name
from issuer.errors import MalformedError, RuleError

_SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_MAX_SLUG = 64
MAX_NAME = 120


def create_organisation(command: CreateOrganisation, services: Services) -> Organisation:
    """Create an organisation; its slug and DID are taken for ever.

    Raises:
        MalformedError: slug, name or scale break a rule, code `slug`, `name` or `scale`.
        ConflictError: slug or DID were used before.
    """
    check_slug(command.slug)
    name = check_name(command.name, "the name", MAX_NAME)
    if len(set(command.scale)) != len(command.scale) or len(command.scale) < 2:  # noqa: PLR2004 - one step needs two levels
        raise MalformedError("Give at least two different levels, low to high", code="scale")
    now = services.clock()
    organisation = Organisation(
        id=command.id or services.ids.new_id(),
        slug=command.slug,
        kind=command.kind,
        name=name,
        url=command.url or f"{command.base_url}/issuers/{command.slug}",
        did=command.did or did_of(command.did_form, command.slug, command.base_url),
        did_form=command.did_form,
        created_at=now,
        email=command.email,
        description=command.description,
        sole_teacher=command.sole_teacher,
        second_person_for_revocation=command.second_person_for_revocation,
        staff_second_factor=command.staff_second_factor,
        scale=command.scale,
    )
    with services.unit_of_work() as uow:
        uow.organisations.add(organisation)
        uow.events.append(
            act_of(None, organisation.id, "organisation.created", organisation.id, services)
        )
        uow.commit()
    return organisation


def did_of(form: DidForm, slug: str, base_url: str) -> str:
    """Return the did:web of an organisation (did:web method: path by `:`, port by `%3A`).

    Raises:
        MalformedError: the form `key` has no address to derive a DID from, code `did`.
    """
    if form is DidForm.KEY:
        raise MalformedError("Give the did:key of the organisation's key", code="did")
    address = urlsplit(base_url)
    host = quote(address.netloc, safe=".-")
    folders = [part for part in address.path.split("/") if part]
    if form is DidForm.PATH:
        folders += ["issuers", slug]
    return ":".join(["did:web", host, *folders])


def enrol_person(command: EnrolPerson, services: Services) -> Person:
    """Take a person into an organisation under a random pseudonymous id.

    Roles that a second administrator has to confirm are not among the roles of the answer.

    Raises:
        ForbiddenError: the actor may not manage people, or not give these roles.
        MalformedError: no name or no role.
        RuleError: unknown units, or others than the actor's own, code `units`.
    """
    name = check_name(command.name, "the name", MAX_NAME)
    if not command.roles:
        raise MalformedError("Give the person at least one role", code="roles")
    if Role.CLIENT in command.roles:
        raise MalformedError("A program is no person; make it with issuer clients", code="roles")
    if command.actor is not None:
        target = Target(organisation=command.organisation)
        access.require(command.actor, Action.MANAGE_PEOPLE, target)
        access.require_grant(command.actor, command.roles)
    person = Person(
        id=services.ids.new_id(),
        organisation=command.organisation,
        name=name,
        roles=frozenset(),
        created_at=services.clock(),
        birth_date=command.birth_date,
        group=command.group,
        peer_participation=command.peer_participation,
        units=command.units,
    )
    with services.unit_of_work() as uow:
        uow.organisations.get(command.organisation)
        check_units(command.actor, person.organisation, command.units, uow)
        uow.people.add(person)
        roles = sorted(command.roles)
        grants = tuple(new_grant(person, role, command.actor, uow, services) for role in roles)
        codes = {"roles": ",".join(role.value for role in roles)}
        event = act_of(
            command.actor, person.organisation, "person.enrolled", person.id, services, codes=codes
        )
        uow.events.append(event)
        keep_grants(grants, command.actor, uow, services)
        uow.commit()
    return replace(person, roles=frozenset(reach_of(grants, services.clock())))


def tie_people(command: TiePeople, services: Services) -> Tie:
    """Record a tie; a declared conflict may come from either of the two themselves.

    Raises:
        ForbiddenError: the actor may neither manage people nor speak for oneself.
        NotFoundError: one of the two is not of this organisation.
        RuleError: nobody is tied to oneself, code `self_tie`.
    """
    actor = command.actor
    if command.person == command.other:
        raise RuleError("Name two different people", code="self_tie")
    tie = Tie(
        id=services.ids.new_id(),
        organisation=actor.organisation,
        person=command.person,
        other=command.other,
        kind=command.kind,
        since=services.clock(),
        until=command.until,
    )
    with services.unit_of_work() as uow:
        _require_tie(command, uow)
        uow.ties.add(tie)
        name = "conflict.declared" if tie.kind is TieKind.DECLARED else "tie.recorded"
        # A restricted tie is safeguarding: not even its kind goes to the events.
        codes = {} if tie.kind is TieKind.RESTRICTED else {"kind": tie.kind.value}
        uow.events.append(act_of(actor, tie.organisation, name, tie.id, services, codes=codes))
        uow.commit()
    return tie


def _require_tie(command: TiePeople, uow: UnitOfWork) -> None:
    actor = command.actor
    pair = [uow.people.get(actor.organisation, each) for each in (command.person, command.other)]
    if command.kind is TieKind.DECLARED and actor.person in {person.id for person in pair}:
        own = Target(organisation=actor.organisation, learner=actor.person)
        access.require(actor, Action.DECLARE_CONFLICT, own)
        return
    # Who is out of reach is asked about first: nobody learns from a refusal that they exist.
    for person in sorted(pair, key=lambda each: access.is_within(actor, target_of(each))):
        access.require(actor, Action.MANAGE_PEOPLE, target_of(person))


def check_slug(slug: str) -> None:
    """Require a slug of letters, digits and single hyphens; MalformedError, code `slug`."""
    if len(slug) > _MAX_SLUG or _SLUG.fullmatch(slug) is None:
        raise MalformedError(
            "Write the slug in lower-case letters, digits and single hyphens, as in riverbend",
            code="slug",
        )
