"""Reads what a request brings: bounded bytes, strict JSON of the documented shape, one file."""

from dataclasses import dataclass
from typing import BinaryIO, cast

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType

from issuer.api.limits import MAX_FORM_MEMORY, MAX_FORM_PARTS
from issuer.api.reading import Body
from issuer.documents import Document, read_document
from issuer.errors import LimitError, MalformedError
from issuer.vocab import openapi


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """One file of a multipart form, with the form's other fields as text."""

    stream: BinaryIO
    name: str | None
    fields: Body


def read_json_body(operation: str, limit: int) -> Body:
    """Read the JSON body of a documented operation and check its shape.

    Raises:
        UnsupportedMediaType: another content type.
        LimitError: more than `limit` bytes.
        MalformedError: not strict JSON, or not of the documented shape.
    """
    body = read_json_object(limit)
    openapi.require_body(operation, body)
    return Body(members=body)


def read_json_object(limit: int) -> Document:
    """Read a JSON object of any shape; raises as `read_json_body`."""
    _require_json_type()
    request.max_content_length = limit
    return read_document(read_bytes(limit), max_bytes=limit)


def read_bytes(limit: int) -> bytes:
    """Read the whole body, refusing more than `limit` bytes before they are in memory."""
    request.max_content_length = limit
    try:
        return request.get_data(cache=False)
    except RequestEntityTooLarge as error:
        raise LimitError(f"Send at most {limit} bytes here", code="size") from error


def is_form() -> bool:
    """Tell whether the body is a multipart form."""
    return request.mimetype == openapi.FORM


def read_upload(operation: str, limit: int) -> Upload:
    """Read a multipart form with exactly one file part named `file`.

    Raises:
        MalformedError: no such part, or another one; or fields that are not documented.
        LimitError: larger than `limit` bytes, or too many parts.
    """
    request.max_content_length = limit
    request.max_form_parts = MAX_FORM_PARTS
    request.max_form_memory_size = MAX_FORM_MEMORY
    try:
        files, form = request.files, request.form
    except RequestEntityTooLarge as error:
        raise LimitError(
            f"Send at most {limit} bytes and {MAX_FORM_PARTS} parts", code="size"
        ) from error
    if list(files.keys()) != ["file"] or len(files.getlist("file")) != 1:
        raise MalformedError("Send exactly one file, in the part named file", code="file")
    fields: dict[str, str | list[str]] = {}
    for name, values in form.lists():
        if not name:
            raise MalformedError("Give each part of the form a name", code="part_name")
        fields[name] = values if name == "tags" else _once(name, values)
    openapi.require_form(operation, fields)
    file = files["file"]
    return Upload(
        stream=cast("BinaryIO", file.stream), name=file.filename, fields=Body(members=fields)
    )


def _once(name: str, values: list[str]) -> str:
    if "\0" in "".join(values):
        raise MalformedError("A field holds the character U+0000", code="encoding")
    if len(values) != 1:
        raise MalformedError(f"Send the field {name[:40]} once", code="dup_key")
    return values[0]


def _require_json_type() -> None:
    kind = request.mimetype
    if kind != openapi.JSON and not (kind.startswith("application/") and kind.endswith("+json")):
        raise UnsupportedMediaType
