"""Where letters to people go: the address one signs in with, and for children that of guardians.

Read when a letter is written, never kept with what it is about. Nobody asks here but the jobs.
"""

from dataclasses import dataclass, field

from issuer.access import Role
from issuer.accounts.model import Invitation, Person
from issuer.accounts.ports import Services, UnitOfWork
from issuer.accounts.relating import target_of
from issuer.accounts.secrecy import invitation_secret
from issuer.audit import Event
from issuer.errors import NotFoundError


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """Somebody who may be written to."""

    person: str
    email: str = field(repr=False)
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inviting:
    """An invitation that waits for its letter, with the secret of its link."""

    invitation: Invitation
    secret: str = field(repr=False)
    to: Addressee
    school: str
    child: str = field(default="", repr=False)


def find_event(event_id: str, services: Services) -> Event:
    """Return an event by its id; NotFoundError."""
    with services.read_only() as uow:
        return uow.events.get(event_id)


def school_name(organisation: str, services: Services) -> str:
    """Return the name of a school, for letters."""
    with services.read_only() as uow:
        return uow.organisations.get(organisation).name


def open_invitation(invitation_id: str, services: Services) -> Inviting | None:
    """Return what the letter of an invitation needs; None if it is used up or goes nowhere."""
    with services.read_only() as uow:
        found = uow.invitations.by_id(invitation_id)
        if found.used_at is not None or services.clock() >= found.expires_at:
            return None
        to = _invited(found, uow)
        child = uow.people.get(found.organisation, found.child).name if found.child else ""
        school = uow.organisations.get(found.organisation).name
    if to is None:
        return None
    secret = invitation_secret(found.id, services)
    return Inviting(invitation=found, secret=secret, to=to, school=school, child=child)


def addressees(organisation: str, person: str, services: Services) -> tuple[Addressee, ...]:
    """Return the address of a person, if there is one."""
    with services.read_only() as uow:
        return tuple(filter(None, (address_of(organisation, person, uow),)))


def family_of(organisation: str, learner: str, services: Services) -> tuple[Addressee, ...]:
    """Return the address of a learner, or those of the guardians where there is none."""
    with services.read_only() as uow:
        own = address_of(organisation, learner, uow)
        if own is not None:
            return (own,)
        person = _member(organisation, learner, uow)
        if person is None:
            return ()
        guardians = sorted(target_of(person, uow, services.clock()).guardians)
        found = [address_of(organisation, each, uow) for each in guardians]
    return tuple(each for each in found if each is not None)


def holders_of(
    organisation: str, roles: frozenset[Role], learner: str | None, services: Services
) -> tuple[Addressee, ...]:
    """Return the addresses of those who hold one of the roles, for a learner's units if any."""
    with services.read_only() as uow:
        about = None if learner is None else _member(organisation, learner, uow)
        found = [
            address_of(organisation, person.id, uow)
            for person in uow.people.members(organisation)
            if person.id != learner and any(_reaches(person, role, about) for role in roles)
        ]
    return tuple(each for each in found if each is not None)


def _reaches(person: Person, role: Role, about: Person | None) -> bool:
    reach = person.reach.get(role)
    is_near = reach is None or about is None or not reach.isdisjoint(about.units)
    return role in person.roles and is_near


def _invited(invitation: Invitation, uow: UnitOfWork) -> Addressee | None:
    """Return where an invitation goes; a guardian's waits under the child's key."""
    if invitation.person is not None:
        return address_of(invitation.organisation, invitation.person, uow)
    if invitation.email and invitation.child:
        return Addressee(person=invitation.child, email=invitation.email)
    return None


def address_of(organisation: str, person_id: str, uow: UnitOfWork) -> Addressee | None:
    """Return where a person is written to, if anywhere."""
    if _member(organisation, person_id, uow) is None:
        return None
    login = uow.logins.of_person(organisation, person_id)
    if login is None or not login.email or login.disabled_at is not None:
        return None
    return Addressee(person=person_id, email=login.email, language=login.language)


def _member(organisation: str, person_id: str, uow: UnitOfWork) -> Person | None:
    try:
        person = uow.people.get(organisation, person_id)
    except NotFoundError:
        return None
    return person if person.active else None
