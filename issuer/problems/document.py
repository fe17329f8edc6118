"""Problem details for HTTP APIs (RFC 9457). Not the Imsx form, which belongs to its API."""

from issuer.documents import Document, Json
from issuer.errors import ForbiddenError, IssuerError
from issuer.problems.table import row_for

#: Media type of a problem document.
CONTENT_TYPE = "application/problem+json"


def problem_document(error: IssuerError, instance: str | None = None) -> Document:
    """Return the problem document of an error that has a row.

    `detail` is the error's own sentence, `code` its stable code, `pointer` (RFC 6901) the place
    in the request, `action` what was refused. `instance` names this occurrence, such as
    `urn:uuid:` and a request id.

    Raises:
        LookupError: as `row_for`.
    """
    row = row_for(error)
    members: dict[str, Json] = {
        "type": row.type,
        "title": row.title,
        "status": int(row.status),
        "detail": error.detail,
        "code": error.code,
    }
    if error.pointer is not None:
        members["pointer"] = error.pointer
    if isinstance(error, ForbiddenError) and error.action is not None:
        members["action"] = error.action
    if instance is not None:
        members["instance"] = instance
    return members
