"""The language that a reader chose: it stands in the address, and holds as they walk on.

What is kept is a functional cookie of the language alone: two letters, no identifier, nothing that
tells one reader from another. A stranger's is gone after a day.
"""

from flask import Response, has_request_context, request

from issuer.web.languages import LANGUAGES

_COOKIE = "issuer-language"
_FIELD = "lang"
#: How long a browser keeps a language, in seconds: of a stranger, and of a member.
KEPT_BY_STRANGERS = 24 * 3600
KEPT_BY_MEMBERS = 365 * KEPT_BY_STRANGERS


def named_language() -> str:
    """Return the language that the address of the request names; empty if none that we speak."""
    named = request.args.get(_FIELD, "") if has_request_context() else ""
    return named if named in LANGUAGES else ""


def kept_language(*, is_secure: bool) -> str:
    """Return the language that this browser keeps; empty if none that we speak."""
    kept = request.cookies.get(_name(is_secure=is_secure), "")
    return kept if kept in LANGUAGES else ""


def keep_language(answer: Response, language: str, *, seconds: int, is_secure: bool) -> None:
    """Let the browser keep a language for so many seconds; 0 takes it away."""
    answer.set_cookie(
        _name(is_secure=is_secure),
        language,
        max_age=seconds,
        path="/",
        secure=is_secure,
        httponly=True,
        samesite="Lax",
    )


def answer_in_language(answer: Response, *, seconds: int, is_secure: bool) -> Response:
    """Say what an answer in some language depends on, and keep a language that was just chosen.

    It is kept for so many seconds, but not by the card in other people's pages: who sees that
    chose nothing here.
    """
    if "Content-Language" not in answer.headers:
        return answer
    answer.vary.update(("Accept-Language", "Cookie"))
    named = named_language()
    if named and "frame-ancestors *" not in answer.headers.get("Content-Security-Policy", ""):
        keep_language(answer, named, seconds=seconds, is_secure=is_secure)
        answer.headers["Cache-Control"] = "no-store"
    return answer


def _name(*, is_secure: bool) -> str:
    """Return the cookie's name; browsers keep `__Host-` cookies to this host and to TLS."""
    return f"__Host-{_COOKIE}" if is_secure else _COOKIE
