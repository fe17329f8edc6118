"""Whether a page is rendered as a copy for a web server that only hands out files.

A copy shows nothing that needs a program behind it: no form, no search, no check. It says when it
was made. A context variable, as languages are, so that no page has to carry it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from issuer.web.languages import day

_COPIED: ContextVar[datetime | None] = ContextVar("issuer_copied", default=None)


@contextmanager
def copying(at: datetime) -> Iterator[None]:
    """Render copies within a block; `at` is when they are made."""
    token = _COPIED.set(at)
    try:
        yield
    finally:
        _COPIED.reset(token)


def copied_on() -> str:
    """Return the day of the copy in words; empty for a page of the running service."""
    at = _COPIED.get()
    return "" if at is None else day(at)
