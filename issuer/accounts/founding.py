"""Found the first organisation of an installation, with its first administrator signed in."""

from dataclasses import dataclass, field

from issuer.access import Role
from issuer.accounts.commands import CreateOrganisation, EnrolPerson
from issuer.accounts.enrolling import MAX_NAME, check_slug, create_organisation, enrol_person
from issuer.accounts.inviting import accept_invitation, invite
from issuer.accounts.model import Organisation, OrganisationKind
from issuer.accounts.passwords import check_password
from issuer.accounts.ports import Services
from issuer.accounts.queries import list_organisations
from issuer.accounts.secrecy import checked_handle
from issuer.accounts.session_commands import AcceptInvitation, Invite, Origin
from issuer.accounts.sessions import Opened
from issuer.badges import check_name
from issuer.errors import MalformedError, NotFoundError

#: One adult alone does all of these; where two share them, the other one is the teacher.
_ALONE = frozenset({Role.ADMIN, Role.REGISTRAR, Role.ISSUER, Role.TEACHER})


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSchool:
    """What whoever sets an installation up says about the school and themselves."""

    name: str
    slug: str
    person_name: str
    handle: str
    password: str = field(repr=False)
    sole_teacher: bool
    base_url: str
    origin: Origin = field(default_factory=Origin)


@dataclass(frozen=True, slots=True, kw_only=True)
class Founded:
    """The school, and the session of its first administrator."""

    organisation: Organisation
    opened: Opened


def found_school(command: FoundSchool, services: Services) -> Founded:
    """Found the first organisation; everything that was written is checked before it is made.

    Raises:
        NotFoundError: there is an organisation already.
        MalformedError: slug, name, sign-in name or password break a rule.
    """
    if list_organisations(services):
        raise NotFoundError("There is nothing of that name here")
    check_slug(command.slug)
    _check_names(command)
    handle = checked_handle(command.handle)
    check_password(command.password, (command.person_name, handle), services)
    organisation = create_organisation(
        CreateOrganisation(
            slug=command.slug,
            kind=OrganisationKind.SCHOOL,
            name=command.name,
            base_url=command.base_url,
            sole_teacher=command.sole_teacher,
        ),
        services,
    )
    return Founded(organisation=organisation, opened=_first(command, organisation, services))


def _check_names(command: FoundSchool) -> None:
    try:
        check_name(command.name, "the name of the school", MAX_NAME)
    except MalformedError as error:
        raise MalformedError(error.detail, code="school_name") from error
    try:
        check_name(command.person_name, "your name", MAX_NAME)
    except MalformedError as error:
        raise MalformedError(error.detail, code="person_name") from error


def _first(command: FoundSchool, organisation: Organisation, services: Services) -> Opened:
    """Take the first administrator in, as an operator at the terminal would, and sign them in."""
    roles = _ALONE if command.sole_teacher else _ALONE - {Role.TEACHER}
    person = enrol_person(
        EnrolPerson(organisation=organisation.id, name=command.person_name, roles=roles), services
    )
    invited = invite(
        Invite(organisation=organisation.id, person=person.id, handle=command.handle), services
    )
    accepting = AcceptInvitation(
        secret=invited.secret, password=command.password, origin=command.origin
    )
    return accept_invitation(accepting, services)
