"""JSON Schemas of strangers, with bounds on what they may cost: no fetching, no wild patterns.

A schema can be a program: patterns that try everything, references that double at each step. What
could run away is not run, and the caller says that the schema was not checked.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from referencing import Registry
from referencing.exceptions import Unresolvable

from issuer.documents import Document, Json
from issuer.errors import LimitError, MalformedError, ShapeError
from issuer.vocab.json_schema import ValidationError, jsonschema

#: Rules applied, not values looked at: an ordinary badge takes a few thousand.
MAX_STEPS = 50_000
MAX_DEPTH = 60
#: Longer texts are not searched by a stranger's pattern.
MAX_TEXT = 1_000
_MAX_REPEATS = 2
_MAX_CHOICES = 4

_DRAFTS: Final[Mapping[str, Any]] = {
    "https://json-schema.org/draft/2020-12/schema": jsonschema.Draft202012Validator,
    "https://json-schema.org/draft/2019-09/schema": jsonschema.Draft201909Validator,
    "http://json-schema.org/draft-07/schema": jsonschema.Draft7Validator,
}
#: These look ahead by themselves, past our counter; no badge schema needs them to be read.
_UNCOUNTED = frozenset(
    {
        "unevaluatedProperties",
        "unevaluatedItems",
        "$dynamicRef",
        "$recursiveRef",
        "uniqueItems",
    }
)
_ESCAPED = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]")

_Keyword = Callable[[Any, Any, Any, Any], Iterator[ValidationError] | None]


def require_foreign_schema(value: Json, schema: Document) -> None:
    """Raise unless a value fits a schema that a stranger wrote.

    Raises:
        ShapeError: it does not fit; with the pointer of one fault, code `schema_failed`.
        MalformedError: not a schema that is run here, code `schema_unchecked`.
        LimitError: it would cost too much, code `schema_unchecked`.
    """
    validator_class = _class_of(schema)
    _require_tame(schema)
    try:
        validator_class.check_schema(schema)
        keywords = _Counter().wrap(validator_class)
        counted = jsonschema.validators.extend(validator_class, keywords)  # type: ignore[no-untyped-call] # jsonschema does not annotate it
        fault = next(counted(schema, registry=Registry()).iter_errors(value), None)
    except (jsonschema.SchemaError, Unresolvable, re.error) as error:
        raise _unchecked("It is not a schema that stands by itself") from error
    except RecursionError as error:
        raise _too_much() from error
    if fault is not None:
        pointer = "".join(f"/{_escaped(step)}" for step in fault.absolute_path)
        raise ShapeError(
            f"{pointer or 'The document'} breaks the rule {str(fault.validator)[:40]}",
            code="schema_failed",
            pointer=pointer,
        )


class _Counter:
    """Counts the rules that are applied, and how deeply; one for each validation."""

    def __init__(self) -> None:
        self._steps = 0
        self._depth = 0

    def wrap(self, validator_class: Any) -> dict[str, _Keyword]:
        """Return all keywords of a draft, each counted."""
        return {name: self._counted(rule) for name, rule in validator_class.VALIDATORS.items()}

    def _counted(self, rule: _Keyword) -> _Keyword:
        def apply(
            validator: Any, value: Any, instance: Any, schema: Any
        ) -> Iterator[ValidationError]:
            self._steps += 1
            if self._steps > MAX_STEPS or self._depth > MAX_DEPTH:
                raise _too_much()
            self._depth += 1
            try:
                yield from rule(validator, value, instance, schema) or ()
            finally:
                self._depth -= 1

        return apply


def _class_of(schema: Document) -> Any:
    draft = schema.get("$schema", "https://json-schema.org/draft/2020-12/schema")
    known = _DRAFTS.get(draft.rstrip("#")) if isinstance(draft, str) else None
    if known is None:
        raise _unchecked("It is written in a draft of JSON Schema that is not read here")
    return known


def _require_tame(value: Json) -> None:
    """Refuse, anywhere in the schema, what could run away or look something up."""
    if isinstance(value, Mapping):
        if not _UNCOUNTED.isdisjoint(value):
            raise _unchecked("It has rules that are not run for strangers")
        _require_local(value.get("$ref"))
        for pattern in _patterns_of(value):
            if not _is_tame(pattern):
                raise _unchecked("It has a pattern that could take for ever")
        for member in value.values():
            _require_tame(member)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for item in value:
            _require_tame(item)


def _require_local(reference: Json) -> None:
    if isinstance(reference, str) and not reference.startswith("#"):
        raise _unchecked("It refers to further schemas, which are not fetched")


def _patterns_of(schema: Mapping[str, Json]) -> Iterator[str]:
    pattern, keyed = schema.get("pattern"), schema.get("patternProperties")
    if isinstance(pattern, str):
        yield pattern
    if isinstance(keyed, Mapping):
        yield from keyed


def _is_tame(pattern: str) -> bool:
    """Tell whether the work of a pattern grows with no more than the square of the text.

    Two repeats at most, none of a group, few choices; nothing that looks ahead or back.
    """
    bare = _ESCAPED.sub("x", pattern)
    repeats = len(re.findall(r"[*+{]", bare))
    choices = len(re.findall(r"[|?]", bare))
    odd = re.search(r"\(\?|\)[*+?{]", bare) or re.search(r"\\[0-9k]", pattern)
    return (
        len(pattern) <= MAX_TEXT
        and not odd
        and repeats <= _MAX_REPEATS
        and (choices <= _MAX_CHOICES)
    )


def _escaped(step: str | int) -> str:
    return str(step).replace("~", "~0").replace("/", "~1")


def _unchecked(sentence: str) -> MalformedError:
    return MalformedError(sentence, code="schema_unchecked")


def _too_much() -> LimitError:
    return LimitError("It asks for more work than a badge is worth", code="schema_unchecked")
