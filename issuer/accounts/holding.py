"""Legal holds: what a court or a law wants kept is not erased before the hold is lifted."""

from dataclasses import replace

from issuer import access
from issuer.access import Action, Target
from issuer.accounts.commands import HoldPerson, LiftHold
from issuer.accounts.model import ErasureState, LegalHold
from issuer.accounts.ports import Services
from issuer.accounts.recording import act_of
from issuer.accounts.relating import target_of
from issuer.badges import check_text
from issuer.errors import MalformedError, NotFoundError, StateError

_MAX_REASON = 2000


def hold_person(command: HoldPerson, services: Services) -> LegalHold:
    """Put a legal hold on a person.

    Raises:
        ForbiddenError: the actor may not.
        NotFoundError: no such person.
        StateError: the person was erased, or the erasure is under way; code `erased`.
        MalformedError: no reason.
    """
    actor = command.actor
    if not command.reason.strip():
        raise MalformedError("Say why this must be kept", code="reason")
    reason = check_text(command.reason, "the reason", _MAX_REASON)
    with services.unit_of_work() as uow:
        # An erasure that is confirmed at this moment and a hold would not see each other.
        person = uow.people.lock(actor.organisation, command.person)
        access.require(actor, Action.HOLD_PERSON, target_of(person, uow, services.clock()))
        running = uow.erasures.running(actor.organisation, person.id)
        begun = running is not None and running.state is ErasureState.CONFIRMED
        if person.erased_at is not None or begun:
            raise StateError("This person was erased already", code="erased")
        hold = LegalHold(
            id=services.ids.new_id(),
            organisation=actor.organisation,
            person=person.id,
            reason=reason,
            placed_by=actor.person,
            placed_at=services.clock(),
        )
        uow.legal_holds.add(hold)
        uow.events.append(
            act_of(actor, hold.organisation, "hold.placed", hold.id, services, learner=hold.person)
        )
        uow.commit()
    return hold


def lift_hold(command: LiftHold, services: Services) -> tuple[LegalHold, ...]:
    """Lift every hold on a person, and return them.

    Raises:
        ForbiddenError: the actor is no administrator.
        NotFoundError: there is none.
    """
    actor, now = command.actor, services.clock()
    access.require(actor, Action.LIFT_HOLD, Target(organisation=actor.organisation))
    with services.unit_of_work() as uow:
        held = uow.legal_holds.open_on(actor.organisation, command.person)
        if not held:
            raise NotFoundError("There is no such hold")
        lifted = tuple(replace(hold, lifted_by=actor.person, lifted_at=now) for hold in held)
        for hold in lifted:
            uow.legal_holds.save(hold)
            uow.events.append(
                act_of(
                    actor, hold.organisation, "hold.lifted", hold.id, services, learner=hold.person
                )
            )
        uow.commit()
    return lifted
