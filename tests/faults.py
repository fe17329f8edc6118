"""One fault of each status, and a route that fails as asked, for tests of how faults look."""

from flask import Flask
from werkzeug.exceptions import MethodNotAllowed, UnsupportedMediaType

from issuer import errors
from issuer.web import MisdirectedError

ABOUT_SOMEBODY = "wren@example.org is 9 years old"
FAULTS: dict[int, Exception] = {
    400: errors.MalformedError("Write a date as 2026-11-26"),
    401: errors.SignInError("Please sign in"),
    403: errors.ForbiddenError("Ask a registrar of your school"),
    404: errors.NotFoundError("Wren's badge is private"),
    405: MethodNotAllowed(valid_methods=["GET"]),
    409: errors.StateError("It was handed in already"),
    410: errors.GoneError("This link was used"),
    413: errors.LimitError("Send at most 4 MB"),
    415: UnsupportedMediaType(),
    421: MisdirectedError("https://badges.example.org"),
    422: errors.RuleError("Three peers are needed"),
    429: errors.LimitError("Wait a minute", retry_after=7),
    500: RuntimeError(ABOUT_SOMEBODY),
    503: errors.UnavailableError("The database is busy"),
    507: errors.StorageFullError("The disk is nearly full"),
}


def add_faults(app: Flask) -> None:
    """Let an app fail with a status at `/fault/<status>`."""

    @app.get("/fault/<int:status>")
    def fault(status: int) -> str:
        raise FAULTS[status]
