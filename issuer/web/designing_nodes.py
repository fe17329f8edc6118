"""Views of the badge designer: add, change, move and remove one node of the tree."""

from functools import partial
from http import HTTPStatus

from flask import Response, request

from issuer import criteria
from issuer.criteria.nodes import KINDS
from issuer.documents import Document
from issuer.errors import IssuerError, MalformedError
from issuer.web.drafting import Opened, field, open_draft, redraft, sent, sources_of
from issuer.web.entrance import MENDABLE, status_of
from issuer.web.languages import gettext as _
from issuer.web.languages import retold
from issuer.web.presenting.designing import NO_FAULT
from issuer.web.presenting.node_form import Texts, node_page
from issuer.web.presenting.signing_in import Fault
from issuer.web.rendering import answer_unlisted
from issuer.web.routing import go
from issuer.web.services import Services
from issuer.web.visits import Visit


def show_new_node(here: Visit, services: Services, definition: str) -> Response:
    """Show the form of a new node of some kind, below a group."""
    opened = open_draft(here, services, definition)
    kind = _kind(request.args.get("kind", ""))
    parent = request.args.get("parent", "")[:64]
    criteria.find_node(opened.document, parent)
    texts = criteria.initial_of(kind) if kind in criteria.SETTINGS else {"n": ("1",)}
    return _form(here, services, opened, kind, texts, parent=parent)


def add_node(here: Visit, services: Services, definition: str) -> Response:
    """Add a node to a group."""
    opened = open_draft(here, services, definition)
    kind, parent = _kind(field("kind", 64)), field("parent", 64)
    taken = {node.id for node in criteria.parse(opened.document).nodes()}
    name = criteria.slug_of(field("title", 200) or kind, taken)
    node = criteria.node_from(kind, sent(), node_id=name)
    document = criteria.add_node(opened.document, parent, node)
    return _written(here, services, opened, kind, document, name, parent=parent)


def show_node(here: Visit, services: Services, definition: str, node: str) -> Response:
    """Show the form of a node."""
    opened = open_draft(here, services, definition)
    held = criteria.find_node(opened.document, node)
    kind = next(each for each in KINDS if each in held)
    return _form(here, services, opened, kind, criteria.node_texts(held), node=node)


def save_node(here: Visit, services: Services, definition: str, node: str) -> Response:
    """Save a node; its id stays, so that versions can be compared."""
    opened = open_draft(here, services, definition)
    held = criteria.find_node(opened.document, node)
    kind = next(each for each in KINDS if each in held)
    changed = criteria.node_from(kind, sent(), node_id=node, before=held)
    document = criteria.replace_node(opened.document, node, changed)
    return _written(here, services, opened, kind, document, node)


def move_node(here: Visit, services: Services, definition: str, node: str) -> Response:
    """Move a node up or down within its group."""
    opened = open_draft(here, services, definition)
    steps = -1 if field("to", 8) == "up" else 1
    redraft(here, services, opened, criteria.move_node(opened.document, node, steps))
    return go(f"/design/{definition}#node-{node}")


def remove_node(here: Visit, services: Services, definition: str, node: str) -> Response:
    """Take a node out of the tree, and out of what the badge shows."""
    opened = open_draft(here, services, definition)
    redraft(here, services, opened, criteria.remove_node(opened.document, node))
    return go(f"/design/{definition}?done=removed#criteria")


def _written(  # noqa: PLR0913 # one node, new or changed
    here: Visit,
    services: Services,
    opened: Opened,
    kind: str,
    document: Document,
    node: str,
    *,
    parent: str = "",
) -> Response:
    """Store the tree, or show the form again: to choose levels, or with a fault at its field."""
    show = partial(
        _form, here, services, opened, kind, sent(), node="" if parent else node, parent=parent
    )
    if field("act", 8) == "show":
        return show()
    written = criteria.find_node(document, node)
    if missing := criteria.missing_setting(kind, written):
        fault = Fault(field=missing, sentence=_("Fill this in."))
        return show(fault=fault, status=HTTPStatus.BAD_REQUEST)
    try:
        redraft(here, services, opened, document)
    except MENDABLE as error:
        fault = Fault(field=_beside(error, document, node, kind), sentence=_plain(error))
        return show(fault=fault, status=status_of(error))
    return go(f"/design/{opened.definition.id}?done=saved#node-{node}")


def _beside(error: IssuerError, document: Document, node: str, kind: str) -> str:
    """Say at which field an error belongs: on top where its pointer is elsewhere."""
    place = criteria.pointer_to(document, node)
    tail = (error.pointer or "").removeprefix(place)
    if tail == error.pointer:
        return "page"
    first = tail.strip("/").partition("/")[0]
    if first == kind:
        return criteria.setting_at(kind, tail.removeprefix(f"/{kind}")) or "page"
    return first or "page"


def _plain(error: IssuerError) -> str:
    """Return the sentence without the path of nodes that the form shows anyway."""
    return retold(error.detail.rpartition(": ")[2] if " > " in error.detail else error.detail)


def _kind(text: str) -> str:
    if text not in KINDS:
        raise MalformedError("Choose what to add", code="kind")
    return text


def _form(  # noqa: PLR0913 # what a form of a node is made of
    here: Visit,
    services: Services,
    opened: Opened,
    kind: str,
    texts: Texts,
    *,
    node: str = "",
    parent: str = "",
    fault: Fault = NO_FAULT,
    status: int = HTTPStatus.OK,
) -> Response:
    page = node_page(
        opened.definition,
        sources_of(here, services),
        here.visitor(),
        kind=kind,
        texts=texts,
        node=node,
        parent=parent,
        fault=fault,
    )
    return answer_unlisted("node.html", page, status=status)
