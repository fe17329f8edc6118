"""Views of a newer version: the learner reads what changed, and moves or stays."""

from flask import Response, request

from issuer import assessment
from issuer.assessment import NewerVersion, commands
from issuer.errors import IssuerError
from issuer.web.entrance import MENDABLE, status_of
from issuer.web.languages import retold
from issuer.web.presenting.moving import moving_page
from issuer.web.presenting.signing_in import Fault
from issuer.web.rendering import answer_unlisted
from issuer.web.routing import go
from issuer.web.services import Services
from issuer.web.visits import Visit

_LONGEST = 2_000


def show_newer(here: Visit, services: Services, submission: str) -> Response:
    """Show what a newer version changes; where there is none, the work itself."""
    found = assessment.find_newer(here.actor, submission, services.assessment)
    return go(f"/learn/{submission}") if found is None else _page(here, found)


def move_to_newer(here: Visit, services: Services, submission: str) -> Response:
    """Move to the version that was shown; handed-in work is handed in once more."""
    found = assessment.find_newer(here.actor, submission, services.assessment)
    if found is None:
        return go(f"/learn/{submission}")
    wanted = request.form.get("definition", "")[:64]
    try:
        _move(here, services, found, wanted)
    except MENDABLE as error:
        field = "authorship" if error.code == "authorship" else "version"
        return _page(here, found, Fault(field=field, sentence=retold(error.detail)), error)
    return go(f"/learn/{submission}")


def _move(here: Visit, services: Services, found: NewerVersion, wanted: str) -> None:
    work = found.submission.id
    if not found.hands_in:
        exchange = commands.Repin(actor=here.actor, submission=work, definition=wanted)
        assessment.repin_submission(exchange, services.assessment)
        return
    said = request.form.get("authorship", "")
    again = commands.OptIn(actor=here.actor, submission=work, definition=wanted, authorship=said)
    assessment.opt_in(again, services.assessment)


def _page(
    here: Visit,
    found: NewerVersion,
    fault: Fault | None = None,
    error: IssuerError | None = None,
) -> Response:
    given = request.form.get("authorship", "")[:_LONGEST] if fault else ""
    page = moving_page(found, here.visitor(), here.actor.role, given=given, fault=fault)
    return answer_unlisted("moving.html", page, status=200 if error is None else status_of(error))
