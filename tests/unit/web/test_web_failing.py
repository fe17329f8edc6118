"""Errors become pages by the one table, and tell a stranger nothing of our inside."""

from collections.abc import Iterator

import pytest
from flask import Flask, g
from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestEntityTooLarge

from issuer import errors
from issuer.web.failing import answer_error


@pytest.fixture(autouse=True)
def _request() -> Iterator[None]:
    """Stand inside a request, as the error handlers do."""
    with Flask("faults").app_context():
        g.request_id = "7Yp3kQ2mVxT9aLcR5bNw8e"
        yield


@pytest.mark.parametrize(
    ("error", "status", "text"),
    [
        (errors.MalformedError("Write a date."), 400, "Write a date."),
        (errors.ForbiddenError("Ask a registrar."), 403, "Ask a registrar."),
        (errors.NotFoundError("Kestrel's badge is private"), 404, "No such badge"),
        (errors.RuleError("Three peers are needed."), 422, "Three peers are needed."),
        (errors.LimitError("Send at most 4 MB."), 413, "Send at most 4 MB."),
        (errors.LimitError("Too often.", retry_after=7), 429, "Too often."),
        (errors.UnavailableError("The database is away."), 503, "The database is away."),
        (MethodNotAllowed(valid_methods=["GET"]), 405, "Nothing can be sent to this address."),
        (RequestEntityTooLarge(), 413, "More was sent than is read here."),
        (ZeroDivisionError("inside"), 500, "It is our fault, not yours"),
        (errors.SettingsError("kek: /secret/path"), 500, "It is our fault, not yours"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else str(value)[:12],
)
def test_each_error_has_its_status_and_sentence(error: Exception, status: int, text: str) -> None:
    """The page says what happened, in the words of the error or of the table."""
    answer = answer_error(error)

    assert (status, "text/html") == (answer.status_code, answer.mimetype)
    assert text in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("error", "secret"),
    [
        (errors.NotFoundError("Kestrel's badge is private"), "Kestrel"),
        (ZeroDivisionError("inside"), "inside"),
        (errors.SettingsError("kek: /secret/path"), "/secret/path"),
    ],
    ids=["not found", "bug", "settings"],
)
def test_pages_keep_secrets_of_the_inside(error: Exception, secret: str) -> None:
    """Which thing was missing, and what broke, is for the log alone."""
    assert secret not in answer_error(error).get_data(as_text=True)


def test_bug_shows_the_request_id_and_nothing_else_does() -> None:
    """Whoever runs the service finds the story in the log by this number."""
    broken = answer_error(ZeroDivisionError()).get_data(as_text=True)
    missing = answer_error(errors.NotFoundError("x")).get_data(as_text=True)

    assert "7Yp3kQ2mVxT9aLcR5bNw8e" in broken
    assert "7Yp3kQ2mVxT9aLcR5bNw8e" not in missing


@pytest.mark.parametrize(
    ("error", "name", "value"),
    [
        (errors.LimitError("Too often.", retry_after=7), "Retry-After", "7"),
        (errors.UnavailableError("Away."), "Retry-After", "60"),
        (MethodNotAllowed(valid_methods=["GET"]), "Allow", "GET"),
    ],
    ids=["pace", "unavailable", "method"],
)
def test_answers_carry_what_http_asks_for(
    error: errors.IssuerError | HTTPException, name: str, value: str
) -> None:
    """A client is told when to come back, and how."""
    assert value == answer_error(error).headers[name]


def test_faults_are_neither_kept_nor_listed() -> None:
    """A page that is missing today may exist tomorrow."""
    answer = answer_error(errors.NotFoundError("x"))

    assert "no-store" == answer.headers["Cache-Control"]
    assert "noindex" in answer.headers["X-Robots-Tag"]
