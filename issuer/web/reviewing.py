"""Views of peers: what they were asked, one review, the exercise, and thanks."""

from flask import Response, request

from issuer import assessment
from issuer.assessment import commands
from issuer.assessment.rows import CalibrationView, ReviewView
from issuer.criteria import parse_instrument
from issuer.errors import IssuerError
from issuer.web.entrance import MENDABLE, status_of
from issuer.web.handing_out import answer_stream
from issuer.web.languages import gettext as _
from issuer.web.languages import retold
from issuer.web.presenting.reviewing import (
    NOT_SEEN,
    Answers,
    calibration_page,
    exercise_for,
    review_page,
    reviewer_frame,
    reviews_page,
)
from issuer.web.presenting.signing_in import Fault, NotePage
from issuer.web.rendering import answer_unlisted
from issuer.web.routing import go
from issuer.web.services import Services
from issuer.web.visits import Visit

_LONGEST = 2_001


def show_reviews(here: Visit, services: Services) -> Response:
    """List what waits for this peer."""
    page = reviews_page(
        assessment.list_reviews(here.actor, services.assessment),
        assessment.list_calibrations(here.actor, services.assessment),
        here.visitor(),
    )
    return answer_unlisted("reviews.html", page)


def show_own_review(here: Visit, services: Services, review: str) -> Response:
    """Show one review."""
    return _review(here, services, review)


def accept_own_review(here: Visit, services: Services, review: str) -> Response:
    """Say yes; the form stays where it is."""
    command = commands.AcceptReview(actor=here.actor, review=review)
    try:
        assessment.accept_review(command, services.assessment)
    except MENDABLE as error:
        return _review(here, services, review, fault=_fault(error, "accept"), error=error)
    return go(f"/reviews/{review}")


def decline_own_review(here: Visit, services: Services, review: str) -> Response:
    """Say no, with one of two reasons."""
    command = commands.DeclineReview(
        actor=here.actor, review=review, reason=request.form.get("reason", "")
    )
    try:
        assessment.decline_review(command, services.assessment)
    except MENDABLE as error:
        return _review(here, services, review, fault=_fault(error, "reason"), error=error)
    return go("/reviews")


def answer_review(here: Visit, services: Services, review: str) -> Response:
    """Record what the peer saw."""
    view = assessment.show_review(here.actor, review, services.assessment)
    said = _said([item.id for item in parse_instrument(view.instrument).items])
    if said.missing:
        fault = Fault(field="answers", sentence=_("One answer or more is missing."))
        return _review(here, services, review, said=said, fault=fault)
    command = commands.Attest(
        actor=here.actor,
        review=review,
        levels={item: level for item, level in said.levels.items() if level != NOT_SEEN},
        examples={item: text for item, text in said.examples.items() if text},
        comment=said.comment or None,
    )
    try:
        assessment.record_attestation(command, services.assessment)
    except MENDABLE as error:
        fault = _fault(error, "answers")
        return _review(here, services, review, said=said, fault=fault, error=error)
    return go("/reviews/thanks")


def show_thanks(here: Visit, _services: Services) -> Response:
    """Say thank you, and what happens with the answers."""
    page = NotePage(
        frame=reviewer_frame(_("Thank you"), here.visitor()),
        title=_("Thank you"),
        sentences=(
            _("Your answers are saved."),
            _("The learner sees all answers together once everybody has answered, without names."),
        ),
        href="/reviews",
        label=_("Back to the reviews"),
    )
    return answer_unlisted("note.html", page)


def show_exercise(here: Visit, services: Services, instrument: str) -> Response:
    """Show the exercise."""
    view = assessment.show_calibration(here.actor, instrument, services.assessment)
    return answer_unlisted("exercise.html", calibration_page(view, here.visitor(), said=Answers()))


def do_exercise(here: Visit, services: Services, instrument: str) -> Response:
    """Compare the answers with the teachers'."""
    view = assessment.show_calibration(here.actor, instrument, services.assessment)
    items = [item.id for item in parse_instrument(view.instrument).items]
    said = _said([f"{number}-{item}" for number in (1, 2) for item in items])
    if said.missing:
        fault = Fault(field="answers", sentence=_("One answer or more is missing."))
        return _exercise(here, view, said, fault)
    command = commands.Calibrate(
        actor=here.actor,
        instrument=instrument,
        answers={
            artifact: {item: said.levels[f"{number}-{item}"] for item in items}
            for number, artifact in enumerate(view.anchors, start=1)
        },
    )
    try:
        attempt = assessment.calibrate_peer(command, services.assessment)
    except MENDABLE as error:
        return _exercise(here, view, said, _fault(error, "answers"))
    return answer_unlisted("note.html", _outcome(here, instrument, passed=attempt.passed))


def open_exercise_work(here: Visit, services: Services, instrument: str, artifact: str) -> Response:
    """Answer the bytes of a work of the exercise."""
    file = assessment.open_anchor(here.actor, instrument, artifact, services.assessment)
    return answer_stream(file.stream, file.media_type, _("work"))


def _outcome(here: Visit, instrument: str, *, passed: bool) -> NotePage:
    title = _("Well seen") if passed else _("Not close enough yet")
    sentence = (
        _("Your answers are close to the teachers'. You can now be asked for reviews.")
        if passed
        else _("Some answers were more than one step from the teachers'. Read the steps once more.")
    )
    return NotePage(
        frame=reviewer_frame(title, here.visitor()),
        title=title,
        sentences=(sentence,),
        href="/reviews" if passed else f"/reviews/exercises/{instrument}",
        label=_("Back to the reviews") if passed else _("Try again"),
    )


def _review(  # what the page of a review is answered from
    here: Visit,
    services: Services,
    review: str,
    *,
    said: Answers | None = None,
    fault: Fault | None = None,
    error: IssuerError | None = None,
) -> Response:
    view: ReviewView = assessment.show_review(here.actor, review, services.assessment)
    exercises = assessment.list_calibrations(here.actor, services.assessment)
    page = review_page(
        view,
        here.visitor(),
        exercise=exercise_for(view.review.instrument, exercises),
        said=said or Answers(),
        fault=fault,
    )
    status = 200 if fault is None else 400 if error is None else status_of(error)
    return answer_unlisted("review.html", page, status=status)


def _exercise(here: Visit, view: CalibrationView, said: Answers, fault: Fault) -> Response:
    page = calibration_page(view, here.visitor(), said=said, fault=fault)
    return answer_unlisted("exercise.html", page, status=400)


def _said(names: list[str]) -> Answers:
    """Read the answers to these questions; one that was left open is missing, not unseen."""
    form = request.form
    levels = {name: form[f"answer-{name}"][:64] for name in names if f"answer-{name}" in form}
    return Answers(
        levels=levels,
        examples={name: form.get(f"example-{name}", "").strip()[:_LONGEST] for name in names},
        comment=form.get("comment", "").strip()[:_LONGEST],
        missing=frozenset(names) - levels.keys(),
    )


def _fault(error: IssuerError, beside: str) -> Fault:
    return Fault(field=beside, sentence=retold(error.detail))
