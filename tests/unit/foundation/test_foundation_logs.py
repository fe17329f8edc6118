"""Logs hold ids, counts and codes, and nothing else (reliability.md row 93)."""

import io
import json

import pytest

from issuer import logs


def test_a_key_that_is_not_listed_is_dropped_and_named() -> None:
    """A name or token handed to the log by mistake stays out of it."""
    kept = logs.keep_allowed(None, "info", {"event": "a.b", "name": "Kestrel", "token": "iss_x"})
    assert {"event": "a.b", "dropped_keys": "name,token"} == kept


def test_a_line_is_one_json_object(capsys: pytest.CaptureFixture[str]) -> None:
    """A log collector reads each line on its own, with the request it belongs to."""
    logs.configure(as_json=True)
    logs.bind_request("r-1")
    logs.logger().info("credential.issued", credential="c-1", learner_name="Kestrel")
    line = json.loads(capsys.readouterr().err.splitlines()[-1])
    logs.bind_request("")
    assert ("credential.issued", "c-1", "r-1", "learner_name") == (
        line["event"],
        line["credential"],
        line["request_id"],
        line["dropped_keys"],
    )


def test_a_quiet_log_keeps_to_warnings(capsys: pytest.CaptureFixture[str]) -> None:
    """A person at the terminal reads the answer of the command, and still hears of trouble."""
    logs.configure(as_json=True, quiet=True)
    logs.logger().info("credential.issued")
    logs.logger().error("credential.refused")
    lines = capsys.readouterr().err.splitlines()
    logs.configure(as_json=True)
    assert ["credential.refused"] == [json.loads(line)["event"] for line in lines]


def test_a_replaced_standard_error_breaks_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A log line goes to what standard error is now; a closed one must not fail a request."""
    with monkeypatch.context() as patched:
        gone = io.StringIO()
        patched.setattr("sys.stderr", gone)
        logs.configure(as_json=True)
        gone.close()
    logs.logger().info("credential.issued")
    assert "credential.issued" in capsys.readouterr().err
