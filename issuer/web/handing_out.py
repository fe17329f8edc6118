"""Bytes about a person, handed to whoever may have them: pictures to be seen, the rest saved."""

import re
from typing import BinaryIO

from flask import Response, send_file

from issuer.web.rendering import HEADERS

#: What browsers show as a picture without running anything in it; SVG is not among them.
_SEEN = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
_UNSAFE_IN_NAMES = re.compile(r"[^\w .,()+=@-]", re.ASCII)
#: Even a type that slipped through can load and run nothing.
_SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'none'"


def answer_stream(stream: BinaryIO, media_type: str, name: str) -> Response:
    """Answer bytes from an open stream, which is closed when they were sent."""
    seen = media_type in _SEEN
    answer = send_file(
        stream,
        mimetype=media_type if seen else "application/octet-stream",
        as_attachment=not seen,
        download_name=_UNSAFE_IN_NAMES.sub("_", name) or "work",
        conditional=False,
        etag=False,
    )
    answer.headers.update(HEADERS)
    answer.headers["Content-Security-Policy"] = _SANDBOX
    answer.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    answer.headers["Cache-Control"] = "no-store"
    return answer
