"""The event of an act of federation; holds no subject, address or name of the provider's."""

from issuer.access import Actor
from issuer.audit import Event
from issuer.federation.ports import Services


def act_of(
    actor: Actor | None,
    organisation: str,
    name: str,
    subject: str,
    services: Services,
    *,
    provider: str,
) -> Event:
    """Return the event of an act; without an actor it is the installation's own."""
    return Event(
        id=services.ids.new_id(),
        at=services.clock(),
        organisation=organisation,
        actor="system" if actor is None else actor.person,
        role="system" if actor is None else actor.role.value,
        name=name,
        subject=subject,
        codes={"provider": provider},
    )
