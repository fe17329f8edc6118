"""What holds for every answer of the service: host check, limits, headers, errors."""

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from issuer.access import mark_of
from issuer.api.limits import MAX_FORM_MEMORY, MAX_FORM_PARTS, Limits
from issuer.config import Settings
from issuer.errors import IssuerError
from issuer.logs import bind_request, logger
from issuer.web import MisdirectedError, chosen_language, kept_language, named_language, speak

Answer = Callable[[Exception], Response]

#: Health checks come from load balancers that know an address, not our name.
_ANY_HOST = frozenset({"/healthz", "/livez", "/readyz", "/startupz"})
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
#: Paths whose clients are programs: their errors are problem documents, never pages.
_PROGRAMS = (
    "/api/v1/",
    "/api/openapi",
    "/credentials/",
    "/status/",
    "/schemas/",
    "/.well-known/",
    "/livez",
    "/readyz",
    "/startupz",
    "/healthz",
    "/vc/",
    "/oauth/",
    "/audit/",
)
_HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
}
#: A year; browsers then never ask this host without TLS.
_HSTS = "max-age=31536000; includeSubDomains"


def configure(app: Flask, settings: Settings, limits: Limits, ids: Callable[[], str]) -> None:
    """Set limits, headers and the host check on an app; `ids` makes request ids."""
    app.config.update(
        MAX_CONTENT_LENGTH=limits.largest_body,
        MAX_FORM_MEMORY_SIZE=MAX_FORM_MEMORY,
        MAX_FORM_PARTS=MAX_FORM_PARTS,
    )
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign] # Flask's own documented way
    base = urlsplit(settings.public_base_url)

    def begin() -> None:
        g.request_id = ids()
        wish = named_language() or kept_language(is_secure=base.scheme == "https")
        speak(chosen_language(wish, request.headers.get("Accept-Language", "")))
        bind_request(g.request_id)
        claimed = (request.host, *request.headers.getlist("X-Forwarded-Host"))
        if request.path in _ANY_HOST or all(_is_ours(each, base.netloc) for each in claimed):
            return
        raise MisdirectedError(settings.public_base_url)

    def finish(answer: Response) -> Response:
        for name, value in _HEADERS.items():
            answer.headers.setdefault(name, value)
        # What says nothing about caches is not for them; what may be framed says so in its policy.
        answer.headers.setdefault("Cache-Control", "no-store")
        if "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]:
            answer.headers.setdefault("X-Frame-Options", "DENY")
        if base.scheme == "https":
            answer.headers.setdefault("Strict-Transport-Security", _HSTS)
        answer.headers.setdefault("X-Request-Id", g.get("request_id", ""))
        return answer

    app.before_request(begin)
    app.after_request(finish)


def require_marks(app: Flask) -> None:
    """Refuse to serve a view that nobody said who may use (reliability.md row 70).

    Raises:
        RuntimeError: names the endpoints; mark their views in the table of their routes.
    """
    bare = sorted(name for name, view in app.view_functions.items() if mark_of(view) is None)
    if bare:
        raise RuntimeError(f"nobody said who may use {', '.join(bare)}")


def answer_errors(app: Flask, *, programs: Answer, people: Answer) -> None:
    """Answer what no blueprint answered itself: to programs in JSON, to people as a page."""

    def answer(error: Exception) -> Response:
        known = isinstance(error, IssuerError | HTTPException)
        if not known:
            logger().error("request.failed", error_type=type(error).__name__, exc_info=error)
        return people(error) if _is_person() else programs(error)

    app.register_error_handler(Exception, answer)


def _is_ours(host: str, ours: str) -> bool:
    """Tell whether a Host header names us; the header itself is never used for anything else."""
    if host == ours:
        return True
    # On a developer's machine localhost has three names, and ports are forwarded.
    return _name(host) in _LOOPBACK and _name(ours) in _LOOPBACK


def _name(host: str) -> str:
    return host if host.endswith("]") else host.rsplit(":", 1)[0]


def _is_person() -> bool:
    if request.path.startswith(_PROGRAMS):
        return False
    # Browsers name HTML; whoever accepts anything is most likely a program.
    accepted = request.accept_mimetypes
    return accepted["text/html"] > accepted["application/json"]
