"""Text that anyone may read is sent packed to whoever can unpack it.

What is for one person never is: the length of a packed page tells, guess by guess, a secret that
stands in it beside words of the asker (BREACH). Signed bytes and pictures, whose ETag is their
digest, go out as they are; the ETag of a page becomes a weak one, as its two forms say the same.
"""

import gzip

from flask import Flask, Response, request

_TEXTS = frozenset({"text/html", "text/plain", "application/xml", "image/svg+xml"})
#: Less than one packet of a network; packing saves no round.
_LEAST = 1200
#: Level 5 takes a third of a millisecond for a page, and 9 makes it one per cent smaller.
_LEVEL = 5


class PackingFlask(Flask):
    """An app that packs its answers that are open, text, and long enough to be worth it."""

    def process_response(self, response: Response) -> Response:
        """Finish an answer; packed last, since a session tells late that it was looked at."""
        answer = super().process_response(response)
        if _is_worth_it(answer):
            answer.vary.add("Accept-Encoding")
            if request.accept_encodings["gzip"]:
                answer.set_data(gzip.compress(answer.get_data(), _LEVEL, mtime=0))
                answer.headers["Content-Encoding"] = "gzip"
                _weaken(answer)
        return answer


def _is_worth_it(answer: Response) -> bool:
    is_open = "cookie" not in answer.vary and "Set-Cookie" not in answer.headers
    is_page = answer.mimetype == "text/html" or "ETag" not in answer.headers
    return (
        is_open
        and is_page
        and "Content-Encoding" not in answer.headers
        and request.method == "GET"
        and answer.mimetype in _TEXTS
        and not answer.is_streamed
        and len(answer.get_data()) >= _LEAST
    )


def _weaken(answer: Response) -> None:
    tag, _ = answer.get_etag()
    if tag is not None:
        answer.set_etag(tag, weak=True)
