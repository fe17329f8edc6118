"""Shapes what leaves: JSON, created things, published bytes, files. Decides nothing."""

import hashlib
import re
from collections.abc import Sequence
from typing import BinaryIO

from flask import Response, request, send_file

from issuer.api.negotiation import JSON
from issuer.api.paging import Window, next_link
from issuer.documents import Document, Json, write_document

CSV = "text/csv"
#: Addresses whose content may change any time; the ETag decides.
ALWAYS_ASK = "no-cache"
_UNSAFE_IN_NAMES = re.compile(r"[^\w .,()+=@-]", re.ASCII)


def json_answer(value: Json, *, status: int = 200) -> Response:
    """Answer one JSON value."""
    return Response(write_document(value), status=status, content_type=JSON)


def created_answer(value: Document, location: str) -> Response:
    """Answer 201 with the address of what now exists."""
    answer = json_answer(value, status=201)
    answer.headers["Location"] = location
    return answer


def empty_answer() -> Response:
    """Answer that it is done and there is nothing to say."""
    return Response(status=204)


def page_answer(items: Sequence[Document], window: Window, cursor: str | None) -> Response:
    """Answer one page of a list, with a Link header when more follows."""
    answer = json_answer({"items": list(items)})
    if cursor is not None:
        answer.headers["Link"] = next_link(
            request.base_url, window, cursor, request.args.items(multi=True)
        )
    return answer


def published_answer(
    data: bytes,
    media_type: str,
    *,
    cache: str = ALWAYS_ASK,
    negotiated: bool = False,
) -> Response:
    """Answer bytes exactly as they are, with a strong ETag of their SHA-256."""
    answer = Response(data, content_type=media_type)
    answer.set_etag(hashlib.sha256(data).hexdigest())
    answer.headers["Cache-Control"] = cache
    if negotiated:
        answer.headers["Vary"] = "Accept"
    return answer


def sheet_answer(data: bytes, name: str) -> Response:
    """Answer a list as CSV, to be saved under a name."""
    answer = published_answer(data, f"{CSV}; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def file_answer(stream: BinaryIO, media_type: str, name: str) -> Response:
    """Answer somebody's file so that no browser runs it (reliability.md row 65)."""
    answer = send_file(
        stream,
        mimetype=media_type,
        as_attachment=True,
        download_name=_UNSAFE_IN_NAMES.sub("_", name)[:120] or "evidence",
        max_age=0,
        etag=False,
        conditional=False,
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = (
        "sandbox; default-src 'none'; frame-ancestors 'none'"
    )
    return answer


def picture_answer(data: bytes, media_type: str) -> Response:
    """Answer an image."""
    answer = published_answer(data, media_type)
    # A drawing of ours or of a school: shown as an image it runs nothing, opened alone neither.
    answer.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none';"
        " frame-ancestors 'none'; sandbox"
    )
    return answer
