"""Evidence is closed to auditors; breaking the glass opens it for an hour and tells the school."""

from datetime import timedelta

from issuer import access
from issuer.access import Action, Actor, Role, Target
from issuer.assessment.commands import BreakGlass
from issuer.assessment.model import BrokenGlass
from issuer.assessment.ports import Services
from issuer.assessment.work import take
from issuer.errors import MalformedError

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
        work.record("glass.broken", subject=broken.id)
        uow.commit()
    return broken


def list_broken_glass(actor: Actor, services: Services) -> tuple[BrokenGlass, ...]:
    """List who asked to read what and why: the own ones for an auditor, all for the school."""
    own = actor.person if actor.role is Role.AUDITOR else None
    target = Target(organisation=actor.organisation, learner=own)
    access.require(actor, Action.READ_BREAK_GLASS, target)
    with services.read_only() as uow:
        found = uow.broken_glass.all(actor.organisation)
    return tuple(each for each in found if own is None or each.by == own)
