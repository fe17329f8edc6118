"""Views of closed evidence: an auditor opens it with a reason; the office sees and may end it."""

from flask import Response, request

from issuer import accounts, assessment
from issuer.assessment import commands
from issuer.assessment.model import BrokenGlass
from issuer.errors import ForbiddenError, IssuerError, NotFoundError
from issuer.web.entrance import MENDABLE, status_of
from issuer.web.languages import gettext as _
from issuer.web.languages import retold
from issuer.web.presenting.glass import glass_page, glasses_page
from issuer.web.presenting.signing_in import Fault
from issuer.web.rendering import answer_unlisted
from issuer.web.routing import go
from issuer.web.services import Services
from issuer.web.visits import Visit

_LONGEST_ID, _LONGEST_REASON = 64, 2100


def show_glasses(here: Visit, services: Services) -> Response:
    """List what was opened."""
    return _list(here, services)


def find_glass(here: Visit, services: Services) -> Response:
    """Lead to the work whose number was written."""
    submission = request.form.get("submission", "").strip()[:_LONGEST_ID]
    try:
        assessment.show_submission(here.actor, submission, services.assessment)
    except NotFoundError as error:
        sentence = _("There is no work of that number here. Copy it from an entry of the log.")
        return _list(here, services, error, Fault(field="submission", sentence=sentence))
    return go(f"/glass/{submission}")


def show_glass(here: Visit, services: Services, submission: str) -> Response:
    """Show what a reason opens, or what is open."""
    return _glass(here, services, submission)


def open_glass(here: Visit, services: Services, submission: str) -> Response:
    """Open the evidence of one piece of work for an hour."""
    command = commands.BreakGlass(
        actor=here.actor,
        submission=submission,
        reason=request.form.get("reason", "")[:_LONGEST_REASON],
    )
    try:
        assessment.break_glass(command, services.assessment)
    except MENDABLE as error:
        return _glass(here, services, submission, error)
    return go(f"/glass/{submission}")


def end_glass(here: Visit, services: Services) -> Response:
    """Close it before the hour is over."""
    broken = request.form.get("broken", "")[:_LONGEST_ID]
    command = commands.CloseGlass(actor=here.actor, broken=broken)
    try:
        assessment.close_glass(command, services.assessment)
    except MENDABLE as error:
        return _list(here, services, error)
    return go("/glass")


def _list(
    here: Visit,
    services: Services,
    error: IssuerError | None = None,
    fault: Fault | None = None,
) -> Response:
    if error is not None and fault is None:
        fault = Fault(field="page", sentence=retold(error.detail))
    page = glasses_page(
        assessment.list_broken_glass(here.actor, services.assessment),
        here.visitor(),
        here.actor,
        now=services.assessment.clock(),
        names=lambda person: _name_of(here, services, person),
        fault=fault,
    )
    status = 200 if error is None else status_of(error)
    return answer_unlisted("glasses.html", page, status=status)


def _glass(
    here: Visit, services: Services, submission: str, error: IssuerError | None = None
) -> Response:
    page = glass_page(
        assessment.show_submission(here.actor, submission, services.assessment),
        here.visitor(),
        opened=_opened(here, services, submission),
        reason="" if error is None else request.form.get("reason", "")[:_LONGEST_REASON],
        fault=None if error is None else Fault(field=error.code, sentence=retold(error.detail)),
    )
    status = 200 if error is None else status_of(error)
    return answer_unlisted("glass.html", page, status=status)


def _opened(here: Visit, services: Services, submission: str) -> BrokenGlass | None:
    """Return what this auditor has open here, the longest if there are several."""
    now = services.assessment.clock()
    mine = [
        each
        for each in assessment.list_broken_glass(here.actor, services.assessment)
        if (each.by, each.submission) == (here.actor.person, submission) and each.is_open(now)
    ]
    return max(mine, key=lambda each: each.until, default=None)


def _name_of(here: Visit, services: Services, person: str) -> str:
    """Return a name to those who may read it; of the erased there is none."""
    try:
        name = accounts.show_person(here.actor, person, services.accounts).name
    except (ForbiddenError, NotFoundError):
        return person
    return name or _("somebody who left")
