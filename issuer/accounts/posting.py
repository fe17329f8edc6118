"""Mail that an act asks for: a row of the outbox, written in the act's own transaction.

The row names what the mail is about by its id; whoever renders and delivers it reads the rest
anew, so that no address, name or secret waits in the outbox.
"""

from enum import StrEnum

from issuer.accounts.ports import UnitOfWork
from issuer.audit import Event
from issuer.letters import NEWS


class Mail(StrEnum):
    """What is written to people; the value is the kind of the outbox row, `ref` what it names."""

    INVITATION = "mail.invitation"  # id of an invitation: invite, reset or guardian


def tell(event: Event, uow: UnitOfWork) -> None:
    """Record an act, and ask for letters to whom it concerns."""
    uow.events.append(event)
    uow.outbox.put(NEWS, event.id, event.organisation)


def post(kind: Mail, ref: str, organisation: str, uow: UnitOfWork) -> None:
    """Ask for a mail in the caller's transaction."""
    uow.outbox.put(kind.value, ref, organisation)
