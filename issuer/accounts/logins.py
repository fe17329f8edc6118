"""The login of a person: made when it is first needed, with a name that is nobody else's."""

from dataclasses import replace

from issuer.accounts.model import Login, Person
from issuer.accounts.ports import Services, UnitOfWork
from issuer.accounts.secrecy import checked_email, checked_handle, name_index


def login_for(
    person: Person, handle: str | None, email: str | None, uow: UnitOfWork, services: Services
) -> Login:
    """Return the person's login with what was given; make one if there is none."""
    login = uow.logins.of_person(person.organisation, person.id)
    given = login or Login(
        id=services.ids.new_id(),
        organisation=person.organisation,
        person=person.id,
        created_at=services.clock(),
    )
    if handle is not None or (given.handle is None and not (email or given.email)):
        wanted = checked_handle(handle) if handle is not None else _handle_of(person, services)
        index = name_index(person.organisation, wanted, services)
        given = replace(given, handle=wanted, handle_index=index)
    if email:
        address = checked_email(email)
        index = name_index(person.organisation, address, services)
        given = replace(given, email=address, email_index=index)
    if login is None:
        uow.logins.add(given)
    elif given != login:
        uow.logins.save(given)
    return given


def _handle_of(person: Person, services: Services) -> str:
    """Return a handle of the first letters of the name and four random digits."""
    letters = "".join(mark for mark in person.name.lower() if mark.isascii() and mark.isalnum())
    number = int.from_bytes(services.ids.secret(4), "big") % 10_000
    return f"{letters[:20] or 'person'}-{number:04}"
