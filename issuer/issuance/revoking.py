"""Revoke, suspend, reinstate: the row first, then the published list (reliability.md 2.5)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from issuer.access import Action, Target, require
from issuer.errors import UnavailableError
from issuer.issuance.commands import ChangeStatus
from issuer.issuance.model import (
    CredentialId,
    CredentialRecord,
    Marks,
    Revocation,
    State,
    StatusPurpose,
    marks_of,
)
from issuer.issuance.ports import Services
from issuer.issuance.publishing import LIST_TTL, publish_status_list
from issuer.issuance.recording import credential_event
from issuer.logs import logger


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChange:
    """What came of a change of standing.

    Attributes:
        published: the public list shows it; if not, `jobs` goes on trying.
        visible_to_others: False for a suspension where the badge's list is for revocations: it
            shows on our page and in our answers only, and the registrar is told so (ruling 3).
        effective_by: when every reader has fetched a new list, if it is published now.
    """

    credential_id: CredentialId
    published: bool
    visible_to_others: bool
    effective_by: datetime


def revoke_credential(command: ChangeStatus, services: Services) -> StatusChange:
    """Revoke for good.

    Revoking twice answers as the first time: the mark is there, only its publication may lack.

    Raises:
        NotFoundError: no such credential in the actor's organisation.
        ForbiddenError: the actor may not revoke.
    """
    return _change(command, _Change.revocation(), services)


def suspend_credential(command: ChangeStatus, services: Services) -> StatusChange:
    """Suspend until it is reinstated or revoked; raises as `revoke_credential`, and StateError."""
    return _change(command, _Change.suspension(), services)


def reinstate_credential(command: ChangeStatus, services: Services) -> StatusChange:
    """Lift a suspension; raises as `revoke_credential`, and StateError."""
    return _change(command, _Change.reinstatement(), services)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """The three changes differ in these five points only."""

    action: Action
    purpose: StatusPurpose
    on: bool
    event: str
    require_allowed: Callable[[Marks], None]

    @classmethod
    def revocation(cls) -> "_Change":
        return cls(
            action=Action.REVOKE,
            purpose=StatusPurpose.REVOCATION,
            on=True,
            event="credential.revoked",
            require_allowed=Marks.revocation_allowed,
        )

    @classmethod
    def suspension(cls) -> "_Change":
        return cls(
            action=Action.SUSPEND,
            purpose=StatusPurpose.SUSPENSION,
            on=True,
            event="credential.suspended",
            require_allowed=Marks.suspension_allowed,
        )

    @classmethod
    def reinstatement(cls) -> "_Change":
        return cls(
            action=Action.SUSPEND,
            purpose=StatusPurpose.SUSPENSION,
            on=False,
            event="credential.reinstated",
            require_allowed=Marks.reinstatement_allowed,
        )


def _change(command: ChangeStatus, change: _Change, services: Services) -> StatusChange:
    with services.read_only() as uow:
        record = uow.credentials.by_id(command.credential_id)
    require(
        command.actor,
        change.action,
        Target(organisation=record.organisation, learner=record.learner),
    )
    lists = _mark(command, change, record, services)
    services.reached("after_mark")
    shown = (
        change.purpose is StatusPurpose.REVOCATION
        or record.status_purpose is StatusPurpose.SUSPENSION
    )
    return StatusChange(
        credential_id=record.id,
        published=_publish_all(lists, services),
        visible_to_others=shown,
        effective_by=services.clock() + LIST_TTL,
    )


def _mark(
    command: ChangeStatus, change: _Change, record: CredentialRecord, services: Services
) -> tuple[str, ...]:
    """Write the mark and ask for newer lists, in one transaction; returns those lists.

    Asking for the list first locks its row, so two changes of one credential wait for each other.
    """
    now = services.clock()
    with services.unit_of_work() as uow:
        lists = uow.status_lists.lists_of(record.id)
        for list_id in lists:
            uow.status_lists.want_next(list_id)
            uow.outbox.put("status.publish", list_id, record.organisation)
        marks = marks_of(uow.credentials.marks(record.id))
        if change.purpose is StatusPurpose.REVOCATION and marks.revoked is not None:
            return lists
        change.require_allowed(marks)
        uow.credentials.mark(
            Revocation(
                credential_id=record.id,
                organisation=record.organisation,
                purpose=change.purpose,
                seq=marks.next_seq,
                on=change.on,
                reason_code=command.reason_code,
                reason_text=command.reason_text,
                actor=command.actor.person,
                at=now,
            )
        )
        codes = {"reason": command.reason_code.value, "state": State(record.state).value}
        uow.events.append(
            credential_event(
                change.event, record, services, at=now, actor=command.actor, codes=codes
            )
        )
        services.reached("inside_mark")
        uow.commit()
    logger().info(change.event, credential=record.public_id, reason_code=command.reason_code)
    return lists


def _publish_all(lists: tuple[str, ...], services: Services) -> bool:
    try:
        for list_id in lists:
            publish_status_list(list_id, services)
    except UnavailableError as error:
        # The mark stands and the outbox goes on: late is not lost.
        logger().error("status_list.late", code=error.code)
        return False
    return True
