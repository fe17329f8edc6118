"""Answers every error as problem+json (RFC 9457). The table of errors is `issuer.problems`."""

from http import HTTPStatus

from flask import Response, g, request
from werkzeug.exceptions import HTTPException

from issuer.api.vcapi import shapes
from issuer.documents import Json, write_document
from issuer.errors import IssuerError, LimitError, NotFoundError
from issuer.problems import CONTENT_TYPE, problem_document, row_for

#: What the framework refuses before any of our code runs: status -> code and sentence.
_FRAMEWORK = {
    HTTPStatus.BAD_REQUEST: ("malformed", "Send a well-formed request"),
    HTTPStatus.METHOD_NOT_ALLOWED: ("method", "Use one of the methods that Allow names"),
    HTTPStatus.NOT_ACCEPTABLE: ("not_acceptable", "Accept one of the media types served here"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ("size", "Send fewer bytes or fewer parts"),
    HTTPStatus.REQUEST_URI_TOO_LONG: ("size", "Use a shorter address"),
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: ("media_type", "Send a media type that is read here"),
    HTTPStatus.MISDIRECTED_REQUEST: (
        "misdirected",
        "Use the address of this service",
    ),
    HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE: ("range", "Ask for the whole resource"),
}
_NOWHERE = NotFoundError("There is nothing of that name here", code="not_found")


def answer_error(error: Exception) -> Response:
    """Answer any error: its own problem, or 500 with a request id and no detail."""
    if isinstance(error, HTTPException):
        return _of_framework(error)
    if isinstance(error, IssuerError):
        try:
            return _of_table(error)
        except LookupError:
            pass
    return _problem(
        {
            "type": "about:blank",
            "title": "Internal error",
            "status": 500,
            "detail": "Something broke here; quote the request id to whoever runs this service",
            "code": "internal",
            "instance": _instance(),
        },
        HTTPStatus.INTERNAL_SERVER_ERROR,
    )


def _of_table(error: IssuerError) -> Response:
    # An address that is not to be known of answers byte for byte like one that never was.
    shown = _NOWHERE if isinstance(error, NotFoundError) else error
    row = row_for(shown)
    unsure = row.status is HTTPStatus.SERVICE_UNAVAILABLE
    status, document = row.status, problem_document(shown, _instance() if unsure else None)
    if request.path.startswith(shapes.PREFIX):
        status, document = shapes.as_vcapi_problem(error, status, document)
    answer = _problem(document, status)
    if row.status is HTTPStatus.UNAUTHORIZED:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="issuer"'
    wait = error.retry_after if isinstance(error, LimitError) else row.retry_after
    if wait is not None:
        answer.headers["Retry-After"] = str(wait)
    return answer


def _of_framework(error: HTTPException) -> Response:
    status = HTTPStatus(error.code or 500)
    if status is HTTPStatus.NOT_FOUND:
        return _of_table(_NOWHERE)
    code, sentence = _FRAMEWORK.get(status, ("refused", status.description or status.phrase))
    answer = _problem(
        {
            "type": "about:blank",
            "title": status.phrase,
            "status": int(status),
            "detail": sentence,
            "code": code,
        },
        status,
    )
    for name, value in error.get_headers():
        if name.lower() in ("allow", "www-authenticate", "retry-after"):
            answer.headers[name] = value
    return answer


def _problem(document: Json, status: HTTPStatus) -> Response:
    answer = Response(write_document(document), status=int(status), content_type=CONTENT_TYPE)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _instance() -> str:
    request_id = g.get("request_id", "unknown")
    return f"tag:issuer,2026:request:{request_id}"
