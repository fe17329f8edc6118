"""The token that every form carries: the one door to Flask-WTF (T58).

A token has two halves: one in the form, one in a signed cookie of its own, whose key is derived
from the key-encryption key. Both belong to one session, so signing in, changing role and signing
out make earlier forms worthless, even where somebody kept the cookie.
"""

from flask import Flask, request, session
from flask_wtf.csrf import generate_csrf, validate_csrf
from wtforms.validators import ValidationError

from issuer.errors import MalformedError

FIELD = "csrf_token"
#: As long as the longest day of somebody who leaves a form open.
_SECONDS = 12 * 3600
#: What a browser says about where a form was sent from; programs say nothing.
_FROM_HERE = frozenset({None, "same-origin"})


def protect_forms(app: Flask, key: bytes, *, is_secure: bool) -> None:
    """Let forms carry tokens under this key; the table of routes says which forms."""
    app.secret_key = key
    app.config.update(
        SESSION_COOKIE_NAME="__Host-form" if is_secure else "form",
        SESSION_COOKIE_SECURE=is_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
    )


def form_token(owner: str = "") -> str:
    """Return the token for the forms of this answer; `owner` is the session's id, if any."""
    return str(generate_csrf(token_key=_half_of(owner)))


def forget_forms() -> None:
    """Take the cookie's half away: somebody else may be here now."""
    session.clear()


def require_form_of_ours(origin: str, owner: str = "") -> None:
    """Let a form through that one of our pages at `origin` showed in this session.

    Raises:
        MalformedError: sent from elsewhere, too old, or without its token, code `form_token`.
    """
    sent_from = request.headers.get("Origin", "null")
    is_ours = request.headers.get("Sec-Fetch-Site") in _FROM_HERE and sent_from in {"null", origin}
    try:
        validate_csrf(request.form.get(FIELD, ""), time_limit=_SECONDS, token_key=_half_of(owner))
    except ValidationError:
        is_ours = False
    if not is_ours:
        raise MalformedError(
            "This form was open for too long, or was not sent from our page; open the page again",
            code="form_token",
        )


def _half_of(owner: str) -> str:
    return f"form-{owner}"
