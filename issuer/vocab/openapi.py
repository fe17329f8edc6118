"""Our own API in words: `schemas/openapi.json` (OpenAPI 3.1), which also checks request bodies.

Not for answering requests: the API does that, and asks here whether a body has the documented
shape.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from issuer.documents import Document, Json, read_document
from issuer.vocab.files import schema_bytes
from issuer.vocab.shapes import require_schema

FILE = "openapi.json"
JSON = "application/json"
FORM = "multipart/form-data"
_METHODS = ("get", "put", "post", "delete", "patch")
_MAX_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One documented operation; `bodies` are the media types that its request may have."""

    id: str
    method: str
    path: str
    bodies: tuple[str, ...]
    document: Document

    def body_schema(self, media_type: str) -> str:
        """Return the name of the schema of a body, as `require_schema` takes it."""
        path, kind = _escaped(self.path), _escaped(media_type)
        method = self.method.lower()
        return f"{FILE}#/paths/{path}/{method}/requestBody/content/{kind}/schema"


@cache
def description() -> Document:
    """Return the whole description."""
    return read_document(schema_bytes(FILE), max_bytes=_MAX_BYTES)


@cache
def operations() -> Mapping[str, Operation]:
    """Return all documented operations by operationId."""
    paths: Any = description()["paths"]
    found = [
        _operation(method, path, item[method])
        for path, item in paths.items()
        for method in _METHODS
        if method in item
    ]
    return {operation.id: operation for operation in found}


def require_body(operation_id: str, body: Json) -> None:
    """Raise unless a JSON body has the shape that the operation documents.

    Raises:
        ShapeError: with the pointer of the most telling fault, code `shape`.
    """
    require_schema(body, operations()[operation_id].body_schema(JSON))


def require_form(operation_id: str, fields: Json) -> None:
    """Raise unless the text fields of a form are those that the operation documents.

    Raises:
        ShapeError: as `require_body`.
    """
    require_schema(fields, operations()[operation_id].body_schema(FORM))


def _operation(method: str, path: str, document: Any) -> Operation:
    content = document.get("requestBody", {}).get("content", {})
    return Operation(
        id=document["operationId"],
        method=method.upper(),
        path=path,
        bodies=tuple(content),
        document=document,
    )


def _escaped(step: str) -> str:
    """Write one step of a JSON Pointer (RFC 6901) as a URI fragment."""
    pointer = step.replace("~", "~0").replace("/", "~1")
    return pointer.replace("{", "%7B").replace("}", "%7D")
