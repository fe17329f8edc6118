"""The event of an act or of a reading, with its codes; not the storage of events."""

from collections.abc import Mapping

from issuer.access import Actor, Role
from issuer.assessment.ports import Services
from issuer.audit import Event

#: Whose readings of a learner's record leave an event (education.md section 4.3).
NOTED = frozenset({Role.GUARDIAN, Role.AUDITOR})


def act_of(  # noqa: PLR0913 - an event has this many parts
    actor: Actor | None,
    organisation: str,
    name: str,
    subject: str,
    services: Services,
    *,
    learner: str | None = None,
    object_hash: str | None = None,
    codes: Mapping[str, str] | None = None,
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
        learner=learner,
        object_hash=object_hash,
        codes=codes or {},
    )


def note_reading(actor: Actor, learner: str, subject: str, services: Services) -> None:
    """Record that somebody read a child's record; in a transaction of its own, as reads are."""
    with services.unit_of_work() as uow:
        uow.events.append(
            act_of(
                actor,
                actor.organisation,
                "record.viewed",
                subject,
                services,
                learner=learner,
            )
        )
        uow.commit()
