"""Which providers an organisation trusts, and whom it knows beforehand."""

import re
from dataclasses import replace

from issuer import access
from issuer.access import POWERFUL, Action, Actor, Role, Target
from issuer.audit import Event
from issuer.badges import check_name
from issuer.errors import MalformedError
from issuer.federation.commands import AddProvider, RegisterSubject, RemoveProvider
from issuer.federation.model import IdentityProvider, OutsideIdentity
from issuer.federation.ports import Services
from issuer.federation.recording import act_of

_MAX_NAME, _MAX_CLIENT, _MAX_SUBJECT = 60, 255, 255
_ISSUER = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?", re.ASCII)
_DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}", re.ASCII)


def add_provider(command: AddProvider, services: Services) -> IdentityProvider:
    """Trust a provider for one organisation.

    Raises:
        ForbiddenError: the actor is no administrator.
        MalformedError: `issuer`, `client_id`, `domain`, `role` (newcomers get no powerful role),
            or the name.
    """
    _require(command.actor, command.organisation)
    _check(command)
    provider = IdentityProvider(
        id=services.ids.new_id(),
        organisation=command.organisation,
        name=check_name(command.name, "the name", _MAX_NAME),
        issuer=command.issuer,
        client_id=command.client_id,
        method=command.method,
        created_at=services.clock(),
        secret=command.secret,
        domains=command.domains,
        newcomer_role=command.newcomer_role,
    )
    with services.unit_of_work() as uow:
        uow.organisations.get(provider.organisation)
        uow.providers.add(provider)
        uow.events.append(_event(command.actor, provider, "provider.added", services))
        uow.commit()
    return provider


def list_providers(organisation: str, services: Services) -> tuple[IdentityProvider, ...]:
    """List the providers in force, for the sign-in page; their secrets stay inside."""
    with services.read_only() as uow:
        found = uow.providers.of(organisation)
    return tuple(replace(each, secret="") for each in found if each.removed_at is None)


def remove_provider(command: RemoveProvider, services: Services) -> None:
    """Trust a provider no more; doing it twice changes nothing.

    Raises:
        ForbiddenError: the actor is no administrator.
        NotFoundError: the organisation has no such provider.
    """
    _require(command.actor, command.organisation)
    with services.unit_of_work() as uow:
        provider = uow.providers.get(command.organisation, command.provider)
        if provider.removed_at is None:
            # Its secret is of no more use here.
            uow.providers.save(replace(provider, removed_at=services.clock(), secret=""))
            uow.events.append(_event(command.actor, provider, "provider.removed", services))
            uow.commit()


def register_subject(command: RegisterSubject, services: Services) -> OutsideIdentity:
    """Say beforehand which subject a person is, as the provider's own directory tells it.

    Raises:
        ForbiddenError: the actor is no administrator.
        NotFoundError: no such provider or person.
        ConflictError: the subject is linked already.
    """
    _require(command.actor, command.organisation)
    if not 0 < len(command.subject) <= _MAX_SUBJECT or not command.subject.isascii():
        raise MalformedError("Give the subject (sub) as the provider writes it", code="subject")
    identity = OutsideIdentity(
        id=services.ids.new_id(),
        organisation=command.organisation,
        provider=command.provider,
        person=command.person,
        linked_at=services.clock(),
    )
    with services.unit_of_work() as uow:
        provider = uow.providers.get(command.organisation, command.provider)
        uow.people.get(command.organisation, command.person)
        uow.outside_identities.add(identity, command.subject)
        uow.events.append(
            act_of(
                command.actor,
                provider.organisation,
                "identity.registered",
                command.person,
                services,
                provider=provider.id,
            )
        )
        uow.commit()
    return identity


def _require(actor: Actor | None, organisation: str) -> None:
    if actor is not None:
        access.require(actor, Action.MANAGE_PROVIDERS, Target(organisation=organisation))


def _check(command: AddProvider) -> None:
    if not _ISSUER.fullmatch(command.issuer):
        raise MalformedError(
            "Write the issuer as the provider's documentation does: https://login.example.org",
            code="issuer",
        )
    if not 0 < len(command.client_id) <= _MAX_CLIENT or not command.secret:
        raise MalformedError("Give the client id and the secret or key", code="client_id")
    if not all(_DOMAIN.fullmatch(domain) for domain in command.domains):
        raise MalformedError("Write domains as school.example, in lower case", code="domain")
    if command.newcomer_role in POWERFUL | {Role.CLIENT}:
        raise MalformedError("Nobody comes in from outside with power over others", code="role")


def _event(actor: Actor | None, provider: IdentityProvider, name: str, services: Services) -> Event:
    return act_of(actor, provider.organisation, name, provider.id, services, provider=provider.id)
