"""The strict reader of criteria documents and facts: it accepts what the JSON Schemas accept.

Each reader takes a JSON value and its place and returns a typed value, or raises `ShapeError` with
a stable code, a JSON Pointer and, inside the criteria tree, the path of node ids. The schemas in
`schemas/criteria` say the same for others; a test holds the two together.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import TypeVar

from issuer.clock import parse_instant
from issuer.criteria.durations import Duration
from issuer.documents import Document, Json
from issuer.errors import MalformedError, ShapeError

T = TypeVar("T")
D = TypeVar("D")

LONGEST_SLUG = 64
LONGEST_URI = 2048
_SLUG = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_REF = re.compile(r"(?P<slug>[a-z][a-z0-9]*(?:-[a-z0-9]+)*)@(?P<version>[1-9][0-9]{0,8})")
_HASH = re.compile(r"sha256:[0-9a-f]{64}")
# RFC 3986 without bracketed addresses; every alternative starts with its own character.
_UNIT = r"(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})"
_PATH_UNIT = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})"
URI_PATTERN = (
    r"[A-Za-z][A-Za-z0-9+.-]*:"
    rf"(?://(?:(?:{_UNIT}|:)*@)?{_UNIT}*(?::[0-9]*)?(?:/{_PATH_UNIT}*)*"
    rf"|/(?:{_PATH_UNIT}+(?:/{_PATH_UNIT}*)*)?|{_PATH_UNIT}+(?:/{_PATH_UNIT}*)*)?"
    rf"(?:\?(?:{_PATH_UNIT}|[/?])*)?(?:#(?:{_PATH_UNIT}|[/?])*)?"
)
_URI = re.compile(URI_PATTERN)
_DATE_TIME = re.compile(
    r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?"
    r"(?:Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)"
)
_UTC = re.compile(
    r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,6})?Z"
)
_LINE = re.compile(r"[^\u0000-\u001f\u007f-\u009f]*")
_PROSE = re.compile(r"[^\u0000-\u0009\u000b-\u001f\u007f-\u009f]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a value stands: a JSON Pointer, and the ids of the nodes around it."""

    pointer: str = ""
    path: tuple[str, ...] = ()

    def at(self, step: str | int) -> "Place":
        """Return the place of a member or item below this one."""
        token = str(step).replace("~", "~0").replace("/", "~1")
        return replace(self, pointer=f"{self.pointer}/{token}")

    def inside(self, node: str) -> "Place":
        """Return this place as one inside the node of that id."""
        return replace(self, path=(*self.path, node))

    def fault(self, sentence: str, code: str) -> ShapeError:
        """Make the error that tells what is wrong here."""
        prefix = f"{' > '.join(self.path)}: " if self.path else ""
        return ShapeError(f"{prefix}{sentence}", code=code, pointer=self.pointer)


Read = Callable[[Json, Place], T]


class Members:
    """The members of one object: each is read once, and one that nobody reads is refused."""

    def __init__(self, value: Json, place: Place) -> None:
        if not isinstance(value, Mapping):
            raise place.fault("Write an object here", "type")
        self._waiting = dict(value)
        self._place = place

    def __contains__(self, name: str) -> bool:
        return name in self._waiting

    def required(self, name: str, read: Read[T]) -> T:
        """Read a member that must be there."""
        if name not in self._waiting:
            raise self._place.fault(f"Add the member {name!r}", "missing")
        return read(self._waiting.pop(name), self._place.at(name))

    def optional(self, name: str, read: Read[T], default: D) -> T | D:
        """Read a member, or return the default where it is absent."""
        return self.required(name, read) if name in self._waiting else default

    def finish(self) -> None:
        """Refuse what was not read."""
        if self._waiting:
            name = min(self._waiting)
            raise self._place.at(name).fault(
                f"Remove the member {name[:60]!r}: the language has none of that name here",
                "unknown_member",
            )


def document_at(value: Json, place: Place) -> Document:
    """Take any object as it is."""
    if not isinstance(value, Mapping):
        raise place.fault("Write an object here", "type")
    return value


def boolean(value: Json, place: Place) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        raise place.fault("Write true or false", "type")
    return value


def integer(least: int, most: int | None = None) -> Read[int]:
    """Make a reader of whole numbers; 3.0 is the same JSON number as 3."""

    def read(value: Json, place: Place) -> int:
        whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
        if isinstance(value, bool) or not isinstance(value, int | float) or not whole:
            raise place.fault("Write a whole number", "type")
        if value < least or (most is not None and value > most):
            limit = f"from {least} to {most}" if most is not None else f"of at least {least}"
            raise place.fault(f"Write a whole number {limit}", "range")
        return int(value)

    return read


