"""Answers that are made without any use case."""

import io

import pytest
from flask import Flask

from issuer.api import answer_error
from issuer.api.answers import file_answer
from issuer.errors import NotFoundError, SettingsError


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("notes.txt", "notes.txt"),
        ('a"b\\c/d.txt', "a_b_c_d.txt"),
        ("gpj.\u202eexe.txt", "gpj._exe.txt"),
        ("line\r\nbreak.txt", "line__break.txt"),
        ("", "evidence"),
    ],
)
def test_name_of_a_download_cannot_break_out(name: str, shown: str) -> None:
    """A file is saved under a plain name, whatever it was called when it was handed in."""
    with Flask("test").test_request_context():
        answer = file_answer(io.BytesIO(b"Words."), "text/plain", name)
        answer.close()

    assert shown in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Disposition"].startswith("attachment; ")


def test_every_not_found_has_the_same_bytes() -> None:
    """The sentence of an error may know more than the asker: it is not repeated (row 85)."""
    with Flask("test").test_request_context():
        one = answer_error(NotFoundError("This badge is private", code="private", pointer="/x"))
        other = answer_error(NotFoundError("There is no such thing"))

    assert one.data == other.data
    assert list(one.headers) == list(other.headers)


@pytest.mark.parametrize("error", [ValueError("secret"), SettingsError("secret: hunter2")])
def test_a_bug_tells_nothing(error: Exception) -> None:
    """What has no row is 500 without any detail of ours."""
    with Flask("test").test_request_context():
        answer = answer_error(error)

    assert answer.status_code == 500
    assert "secret" not in answer.get_data(as_text=True)
