"""The event of an act on or of a program; not the storage of events."""

from issuer.access import Actor, Role
from issuer.audit import Event
from issuer.clients.model import Client, ClientToken
from issuer.clients.ports import Services


def act_on(actor: Actor | None, client: Client, name: str, services: Services) -> Event:
    """Return the event of an act on a program; without an actor it is the operator's own."""
    return Event(
        id=services.ids.new_id(),
        at=services.clock(),
        organisation=client.organisation,
        actor="system" if actor is None else actor.person,
        role="system" if actor is None else actor.role.value,
        name=name,
        subject=client.id,
        codes={"method": client.method.value, "scope": " ".join(client.scopes)},
    )


def act_of_client(token: ClientToken, name: str, services: Services) -> Event:
    """Return the event of what a program did with a token of its own."""
    return Event(
        id=services.ids.new_id(),
        at=services.clock(),
        organisation=token.organisation,
        actor=token.client,
        role=Role.CLIENT.value,
        name=name,
        subject=token.id,
        codes={"scope": " ".join(token.scopes)},
    )
