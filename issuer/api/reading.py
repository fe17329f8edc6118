"""Takes members out of a body whose shape was checked against openapi.json before.

So a missing or mistyped member here is a difference between description and code: a bug.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from issuer.clock import parse_instant
from issuer.documents import Document
from issuer.errors import NotFoundError

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9@._:-]{0,127}")
Word = TypeVar("Word", bound=StrEnum)


def text(body: Document, member: str) -> str:
    """Return a text member."""
    value = body[member]
    if not isinstance(value, str):
        raise TypeError(f"{member} is no text")
    return value


def maybe_text(body: Document, member: str) -> str | None:
    """Return a text member, or None when it is absent."""
    return text(body, member) if member in body else None


def texts(body: Document, member: str) -> tuple[str, ...]:
    """Return a list of texts; absent is empty."""
    value = body.get(member, ())
    if not isinstance(value, list | tuple):
        raise TypeError(f"{member} is no list")
    return tuple(str(item) for item in value)


def pairs(body: Document, member: str) -> Mapping[str, str]:
    """Return an object of texts; absent is empty."""
    return {name: str(value) for name, value in document(body, member).items()}


def document(body: Document, member: str) -> Document:
    """Return an object member; absent is empty."""
    value = body.get(member, {})
    if not isinstance(value, Mapping):
        raise TypeError(f"{member} is no object")
    return value


def flag(body: Document, member: str, *, default: bool = False) -> bool:
    """Return a true-or-false member."""
    return bool(body.get(member, default))


def number(body: Document, member: str, *, default: int = 0) -> int:
    """Return a whole number."""
    value = body.get(member, default)
    if not isinstance(value, int):
        raise TypeError(f"{member} is no whole number")
    return value


def decimal(body: Document, member: str) -> Decimal:
    """Return a number exactly as it was written (education.md section 2.8, rule 6)."""
    return Decimal(str(body[member]))


def instant(body: Document, member: str) -> datetime | None:
    """Return an instant in UTC, or None when it is absent; MalformedError."""
    value = maybe_text(body, member)
    return None if value is None else parse_instant(value)


def needed_instant(body: Document, member: str) -> datetime:
    """Return an instant in UTC that the description requires; MalformedError."""
    return parse_instant(text(body, member))


def name(value: str) -> str:
    """Return an id from a query; what cannot be one is not found."""
    if not _NAME.fullmatch(value):
        raise NotFoundError("There is nothing of that name here", code="not_found")
    return value


def word(words: type[Word], value: str) -> Word:
    """Return one of a closed list of words in a path; any other is not found."""
    try:
        return words(value)
    except ValueError:
        raise NotFoundError("There is nothing of that name here", code="not_found") from None
