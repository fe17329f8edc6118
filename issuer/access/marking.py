"""The mark that says who may pass a view; a view without one is never served (row 70)."""

from collections.abc import Callable
from typing import TypeVar

Answer = TypeVar("Answer")
_MARK = "issuer_access"


def marked(view: Callable[..., Answer], access: str) -> Callable[..., Answer]:
    """Return the view with its mark: an action of the table, `public` or `signed-in`."""
    setattr(view, _MARK, access)
    return view


def mark_of(view: object) -> str | None:
    """Return the mark of a view, if it has one."""
    found = getattr(view, _MARK, None)
    return None if found is None else str(found)
