"""Reads about organisations, people, consents and tokens; each only for those who may see it."""

from issuer import access
from issuer.access import Action, Actor, Target
from issuer.accounts.model import Consent, Login, Organisation, Person, TieKind, Token, Unit
from issuer.accounts.ports import Services
from issuer.accounts.role_grants import target_of
from issuer.errors import ForbiddenError, NotFoundError


def list_organisations(services: Services) -> tuple[Organisation, ...]:
    """List the organisations of the installation; their Profiles are public."""
    with services.read_only() as uow:
        return uow.organisations.all()


def find_organisation(slug: str, services: Services) -> Organisation:
    """Return the organisation of a slug.

    Raises:
        NotFoundError: there is none.
    """
    with services.read_only() as uow:
        found = uow.organisations.by_slug(slug)
    if found is None:
        raise NotFoundError("There is no such issuer")
    return found


def show_organisation(actor: Actor, services: Services) -> Organisation:
    """Return the actor's own organisation."""
    with services.read_only() as uow:
        return uow.organisations.get(actor.organisation)


def show_person(actor: Actor, person_id: str, services: Services) -> Person:
    """Return a person: oneself, one's child, or any member for staff."""
    with services.read_only() as uow:
        person = uow.people.get(actor.organisation, person_id)
        if person.id != actor.person and person.id not in _children(actor, services):
            access.require(actor, Action.READ_PEOPLE, target_of(person))
        return person


def list_people(actor: Actor, services: Services) -> tuple[Person, ...]:
    """List the active members of the actor's organisation, as far as the actor's units go."""
    access.require(actor, Action.READ_PEOPLE, Target(organisation=actor.organisation))
    with services.read_only() as uow:
        members = uow.people.members(actor.organisation)
    return tuple(each for each in members if access.is_within(actor, target_of(each)))


def names_of_people(actor: Actor, services: Services) -> dict[str, str]:
    """Return the names that the actor may read, by person; none for who reads no people."""
    try:
        return {each.id: each.name for each in list_people(actor, services)}
    except ForbiddenError:
        return {}


def list_children(actor: Actor, services: Services) -> tuple[Person, ...]:
    """List the learners for whom the actor acts as guardian today."""
    with services.read_only() as uow:
        return tuple(
            uow.people.get(actor.organisation, child) for child in _children(actor, services)
        )


def list_consents(actor: Actor, subject: str, services: Services) -> tuple[Consent, ...]:
    """List the consents about oneself or one's child; for staff those of any member."""
    show_person(actor, subject, services)
    with services.read_only() as uow:
        return uow.consents.of(actor.organisation, subject)


def list_tokens(actor: Actor, services: Services) -> tuple[Token, ...]:
    """List the tokens of the actor's organisation, without any secret."""
    access.require(actor, Action.MANAGE_PEOPLE, Target(organisation=actor.organisation))
    with services.read_only() as uow:
        tokens = uow.tokens.of(actor.organisation)
        if actor.units is None:
            return tokens
        return tuple(
            token
            for token in tokens
            if access.is_within(actor, target_of(uow.people.get(token.organisation, token.person)))
        )


def list_units(actor: Actor, services: Services) -> tuple[Unit, ...]:
    """List the units of the actor's organisation."""
    access.require(actor, Action.READ_PEOPLE, Target(organisation=actor.organisation))
    with services.read_only() as uow:
        return uow.units.of(actor.organisation)


def list_logins(actor: Actor, services: Services) -> dict[str, Login]:
    """Return how the people of the actor's organisation sign in, by person."""
    access.require(actor, Action.MANAGE_PEOPLE, Target(organisation=actor.organisation))
    with services.read_only() as uow:
        return {login.person: login for login in uow.logins.all(actor.organisation)}


def list_guardians(actor: Actor, person_id: str, services: Services) -> tuple[Person, ...]:
    """List the guardians whose tie to a learner has not ended."""
    access.require(actor, Action.MANAGE_PEOPLE, Target(organisation=actor.organisation))
    now = services.clock()
    with services.read_only() as uow:
        ties = uow.ties.of(actor.organisation, person_id)
        tied = {
            tie.person
            for tie in ties
            if tie.kind is TieKind.GUARDIAN
            and tie.other == person_id
            and (tie.until is None or now < tie.until)
        }
        return tuple(uow.people.get(actor.organisation, each) for each in sorted(tied))


def _children(actor: Actor, services: Services) -> tuple[str, ...]:
    with services.read_only() as uow:
        majority = uow.organisations.get(actor.organisation).age_of_majority
        ties = uow.ties.of(actor.organisation, actor.person)
        wards = sorted({tie.other for tie in ties if tie.person == actor.person})
        people = [uow.people.get(actor.organisation, ward) for ward in wards]
    return tuple(
        person.id
        for person in people
        if actor.person
        in access.guardians_of(
            person.id, ties, birth_date=person.birth_date, majority=majority, now=services.clock()
        )
    )
