"""Views of guardians: one page about their children, and what they decide for them."""

from flask import Response, request

from issuer import accounts, assessment
from issuer.access import Role
from issuer.accounts import weekly
from issuer.accounts.model import Person
from issuer.assessment.model import SubmissionState
from issuer.errors import IssuerError
from issuer.web.backpack import badges_of, change_consent, change_visibility
from issuer.web.children import child_of, children_of
from issuer.web.entrance import MENDABLE, status_of
from issuer.web.languages import retold
from issuer.web.presenting.families import Known, family_page
from issuer.web.presenting.signing_in import Fault
from issuer.web.rendering import answer_unlisted
from issuer.web.routing import go
from issuer.web.services import Services
from issuer.web.visits import Visit

_OVER = frozenset({SubmissionState.ISSUED, SubmissionState.WITHDRAWN})


def show_family(here: Visit, services: Services) -> Response:
    """Show where the children stand."""
    return _family(here, services)


def change_child_consent(here: Visit, services: Services, child: str) -> Response:
    """Agree to something for a child, or no longer."""
    child_of(here, services, child)
    try:
        change_consent(here, services, child)
    except MENDABLE as error:
        purpose = request.form.get("purpose", "")[:40]
        return _family(
            here, services, Fault(field=f"{child}-{purpose}", sentence=retold(error.detail)), error
        )
    return go(f"/family#consents-{child}")


def choose_child_visibility(here: Visit, services: Services, badge: str) -> Response:
    """Choose who may see a badge of a child."""
    try:
        change_visibility(here, services, badge)
    except MENDABLE as error:
        return _family(here, services, Fault(field=badge, sentence=retold(error.detail)), error)
    return go("/family")


def choose_letters(here: Visit, services: Services) -> Response:
    """Turn the weekly letter on or off, and choose its language."""
    command = weekly.ChooseWeeklyLetter(
        actor=here.actor,
        wanted=request.form.get("wanted") == "yes",
        language=request.form.get("language", "")[:8],
    )
    try:
        weekly.choose_weekly_letter(command, services.accounts)
    except MENDABLE as error:
        return _family(
            here, services, Fault(field="language", sentence=retold(error.detail)), error
        )
    return go("/family#letters")


def _family(
    here: Visit,
    services: Services,
    fault: Fault | None = None,
    error: IssuerError | None = None,
) -> Response:
    page = family_page(
        [_known(here, services, child) for child in children_of(here, services)],
        here.visitor(),
        now=services.accounts.clock(),
        weekly=_weekly(here, services),
        fault=fault,
    )
    status = 200 if error is None else status_of(error)
    return answer_unlisted("families.html", page, status=status)


def _weekly(here: Visit, services: Services) -> weekly.WeeklyChoice | None:
    """Return what a guardian chose; in another role there is no letter."""
    if here.actor.role is not Role.GUARDIAN:
        return None
    return weekly.show_weekly_choice(here.actor, services.accounts)


def _known(here: Visit, services: Services, child: Person) -> Known:
    progress = assessment.progress_of(here.actor, child.id, services.assessment)
    return Known(
        child=child,
        progress=progress,
        works=tuple(
            assessment.show_work(here.actor, row.submission, services.assessment)
            for row in progress
            if row.state not in _OVER
        ),
        credentials=badges_of(here, services, child.id),
        consents=accounts.list_consents(here.actor, child.id, services.accounts),
    )
