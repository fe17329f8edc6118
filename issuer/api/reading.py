"""A body whose shape was checked against openapi.json, and single words of paths and queries.

So a missing or mistyped member here is a difference between description and code: a bug.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from issuer.clock import parse_instant
from issuer.documents import Document
from issuer.errors import NotFoundError

#: Ids, slugs, refs such as `team-leadership@1`: nothing longer or stranger reaches a database.
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9@._:-]{0,127}")
Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The members of one JSON object or form."""

    members: Document = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Tell whether the member is there."""
        return name in self.members

    def text(self, name: str) -> str:
        """Return a text member."""
        value = self.members[name]
        if not isinstance(value, str):
            raise TypeError(f"{name} is no text")
        return value

    def maybe_text(self, name: str) -> str | None:
        """Return a text member, or None when it is absent."""
        return self.text(name) if name in self.members else None

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts; absent is empty."""
        value = self.members.get(name, ())
        if not isinstance(value, list | tuple):
            raise TypeError(f"{name} is no list")
        return tuple(str(item) for item in value)

    def document(self, name: str) -> Document:
        """Return an object member; absent is empty."""
        value = self.members.get(name, {})
        if not isinstance(value, Mapping):
            raise TypeError(f"{name} is no object")
        return value

    def pairs(self, name: str) -> Mapping[str, str]:
        """Return an object of texts; absent is empty."""
        return {member: str(value) for member, value in self.document(name).items()}

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Return a true-or-false member."""
        return bool(self.members.get(name, default))

    def choice(self, name: str) -> bool | None:
        """Return a true-or-false member, or None where it was left out."""
        return self.flag(name) if name in self.members else None

    def number(self, name: str, *, default: int = 0) -> int:
        """Return a whole number."""
        value = self.members.get(name, default)
        if not isinstance(value, int):
            raise TypeError(f"{name} is no whole number")
        return value

    def given_number(self, name: str) -> int | None:
        """Return a whole number, or None where it was left out."""
        return self.number(name) if name in self.members else None

    def decimal(self, name: str) -> Decimal:
        """Return a number exactly as it was written (education.md section 2.8, rule 6)."""
        return Decimal(str(self.members[name]))

    def instant(self, name: str) -> datetime | None:
        """Return an instant in UTC, or None when it is absent; MalformedError."""
        value = self.maybe_text(name)
        return None if value is None else parse_instant(value)

    def needed_instant(self, name: str) -> datetime:
        """Return an instant in UTC that the description requires; MalformedError."""
        return parse_instant(self.text(name))


def id_of(value: str) -> str:
    """Return an id from a query; what cannot be one is not found."""
    if not NAME.fullmatch(value):
        raise NotFoundError("There is nothing of that name here", code="not_found")
    return value


def word_of(words: type[Word], value: str) -> Word:
    """Return one of a closed list of words in a path; any other is not found."""
    try:
        return words(value)
    except ValueError:
        raise NotFoundError("There is nothing of that name here", code="not_found") from None
