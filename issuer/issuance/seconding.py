"""Revocations for two: one person proposes, another one confirms or declines (education.md 4.2)."""

from dataclasses import replace

from issuer import access
from issuer.access import Action, Actor, ProposalState, Target
from issuer.errors import NotFoundError
from issuer.issuance.commands import AnswerRevocation, ChangeStatus, ProposeRevocation
from issuer.issuance.model import CredentialRecord, ReasonCode, marks_of
from issuer.issuance.model.proposals import RevocationProposal
from issuer.issuance.ports import Services, UnitOfWork
from issuer.issuance.recording import credential_event
from issuer.issuance.revoking import Change, StatusChange, change_standing, revoke_credential
from issuer.issuance.showing import target_of
from issuer.letters import NEWS


def ask_to_revoke(
    command: ProposeRevocation, services: Services
) -> StatusChange | RevocationProposal:
    """Revoke, or propose it where the organisation wants a second person.

    Raises:
        NotFoundError: no such credential in the actor's organisation.
        ForbiddenError: the actor may not revoke.
        StateError: it is revoked, or somebody proposed it already (code `proposed`).
    """
    actor = command.actor
    with services.read_only() as uow:
        needs_two = uow.organisations.get(actor.organisation).second_person_for_revocation
    change = ChangeStatus(
        actor=actor,
        credential_id=command.credential_id,
        reason_code=command.reason_code,
        reason_text=command.reason_text,
    )
    if not needs_two:
        return revoke_credential(change, services)
    return _propose(command, change, services)


def confirm_revocation(command: AnswerRevocation, services: Services) -> RevocationProposal:
    """Agree as a second person: the credential is revoked at once.

    Raises:
        NotFoundError: no such proposal for this actor.
        ForbiddenError: the one who proposed it (code `same_person`), or no right to agree.
        StateError: answered before.
    """
    proposal, record = _open(command, services)
    settled = proposal.settled(ProposalState.CONFIRMED, command.actor.person, services.clock())

    def settle(uow: UnitOfWork) -> None:
        _settle(settled, record, command.actor, uow, services)

    change = ChangeStatus(
        actor=command.actor,
        credential_id=proposal.credential_id,
        reason_code=proposal.reason_code,
        reason_text=proposal.reason_text,
    )
    second = replace(Change.revocation(), action=Action.SECOND_REVOCATION)
    change_standing(change, second, services, settle)
    return settled


def decline_revocation(command: AnswerRevocation, services: Services) -> RevocationProposal:
    """Disagree as a second person; a suspension that came with the proposal is lifted.

    Raises: as `confirm_revocation`.
    """
    proposal, record = _open(command, services)
    settled = proposal.settled(ProposalState.DECLINED, command.actor.person, services.clock())

    def settle(uow: UnitOfWork) -> None:
        _settle(settled, record, command.actor, uow, services)

    if not (proposal.suspended and _is_suspended(record, services)):
        with services.unit_of_work() as uow:
            settle(uow)
            uow.commit()
        return settled
    change = ChangeStatus(
        actor=command.actor,
        credential_id=proposal.credential_id,
        reason_code=ReasonCode.RESOLVED,
        reason_text="the revocation was declined",
    )
    second = replace(Change.reinstatement(), action=Action.SECOND_REVOCATION)
    change_standing(change, second, services, settle)
    return settled


def list_proposals(actor: Actor, services: Services) -> tuple[RevocationProposal, ...]:
    """List what waits for a second person, as far as the actor's units go."""
    access.require(actor, Action.SECOND_REVOCATION, Target(organisation=actor.organisation))
    now = services.clock()
    with services.read_only() as uow:
        return tuple(
            each
            for each in uow.proposals.waiting(actor.organisation)
            if access.is_within(actor, target_of(each.organisation, each.learner, uow, now))
        )


def _propose(
    command: ProposeRevocation, change: ChangeStatus, services: Services
) -> RevocationProposal:
    now = services.clock()
    with services.read_only() as uow:
        record = uow.credentials.by_id(command.credential_id)
        target = target_of(record.organisation, record.learner, uow, now)
        marks = marks_of(uow.credentials.marks(record.id))
    access.require(command.actor, Action.REVOKE, target)
    marks.revocation_allowed()
    suspends = command.suspend and marks.suspended is None
    proposal = RevocationProposal(
        id=services.ids.new_id(),
        organisation=record.organisation,
        credential_id=record.id,
        learner=record.learner,
        reason_code=command.reason_code,
        reason_text=command.reason_text,
        suspended=suspends,
        proposed_by=command.actor.person,
        proposed_at=now,
    )

    def keep(uow: UnitOfWork) -> None:
        uow.proposals.add(proposal)
        _record("revocation.proposed", proposal, record, command.actor, uow, services)

    if suspends:
        change_standing(change, Change.suspension(), services, keep)
    else:
        with services.unit_of_work() as uow:
            keep(uow)
            uow.commit()
    return proposal


def _open(
    command: AnswerRevocation, services: Services
) -> tuple[RevocationProposal, CredentialRecord]:
    actor, now = command.actor, services.clock()
    with services.read_only() as uow:
        proposal = uow.proposals.get(actor.organisation, command.proposal)
        record = uow.credentials.by_id(proposal.credential_id)
        target = target_of(record.organisation, record.learner, uow, now)
    access.require(actor, Action.SECOND_REVOCATION, target)
    if actor.person == proposal.learner:
        raise NotFoundError("There is nothing of that name here")
    return proposal, record


def _settle(
    settled: RevocationProposal,
    record: CredentialRecord,
    actor: Actor,
    uow: UnitOfWork,
    services: Services,
) -> None:
    """Store the answer, unless somebody else gave one meanwhile."""
    stored = uow.proposals.lock(settled.organisation, settled.id)
    stored.settled(settled.state, actor.person, services.clock())
    uow.proposals.save(settled)
    _record(f"revocation.{settled.state.value}", settled, record, actor, uow, services)


def _is_suspended(record: CredentialRecord, services: Services) -> bool:
    with services.read_only() as uow:
        return marks_of(uow.credentials.marks(record.id)).suspended is not None


def _record(
    name: str,
    proposal: RevocationProposal,
    record: CredentialRecord,
    actor: Actor,
    uow: UnitOfWork,
    services: Services,
) -> None:
    codes = {"proposal": proposal.id, "reason": proposal.reason_code.value}
    event = credential_event(name, record, services, at=services.clock(), actor=actor, codes=codes)
    uow.events.append(event)
    if proposal.state is ProposalState.OPEN:
        uow.outbox.put(NEWS, event.id, event.organisation)
