"""Answers that are made without any use case."""

import io

import pytest
from flask import Flask

from issuer.api.answers import file_answer


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
