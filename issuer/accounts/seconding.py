"""Rules of two are switched off by two: asked by one, answered by another (ADR 47).

Who answers at the terminal is the operator, `system`, and counts as the second person of whoever
asked on a page or by the API.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from issuer import access
from issuer.access import ANSWER_WITHIN, OPERATOR, Action, Actor, ProposalState, Role, Target
from issuer.accounts.model import Person, RuleOfTwo, SettingsProposal, without
from issuer.accounts.ports import Services, UnitOfWork
from issuer.accounts.posting import tell
from issuer.accounts.recording import act_of
from issuer.errors import ForbiddenError, NotFoundError


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSettings:
    """Answer a proposal as the second person; without an actor the operator answers."""

    organisation: str
    actor: Actor | None
    proposal: str


def ask_to_end(
    rules: Iterable[RuleOfTwo], actor: Actor, uow: UnitOfWork, services: Services
) -> None:
    """Ask in the running transaction to switch rules of two off; what is asked already stays."""
    _expire(uow, services)
    now = services.clock()
    asked = {each.setting for each in _waiting(actor.organisation, uow)}
    for rule in rules:
        if rule in asked:
            continue
        proposal = SettingsProposal(
            id=services.ids.new_id(),
            organisation=actor.organisation,
            setting=rule,
            proposed_by=actor.person,
            proposed_at=now,
            expires_at=now + ANSWER_WITHIN,
        )
        uow.settings_proposals.add(proposal)
        _record("proposed", proposal, actor, uow, services)


def confirm_settings(command: AnswerSettings, services: Services) -> SettingsProposal:
    """Agree: the rule is off from now on.

    Raises:
        ForbiddenError: the actor may not change settings, or asked for it (`same_person`).
        NotFoundError: no such proposal.
        StateError: it was answered (`settled`), or its time is over (`expired`).
    """
    return _settle(command, ProposalState.CONFIRMED, services)


def decline_settings(command: AnswerSettings, services: Services) -> SettingsProposal:
    """Decline; the rule stays. Raises as `confirm_settings`."""
    return _settle(command, ProposalState.DECLINED, services)


def list_settings_proposals(organisation: str, services: Services) -> tuple[SettingsProposal, ...]:
    """Return what still waits for a second person, oldest first."""
    now = services.clock()
    with services.read_only() as uow:
        found = _waiting(organisation, uow)
    return tuple(each for each in found if now < each.expires_at)


def expire_settings_proposals(services: Services) -> int:
    """Close what nobody answered in time; returns how many."""
    now = services.clock()
    with services.read_only() as uow:
        late = [each for each in uow.settings_proposals.waiting() if each.expires_at <= now]
    if not late:
        return 0
    with services.unit_of_work() as uow:
        count = _expire(uow, services)
        uow.commit()
    return count


def require_way_in(actor: Actor | None, person: Person, uow: UnitOfWork) -> None:
    """Keep one administrator from coming in as another: the second person would be the first.

    Raises:
        ForbiddenError: a rule of two is on, code `second_person`.
    """
    if actor is None or actor.person == person.id or Role.ADMIN not in person.roles:
        return
    if uow.organisations.get(person.organisation).needs_two:
        raise ForbiddenError(
            "Where two people are needed, no administrator makes a way in for another one; ask"
            " whoever runs this service",
            code="second_person",
        )


def _settle(command: AnswerSettings, state: ProposalState, services: Services) -> SettingsProposal:
    _require(command)
    by = OPERATOR if command.actor is None else command.actor.person
    with services.unit_of_work() as uow:
        # In the order of whoever asks: first the organisation, then what is proposed about it.
        organisation = uow.organisations.lock(command.organisation)
        stored = uow.settings_proposals.lock(command.organisation, command.proposal)
        settled = stored.settled(state, by, services.clock())
        uow.settings_proposals.save(settled)
        if state is ProposalState.CONFIRMED:
            uow.organisations.save(without(organisation, settled.setting))
        _record(state.value, settled, command.actor, uow, services)
        uow.commit()
    return settled


def _require(command: AnswerSettings) -> None:
    if command.actor is None:
        return
    if command.actor.organisation != command.organisation:
        raise NotFoundError("There is nothing of that name here")
    target = Target(organisation=command.organisation)
    access.require(command.actor, Action.MANAGE_SETTINGS, target)


def _expire(uow: UnitOfWork, services: Services) -> int:
    now = services.clock()
    late = [each for each in uow.settings_proposals.waiting() if each.expires_at <= now]
    for each in late:
        expired = replace(each, state=ProposalState.EXPIRED, settled_at=now)
        uow.settings_proposals.save(expired)
        _record("expired", expired, None, uow, services)
    return len(late)


def _waiting(organisation: str, uow: UnitOfWork) -> tuple[SettingsProposal, ...]:
    found = uow.settings_proposals.waiting()
    return tuple(each for each in found if each.organisation == organisation)


def _record(
    what: str,
    proposal: SettingsProposal,
    actor: Actor | None,
    uow: UnitOfWork,
    services: Services,
) -> None:
    codes = {"setting": proposal.setting.value, "proposal": proposal.id}
    event = act_of(
        actor,
        proposal.organisation,
        f"settings.{what}",
        proposal.organisation,
        services,
        codes=codes,
    )
    if proposal.state is ProposalState.OPEN:
        tell(event, uow)
    else:
        uow.events.append(event)
