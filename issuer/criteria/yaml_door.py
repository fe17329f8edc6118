"""The door for authored YAML: only what JSON can say (education.md section 2).

No tags, anchors, aliases, merge keys, duplicate keys or second document; dates stay strings. A
plain word that another YAML reader would take for something else (`yes`, `012`, `1e3`) is refused
instead of guessed. What passes goes through the JSON door as well, so both forms obey one set of
limits.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

import yaml
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from issuer.documents import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_VALUES,
    Document,
    Json,
    read_document,
    read_json,
    write_document,
)
from issuer.errors import LimitError, MalformedError

_JSON_WORD = re.compile(r"true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_TAG = "tag:yaml.org,2002:"
_TEXT_TAGS = {_TAG + "str", _TAG + "timestamp"}


def read_authored(data: bytes) -> Document:
    """Read an authored document: JSON if it starts with a brace, else restricted YAML.

    Raises:
        MalformedError: as `read_yaml` and `documents.read_document`.
        LimitError: too large, code `size`.
    """
    if data.lstrip(b" \t\r\n").startswith(b"{"):
        return read_document(data)
    return read_yaml(data)


def as_yaml(document: Document) -> str:
    """Write a document as YAML that `read_authored` reads back to an equal one."""
    text: str = yaml.safe_dump(
        _plain(document), sort_keys=False, allow_unicode=True, width=88, default_flow_style=False
    )
    return text


def _plain(value: Json) -> object:
    """Return the value in the plain containers that the writer of YAML knows."""
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(each) for each in value]
    return value


def read_yaml(text: bytes) -> Document:
    """Read one mapping of restricted YAML.

    Raises:
        MalformedError: with code `encoding`, `yaml`, `yaml_feature`, `yaml_ambiguous`, `dup_key`,
            `depth`, `number` or `shape`.
        LimitError: more bytes than a JSON document may have, code `size`.
    """
    if len(text) > MAX_BYTES:
        raise LimitError(f"Send at most {MAX_BYTES} bytes of YAML", code="size")
    try:
        characters = text.decode("utf-8", errors="strict")
    except UnicodeDecodeError as error:
        raise MalformedError(
            f"Send UTF-8; byte {error.start} is something else", code="encoding"
        ) from error
    value = _value_of(characters)
    if not isinstance(value, dict):
        raise MalformedError("Write one mapping with 'spec' as a member", code="shape", pointer="")
    return read_document(write_document(value), max_bytes=4 * MAX_BYTES)


def _value_of(characters: str) -> Json:
    try:
        # The constructor reads ahead, and may refuse a character already.
        loader = yaml.SafeLoader(characters)
        return _Builder(loader).document()
    except yaml.YAMLError as error:
        raise MalformedError(f"Not YAML: {_one_line(error)}", code="yaml") from error


def _one_line(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "unreadable"
    return f"{problem} at line {mark.line + 1}, column {mark.column + 1}" if mark else str(problem)


class _Builder:
    """Builds JSON values from parser events, one event at a time, so that limits hold early."""

    def __init__(self, loader: yaml.SafeLoader) -> None:
        self._loader = loader
        self._seen = 0

    def document(self) -> Json:
        """Read exactly one document."""
        self._next()
        start = self._next()
        if not isinstance(start, DocumentStartEvent):
            raise MalformedError("Write one mapping; this is empty", code="shape", pointer="")
        if start.version or start.tags:
            raise _refusal(start, "directives")
        value = self._value(self._next(), depth=1)
        self._next()
        if isinstance(self._next(), DocumentStartEvent):
            raise MalformedError("Write one YAML document, not several", code="yaml_feature")
        return value

    def _next(self) -> Event:
        self._seen += 1
        if self._seen > 2 * MAX_VALUES:
            raise MalformedError(f"Write at most {MAX_VALUES} values", code="depth")
        event: Event = self._loader.get_event()  # type: ignore[no-untyped-call] # of PyYAML
        return event

    def _value(self, event: Event, *, depth: int) -> Json:
        _refuse_features(event)
        if depth > MAX_DEPTH:
            raise MalformedError(f"Nest at most {MAX_DEPTH} deep", code="depth")
        if isinstance(event, MappingStartEvent):
            return self._mapping(depth)
        if isinstance(event, SequenceStartEvent):
            return [self._value(item, depth=depth + 1) for item in self._until(SequenceEndEvent)]
        return self._scalar(cast("ScalarEvent", event))

    def _until(self, end: type[Event]) -> Iterator[Event]:
        while not isinstance(event := self._next(), end):
            yield event

    def _mapping(self, depth: int) -> Json:
        members: dict[str, Json] = {}
        for event in self._until(MappingEndEvent):
            name = self._key(event)
            if name in members:
                raise MalformedError(
                    f"The member {name[:60]!r} occurs twice, at {_line(event)}", code="dup_key"
                )
            members[name] = self._value(self._next(), depth=depth + 1)
        return members

    def _key(self, event: Event) -> str:
        _refuse_features(event)
        if not isinstance(event, ScalarEvent):
            raise _refusal(event, "members whose name is not a text")
        if event.value == "<<" and event.style is None:
            raise _refusal(event, "merge keys")
        name = self._scalar(event)
        if not isinstance(name, str):
            raise MalformedError(
                f"Put the name {event.value!r} in quotes, at {_line(event)}", code="yaml_ambiguous"
            )
        return name

    def _scalar(self, event: ScalarEvent) -> Json:
        if event.style is not None:
            return event.value
        tag: str = self._loader.resolve(  # type: ignore[no-untyped-call] # of PyYAML
            yaml.ScalarNode, event.value, (True, False)
        )
        is_json_word = _JSON_WORD.fullmatch(event.value) is not None
        if is_json_word == (tag in _TEXT_TAGS):
            raise MalformedError(
                f"{event.value[:40]!r} at {_line(event)} reads differently in different YAML "
                "readers: put it in quotes, or write true, false, null or a plain number",
                code="yaml_ambiguous",
            )
        return read_json(event.value.encode()) if is_json_word else event.value


def _refuse_features(event: Event) -> None:
    if isinstance(event, AliasEvent):
        raise _refusal(event, "aliases")
    if isinstance(event, NodeEvent) and event.anchor:
        raise _refusal(event, "anchors")
    if isinstance(event, ScalarEvent | CollectionStartEvent) and event.tag:
        raise _refusal(event, "tags")


def _refusal(event: Event, feature: str) -> MalformedError:
    return MalformedError(
        f"Write plain YAML: {feature} are not allowed, at {_line(event)}", code="yaml_feature"
    )


def _line(event: Event) -> str:
    return f"line {event.start_mark.line + 1}" if event.start_mark else "an unknown line"
