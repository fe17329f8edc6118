"""Create organisations, enrol people and record ties between them."""

import re
from urllib.parse import quote, urlsplit

from issuer import access
from issuer.access import Action, Role, Target
from issuer.accounts.commands import CreateOrganisation, EnrolPerson, TiePeople
from issuer.accounts.model import DidForm, Organisation, Person, Tie, TieKind
from issuer.accounts.ports import Services, UnitOfWork
from issuer.accounts.recording import act_of
from issuer.badges import check_name
from issuer.errors import MalformedError, RuleError

_SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_MAX_SLUG = 64
_MAX_NAME = 120


def create_organisation(command: CreateOrganisation, services: Services) -> Organisation:
    """Create an organisation; its slug and DID are taken for ever.

    Raises:
        MalformedError: slug, name or scale break a rule, code `slug`, `name` or `scale`.
        ConflictError: slug or DID were used before.
    """
    _check_slug(command.slug)
    name = check_name(command.name, "the name", _MAX_NAME)
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

    Raises:
        ForbiddenError: the actor may not manage people, or not give these roles.
        MalformedError: no name or no role.
    """
    name = check_name(command.name, "the name", _MAX_NAME)
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
        roles=command.roles,
        created_at=services.clock(),
        birth_date=command.birth_date,
        group=command.group,
        peer_participation=command.peer_participation,
    )
    with services.unit_of_work() as uow:
        uow.organisations.get(command.organisation)
        uow.people.add(person)
        codes = {"roles": ",".join(sorted(role.value for role in person.roles))}
        uow.events.append(
            act_of(
                command.actor,
                person.organisation,
                "person.enrolled",
                person.id,
                services,
                codes=codes,
            )
        )
        uow.commit()
    return person


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
    for person_id in (command.person, command.other):
        uow.people.get(actor.organisation, person_id)
    declares = command.kind is TieKind.DECLARED and actor.person in {command.person, command.other}
    action = Action.DECLARE_CONFLICT if declares else Action.MANAGE_PEOPLE
    target = Target(organisation=actor.organisation, learner=actor.person)
    access.require(actor, action, target)


def _check_slug(slug: str) -> None:
    if len(slug) > _MAX_SLUG or _SLUG.fullmatch(slug) is None:
        raise MalformedError(
            "Write the slug in lower-case letters, digits and single hyphens, as in riverbend",
            code="slug",
        )
