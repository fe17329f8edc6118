"""Templates and the answers made of them: one environment, one set of headers."""

from collections.abc import Mapping
from pathlib import Path

from flask import Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from issuer.web.assets import asset_path
from issuer.web.copying import copied_on
from issuer.web.languages import LANGUAGES, gettext, ngettext, spoken
from issuer.web.wishes import named_language

_NO_CAMERA = "camera=(), geolocation=(), microphone=(), browsing-topics=()"
#: No script at all, nothing from elsewhere, not to be framed (reliability.md rows 56 and 59).
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": _NO_CAMERA,
}
#: For a page with a script of ours that needs nothing but itself.
SCRIPTED_HEADERS: Mapping[str, str] = {
    **HEADERS,
    "Content-Security-Policy": f"{CONTENT_SECURITY_POLICY}; script-src 'self'",
}
#: For the card in a frame, the only page that others may frame (wallets.md section 8).
FRAMED_HEADERS: Mapping[str, str] = {
    **HEADERS,
    "Content-Security-Policy": CONTENT_SECURITY_POLICY.replace(
        "frame-ancestors 'none'", "frame-ancestors *"
    ),
    "Cross-Origin-Resource-Policy": "cross-origin",
}
#: For the one page that may scan: files of ours as scripts, and our own use of the camera. The
#: stream of a camera has no address, so no `media-src` is needed.
SCANNING_HEADERS: Mapping[str, str] = {
    **HEADERS,
    "Content-Security-Policy": f"{CONTENT_SECURITY_POLICY}; script-src 'self'",
    "Permissions-Policy": _NO_CAMERA.replace("camera=()", "camera=(self)"),
}
#: The template of that page.
SCANNING = "verify.html"
#: The template of the card in a frame.
FRAMED = "embed.html"
#: For pages on which a device may prove who its person is: files of ours, which ask us for a
#: challenge. Everything on them works without.
PASSKEY_HEADERS: Mapping[str, str] = {
    **HEADERS,
    "Content-Security-Policy": f"{CONTENT_SECURITY_POLICY}; script-src 'self'; connect-src 'self'",
}
#: For pages on which films and sounds of learners are played, from this host alone.
VIEWING_HEADERS: Mapping[str, str] = {
    **HEADERS,
    "Content-Security-Policy": f"{CONTENT_SECURITY_POLICY}; media-src 'self'",
}
#: For the page on which work is gathered and looked at.
WORKING_HEADERS: Mapping[str, str] = {
    **PASSKEY_HEADERS,
    "Content-Security-Policy": f"{PASSKEY_HEADERS['Content-Security-Policy']}; media-src 'self'",
}
#: Template -> headers, for the few pages that may do more than the others.
_OF_TEMPLATE: Mapping[str, Mapping[str, str]] = {
    SCANNING: SCANNING_HEADERS,
    FRAMED: FRAMED_HEADERS,
    "sign_in.html": PASSKEY_HEADERS,
    "confirm.html": PASSKEY_HEADERS,
    "passkeys.html": PASSKEY_HEADERS,
    # Work is gathered there: a file of ours sends files with their progress.
    "work.html": WORKING_HEADERS,
    # Peers, and those who were given a link, see films and hear sounds there.
    "review.html": VIEWING_HEADERS,
    "shared.html": VIEWING_HEADERS,
}
_NOINDEX = "noindex, nofollow, noarchive"


def rich(message: str, **values: object) -> Markup:
    """Return a message some of whose values are elements; all other text is escaped."""
    return Markup(escape(gettext(message))).format(**values)  # noqa: S704 - escaped just now


def element(name: str, content: str, classes: str = "") -> Markup:
    """Return an element around a text, for a place within a message."""
    opening = Markup('<{} class="{}">').format(name, classes) if classes else f"<{name}>"
    return Markup("{}{}</{}>").format(Markup(opening), content, name)  # noqa: S704 - names of ours


_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.globals.update(
    asset=asset_path,
    copied_on=copied_on,
    _=gettext,
    ngettext=ngettext,
    rich=rich,
    element=element,
    spoken=spoken,
    languages=LANGUAGES,
    named_language=named_language,
)


def render(template: str, page: object) -> str:
    """Fill one template with one frozen page; a value that is missing is an error."""
    return _ENVIRONMENT.get_template(template).render(page=page)


def answer(template: str, page: object, *, status: int = 200, seconds: int = 0) -> Response:
    """Answer a page that search engines may list; `seconds` is how long a cache may keep it."""
    response = Response(render(template, page), status=status, mimetype="text/html")
    response.headers.update(_headers(template, page))
    response.headers["Content-Language"] = spoken()
    response.vary.add("Accept-Language")
    cache = f"public, max-age={seconds}" if seconds else "no-store"
    response.headers["Cache-Control"] = cache
    return response


def _headers(template: str, page: object) -> Mapping[str, str]:
    """Return what a page may do: most may nothing."""
    if template in _OF_TEMPLATE:
        return _OF_TEMPLATE[template]
    frame = getattr(page, "frame", None)
    return SCRIPTED_HEADERS if frame is not None and frame.script else HEADERS


def answer_options(options: str) -> Response:
    """Answer what a browser needs to use a passkey."""
    response = Response(options, mimetype="application/json")
    response.headers.update(HEADERS)
    response.headers["Cache-Control"] = "no-store"
    return response


def answer_sheet(data: bytes, name: str) -> Response:
    """Answer a PDF in the language in force, to be saved like any file about a person."""
    response = answer_file(data, "application/pdf", name)
    response.headers["Content-Language"] = spoken()
    return response


def answer_file(data: bytes, media_type: str, name: str) -> Response:
    """Answer a file about a person to be saved; nobody on the way keeps it."""
    response = Response(data, content_type=media_type)
    response.headers.update(HEADERS)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Robots-Tag"] = _NOINDEX
    return response


def answer_unlisted(template: str, page: object, *, status: int = 200) -> Response:
    """Answer a page about a person or a fault: never kept, never listed (education.md 5.1)."""
    response = answer(template, page, status=status)
    response.headers["X-Robots-Tag"] = _NOINDEX
    return response
