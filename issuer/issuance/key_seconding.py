"""New keys and the end of keys, where a second person has to agree (reliability.md 2.9, ADR 39).

What was agreed on is done by whoever agrees, and by the outbox should that one die before it is
done. Who asked at the terminal is the operator, `system`; then a person of the school confirms.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from issuer.access import ANSWER_WITHIN, OPERATOR, Action, Actor, ProposalState, Target, require
from issuer.errors import ConflictError, MalformedError, NotFoundError
from issuer.issuance.compromising import compromise_key
from issuer.issuance.keeping import ED25519, is_its_key
from issuer.issuance.model import KeyRecord, KeyState
from issuer.issuance.model.key_proposals import KeyAct, KeyProposal
from issuer.issuance.ports import Services, UnitOfWork
from issuer.issuance.recording import organisation_event
from issuer.issuance.rotating import begin_rotation, replace_key
from issuer.letters import NEWS
from issuer.proofs.jose import ES256

#: The kind of outbox row that asks for what two people agreed on.
AGREED = "keys.agreed"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForKeys:
    """Ask for a new key (`subject` is its algorithm) or for the end of one (`subject` names it).

    Without an actor the operator asks. `wait` is in seconds, None as the settings say.
    """

    organisation: str
    actor: Actor | None
    act: KeyAct
    subject: str = ED25519
    wait: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerKeys:
    """Answer a proposal as the second person; without an actor the operator answers."""

    organisation: str
    actor: Actor | None
    proposal: str


def keys_need_two(organisation: str, services: Services) -> bool:
    """Tell whether keys of an organisation are changed by two people only."""
    with services.read_only() as uow:
        return uow.organisations.get(organisation).second_person_for_keys


def propose_keys(command: AskForKeys, services: Services) -> KeyProposal:
    """Ask; another person has three days to agree.

    Raises:
        ForbiddenError: the actor may not manage keys.
        ConflictError: a did:key cannot do this, code `did_key`.
        NotFoundError: no such key.
        MalformedError: an algorithm that no key of ours has, code `algorithm`.
        StateError: somebody asked for it already, code `proposed`.
    """
    _require(command.actor, command.organisation)
    now = services.clock()
    with services.unit_of_work() as uow:
        _require_possible(command, uow)
        _expire(uow, services)
        proposal = KeyProposal(
            id=services.ids.new_id(),
            organisation=command.organisation,
            act=command.act,
            subject=command.subject,
            wait=command.wait,
            proposed_by=_name(command.actor),
            proposed_at=now,
            expires_at=now + ANSWER_WITHIN,
        )
        uow.key_proposals.add(proposal)
        event = _record("proposed", proposal, command.actor, uow, services)
        uow.outbox.put(NEWS, event, proposal.organisation)
        uow.commit()
    return proposal


def confirm_keys(command: AnswerKeys, services: Services) -> KeyProposal:
    """Agree, and do what was asked for.

    Raises:
        ForbiddenError: the actor may not manage keys, or asked for it (`same_person`).
        NotFoundError: no such proposal.
        StateError: it was answered (`settled`), or its time is over (`expired`).
        UnavailableError: the key store does not answer; the outbox goes on.
    """
    agreed = _settle(command, ProposalState.CONFIRMED, services)
    services.reached("after_agreement")
    carry_out_keys(agreed.id, services)
    return agreed


def decline_keys(command: AnswerKeys, services: Services) -> KeyProposal:
    """Decline; nothing happens. Raises as `confirm_keys`."""
    return _settle(command, ProposalState.DECLINED, services)


def list_key_proposals(organisation: str, services: Services) -> tuple[KeyProposal, ...]:
    """Return what still waits for a second person, oldest first."""
    now = services.clock()
    with services.read_only() as uow:
        found = uow.key_proposals.waiting()
    return tuple(p for p in found if p.organisation == organisation and now < p.expires_at)


def carry_out_keys(proposal_id: str, services: Services) -> None:
    """Do what two people agreed on; repeating it changes nothing."""
    with services.read_only() as uow:
        proposal = uow.key_proposals.by_id(proposal_id)
        keys = uow.keys.of(proposal.organisation)
    if proposal.state is not ProposalState.CONFIRMED:
        return
    if proposal.act is KeyAct.COMPROMISE:
        compromise_key(proposal.subject, services)
    elif not _is_done(proposal, keys):
        _rotate(proposal, services)


def expire_key_proposals(services: Services) -> int:
    """Close what nobody answered in time; returns how many."""
    now = services.clock()
    with services.read_only() as uow:
        late = [p for p in uow.key_proposals.waiting() if p.expires_at <= now]
    if not late:
        return 0
    with services.unit_of_work() as uow:
        count = _expire(uow, services)
        uow.commit()
    return count


def _rotate(proposal: KeyProposal, services: Services) -> None:
    organisation, algorithm = proposal.organisation, proposal.subject
    if proposal.wait == 0:
        replace_key(organisation, services, algorithm)
    else:
        begin_rotation(organisation, services, algorithm, wait=proposal.pause)


def _is_done(proposal: KeyProposal, keys: tuple[KeyRecord, ...]) -> bool:
    """Tell whether the new key is there: one of this algorithm that is younger than the agreement.

    With `wait` 0 it also signs; a death in between leaves one that is only published.
    """
    unfinished = {KeyState.CREATED} | ({KeyState.PUBLISHED} if proposal.wait == 0 else set())
    settled = proposal.settled_at or proposal.proposed_at
    return any(
        key.algorithm == proposal.subject
        and key.created_at > settled
        and key.state not in unfinished
        for key in keys
    )


def _require(actor: Actor | None, organisation: str) -> None:
    if actor is None:
        return
    if actor.organisation != organisation:
        raise NotFoundError("There is nothing of that name here")
    require(actor, Action.MANAGE_KEYS, Target(organisation=organisation))


def _require_possible(command: AskForKeys, uow: UnitOfWork) -> None:
    if is_its_key(uow.organisations.get(command.organisation)):
        raise ConflictError(
            "A did:key is its key: create a new organisation instead", code="did_key"
        )
    if command.act is KeyAct.ROTATE and command.subject not in (ED25519, ES256):
        raise MalformedError(f"Keys are {ED25519} or {ES256}", code="algorithm")
    if command.act is KeyAct.COMPROMISE:
        key = uow.keys.get(command.subject)
        if key.organisation != command.organisation:
            raise NotFoundError("There is no such key", code="not_found")


def _settle(command: AnswerKeys, state: ProposalState, services: Services) -> KeyProposal:
    _require(command.actor, command.organisation)
    with services.unit_of_work() as uow:
        stored = uow.key_proposals.lock(command.organisation, command.proposal)
        settled = stored.settled(state, _name(command.actor), services.clock())
        uow.key_proposals.save(settled)
        _record(state.value, settled, command.actor, uow, services)
        if state is ProposalState.CONFIRMED:
            uow.outbox.put(AGREED, settled.id, settled.organisation)
        uow.commit()
    return settled


def _expire(uow: UnitOfWork, services: Services) -> int:
    now = services.clock()
    late = [p for p in uow.key_proposals.waiting() if p.expires_at <= now]
    for proposal in late:
        expired = replace(proposal, state=ProposalState.EXPIRED, settled_at=now)
        uow.key_proposals.save(expired)
        _record("expired", expired, None, uow, services)
    return len(late)


def _record(
    what: str, proposal: KeyProposal, actor: Actor | None, uow: UnitOfWork, services: Services
) -> str:
    """Write an event about the proposal and return its id."""
    codes: Mapping[str, str] = {"act": proposal.act.value, "proposal": proposal.id}
    subject = proposal.subject if proposal.act is KeyAct.COMPROMISE else proposal.organisation
    event = organisation_event(
        f"keys.{what}",
        subject,
        proposal.organisation,
        services,
        at=services.clock(),
        actor=actor,
        codes=codes,
    )
    uow.events.append(event)
    return event.id


def _name(actor: Actor | None) -> str:
    return OPERATOR if actor is None else actor.person