def decimal(value: Json, place: Place) -> Decimal:
    """Read a number as the decimal that its author wrote."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise place.fault("Write a number", "type")
    if not math.isfinite(value):
        raise place.fault("Write a finite number", "range")
    return Decimal(repr(value))


def decimal_where(holds: Callable[[Decimal], bool], limit: str) -> Read[Decimal]:
    """Make a reader of numbers within a limit that a sentence names."""

    def read(value: Json, place: Place) -> Decimal:
        number = decimal(value, place)
        if not holds(number):
            raise place.fault(f"Write a number {limit}", "range")
        return number

    return read


def string(value: Json, place: Place) -> str:
    """Read any string."""
    if not isinstance(value, str):
        raise place.fault("Write a text", "type")
    return value


def matching(pattern: re.Pattern[str], longest: int, example: str, code: str) -> Read[str]:
    """Make a reader of strings that match a pattern as a whole."""

    def read(value: Json, place: Place) -> str:
        text = string(value, place)
        if len(text) > longest or pattern.fullmatch(text) is None:
            raise place.fault(f"{text[:60]!r} is not {example}", code)
        return text

    return read


def _text(allowed: re.Pattern[str], longest: int) -> Read[str]:
    def read(value: Json, place: Place) -> str:
        text = string(value, place)
        if not 1 <= len(text) <= longest:
            raise place.fault(f"Write 1 to {longest} characters", "length")
        if allowed.fullmatch(text) is None:
            raise place.fault("Remove the control characters", "control_character")
        return text

    return read


def line(longest: int) -> Read[str]:
    """Make a reader of text on one line, 1 to `longest` characters."""
    return _text(_LINE, longest)


def prose(longest: int) -> Read[str]:
    """Make a reader of text that may have several lines, 1 to `longest` characters."""
    return _text(_PROSE, longest)


slug = matching(_SLUG, LONGEST_SLUG, "a slug such as team-leadership", "slug")
ref = matching(_REF, LONGEST_SLUG + 10, "a pinned version such as team-leadership@1", "ref")
hash_text = matching(_HASH, 71, "sha256: and 64 hexadecimal digits", "hash")
uri = matching(_URI, LONGEST_URI, "an absolute URI", "uri")
identifier = line(200)
_URL = re.compile(r"https?:.*")


def achievement(value: Json, place: Place) -> str:
    """Read a badge slug of this tenant, or the absolute URL of another issuer's achievement."""
    text = string(value, place)
    if _URL.match(text) is None:
        return slug(value, place)
    return uri(value, place)


def duration(value: Json, place: Place) -> Duration:
    """Read a calendar duration."""
    try:
        return Duration.parse(string(value, place))
    except ShapeError:
        raise
    except MalformedError as error:
        raise place.fault(error.detail, "duration") from error


def _instant(pattern: re.Pattern[str], example: str) -> Read[datetime]:
    shaped = matching(pattern, 64, example, "date")

    def read(value: Json, place: Place) -> datetime:
        text = shaped(value, place)
        try:
            return parse_instant(text)
        except MalformedError as error:
            raise place.fault(error.detail, "date") from error

    return read


date_time = _instant(_DATE_TIME, "a date and time with zone such as 2026-01-31T12:00:00Z")
utc_instant = _instant(_UTC, "a date and time in UTC such as 2026-01-31T12:00:00Z")


def choice(*words: str) -> Read[str]:
    """Make a reader of one word of a closed list."""

    def read(value: Json, place: Place) -> str:
        text = string(value, place)
        if text not in words:
            raise place.fault(f"{text[:60]!r} is none of {', '.join(words)}", "choice")
        return text

    return read


def either(is_first: Callable[[Json], bool], first: Read[T], second: Read[T]) -> Read[T]:
    """Make a reader that asks a predicate which of two readers applies."""

    def read(value: Json, place: Place) -> T:
        return (first if is_first(value) else second)(value, place)

    return read


def listed(read_item: Read[T], *, least: int = 0, most: int | None = None) -> Read[tuple[T, ...]]:
    """Make a reader of lists."""

    def read(value: Json, place: Place) -> tuple[T, ...]:
        if isinstance(value, str) or not isinstance(value, Sequence):
            raise place.fault("Write a list", "type")
        if len(value) < least or (most is not None and len(value) > most):
            limit = f"{least} to {most}" if most is not None else f"at least {least}"
            raise place.fault(f"List {limit} entries", "length")
        return tuple(read_item(item, place.at(index)) for index, item in enumerate(value))

    return read


def distinct(read_item: Read[T], *, least: int = 0, most: int | None = None) -> Read[tuple[T, ...]]:
    """Make a reader of lists in which nothing occurs twice."""
    read_list = listed(read_item, least=least, most=most)

    def read(value: Json, place: Place) -> tuple[T, ...]:
        items = read_list(value, place)
        for index, item in enumerate(items):
            if item in items[:index]:
                raise place.at(index).fault("Remove the second mention", "repeat")
        return items

    return read


def mapped(read_key: Read[str], read_value: Read[T], *, least: int = 0) -> Read[Mapping[str, T]]:
    """Make a reader of objects whose member names are data."""

    def read(value: Json, place: Place) -> Mapping[str, T]:
        members = document_at(value, place)
        if len(members) < least:
            raise place.fault(f"Name at least {least}", "length")
        return {
            read_key(name, place.at(name)): read_value(item, place.at(name))
            for name, item in members.items()
        }

    return read
