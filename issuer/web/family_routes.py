"""Pages and forms that families and learners have beside their work: letters, links, versions."""

from issuer.access import Action
from issuer.pacing import Family
from issuer.web.families import choose_letters
from issuer.web.routing import Form, Open, Route
from issuer.web.stopping import show_stop, stop_letters

_STOP = "/letters/<secret>"

LETTERS = (
    Route(
        method="POST",
        path="/family/letters",
        view=choose_letters,
        access=Action.CHOOSE_LETTERS,
        page="/family",
    ),
    Route(method="GET", path=_STOP, view=show_stop, access=Open.PUBLIC, pace=Family.ENTRY),
    Route(
        method="POST",
        path=_STOP,
        view=stop_letters,
        access=Open.PUBLIC,
        form=Form.STATELESS,
        pace=Family.ENTRY,
    ),
)

ROUTES: tuple[Route, ...] = (*LETTERS,)
