"""The page at /api/docs, made from openapi.json alone: plain HTML, no script."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from issuer.documents import Document
from issuer.vocab import openapi

_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One parameter or member of a body."""

    name: str
    kind: str
    required: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One operation."""

    id: str
    method: str
    path: str
    title: str
    text: str
    access: str
    parameters: tuple[Member, ...]
    body: tuple[Member, ...]
    body_types: str
    statuses: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Operations of one kind."""

    id: str
    title: str
    text: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One named schema."""

    id: str
    text: str
    kind: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocsPage:
    """Everything that the template shows."""

    title: str
    text: str
    stylesheet: str
    sections: tuple[Section, ...]
    shapes: tuple[Shape, ...]


def docs_page(description: Document, stylesheet: str, actions: Mapping[str, str]) -> DocsPage:
    """Present the description; `actions` says per operation who may call it."""
    api: Any = description
    return DocsPage(
        title=api["info"]["title"],
        text=_plain(f"{api['info']['summary']} {api['info']['description']}"),
        stylesheet=stylesheet,
        sections=tuple(_section(tag, api, actions) for tag in api["tags"]),
        shapes=tuple(
            Shape(
                id=name,
                text=_plain(schema.get("description", "")),
                kind=_kind(schema),
                members=tuple(_members(schema)),
            )
            for name, schema in sorted(api["components"]["schemas"].items())
        ),
    )


def render(page: DocsPage) -> bytes:
    """Fill the template."""
    return _ENVIRONMENT.get_template("docs.html").render(page=page).encode()


def _section(tag: Any, api: Any, actions: Mapping[str, str]) -> Section:
    return Section(
        id=tag["name"].lower(),
        title=tag["name"],
        text=tag["description"],
        entries=tuple(
            _entry(operation, api, actions)
            for operation in openapi.operations().values()
            if tag["name"] in operation.document["tags"]  # type: ignore[operator] # a list, says the standard
        ),
    )


def _entry(operation: openapi.Operation, api: Any, actions: Mapping[str, str]) -> Entry:
    document: Any = operation.document
    content = document.get("requestBody", {}).get("content", {})
    schema: Any = next((body["schema"] for body in content.values()), {})
    return Entry(
        id=operation.id,
        method=operation.method,
        path=operation.path,
        title=document["summary"],
        text=_plain(document.get("description", "")),
        access=actions.get(operation.id, ""),
        parameters=tuple(_parameters(document.get("parameters", ()), api)),
        body=tuple(_members(_resolved(schema, api))),
        body_types=", ".join(content),
        statuses=tuple(
            (status, _resolved(answer, api)["description"])
            for status, answer in document["responses"].items()
        ),
    )


def _parameters(parameters: Iterable[Any], api: Any) -> Iterable[Member]:
    for each in parameters:
        found = _resolved(each, api)
        yield Member(
            name=found["name"],
            kind=f"{found['in']}, {_kind(found['schema'])}",
            required="required" if found.get("required") else "optional",
            text=found["description"],
        )


def _members(schema: Any) -> Iterable[Member]:
    required = schema.get("required", ())
    for name, member in schema.get("properties", {}).items():
        yield Member(
            name=name,
            kind=_kind(member),
            required="required" if name in required else "optional",
            text=_plain(member.get("description", "")),
        )


def _kind(schema: Any) -> str:
    """Say in a few words what a schema asks for."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "allOf" in schema and "properties" not in schema:
        return " and ".join(_kind(each) for each in schema["allOf"])
    if "enum" in schema:
        return "one of " + ", ".join(str(word) for word in schema["enum"])
    kind = schema.get("type", "any")
    if kind == "array":
        return f"list of {_kind(schema['items'])}"
    words = " or ".join(kind) if isinstance(kind, list) else str(kind)
    return words + (f", at most {schema['maxLength']} characters" if "maxLength" in schema else "")


def _plain(text: str) -> str:
    """Drop the marks of CommonMark that our descriptions use."""
    return text.replace("`", "")


def _resolved(schema: Any, api: Any) -> Any:
    if "$ref" not in schema:
        return schema
    found = api
    for step in schema["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    return found
