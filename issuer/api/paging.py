"""Pages of a list by cursor: `limit`, `cursor`, and a Link header to the next one."""

import base64
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

from issuer.api.limits import PAGE_DEFAULT, PAGE_MAX
from issuer.errors import MalformedError

T = TypeVar("T")

_DIGITS = len(str(PAGE_MAX))


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Which part of a list is asked for; `after` is the key of the last item seen."""

    limit: int = PAGE_DEFAULT
    after: str | None = None


def read_window(limit: str | None, cursor: str | None) -> Window:
    """Read the two query parameters.

    Raises:
        MalformedError: not a whole number from 1 to 100, code `limit`; not a cursor of ours,
            code `cursor`.
    """
    return Window(
        limit=PAGE_DEFAULT if limit is None else _limit(limit),
        after=None if cursor is None else _key(cursor),
    )


def cursor_of(key: str) -> str:
    """Write the key of an item as an opaque cursor."""
    return base64.urlsafe_b64encode(key.encode()).rstrip(b"=").decode("ascii")


def cut(
    items: Sequence[T], window: Window, key: Callable[[T], str]
) -> tuple[Sequence[T], str | None]:
    """Return the part of a whole, ordered list that the window asks for, and the next cursor.

    Raises:
        MalformedError: the item that the cursor stood on is gone, code `cursor`.
    """
    start = 0
    if window.after is not None:
        keys = [key(item) for item in items]
        if window.after not in keys:
            raise MalformedError("Start again without cursor: the list has changed", code="cursor")
        start = keys.index(window.after) + 1
    shown = items[start : start + window.limit]
    return shown, next_cursor(shown, key, more=start + window.limit < len(items))


def next_cursor(shown: Sequence[T], key: Callable[[T], str], *, more: bool) -> str | None:
    """Return the cursor of the next page, or None when this is the last one."""
    return cursor_of(key(shown[-1])) if more and shown else None


def next_link(url: str, window: Window, cursor: str, asked: Iterable[tuple[str, str]] = ()) -> str:
    """Return the value of a Link header (RFC 8288) to the next page of what was asked for.

    `asked` are the parameters of the query; those of the window are written anew.
    """
    others = [(name, value) for name, value in asked if name not in {"limit", "cursor"}]
    query = urlencode([*others, ("limit", window.limit), ("cursor", cursor)])
    return f'<{url}?{query}>; rel="next"'


def _limit(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > _DIGITS:
        raise MalformedError(f"Give limit as a whole number from 1 to {PAGE_MAX}", code="limit")
    if not 1 <= int(text) <= PAGE_MAX:
        raise MalformedError(f"Give limit as a whole number from 1 to {PAGE_MAX}", code="limit")
    return int(text)


def _key(cursor: str) -> str:
    padded = cursor + "=" * (-len(cursor) % 4)
    try:
        return base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii")
    except ValueError as error:
        raise MalformedError("Take the cursor from the Link header", code="cursor") from error
