"""Rows of the table of routes, each kind in a few words."""

from issuer.access import Action
from issuer.api.limits import MAX_DOCUMENT_BODY
from issuer.api.repeating import Once
from issuer.api.routing import Open, Route, View
from issuer.pacing import Family

V1 = "/api/v1"


def open_row(path: str, view: View, pace: Family = Family.DOCUMENTS, method: str = "GET") -> Route:
    """Return a row that everybody may ask."""
    return Route(method=method, path=path, view=view, access=Open.PUBLIC, pace=pace)


def get_row(path: str, view: View, access: Action | Open) -> Route:
    """Return a row that reads."""
    return Route(method="GET", path=path, view=view, access=access)


def post_row(
    path: str,
    view: View,
    access: Action | Open,
    once: Once = Once.NO,
    pace: Family = Family.API,
) -> Route:
    """Return a row that does something; `once` says whether a repeat is answered from memory."""
    return Route(method="POST", path=path, view=view, access=access, once=once, pace=pace)


def put_row(path: str, view: View, access: Action | Open) -> Route:
    """Return a row that replaces something."""
    return Route(method="PUT", path=path, view=view, access=access)


def patch_row(path: str, view: View, access: Action | Open) -> Route:
    """Return a row that changes some members of something."""
    return Route(method="PATCH", path=path, view=view, access=access)


def delete_row(path: str, view: View, access: Action | Open) -> Route:
    """Return a row that ends something."""
    return Route(method="DELETE", path=path, view=view, access=access)


def document_row(method: str, path: str, view: View, access: Action) -> Route:
    """Return a row that takes a whole document, which may be large."""
    once = Once.ALLOWED if method == "POST" else Once.NO
    return Route(
        method=method, path=path, view=view, access=access, limit=MAX_DOCUMENT_BODY, once=once
    )
