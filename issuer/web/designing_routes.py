"""The rows of the badge designer. Who drafts is many; who publishes, few (education.md 4.2)."""

from issuer.access import Action
from issuer.web.design_acts import (
    propose_design,
    publish_design,
    retire_design,
    save_source,
    show_preview,
    show_publishing,
    show_source,
    version_design,
)
from issuer.web.designing import (
    add_alignment,
    begin_design,
    remove_alignment,
    save_art,
    save_details,
    show_design,
    show_designs,
    show_new_design,
)
from issuer.web.designing_nodes import (
    add_node,
    move_node,
    remove_node,
    save_node,
    show_new_node,
    show_node,
)
from issuer.web.routing import Route, View
from issuer.web.sheets import save_sheet, show_sheet, show_sheets

_ONE = "/design/<definition>"
_NODE = f"{_ONE}/nodes/<node>"


def _page(path: str, view: View) -> Route:
    return Route(method="GET", path=path, view=view, access=Action.DRAFT_DEFINITION)


def _form(path: str, view: View, access: Action = Action.DRAFT_DEFINITION) -> Route:
    return Route(method="POST", path=path, view=view, access=access, page="/design")


ROUTES: tuple[Route, ...] = (
    _page("/design", show_designs),
    _page("/design/new", show_new_design),
    _form("/design/new", begin_design),
    _page("/design/sheets", show_sheets),
    _page("/design/sheets/edit", show_sheet),
    _form("/design/sheets/edit", save_sheet, Action.PUBLISH_RUBRIC),
    _page(_ONE, show_design),
    _form(f"{_ONE}/details", save_details),
    _form(f"{_ONE}/alignment", add_alignment),
    _form(f"{_ONE}/alignment/remove", remove_alignment),
    _form(f"{_ONE}/art", save_art),
    _page(f"{_ONE}/add", show_new_node),
    _form(f"{_ONE}/add", add_node),
    _page(_NODE, show_node),
    _form(_NODE, save_node),
    _form(f"{_NODE}/move", move_node),
    _form(f"{_NODE}/remove", remove_node),
    _page(f"{_ONE}/source", show_source),
    _form(f"{_ONE}/source", save_source),
    _page(f"{_ONE}/preview", show_preview),
    _form(f"{_ONE}/propose", propose_design),
    _page(f"{_ONE}/publish", show_publishing),
    _form(f"{_ONE}/publish", publish_design, Action.PUBLISH_DEFINITION),
    _form(f"{_ONE}/retire", retire_design, Action.PUBLISH_DEFINITION),
    _form(f"{_ONE}/version", version_design),
)
