"""Pages and forms that families and learners have beside their work: letters, links, versions."""

from issuer.access import Action
from issuer.pacing import Family
from issuer.web.backpack import show_child_record
from issuer.web.families import choose_letters
from issuer.web.history_views import show_history
from issuer.web.linking import (
    close_child_link,
    close_own_link,
    make_child_link,
    make_own_link,
    show_child_links,
    show_own_links,
)
from issuer.web.moving import move_to_newer, show_newer
from issuer.web.routing import Form, Open, Route, View
from issuer.web.stopping import show_stop, stop_letters

_STOP = "/letters/<secret>"
_OWN_LINKS = "/learn/links"
_VERSION = "/learn/<submission>/version"
_CHILD_LINKS = "/family/<child>/links"

LETTERS = (
    Route(
        method="POST",
        path="/family/letters",
        view=choose_letters,
        access=Action.CHOOSE_LETTERS,
        page="/family",
    ),
    Route(method="GET", path=_STOP, view=show_stop, access=Open.PUBLIC, pace=Family.PAGES),
    Route(
        method="POST",
        path=_STOP,
        view=stop_letters,
        access=Open.PUBLIC,
        form=Form.STATELESS,
        pace=Family.ENTRY,
    ),
)


def _page(path: str, view: View, access: Action) -> Route:
    return Route(method="GET", path=path, view=view, access=access)


def _form(path: str, view: View, access: Action) -> Route:
    return Route(method="POST", path=path, view=view, access=access)


LINKS = (
    _page(_OWN_LINKS, show_own_links, Action.SHARE_LINK),
    _form(_OWN_LINKS, make_own_link, Action.SHARE_LINK),
    _form(f"{_OWN_LINKS}/<link>/close", close_own_link, Action.SHARE_LINK),
    _page(_CHILD_LINKS, show_child_links, Action.SHARE_LINK),
    _form(_CHILD_LINKS, make_child_link, Action.SHARE_LINK),
    _form(f"{_CHILD_LINKS}/<link>/close", close_child_link, Action.SHARE_LINK),
)

RECORDS = (
    _page("/family/<child>/record", show_child_record, Action.SHARE),
    _page("/history/<learner>", show_history, Action.READ_EVENTS),
)

VERSIONS = (
    _page(_VERSION, show_newer, Action.READ_SUBMISSION),
    _form(_VERSION, move_to_newer, Action.SUBMIT),
)

ROUTES: tuple[Route, ...] = (*LETTERS, *LINKS, *RECORDS, *VERSIONS)
