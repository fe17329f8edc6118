"""Reading and writing the members of one JSON object: names, types and places of faults.

`Members` hands out each member once under the rule that the standard states for it, and knows
at the end which ones nobody asked for: those are kept, since a signature covers them. Rules that
look at more than one object are in `rules`.
"""

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar

from issuer.badges.vocabulary import EXTENDED_TERM
from issuer.clock import parse_instant
from issuer.documents import Document, Json
from issuer.errors import MalformedError, ShapeError

T = TypeVar("T")

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s\x00-\x20\x7f<>\"{}|\\^`]+")


class Members:
    """The members of one object of a document, at one JSON Pointer.

    Every reader raises `ShapeError` with the pointer of the offending member and one of the codes
    `required`, `shape`, `type`, `vocabulary`, `uri`, `date`, `closed`.
    """

    def __init__(self, document: Json, at: str, what: str) -> None:
        if not isinstance(document, Mapping):
            raise ShapeError(f"{what} must be a JSON object", pointer=at)
        self.at = at
        self._document = document
        self._what = what
        self._asked: set[str] = set()

    def take(self, name: str) -> Json:
        """Return the member or None; a null counts as absent (OB-23)."""
        self._asked.add(name)
        return self._document.get(name)

    def __contains__(self, name: str) -> bool:
        return name in self._document

    def pointer(self, name: str) -> str:
        """Return the JSON Pointer (RFC 6901) of the member."""
        return f"{self.at}/{escaped(name)}"

    def fault(self, name: str, sentence: str, code: str) -> ShapeError:
        """Return the error that names this member."""
        return ShapeError(f"{self._what}: {sentence}", code=code, pointer=self.pointer(name))

    def required(self, name: str) -> Json:
        """Return a member that must be there."""
        value = self.take(name)
        if value is None:
            raise self.fault(name, f"add the member {name!r}", "required")
        return value

    def optional_text(self, name: str) -> str | None:
        """Return a string, or None if absent."""
        value = self.take(name)
        if value is None or isinstance(value, str):
            return value
        raise self.fault(name, f"{name!r} must be a string", "shape")

    def text(self, name: str) -> str:
        """Return a string that must be there and hold something."""
        self.required(name)
        value = self.optional_text(name)
        if not value:
            raise self.fault(name, f"{name!r} must not be empty", "required")
        return value

    def number(self, name: str) -> int | float | None:
        """Return a JSON number, never a string that looks like one (OB-23)."""
        value = self.take(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.fault(name, f"write {name!r} as a JSON number", "shape")
        return value

    def flag(self, name: str) -> bool:
        """Return a boolean that must be there."""
        value = self.required(name)
        if not isinstance(value, bool):
            raise self.fault(name, f"{name!r} must be true or false", "shape")
        return value

    def optional_uri(self, name: str) -> str | None:
        """Return an absolute URI or IRI, or None if absent."""
        value = self.optional_text(name)
        if value is None or is_uri(value):
            return value
        raise self.fault(name, f"write {name!r} as an absolute URI", "uri")

    def uri(self, name: str) -> str:
        """Return an absolute URI or IRI that must be there."""
        self.required(name)
        return self.optional_uri(name) or ""

    def optional_instant(self, name: str) -> str | None:
        """Return a date-time with offset in its exact lexical form, which a signature covers."""
        value = self.optional_text(name)
        if value is None:
            return None
        try:
            parse_instant(value)
        except MalformedError as error:
            raise self.fault(name, error.detail, "date") from error
        return value

    def instant(self, name: str) -> str:
        """Return a date-time that must be there."""
        self.required(name)
        return self.optional_instant(name) or ""

    def optional_term(self, name: str, vocabulary: Collection[str]) -> str | None:
        """Return a word of the vocabulary or an `ext:` term (OB-12), or None if absent."""
        value = self.optional_text(name)
        if value is None or value in vocabulary or EXTENDED_TERM.fullmatch(value):
            return value
        raise self.fault(
            name, f"{value[:60]!r} is no {name}; use the standard's or ext:YourTerm", "vocabulary"
        )

    def term(self, name: str, vocabulary: Collection[str]) -> str:
        """Return a word of the vocabulary or an `ext:` term that must be there."""
        self.required(name)
        return self.optional_term(name, vocabulary) or ""

    def constant(self, name: str, value: str) -> str:
        """Return a member that can have one value only."""
        if self.required(name) != value:
            raise self.fault(name, f"{name!r} must be {value!r}", "type")
        return value

    def types(self, *needed: Collection[str] | str) -> tuple[str, ...]:
        """Return `type` as a tuple that has, for each argument, it or one of it (OB-23)."""
        value = self.required("type")
        found = self._strings("type", [value] if isinstance(value, str) else value)
        for choice in needed:
            names = {choice} if isinstance(choice, str) else set(choice)
            if names.isdisjoint(found):
                raise self.fault("type", f"'type' must have {' or '.join(sorted(names))}", "type")
        return found

    def texts(self, name: str) -> tuple[str, ...]:
        """Return an array of strings, empty if absent."""
        value = self.take(name)
        return () if value is None else self._strings(name, value)

    def value(self, name: str, read: Callable[[Any, str], T]) -> T:
        """Return an object that must be there, read by the class it belongs to."""
        return read(self.required(name), self.pointer(name))

    def optional_value(self, name: str, read: Callable[[Any, str], T]) -> T | None:
        """Return an object read by its class, or None if absent."""
        value = self.take(name)
        return None if value is None else read(value, self.pointer(name))

    def values(self, name: str, read: Callable[[Any, str], T]) -> tuple[T, ...]:
        """Return an array of objects read by their class, empty if absent."""
        value = self.take(name)
        if value is None:
            return ()
        items = self._array(name, value)
        return tuple(read(item, f"{self.pointer(name)}/{i}") for i, item in enumerate(items))

    def documents(self, name: str) -> tuple[Document, ...]:
        """Return objects as they are, one or many (OB-23 lets some members be either)."""
        value = self.take(name)
        if value is None:
            return ()
        items = [value] if isinstance(value, Mapping) else self._array(name, value)
        for i, item in enumerate(items):
            Members(item, f"{self.pointer(name)}/{i}", name)
        return tuple(item for item in items if isinstance(item, Mapping))

    def optional_document(self, name: str) -> Document | None:
        """Return one object as it is, or None if absent."""
        value = self.take(name)
        if value is None or isinstance(value, Mapping):
            return value
        raise self.fault(name, f"{name!r} must be one JSON object", "shape")

    def rest(self) -> Document:
        """Return the members that nobody asked for."""
        return {k: v for k, v in self._document.items() if k not in self._asked}

    def nothing_else(self) -> None:
        """Refuse members that nobody asked for: the class is closed."""
        for name in self.rest():
            raise self.fault(name, f"{self._what} is closed; remove {name[:60]!r}", "closed")

    def _array(self, name: str, value: Json) -> list[Json]:
        if isinstance(value, list | tuple):
            return list(value)
        raise self.fault(name, f"write {name!r} as an array, even for one value", "shape")

    def _strings(self, name: str, value: Json) -> tuple[str, ...]:
        items = self._array(name, value)
        for i, item in enumerate(items):
            if not isinstance(item, str):
                pointer = f"{self.pointer(name)}/{i}"
                raise ShapeError(f"{self._what}: {name!r} holds strings", pointer=pointer)
        return tuple(item for item in items if isinstance(item, str))


def escaped(name: str) -> str:
    """Return a member name as a JSON Pointer writes it."""
    return name.replace("~", "~0").replace("/", "~1")


def is_uri(text: str) -> bool:
    """Tell whether the text is an absolute URI or IRI, without white space."""
    return _URI.fullmatch(text) is not None


def shaped(members: Mapping[str, Any], unrecognized: Document) -> dict[str, Any]:
    """Return a JSON object without nulls and empty arrays (OB-23), plus the unknown members."""
    present = {k: v for k, v in members.items() if v is not None and v not in ([], ())}
    return {**present, **unrecognized}
