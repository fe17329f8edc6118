"""Lists of learners: read a file, sign, approve, stop, and what became of each row."""

from flask import Response, request
from werkzeug.exceptions import UnsupportedMediaType

from issuer.access import Actor
from issuer.api.answers import CSV, created_answer, json_answer, published_answer
from issuer.api.bodies import read_bytes
from issuer.api.calls import Call
from issuer.api.services import Services
from issuer.assessment import cohorts
from issuer.assessment.cohorts import AboutCohort, ReadCohort
from issuer.assessment.model import CohortState
from issuer.clock import format_instant
from issuer.documents import Document
from issuer.sheets import MAX_BYTES


def read_cohort(call: Call, services: Services) -> Response:
    """Read a CSV file and answer its faults, row by row; nothing is issued."""
    if request.mimetype != CSV:
        raise UnsupportedMediaType
    command = ReadCohort(actor=call.actor, data=read_bytes(MAX_BYTES))
    cohort = cohorts.read_cohort(command, services.assessment).id
    return created_answer(_shown(call.actor, cohort, services), f"/api/v1/cohorts/{cohort}")


def show_cohort(call: Call, services: Services, cohort: str) -> Response:
    """Answer where a list stands, and for a file its faults."""
    return json_answer(_shown(call.actor, cohort, services))


def download_cohort(call: Call, services: Services, cohort: str) -> Response:
    """Answer the file to mend, or what became of each row, as CSV."""
    data = cohorts.cohort_file(call.actor, cohort, services.assessment)
    return published_answer(data, f"{CSV}; charset=utf-8")


def keep_cohort(call: Call, services: Services, cohort: str) -> Response:
    """Put a file forward, for a teacher to sign."""
    cohorts.keep_cohort(AboutCohort(actor=call.actor, cohort=cohort), services.assessment)
    return json_answer(_shown(call.actor, cohort, services))


def sign_cohort(call: Call, services: Services, cohort: str) -> Response:
    """Sign every row as the teacher who saw it; the rows follow one by one."""
    cohorts.sign_cohort(AboutCohort(actor=call.actor, cohort=cohort), services.assessment)
    return json_answer(_shown(call.actor, cohort, services), status=202)


def approve_cohort(call: Call, services: Services, cohort: str) -> Response:
    """Approve every signed row; the badges follow one by one."""
    cohorts.approve_cohort(AboutCohort(actor=call.actor, cohort=cohort), services.assessment)
    return json_answer(_shown(call.actor, cohort, services), status=202)


def stop_cohort(call: Call, services: Services, cohort: str) -> Response:
    """Stop a list between two rows."""
    cohorts.stop_cohort(AboutCohort(actor=call.actor, cohort=cohort), services.assessment)
    return json_answer(_shown(call.actor, cohort, services))


def _shown(actor: Actor, cohort: str, services: Services) -> Document:
    view = cohorts.show_cohort(actor, cohort, services.assessment)
    told: Document = {
        "id": cohort,
        "at": format_instant(view.cohort.at),
        "state": view.cohort.state.value,
        "size": view.cohort.size,
        "counts": dict(view.counts),
    }
    if view.cohort.state is not CohortState.DRAFT:
        return told
    checked = cohorts.check_cohort(actor, cohort, services.assessment)
    return {
        **told,
        "rows": len(checked.lines),
        "ready": len(checked.good),
        "already": list(checked.already),
        "faults": [
            {
                "row": fault.row,
                "column": fault.column,
                "code": fault.code,
                "says": fault.says,
                "remedy": fault.remedy,
            }
            for fault in checked.faults
        ],
    }
