"""What a signed view is told of its request; nothing of it comes from the framework."""

from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Response, request

from issuer.access import Actor
from issuer.api.answers import page_answer
from issuer.api.paging import T, Window, cut, read_window
from issuer.api.reading import Body
from issuer.documents import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Who asks for what."""

    actor: Actor
    body: Body = field(default_factory=Body)


def window() -> Window:
    """Return which page of a list the query asks for; MalformedError."""
    return read_window(request.args.get("limit"), request.args.get("cursor"))


def listed(
    items: tuple[T, ...],
    key: Callable[[T], str],
    shown: Callable[[T], Document],
) -> Response:
    """Answer the asked-for page of a whole list."""
    asked = window()
    part, cursor = cut(items, asked, key)
    return page_answer([shown(item) for item in part], asked, cursor)
