"""The generic issuing profile over HTTP (API-11): `issuer serve --conformance` and nothing else.

No token is asked for, since it listens to this machine alone and signs with a key of one run.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotAcceptable

from issuer import verification
from issuer.access import marked
from issuer.api.answers import created_answer, json_answer, published_answer
from issuer.api.bodies import read_bytes, read_json_object
from issuer.api.hosting import accepted
from issuer.api.limits import MAX_DOCUMENT_BODY
from issuer.api.negotiation import CREDENTIAL_TYPES, best_type
from issuer.api.repeating import HEADER
from issuer.api.routing import Open, Route
from issuer.api.vcapi.shapes import read_issue_request, read_status_request
from issuer.api.vcapi.verifying import give_challenge, verify_vc, verify_vp
from issuer.documents import read_document
from issuer.errors import MalformedError
from issuer.issuance import generic
from issuer.verification.generic import Challenges


@dataclass(frozen=True, slots=True, kw_only=True)
class ConformanceServices:
    """The collaborators of this profile; nothing of a school is among them."""

    generic: generic.Services
    verification: verification.Services
    challenges: Challenges


def issue_vc(services: ConformanceServices) -> Response:
    """Sign with eddsa-rdfc-2022."""
    return _issue(services, generic.ENDPOINTS[""])


def issue_vc_jcs(services: ConformanceServices) -> Response:
    """Sign with eddsa-jcs-2022."""
    return _issue(services, generic.ENDPOINTS["jcs"])


def issue_vc_status(services: ConformanceServices) -> Response:
    """Sign with eddsa-rdfc-2022, with a status entry of its own."""
    return _issue(services, generic.ENDPOINTS["status"])


def verify_vc_jcs(services: ConformanceServices) -> Response:
    """Verify as everywhere: the suite is the proof's to say."""
    return verify_vc(services)


def verify_vc_status(services: ConformanceServices) -> Response:
    """Verify as everywhere."""
    return verify_vc(services)


def change_vc_status(services: ConformanceServices) -> Response:
    """Set the bit of a credential that was issued with one."""
    wanted = read_status_request(read_json_object(MAX_DOCUMENT_BODY))
    command = generic.MarkGeneric(
        credential_id=wanted.credential_id, purpose=wanted.purpose, on=wanted.on
    )
    generic.mark_generic(command, services.generic)
    return json_answer({"credentialId": wanted.credential_id, "published": True})


def show_vc(services: ConformanceServices, name: str) -> Response:
    """Answer the very bytes that were handed out."""
    media_type = best_type(accepted(), CREDENTIAL_TYPES)
    if media_type is None:
        raise NotAcceptable
    record = generic.show_generic(name, services.generic)
    return published_answer(record.data, media_type, negotiated=True)


def delete_vc(services: ConformanceServices, name: str) -> Response:
    """Forget a credential."""
    generic.delete_generic(name, services.generic)
    return Response(status=202)


def give_vc_challenge(services: ConformanceServices) -> Response:
    """Answer a challenge for a presentation."""
    if read_bytes(MAX_DOCUMENT_BODY).strip() not in (b"", b"{}"):
        raise MalformedError("Send no body here, or an empty object", code="body")
    return give_challenge(services)


def show_vc_status_list(services: ConformanceServices, list: str) -> Response:  # noqa: A002 # the path's own name in openapi.json
    """Answer the signed list as it is now."""
    media_type = best_type(accepted(), CREDENTIAL_TYPES)
    if media_type is None:
        raise NotAcceptable
    data = generic.generic_status_list(list, services.generic)
    return published_answer(data, media_type, negotiated=True)


def show_health(_services: ConformanceServices) -> Response:
    """Answer that the process is alive."""
    return json_answer({"ok": True})


def _row(method: str, path: str, view: Callable[..., Response]) -> Route:
    return Route(method=method, path=path, view=view, access=Open.PUBLIC)


#: The same operations as in a school, by the same names, and those that only this profile has.
CONFORMANCE_ROUTES: tuple[Route, ...] = (
    _row("POST", "/vc/credentials/issue", issue_vc),
    _row("POST", "/vc/credentials/verify", verify_vc),
    _row("POST", "/vc/jcs/credentials/issue", issue_vc_jcs),
    _row("POST", "/vc/jcs/credentials/verify", verify_vc_jcs),
    _row("POST", "/vc/status/credentials/issue", issue_vc_status),
    _row("POST", "/vc/status/credentials/verify", verify_vc_status),
    _row("POST", "/vc/presentations/verify", verify_vp),
    _row("POST", "/vc/credentials/status", change_vc_status),
    _row("GET", "/vc/credentials/{name:path}", show_vc),
    _row("DELETE", "/vc/credentials/{name:path}", delete_vc),
    _row("POST", "/vc/challenges", give_vc_challenge),
    _row("GET", "/vc/status-lists/{list}", show_vc_status_list),
    _row("GET", "/healthz", show_health),
)


def conformance_blueprint(services: ConformanceServices) -> Blueprint:
    """Return the routes of this profile; nothing else is served beside them."""
    blueprint = Blueprint("conformance", __name__)
    for route in CONFORMANCE_ROUTES:
        blueprint.add_url_rule(
            route.rule,
            endpoint=route.name,
            view_func=marked(partial(route.view, services), route.access),
            methods=[route.method],
        )
    return blueprint


def _issue(services: ConformanceServices, endpoint: generic.Endpoint) -> Response:
    wanted = read_issue_request(read_json_object(MAX_DOCUMENT_BODY))
    command = generic.IssueGeneric(
        credential=wanted.credential,
        credential_id=wanted.credential_id,
        idempotency_key=request.headers.get(HEADER),
    )
    record = generic.issue_generic(command, endpoint, services.generic)
    signed = read_document(record.data, max_bytes=2 * MAX_DOCUMENT_BODY)
    return created_answer({"verifiableCredential": signed}, f"/vc/credentials/{record.id}")
