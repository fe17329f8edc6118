"""Rows of the first run: the link from the terminal, then the person who used it."""

from issuer.pacing import Family
from issuer.web.looks_views import MOST
from issuer.web.routing import Open, Route
from issuer.web.set_up_views import (
    give_first_badge,
    publish_first_badge,
    set_up,
    show_first_badge,
    show_first_done,
    show_first_learner,
    show_set_up,
)

_MINE = Open.SIGNED_IN

SET_UP: tuple[Route, ...] = (
    Route(
        method="GET",
        path="/set-up/<secret>",
        view=show_set_up,
        access=Open.PUBLIC,
        pace=Family.ENTRY,
    ),
    Route(
        method="POST",
        path="/set-up/<secret>",
        view=set_up,
        access=Open.PUBLIC,
        pace=Family.ENTRY,
        most=MOST,
    ),
    Route(method="GET", path="/set-up/badge", view=show_first_badge, access=_MINE),
    Route(method="POST", path="/set-up/badge", view=publish_first_badge, access=_MINE),
    Route(method="GET", path="/set-up/learner", view=show_first_learner, access=_MINE),
    Route(
        method="POST",
        path="/set-up/learner",
        view=give_first_badge,
        access=_MINE,
        pace=Family.ISSUE,
    ),
    Route(method="GET", path="/set-up/done/<credential>", view=show_first_done, access=_MINE),
)
