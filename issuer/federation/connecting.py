"""The outside logins of one person: looked at and taken back by that person."""

from issuer.access import Actor
from issuer.errors import NotFoundError, RuleError
from issuer.federation.commands import Disconnect
from issuer.federation.model import Connection
from issuer.federation.ports import Services
from issuer.federation.recording import act_of


def list_connections(actor: Actor, services: Services) -> tuple[Connection, ...]:
    """List one's own links whose provider is still trusted, oldest first."""
    with services.read_only() as uow:
        links = uow.outside_identities.of(actor.organisation, actor.person)
        providers = {each.id: each for each in uow.providers.of(actor.organisation)}
    return tuple(
        Connection(
            id=each.id,
            provider=each.provider,
            provider_name=providers[each.provider].name,
            linked_at=each.linked_at,
        )
        for each in links
        if providers[each.provider].removed_at is None
    )


def disconnect(command: Disconnect, services: Services) -> None:
    """Take back one's own link.

    Raises:
        NotFoundError: there is none of that id that is one's own.
        RuleError: it is the only way in, code `last_way`.
    """
    actor = command.actor
    with services.unit_of_work() as uow:
        links = uow.outside_identities.of(actor.organisation, actor.person)
        link = next((each for each in links if each.id == command.identity), None)
        if link is None:
            raise NotFoundError("There is nothing of that name here")
        if not command.has_password and len(links) == 1:
            raise RuleError(
                "This is your only way in; ask your school for a link to choose a password first",
                code="last_way",
            )
        uow.outside_identities.drop(link)
        uow.events.append(
            act_of(
                actor,
                actor.organisation,
                "identity.unlinked",
                actor.person,
                services,
                provider=link.provider,
            )
        )
        uow.commit()
