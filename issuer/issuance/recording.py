"""Events of issuance; each is written in the transaction of the act that it records."""

from collections.abc import Mapping
from datetime import datetime

from issuer.access import Actor
from issuer.audit import Event
from issuer.issuance.model import CredentialRecord
from issuer.issuance.ports import Services

SYSTEM = "system"


def credential_event(  # noqa: PLR0913 - the members of an event, each by its name
    name: str,
    record: CredentialRecord,
    services: Services,
    *,
    at: datetime,
    actor: Actor | None = None,
    object_hash: str | None = None,
    codes: Mapping[str, str] | None = None,
) -> Event:
    """Return the event of an act on a credential."""
    return Event(
        id=services.ids.new_id(),
        at=at,
        organisation=record.organisation,
        actor=SYSTEM if actor is None else actor.person,
        role=SYSTEM if actor is None else actor.role.value,
        name=name,
        subject=record.id,
        learner=record.learner,
        object_hash=object_hash,
        codes=codes or {},
    )


def organisation_event(  # noqa: PLR0913 - the members of an event, each by its name
    name: str,
    subject: str,
    organisation: str,
    services: Services,
    *,
    at: datetime,
    actor: Actor | None = None,
    object_hash: str | None = None,
    codes: Mapping[str, str] | None = None,
) -> Event:
    """Return the event of an act on a key or list of an organisation."""
    return Event(
        id=services.ids.new_id(),
        at=at,
        organisation=organisation,
        actor=SYSTEM if actor is None else actor.person,
        role=SYSTEM if actor is None else actor.role.value,
        name=name,
        subject=subject,
        object_hash=object_hash,
        codes=codes or {},
    )
