"""JSON Schema, draft 2020-12: is a document of the shape that its standard demands?

Validators are compiled once; a shape may also refer to rules
that JSON Schema cannot say (`rules`). Not for signatures, and not for whether a word has a meaning.
"""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from functools import cache
from typing import Any, Final

from referencing import Registry, Resource
from referencing.exceptions import NoSuchResource
from referencing.jsonschema import DRAFT202012

from issuer.clock import parse_instant
from issuer.documents import Document, Json, read_document
from issuer.errors import MalformedError, ShapeError
from issuer.vocab.files import schema_bytes
from issuer.vocab.json_schema import Draft202012Validator, FormatChecker, ValidationError
from issuer.vocab.rules import require_badge_rules, require_credential_rules

#: Our own files are a little larger than a credential may be (the API description above all).
_MAX_SCHEMA_BYTES = 1024 * 1024


class Shape(StrEnum):
    """The documents that we sign or publish; the value names the file of the JSON Schema."""

    ACHIEVEMENT_CREDENTIAL = "shapes/achievement-credential.schema.json"
    ENDORSEMENT_CREDENTIAL = "shapes/endorsement-credential.schema.json"
    PROFILE = "shapes/profile.schema.json"
    STATUS_LIST_CREDENTIAL = "shapes/status-list-credential.schema.json"


_RULES: Final[Mapping[Shape, Callable[[Document], None]]] = {
    Shape.ACHIEVEMENT_CREDENTIAL: require_badge_rules,
    Shape.ENDORSEMENT_CREDENTIAL: require_credential_rules,
    Shape.STATUS_LIST_CREDENTIAL: require_credential_rules,
}


def require_shape(document: Json, shape: Shape) -> None:
    """Raise unless the document has this shape, exactly as we emit it.

    Raises:
        ShapeError: with the pointer of the first fault, code `shape`.
    """
    require_schema(document, shape.value)
    if shape in _RULES and isinstance(document, dict):
        _RULES[shape](document)


def require_schema(value: Json, name: str) -> None:
    """Raise unless a value fits one of our JSON Schemas, such as `criteria/….schema.json`.

    Raises:
        ShapeError: with the pointer of the most telling fault, code `shape`.
        NotFoundError: no schema of this name.
    """
    fault = _most_telling(_validator(name).iter_errors(value))  # pyright: ignore[reportUnknownMemberType] # jsonschema's own annotation is partial
    if fault is not None:
        raise ShapeError(_sentence(fault), pointer=_pointer(fault.absolute_path))


@cache
def _validator(name: str) -> Draft202012Validator:
    schema = _schema(name)
    Draft202012Validator.check_schema(schema)
    folder = name.partition("#")[0].rpartition("/")[0]

    # The registry forgets what it found, so each reference would read its file again.
    @cache
    def retrieve(uri: str) -> Resource[Any]:
        """Find a neighbour in the same folder; nothing is ever fetched."""
        neighbour = f"{folder}/{uri}" if folder else uri
        if "://" in uri:
            raise NoSuchResource(ref=uri)  # type: ignore[call-arg] # an attrs field that mypy does not see
        return Resource.from_contents(_schema(neighbour), default_specification=DRAFT202012)

    registry: Registry[Any] = Registry(retrieve=retrieve)  # type: ignore[call-arg] # an attrs field that mypy does not see
    return Draft202012Validator(schema, registry=registry, format_checker=_FORMATS)


def _schema(name: str) -> dict[str, Any]:
    """Read a file; after `#` a pointer picks one schema of it, the rest serves its references."""
    file, _, pointer = name.partition("#")
    schema = _file(file)
    return {**schema, "$ref": f"#{pointer}"} if pointer else dict(schema)


@cache
def _file(name: str) -> Document:
    """Read each file once: the API's description is asked for every operation."""
    return read_document(schema_bytes(name), max_bytes=_MAX_SCHEMA_BYTES)


_FORMATS = FormatChecker(formats=("uri", "email", "regex", "json-pointer"))


@_FORMATS.checks("date-time", raises=MalformedError)
def _is_instant(value: object) -> bool:
    if isinstance(value, str):
        parse_instant(value)
    return True


def _most_telling(faults: Iterable[ValidationError]) -> ValidationError | None:
    """Pick the first fault in document order, looking inside the best branch of alternatives."""
    fault = min(faults, key=_place, default=None)
    while fault is not None and fault.context:
        deepest = max(len(child.absolute_path) for child in fault.context)
        fault = min(
            (child for child in fault.context if len(child.absolute_path) == deepest), key=_place
        )
    return fault


def _place(fault: ValidationError) -> tuple[str, str]:
    return _pointer(fault.absolute_path), str(fault.validator)


def _pointer(path: Iterable[str | int]) -> str:
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def _sentence(fault: ValidationError) -> str:
    """Say what to do, without repeating the value: it may be long or personal."""
    where = _pointer(fault.absolute_path) or "the document"
    rule: Any = fault.validator_value
    instance: Any = fault.instance
    match fault.validator:
        case "required":
            missing = ", ".join(name for name in rule if name not in instance)
            sentence = f"Add {missing} to {where}"
        case "additionalProperties" | "unevaluatedProperties":
            known = fault.schema.get("properties", {}) if isinstance(fault.schema, dict) else {}
            extra = ", ".join(sorted(set(instance) - set(known)))
            sentence = f"Remove {extra[:100]} from {where}: it has no place there"
        case "type":
            sentence = f"Write {where} as {rule if isinstance(rule, str) else ' or '.join(rule)}"
        case "const" | "enum":
            allowed = _listed(rule) if isinstance(rule, list) else str(rule)
            sentence = f"Write {where} as {allowed}"
        case "contains":
            sentence = f"Add {_listed(list(rule.values()))} to {where}"
        case "pattern" | "format" if (
            isinstance(fault.schema, dict) and "description" in fault.schema
        ):
            return f"Change {where}: {fault.schema['description']}"
        case "pattern" | "format":
            sentence = f"Write {where} as its {fault.validator} {str(rule)[:80]} says"
        case _:
            sentence = f"Change {where}: it breaks the rule {fault.validator} {str(rule)[:60]}"
    return sentence


def _worded(where: str, fault: ValidationError) -> str:
    """Say a pattern in the words of its description, where it has one."""
    described = isinstance(fault.schema, dict) and fault.schema.get("description")
    if described:
        return f"Change {where}: {described}"
    return f"Write {where} as its {fault.validator} {str(fault.validator_value)[:80]} says"


def _otherwise(where: str, fault: ValidationError) -> str:
    if fault.validator == "not" and not fault.validator_value:  # another member excludes this one
        return f"Remove {where}: it has no place there"
    return f"Change {where}: it breaks the rule {fault.validator} {str(fault.validator_value)[:60]}"


def _listed(values: list[Any]) -> str:
    shown = ", ".join(str(value) for value in values[:8])
    return f"one of {shown}" + (" and others" if len(values) > 8 else "")  # noqa: PLR2004 # a readable sentence
