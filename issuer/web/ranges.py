"""Bytes as a whole or in the one part that was asked for (RFC 9110 section 14).

Whoever may have the whole may have each part; who that is, the view has settled before.
"""

from collections.abc import Iterator
from http import HTTPStatus
from typing import BinaryIO

from flask import Response, request
from werkzeug.datastructures import Range

_CHUNK = 256 * 1024


def answer_bytes(stream: BinaryIO, size: int, content_type: str) -> Response:
    """Answer all `size` bytes of a stream (200), one part (206), or that there is none (416)."""
    asked = _asked()
    if asked is None:
        response = Response(_chunks(stream, size), content_type=content_type)
        response.content_length = size
        return response
    part = asked.range_for_length(size)
    if part is None:
        stream.close()
        refusal = Response(content_type=content_type)
        refusal.status_code = HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
        refusal.headers["Content-Range"] = f"bytes */{size}"
        return refusal
    start, stop = part
    stream.seek(start)
    response = Response(_chunks(stream, stop - start), content_type=content_type)
    response.status_code = HTTPStatus.PARTIAL_CONTENT
    response.content_length = stop - start
    response.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    return response


def _asked() -> Range | None:
    """Return the one part that is asked for; several at once, and other units, mean all.

    We give no validators, so a part "if nothing changed since" is answered with all as well.
    """
    asked = request.range
    if asked is None or asked.units != "bytes" or len(asked.ranges) != 1:
        return None
    return None if "If-Range" in request.headers else asked


def asks_for_part() -> bool:
    """Tell whether a part is asked for, be it all from the first byte on."""
    return _asked() is not None


def begins_later() -> bool:
    """Tell whether a part is asked for that does not begin with the first byte."""
    asked = _asked()
    return asked is not None and asked.ranges[0][0] != 0


def _chunks(stream: BinaryIO, length: int) -> Iterator[bytes]:
    with stream:
        while length > 0 and (chunk := stream.read(min(_CHUNK, length))):
            length -= len(chunk)
            yield chunk
