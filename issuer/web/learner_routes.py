"""Pages and forms of learners, peers and families, with who may pass."""

from issuer.access import Action
from issuer.pacing import Family
from issuer.web.backpack import (
    change_own_consent,
    choose_visibility,
    show_backpack,
    show_record,
    take_badge,
)
from issuer.web.families import change_child_consent, choose_child_visibility, show_family
from issuer.web.gathering_work import (
    add_work_files,
    add_work_link,
    add_work_text,
    open_piece,
    remove_work,
)
from issuer.web.learning import (
    appeal_work,
    declare_own_conflict,
    hand_in_work,
    show_learning,
    show_own_work,
    start_challenge,
    withdraw_work,
)
from issuer.web.reviewing import (
    accept_own_review,
    answer_review,
    decline_own_review,
    do_exercise,
    open_exercise_work,
    show_exercise,
    show_own_review,
    show_reviews,
    show_thanks,
)
from issuer.web.routing import Route, View

_WORK = "/learn/<submission>"
_REVIEW = "/reviews/<review>"
_EXERCISE = "/reviews/exercises/<instrument>"


def _page(path: str, view: View, access: Action) -> Route:
    return Route(method="GET", path=path, view=view, access=access)


def _form(
    path: str, view: View, access: Action, *, files: bool = False, pace: Family = Family.VISIT
) -> Route:
    return Route(method="POST", path=path, view=view, access=access, files=files, pace=pace)


LEARNING = (
    _page("/learn", show_learning, Action.OPEN),
    _form("/learn", start_challenge, Action.OPEN),
    _page(_WORK, show_own_work, Action.READ_SUBMISSION),
    _form(f"{_WORK}/files", add_work_files, Action.EDIT, files=True, pace=Family.UPLOAD),
    _form(f"{_WORK}/link", add_work_link, Action.EDIT),
    _form(f"{_WORK}/text", add_work_text, Action.EDIT, files=True),
    _page(f"{_WORK}/evidence/<evidence>", open_piece, Action.READ_EVIDENCE),
    _form(f"{_WORK}/evidence/<evidence>/remove", remove_work, Action.EDIT),
    _form(f"{_WORK}/hand-in", hand_in_work, Action.SUBMIT),
    _form(f"{_WORK}/withdraw", withdraw_work, Action.WITHDRAW),
    _form(f"{_WORK}/appeal", appeal_work, Action.APPEAL),
    _form(f"{_WORK}/conflict", declare_own_conflict, Action.EDIT),
    _page("/learn/badges", show_backpack, Action.SHARE),
    _form("/learn/badges/<badge>", choose_visibility, Action.SHARE),
    _page("/learn/badges/<badge>/<form>", take_badge, Action.READ_CREDENTIAL),
    _form("/learn/consents", change_own_consent, Action.GIVE_CONSENT),
    _page("/learn/record", show_record, Action.SHARE),
)

REVIEWING = (
    _page("/reviews", show_reviews, Action.ANSWER_REVIEW),
    _page("/reviews/thanks", show_thanks, Action.ANSWER_REVIEW),
    _page(_EXERCISE, show_exercise, Action.CALIBRATE),
    _form(_EXERCISE, do_exercise, Action.CALIBRATE),
    _page(f"{_EXERCISE}/works/<artifact>", open_exercise_work, Action.CALIBRATE),
    _page(_REVIEW, show_own_review, Action.ANSWER_REVIEW),
    _form(_REVIEW, answer_review, Action.ATTEST),
    _form(f"{_REVIEW}/accept", accept_own_review, Action.ANSWER_REVIEW),
    _form(f"{_REVIEW}/decline", decline_own_review, Action.ANSWER_REVIEW),
)

FAMILY = (
    _page("/family", show_family, Action.GIVE_CONSENT),
    _form("/family/<child>/consents", change_child_consent, Action.GIVE_CONSENT),
    _form("/family/badges/<badge>", choose_child_visibility, Action.SHARE),
)

LEARNER_ROUTES: tuple[Route, ...] = (*LEARNING, *REVIEWING, *FAMILY)
