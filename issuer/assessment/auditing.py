"""Evidence is closed to auditors; breaking the glass opens it for an hour and tells the school."""

from dataclasses import replace
from datetime import timedelta

from issuer import access
from issuer.access import Action, Actor, Role, Target
from issuer.assessment.commands import BreakGlass, CloseGlass
from issuer.assessment.model import BrokenGlass
from issuer.assessment.ports import Services
from issuer.assessment.recording import act_of
from issuer.assessment.work import take
from issuer.errors import MalformedError, StateError
from issuer.letters import NEWS

#: How long the evidence stays open.
OPEN_FOR = timedelta(hours=1)
_LEAST_REASON = 10
_MAX_REASON = 2000


def break_glass(command: BreakGlass, services: Services) -> BrokenGlass:
    """Open the evidence of one submission to the asking auditor; the school is told.

    Raises:
        ForbiddenError: no auditor.
        NotFoundError: no such submission in the auditor's organisation.
        MalformedError: no reason that a person could follow, code `reason`.
    """
    reason = command.reason.strip()
    if not _LEAST_REASON <= len(reason) <= _MAX_REASON:
        raise MalformedError(
            f"Say in {_LEAST_REASON} to {_MAX_REASON} characters why you must read it",
            code="reason",
        )
    with services.unit_of_work() as uow:
        work = take(command.actor, command.submission, uow, services)
        work.require(Action.BREAK_GLASS)
        broken = BrokenGlass(
            id=services.ids.new_id(),
            organisation=work.submission.organisation,
            submission=work.submission.id,
            by=command.actor.person,
            reason=reason,
            at=work.now,
            until=work.now + OPEN_FOR,
        )
        uow.broken_glass.add(broken)
        uow.outbox.put("glass.broken", broken.id, broken.organisation)
        event = work.record("glass.broken", subject=broken.id)
        uow.outbox.put(NEWS, event.id, event.organisation)
        uow.commit()
    return broken


def close_glass(command: CloseGlass, services: Services) -> BrokenGlass:
    """Close the evidence again before the hour is over.

    Raises:
        NotFoundError: nothing of that name was opened in the actor's organisation.
        ForbiddenError: neither who opened it nor one of those who are told.
        StateError: it is closed already, code `closed`.
    """
    actor, now = command.actor, services.clock()
    with services.unit_of_work() as uow:
        broken = uow.broken_glass.get(actor.organisation, command.broken)
        target = Target(organisation=broken.organisation, learner=broken.by)
        access.require(actor, Action.CLOSE_GLASS, target)
        if not broken.is_open(now):
            raise StateError("This is closed already", code="closed")
        closed = replace(broken, until=now)
        uow.broken_glass.save(closed)
        learner = uow.submissions.get(broken.organisation, broken.submission).learner
        uow.events.append(
            act_of(actor, broken.organisation, "glass.closed", broken.id, services, learner=learner)
        )
        uow.commit()
    return closed


def list_broken_glass(actor: Actor, services: Services) -> tuple[BrokenGlass, ...]:
    """List who asked to read what and why: the own ones for an auditor, all for the school."""
    own = actor.person if actor.role is Role.AUDITOR else None
    target = Target(organisation=actor.organisation, learner=own)
    access.require(actor, Action.READ_BREAK_GLASS, target)
    with services.read_only() as uow:
        found = uow.broken_glass.all(actor.organisation)
    return tuple(each for each in found if own is None or each.by == own)
