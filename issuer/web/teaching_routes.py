"""The rows of those who assess: queue, desk, class board, and the bytes of evidence."""

from issuer.access import Action
from issuer.web.evidence_files import show_evidence
from issuer.web.routing import Route, View
from issuer.web.teaching import (
    decide_work,
    hold_peer,
    moderate_work,
    rate_work,
    return_work,
    settle_hours,
    settle_proof,
    show_board,
    show_desk,
    show_queue,
    sign_work,
    take_into_review,
    take_one,
)

_WORK = "/teach/<submission>"


def _page(path: str, view: View, access: Action = Action.READ_QUEUE) -> Route:
    return Route(method="GET", path=path, view=view, access=access)


def _form(path: str, view: View, access: Action) -> Route:
    return Route(method="POST", path=path, view=view, access=access, page="/teach")


ROUTES: tuple[Route, ...] = (
    _page("/teach", show_queue),
    _form("/teach/take", take_into_review, Action.TRIAGE),
    _page("/teach/board", show_board),
    _page(_WORK, show_desk),
    _form(f"{_WORK}/take", take_one, Action.TRIAGE),
    _form(f"{_WORK}/rate", rate_work, Action.RATE),
    _form(f"{_WORK}/sign", sign_work, Action.SIGN_OFF),
    _form(f"{_WORK}/moderate", moderate_work, Action.MODERATE),
    _form(f"{_WORK}/return", return_work, Action.RETURN),
    _form(f"{_WORK}/not-yet", decide_work, Action.DECIDE_NOT_YET),
    _form(f"{_WORK}/hold", hold_peer, Action.HOLD_ATTESTATION),
    _form(f"{_WORK}/hours", settle_hours, Action.VERIFY_HOURS),
    _form(f"{_WORK}/proof", settle_proof, Action.VERIFY_PROOF),
    _page("/evidence/<submission>/<item>", show_evidence, Action.READ_EVIDENCE),
)
