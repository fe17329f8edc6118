"""Revoke, suspend, reinstate: the row first, then the published list (reliability.md 2.5)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from issuer.access import Action, Actor, require
from issuer.errors import RuleError, UnavailableError
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
from issuer.issuance.ports import Services, UnitOfWork
from issuer.issuance.publishing import LIST_TTL, publish_status_list
from issuer.issuance.recording import credential_event
from issuer.issuance.showing import target_of
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
        RuleError: a second person has to agree here, code `second_person`.
    """
    with services.read_only() as uow:
        record = uow.credentials.by_id(command.credential_id)
        needs_two = uow.organisations.get(record.organisation).second_person_for_revocation
        is_new = marks_of(uow.credentials.marks(record.id)).revoked is None
    if needs_two and is_new and record.organisation == command.actor.organisation:
        _require(command.actor, Action.REVOKE, record, services)
        raise RuleError(
            "Two people revoke here: propose it by POST /api/v1/credentials/{credential}/revoke,"
            " then a second person confirms",
            code="second_person",
        )
    return change_standing(command, Change.revocation(), services)


def suspend_credential(command: ChangeStatus, services: Services) -> StatusChange:
    """Suspend until it is reinstated or revoked; raises as `revoke_credential`, and StateError."""
    return change_standing(command, Change.suspension(), services)


def reinstate_credential(command: ChangeStatus, services: Services) -> StatusChange:
    """Lift a suspension; raises as `revoke_credential`, and StateError."""
    return change_standing(command, Change.reinstatement(), services)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The changes of standing differ in these five points only."""

    action: Action
    purpose: StatusPurpose
    on: bool
    event: str
    require_allowed: Callable[[Marks], None]

    @classmethod
    def revocation(cls) -> "Change":
        """Return the change that is final."""
        return cls(
            action=Action.REVOKE,
            purpose=StatusPurpose.REVOCATION,
            on=True,
            event="credential.revoked",
            require_allowed=Marks.revocation_allowed,
        )

    @classmethod
    def suspension(cls) -> "Change":
        """Return the change that can be lifted."""
        return cls(
            action=Action.SUSPEND,
            purpose=StatusPurpose.SUSPENSION,
            on=True,
            event="credential.suspended",
            require_allowed=Marks.suspension_allowed,
        )

    @classmethod
    def reinstatement(cls) -> "Change":
        """Return the change that lifts a suspension."""
        return cls(
            action=Action.SUSPEND,
            purpose=StatusPurpose.SUSPENSION,
            on=False,
            event="credential.reinstated",
            require_allowed=Marks.reinstatement_allowed,
        )


def change_standing(
    command: ChangeStatus,
    change: Change,
    services: Services,
    also: Callable[[UnitOfWork], None] | None = None,
) -> StatusChange:
    """Write the mark, and whatever belongs to it in the same transaction; then publish."""
    with services.read_only() as uow:
        record = uow.credentials.by_id(command.credential_id)
    _require(command.actor, change.action, record, services)
    lists = _mark(command, change, record, services, also)
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


def _require(actor: Actor, action: Action, record: CredentialRecord, services: Services) -> None:
    with services.read_only() as uow:
        target = target_of(record.organisation, record.learner, uow, services.clock())
    require(actor, action, target)


def _mark(
    command: ChangeStatus,
    change: Change,
    record: CredentialRecord,
    services: Services,
    also: Callable[[UnitOfWork], None] | None,
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
        if also is not None:
            also(uow)
        elif change.purpose is StatusPurpose.REVOCATION and marks.revoked is not None:
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
