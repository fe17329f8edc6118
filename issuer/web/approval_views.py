"""Views of approving: what waits, one submission, approve one or several, hold and release."""

from collections.abc import Callable

from flask import Response, request

from issuer import accounts, assessment, issuance
from issuer.access import Action
from issuer.assessment.commands import Approve, Hold, Release
from issuer.assessment.model import SubmissionState
from issuer.assessment.rows import AssessorRow
from issuer.errors import ForbiddenError, IssuerError, MalformedError, UnavailableError
from issuer.web.entrance import MENDABLE, status_of
from issuer.web.languages import retold
from issuer.web.presenting.approvals import (
    Outcome,
    approval_page,
    approvals_page,
    outcome,
)
from issuer.web.presenting.office import may
from issuer.web.presenting.signing_in import Fault
from issuer.web.rendering import answer_unlisted
from issuer.web.routing import go
from issuer.web.services import Services
from issuer.web.visits import Visit

#: Chosen at once; more than that is a list of learners.
_MOST = 100


def show_approvals(here: Visit, services: Services) -> Response:
    """List what waits for approval."""
    return _approvals(here, services)


def approve_several(here: Visit, services: Services) -> Response:
    """Approve everything that was chosen, each on its own, and say what came of each."""
    chosen = request.form.getlist("submission")[:_MOST]
    if not chosen:
        error = MalformedError("Choose at least one badge.", code="submission")
        return _approvals(here, services, fault=error)
    names = {row.submission: row.learner_name for row in _waiting(here, services)}
    outcomes = [_approve(here, each[:64], names, services) for each in chosen]
    return _approvals(here, services, outcomes)


def show_approval(here: Visit, services: Services, submission: str) -> Response:
    """Show one submission with the reasons behind its verdict."""
    return _approval(here, services, submission)


def approve(here: Visit, services: Services, submission: str) -> Response:
    """Approve one award, issue the badge, and go to it."""
    try:
        public_id = _issue(here, submission, services)
    except (*MENDABLE, ForbiddenError) as error:
        return _approval(here, services, submission, error)
    return go("/approvals" if public_id is None else f"/registry/{public_id}?issued")


def hold(here: Visit, services: Services, submission: str) -> Response:
    """Hold a submission for a reason that stays with the school."""
    reason = request.form.get("reason", "")
    command = Hold(actor=here.actor, submission=submission, reason=reason)
    return _change(
        here, submission, services, lambda: assessment.hold_submission(command, services.assessment)
    )


def release(here: Visit, services: Services, submission: str) -> Response:
    """End a hold."""
    command = Release(actor=here.actor, submission=submission)
    return _change(
        here,
        submission,
        services,
        lambda: assessment.release_submission(command, services.assessment),
    )


def _change(
    here: Visit, submission: str, services: Services, act: Callable[[], object]
) -> Response:
    try:
        act()
    except MENDABLE as error:
        return _approval(here, services, submission, error, field="reason")
    return go(f"/approvals/{submission}")


def _approve(here: Visit, submission: str, names: dict[str, str], services: Services) -> Outcome:
    learner = names.get(submission, submission)
    try:
        return outcome(learner, _issue(here, submission, services), "")
    except IssuerError as error:
        return outcome(learner, None, retold(error.detail))


def _issue(here: Visit, submission: str, services: Services) -> str | None:
    """Approve and issue; None if the key cannot be reached now, then jobs go on."""
    command = Approve(actor=here.actor, submission=submission)
    award = assessment.approve_award(command, services.assessment)
    try:
        issued = issuance.issue_award(award.id, services.issuance)
    except UnavailableError:
        return None
    assessment.mark_issued(award.id, services.assessment)
    return issued.rsplit("/", 1)[-1]


def _waiting(here: Visit, services: Services) -> list[AssessorRow]:
    if may(here.actor.role, Action.APPROVE):
        return list(assessment.list_approvals(here.actor, services.assessment))
    rows = assessment.list_assessments(here.actor, services.assessment)
    return [row for row in rows if row.state is SubmissionState.READY]


def _approvals(
    here: Visit,
    services: Services,
    outcomes: list[Outcome] | None = None,
    fault: IssuerError | None = None,
) -> Response:
    page = approvals_page(
        _waiting(here, services),
        here.visitor(),
        role=here.actor.role,
        outcomes=outcomes or (),
        fault=None if fault is None else Fault(field="page", sentence=retold(fault.detail)),
    )
    return answer_unlisted(
        "approvals.html", page, status=200 if fault is None else status_of(fault)
    )


def _approval(
    here: Visit,
    services: Services,
    submission: str,
    error: IssuerError | None = None,
    field: str = "page",
) -> Response:
    view = assessment.show_submission(here.actor, submission, services.assessment)
    people = accounts.list_people(here.actor, services.accounts)
    page = approval_page(
        view,
        here.visitor(),
        role=here.actor.role,
        names={each.id: each.name for each in people},
        sole_teacher=accounts.show_organisation(here.actor, services.accounts).sole_teacher,
        fault=None if error is None else Fault(field=field, sentence=retold(error.detail)),
    )
    status = 200 if error is None else status_of(error)
    return answer_unlisted("approval.html", page, status=status)
