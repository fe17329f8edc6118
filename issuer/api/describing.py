"""What the service says of itself: health, schemas, this API's description and its page."""

import ipaddress
from collections.abc import Callable, Mapping

from flask import Response, request
from werkzeug.exceptions import NotAcceptable

from issuer import issuance, vocab
from issuer.api.answers import json_answer, published_answer
from issuer.api.docs import docs_page, render
from issuer.api.hosting import accepted
from issuer.api.negotiation import CREDENTIAL_TYPES, HTML, JSON, best_type
from issuer.api.services import Services
from issuer.documents import Json
from issuer.errors import NotFoundError
from issuer.vocab import openapi

#: Half of the time that a list's `ttl` allows is more than readers of the real thing need.
_STATUS_CACHE = "public, max-age=60"
_STATES: Mapping[bool | None, str] = {True: "ok", False: "failed", None: "unknown"}
#: What a proxy adds; with it a request from this host is somebody else's.
_FORWARDING = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip")
_PUBLIC_SCHEMAS = frozenset(vocab.schema_names()) - {openapi.FILE}
_PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def show_status_list(services: Services, list: str) -> Response:  # noqa: A002 # the path's own name in openapi.json
    """Answer a signed status list under the JSON type that is asked for (BSL-10)."""
    media_type = best_type(accepted(), CREDENTIAL_TYPES)
    if media_type is None:
        raise NotAcceptable
    record = issuance.published_status_list(list, services.issuance)
    return published_answer(record.data or b"", media_type, cache=_STATUS_CACHE, negotiated=True)


def show_health(_services: Services) -> Response:
    """Answer that the process is alive; asks nobody else."""
    return json_answer({"ok": True})


def show_readiness(services: Services) -> Response:
    """Answer whether it can serve; who asks from this host is told which check does not hold."""
    checks = services.health()
    ready = all(checks.values())
    told: dict[str, Json] = {"ok": ready}
    if _is_from_here():
        told["checks"] = {name: _STATES[state] for name, state in checks.items()}
    return json_answer(told, status=200 if ready else 503)


def show_liveness(_services: Services) -> Response:
    """Answer that the process runs its requests; asks nobody else."""
    return json_answer({"ok": True})


def show_startup(services: Services) -> Response:
    """Answer whether the process got as far as serving on the tables of its release."""
    started = services.health().get("migration") is True
    return json_answer({"ok": started}, status=200 if started else 503)


def _is_from_here() -> bool:
    """Tell whether a request came from this host, and not through a proxy on it."""
    if any(name in request.headers for name in _FORWARDING):
        return False
    try:
        return ipaddress.ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False


def show_schema(_services: Services, name: str) -> Response:
    """Answer one of our JSON Schemas."""
    if name not in _PUBLIC_SCHEMAS:
        raise NotFoundError("There is no such schema")
    return published_answer(vocab.schema_bytes(name), "application/schema+json")


def show_description(_services: Services) -> Response:
    """Answer openapi.json as it is in the repository."""
    return published_answer(vocab.schema_bytes(openapi.FILE), JSON)


def docs_view(actions: Callable[[], dict[str, str]]) -> Callable[[Services], Response]:
    """Return the view of the docs page; `actions` says per operation who may call it."""

    def show_docs(services: Services) -> Response:
        """Answer this API's description as a page."""
        page = docs_page(openapi.description(), services.stylesheet, actions())
        answer = published_answer(render(page), f"{HTML}; charset=utf-8")
        answer.headers["Content-Security-Policy"] = _PAGE_POLICY
        return answer

    return show_docs
