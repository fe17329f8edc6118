"""Views of learners about their work: list, start, one piece, hand in, take back, appeal."""

from collections.abc import Callable

from flask import Response, request

from issuer import accounts, assessment
from issuer.accounts import DeclareConflict
from issuer.assessment import commands
from issuer.errors import IssuerError
from issuer.web.comparing import pairs_for, texts_in_files
from issuer.web.entrance import MENDABLE, status_of
from issuer.web.languages import retold
from issuer.web.presenting.learning import learning_page
from issuer.web.presenting.signing_in import Fault
from issuer.web.presenting.work import work_page
from issuer.web.rendering import answer_unlisted
from issuer.web.routing import go
from issuer.web.services import Services
from issuer.web.visits import Visit

#: What a form of the page may have held, to be shown again beside its fault.
_GIVEN = ("title", "url", "text", "authorship", "ai_disclosure", "conflict_name")
_LONGEST = 4_000


def show_learning(here: Visit, services: Services) -> Response:
    """Show what is under way, and what can be started."""
    return _learning(here, services)


def start_challenge(here: Visit, services: Services) -> Response:
    """Start work towards a badge."""
    command = commands.OpenSubmission(
        actor=here.actor,
        definition=request.form.get("badge", "")[:64],
        learner=here.actor.person,
    )
    try:
        submission = assessment.open_submission(command, services.assessment)
    except MENDABLE as error:
        return _learning(here, services, error)
    return go(f"/learn/{submission.id}")


def show_own_work(here: Visit, services: Services, submission: str) -> Response:
    """Show one piece of work."""
    return answer_work(here, services, submission)


def hand_in_work(here: Visit, services: Services, submission: str) -> Response:
    """Hand in for the first time, or once more after a return."""
    form = request.form
    said = form.get("authorship", "")
    disclosed = form.get("ai_disclosure", "").strip()[:2000] or None
    actor = here.actor

    def act() -> None:
        if form.get("again") == "yes":
            again = commands.Resubmit(
                actor=actor, submission=submission, authorship=said, ai_disclosure=disclosed
            )
            assessment.resubmit_revision(again, services.assessment)
            return
        first = commands.Submit(
            actor=actor, submission=submission, authorship=said, ai_disclosure=disclosed
        )
        assessment.submit_revision(first, services.assessment)

    return _acted(here, services, submission, act, beside="authorship")


def withdraw_work(here: Visit, services: Services, submission: str) -> Response:
    """Take work back for good."""
    command = commands.Withdraw(actor=here.actor, submission=submission)
    return _acted(
        here,
        services,
        submission,
        lambda: assessment.withdraw_submission(command, services.assessment),
        beside="withdraw",
    )


def appeal_work(here: Visit, services: Services, submission: str) -> Response:
    """Ask for another assessor."""
    command = commands.Appeal(actor=here.actor, submission=submission)
    return _acted(
        here,
        services,
        submission,
        lambda: assessment.appeal_decision(command, services.assessment),
        beside="appeal",
    )


def declare_own_conflict(here: Visit, services: Services, submission: str) -> Response:
    """Say that somebody's word shall not count."""
    command = DeclareConflict(actor=here.actor, name=request.form.get("conflict_name", ""))
    return _acted(
        here,
        services,
        submission,
        lambda: accounts.declare_conflict(command, services.accounts),
        beside="conflict_name",
    )


def answer_work(
    here: Visit,
    services: Services,
    submission: str,
    fault: Fault | None = None,
    error: IssuerError | None = None,
) -> Response:
    """Answer the page of one piece of work, with a fault beside its field if there is one."""
    form = request.form
    work = assessment.show_work(here.actor, submission, services.assessment)
    page = work_page(
        work,
        here.visitor(),
        here.actor.role,
        limit=services.assessment.max_evidence_bytes,
        given={name: form.get(name, "")[:_LONGEST] if fault else "" for name in _GIVEN},
        pairs=pairs_for(here, services, work),
        files=texts_in_files(here, services, work),
        fault=fault,
    )
    return answer_unlisted("work.html", page, status=200 if error is None else status_of(error))


def _acted(
    here: Visit,
    services: Services,
    submission: str,
    act: Callable[[], object],
    *,
    beside: str,
) -> Response:
    """Do it and show the work again; what can be mended is said beside its field."""
    try:
        act()
    except MENDABLE as error:
        fault = Fault(field=beside, sentence=retold(error.detail))
        return answer_work(here, services, submission, fault, error)
    return go(f"/learn/{submission}")


def _learning(here: Visit, services: Services, error: IssuerError | None = None) -> Response:
    page = learning_page(
        assessment.progress_of(here.actor, here.actor.person, services.assessment),
        assessment.list_offers(here.actor, services.assessment),
        here.visitor(),
        fault=None
        if error is None
        else Fault(field=request.form.get("badge", "")[:64], sentence=retold(error.detail)),
    )
    return answer_unlisted("learning.html", page, status=200 if error is None else status_of(error))
