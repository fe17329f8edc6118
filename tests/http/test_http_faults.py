"""Every fault in the product's style: a page for people, a problem document for programs."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from issuer import logs
from issuer.app import build_house, flask_app
from issuer.clock import system_clock
from issuer.config import Settings
from issuer.problems.table import ROWS
from tests.faults import FAULTS, add_faults

BASE = "http://localhost:8000"
#: Under a name that is not ours, the one way on is to the other name.
_WAYS = {421: 'href="https://badges.example.org/"'}
BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Build the service with one more route that fails as asked."""
    folder: Path = tmp_path_factory.mktemp("faults")
    house = build_house(Settings(data_dir=folder), system_clock, create=True)
    built = flask_app(house)
    add_faults(built)
    yield built
    house.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Ask under our own name."""
    return app.test_client()


@pytest.mark.parametrize("status", FAULTS)
def test_person_gets_a_page(client: FlaskClient, status: int) -> None:
    """A title, what happened, what to do, a way on; kept by nobody and listed nowhere."""
    answer = client.get(f"/fault/{status}", headers={"Accept": BROWSER}, base_url=BASE)

    assert (status, "text/html") == (answer.status_code, answer.mimetype)
    assert f'<p class="code">{status}</p>' in answer.text
    assert 1 == answer.text.count("<h1>")
    assert _WAYS.get(status, 'href="/verify"') in answer.text
    assert "no-store" == answer.headers["Cache-Control"]
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert "This did not work" not in answer.text
    for hidden in ("Wren", "wren", "Traceback"):
        assert hidden not in answer.text


@pytest.mark.parametrize("status", FAULTS)
def test_program_gets_a_problem(client: FlaskClient, status: int) -> None:
    """RFC 9457: type, title, status, detail, and our code; nothing of the inside."""
    answer = client.get(f"/fault/{status}", headers={"Accept": "application/json"}, base_url=BASE)
    problem = json.loads(answer.data)

    assert (status, "application/problem+json") == (answer.status_code, answer.mimetype)
    assert {"type", "title", "status", "detail", "code"} <= set(problem)
    assert status == problem["status"]
    assert "no-store" == answer.headers["Cache-Control"]
    assert "wren" not in problem["detail"].lower()


@pytest.mark.parametrize(
    ("status", "seconds"), [(429, "7"), (503, "60"), (507, "3600")], ids=["pace", "away", "full"]
)
@pytest.mark.parametrize("accept", [BROWSER, "application/json"], ids=["page", "problem"])
def test_waiting_is_said_in_seconds(
    client: FlaskClient, status: int, seconds: str, accept: str
) -> None:
    """Where waiting helps, `Retry-After` says how long."""
    answer = client.get(f"/fault/{status}", headers={"Accept": accept}, base_url=BASE)

    assert seconds == answer.headers["Retry-After"]


def test_log_of_a_bug_says_where_and_not_about_whom(
    client: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    """Row 93: request id, type and lines of code; the message may quote people's data."""
    logs.configure(as_json=True)
    answer = client.get("/fault/500", headers={"Accept": BROWSER}, base_url=BASE)
    logged = capsys.readouterr().err

    assert answer.headers["X-Request-Id"] in answer.text
    assert answer.headers["X-Request-Id"] in logged
    assert "RuntimeError" in logged
    assert "faults.py" in logged
    assert "wren" not in logged


def test_every_status_of_the_table_of_errors_is_shown_here() -> None:
    """An error with a status of its own is looked at, once it exists."""
    assert {int(row.status) for row in ROWS.values()} <= set(FAULTS)


@pytest.mark.parametrize("status", FAULTS)
def test_page_speaks_the_language_of_its_reader(client: FlaskClient, status: int) -> None:
    """What we say ourselves has a Spanish sentence; what an error says is English as yet."""
    headers = {"Accept": BROWSER, "Accept-Language": "es"}
    told = [
        client.get(f"/fault/{status}", headers=given, base_url=BASE).text.split("<h1>")[1]
        for given in (headers, {"Accept": BROWSER})
    ]
    titles = {each.split("</h1>")[0] for each in told}
    assert 2 == len(titles)
