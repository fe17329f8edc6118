"""Sign-in with outside providers, on our own people."""

from collections.abc import Callable

from issuer import accounts, federation
from issuer.access import Role
from issuer.config import Settings
from issuer.records import SqlUnitOfWork
from issuer.remote import Limits, OidcMessenger


def federation_of(
    people: accounts.Services,
    write: Callable[[], SqlUnitOfWork],
    read: Callable[[], SqlUnitOfWork],
    settings: Settings,
) -> federation.Services:
    """Return federation that enrols newcomers among these people."""

    def enrol(organisation: str, name: str, role: Role) -> str:
        command = accounts.EnrolPerson(
            organisation=organisation, name=name, roles=frozenset({role})
        )
        return accounts.enrol_person(command, people).id

    limits = Limits(
        allow_loopback_http=settings.allow_loopback_http,
        user_agent="issuer (OpenID Connect client)",
    )
    return federation.Services(
        unit_of_work=write,
        read_only=read,
        clock=people.clock,
        ids=people.ids,
        messenger=OidcMessenger(people.clock, limits),
        enrol=enrol,
        base_url=settings.public_base_url,
    )
