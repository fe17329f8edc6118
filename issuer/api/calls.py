"""What a signed view is told of its request; nothing of it comes from the framework."""

from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Response, request

from issuer.access import Actor
from issuer.api import answers, paging
from issuer.documents import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Who asks for what."""

    actor: Actor
    body: Document = field(default_factory=dict)


def window() -> paging.Window:
    """Return which page of a list the query asks for; MalformedError."""
    return paging.read_window(request.args.get("limit"), request.args.get("cursor"))


def listed(
    items: tuple[paging.T, ...],
    key: Callable[[paging.T], str],
    shown: Callable[[paging.T], Document],
) -> Response:
    """Answer the asked-for page of a whole list."""
    asked = window()
    part, cursor = paging.cut(items, asked, key)
    return answers.page([shown(item) for item in part], asked, cursor)
