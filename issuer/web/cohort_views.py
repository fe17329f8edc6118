"""Views of lists of learners: hand in, check, sign, approve, stop, download."""

from collections.abc import Callable

from flask import Response, request

from issuer import assessment
from issuer.assessment import cohorts
from issuer.assessment.cohorts import AboutCohort, ReadCohort
from issuer.assessment.model import Cohort, CohortState
from issuer.errors import IssuerError, MalformedError
from issuer.sheets import MAX_BYTES
from issuer.web.entrance import MENDABLE, status_of
from issuer.web.languages import retold
from issuer.web.presenting.cohort_drafts import draft_page
from issuer.web.presenting.cohorts import cohort_page, cohorts_page
from issuer.web.presenting.signing_in import Fault
from issuer.web.rendering import answer_file, answer_unlisted
from issuer.web.routing import go
from issuer.web.services import Services
from issuer.web.visits import Visit

#: A file and what its form adds.
MOST = MAX_BYTES + 64 * 1024
_CSV = "text/csv; charset=utf-8"


def show_cohorts(here: Visit, services: Services) -> Response:
    """List what was put forward, with the form to hand in a file."""
    return _cohorts(here, services)


def hand_in_cohort(here: Visit, services: Services) -> Response:
    """Read a file and go to what was found in it."""
    upload = request.files.get("file")
    try:
        if upload is None or not upload.filename:
            raise MalformedError("Choose a file first.", code="sheet")
        data = upload.stream.read(MAX_BYTES + 1)
        cohort = cohorts.read_cohort(ReadCohort(actor=here.actor, data=data), services.assessment)
    except MENDABLE as error:
        return _cohorts(here, services, error)
    return go(f"/cohorts/{cohort.id}")


def show_cohort_example(_here: Visit, _services: Services) -> Response:
    """Hand out a file with the headings."""
    return answer_file(cohorts.example_file(), _CSV, "list-of-learners.csv")


def show_cohort(here: Visit, services: Services, cohort: str) -> Response:
    """Show a file with its faults, or a list on its way."""
    return _cohort(here, services, cohort)


def download_cohort(here: Visit, services: Services, cohort: str) -> Response:
    """Hand out the file to mend, or what became of each row."""
    data = cohorts.cohort_file(here.actor, cohort, services.assessment)
    return answer_file(data, _CSV, "list-of-learners.csv")


def keep_cohort(here: Visit, services: Services, cohort: str) -> Response:
    """Put a file forward, for a teacher to sign."""
    return _act(here, services, cohort, cohorts.keep_cohort)


def sign_cohort(here: Visit, services: Services, cohort: str) -> Response:
    """Sign every row as the teacher who saw it."""
    return _act(here, services, cohort, cohorts.sign_cohort)


def approve_cohort(here: Visit, services: Services, cohort: str) -> Response:
    """Approve every row that is signed."""
    return _act(here, services, cohort, cohorts.approve_cohort)


def stop_cohort(here: Visit, services: Services, cohort: str) -> Response:
    """Stop a list."""
    return _act(here, services, cohort, cohorts.stop_cohort)


def _act(
    here: Visit,
    services: Services,
    cohort: str,
    verb: Callable[[AboutCohort, assessment.Services], Cohort],
) -> Response:
    try:
        verb(AboutCohort(actor=here.actor, cohort=cohort), services.assessment)
    except MENDABLE as error:
        return _cohort(here, services, cohort, error)
    return go(f"/cohorts/{cohort}")


def _cohorts(here: Visit, services: Services, error: IssuerError | None = None) -> Response:
    page = cohorts_page(
        cohorts.list_cohorts(here.actor, services.assessment),
        here.visitor(),
        role=here.actor.role,
        fault=None if error is None else Fault(field="file", sentence=retold(error.detail)),
    )
    return answer_unlisted("cohorts.html", page, status=_status(error))


def _cohort(
    here: Visit, services: Services, cohort: str, error: IssuerError | None = None
) -> Response:
    fault = None if error is None else Fault(field="page", sentence=retold(error.detail))
    view = cohorts.show_cohort(here.actor, cohort, services.assessment)
    if view.cohort.state is CohortState.DRAFT:
        checked = cohorts.check_cohort(here.actor, cohort, services.assessment)
        draft = draft_page(cohort, checked, here.visitor(), role=here.actor.role, fault=fault)
        return answer_unlisted("cohort_draft.html", draft, status=_status(error))
    page = cohort_page(
        view, here.visitor(), role=here.actor.role, me=here.actor.person, fault=fault
    )
    return answer_unlisted("cohort.html", page, status=_status(error))


def _status(error: IssuerError | None) -> int:
    return 200 if error is None else status_of(error)
