"""What holds for every answer: host, headers, limits, faults (reliability.md rows 55 to 57)."""

import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from issuer.app import build_house, flask_app
from issuer.clock import system_clock
from issuer.config import Settings

#: What sends a browser anywhere, or lets it fetch something.
_LEADS = re.compile(r"(?:href|src|srcset|action|url)\s*=\s*([^\s>]+)")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Build the whole service on an empty installation."""
    folder: Path = tmp_path_factory.mktemp("app")
    settings = Settings(data_dir=folder, public_base_url="https://badges.example.org")
    built = flask_app(build_house(settings, system_clock, create=True))

    @built.get("/boom")
    def boom() -> str:
        raise ValueError("a secret detail")

    return built


class OurClient(FlaskClient):
    """Asks under our own name, unless told otherwise."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send one request."""
        kwargs.setdefault("base_url", "https://badges.example.org")
        return super().open(*args, **kwargs)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Ask under our own name."""
    app.test_client_class = OurClient
    return app.test_client()


@pytest.mark.parametrize(
    "host", ["evil.example", "badges.example.org.evil.example", "localhost", "badges.example.org:1"]
)
def test_another_host_is_misdirected(client: FlaskClient, host: str) -> None:
    """A forged Host header gets 421 and is repeated nowhere."""
    answer = client.get("/", base_url=f"https://{host}")
    assert (421, False) == (answer.status_code, "evil" in answer.text)


@pytest.mark.parametrize(
    ("language", "said"), [("en", "This is not our address"), ("es", "Esta no es")]
)
def test_page_under_another_name_leads_to_ours_alone(
    client: FlaskClient, language: str, said: str
) -> None:
    """Its one link is absolute: any other, a file or a form as well, would lead to that host."""
    headers = {"Accept": "text/html", "Accept-Language": language}
    answer = client.get("/", base_url="https://evil.example", headers=headers)
    page = answer.text
    leads = _LEADS.findall(page)
    assert (421, ['"https://badges.example.org/"'], True) == (
        answer.status_code,
        leads,
        said in page,
    )
    assert {"Location", "Link", "Refresh"}.isdisjoint(answer.headers)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "evil.example:443",
        "badges.example.org@evil.example",
        "evil.example@badges.example.org",
        "badges.example.org, evil.example",
        "badges.example.org evil.example",
        "badges.example.org/evil.example",
        "badges.example.org#evil.example",
        "badges.example.org?evil.example",
        "badges.example.org\\evil.example",
        "badges.example.org:443:evil.example",
        "badges.example.org:evil",
        "badges.example.org.",
        "[::1]",
        "[::1",
        "evil\u00e9.example",
    ],
)
@pytest.mark.parametrize("path", ["/verify", "/api/openapi.json", "/sign-in?next=/account"])
def test_t55_host_that_is_nearly_ours_is_misdirected(
    client: FlaskClient, host: str, path: str
) -> None:
    """T55: no reader finds our name in it where we would not; pages and programs alike."""
    answer = client.get(path, environ_overrides={"HTTP_HOST": host})
    assert (421, False) == (answer.status_code, "evil" in answer.text)


@pytest.mark.parametrize(
    "name",
    ["Forwarded", "X-Host", "X-Original-Host", "X-HTTP-Host-Override", "X-Forwarded-Server"],
)
def test_t55_other_headers_name_no_host(client: FlaskClient, name: str) -> None:
    """T55: what no proxy of ours sends is not looked at."""
    value = "host=evil.example" if name == "Forwarded" else "evil.example"
    answer = client.get("/api/openapi.json", headers={name: value})
    assert (200, False) == (answer.status_code, "evil" in answer.text)


@pytest.mark.parametrize("name", ["X-Original-URL", "X-Rewrite-URL"])
def test_t55_no_header_names_another_path(client: FlaskClient, name: str) -> None:
    """T55: a proxy that guards a path guards the path that is answered."""
    assert 404 == client.get("/nowhere", headers={name: "/verify"}).status_code


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Build the service as it stands behind one proxy."""
    settings = Settings(
        data_dir=tmp_path_factory.mktemp("behind"),
        public_base_url="https://badges.example.org",
        trusted_proxies=1,
    )
    return flask_app(build_house(settings, system_clock, create=True))


@pytest.mark.parametrize(
    ("forwarded", "status"),
    [
        (["badges.example.org"], 200),
        (["evil.example"], 421),
        (["evil.example, badges.example.org"], 421),
        (["badges.example.org, evil.example"], 421),
        (["evil.example", "badges.example.org"], 421),
        ([""], 421),
    ],
)
def test_t55_proxy_that_extends_what_a_client_sent_is_not_believed(
    behind: Flask, forwarded: list[str], status: int
) -> None:
    """T55: the proxy has to replace the header; a list means that it does not."""
    headers = [("X-Forwarded-Host", each) for each in forwarded]
    answer = behind.test_client().get(
        "/verify", base_url="https://badges.example.org", headers=headers
    )
    assert (status, False) == (answer.status_code, "evil" in answer.text)


def test_t55_a_forwarded_host_is_misdirected_as_well(client: FlaskClient) -> None:
    """T55: with or without a proxy that is believed, another host is not answered."""
    answer = client.get("/", headers={"X-Forwarded-Host": "evil.example"})
    assert (421, False) == (answer.status_code, "evil" in answer.text)


@pytest.mark.parametrize("path", ["/healthz", "/livez", "/readyz", "/startupz"])
def test_health_answers_whatever_the_host(client: FlaskClient, path: str) -> None:
    """A load balancer knows an address, not our name."""
    assert 200 == client.get(path, base_url="http://10.0.0.7").status_code


@pytest.mark.parametrize("path", ["/", "/verify", "/api/docs", "/api/openapi.json", "/nowhere"])
def test_every_answer_carries_the_walls(client: FlaskClient, path: str) -> None:
    """No script, no sniffing, no framing, no referrer, TLS for a year, and no cookie."""
    headers = client.get(path).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "nosniff" == headers["X-Content-Type-Options"]
    assert "no-referrer" == headers["Referrer-Policy"]
    assert "max-age=31536000" in headers["Strict-Transport-Security"]
    assert headers["X-Request-Id"]
    assert "Set-Cookie" not in headers


def test_a_browser_gets_a_page_and_a_program_a_problem(client: FlaskClient) -> None:
    """The same fault in the language of whoever asks."""
    page = client.get("/nowhere", headers={"Accept": "text/html,*/*;q=0.8"})
    problem = client.get("/nowhere", headers={"Accept": "*/*"})
    assert ("text/html", "application/problem+json") == (page.mimetype, problem.mimetype)
    assert (404, 404) == (page.status_code, problem.status_code)


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_a_bug_tells_no_detail(client: FlaskClient, accept: str) -> None:
    """500, a request id to quote, and nothing of what went wrong."""
    answer = client.get("/boom", headers={"Accept": accept})
    assert (500, False) == (answer.status_code, "secret" in answer.text)
    assert answer.headers["X-Request-Id"]


def test_too_large_a_body_is_refused(client: FlaskClient) -> None:
    """Before it is read into memory."""
    answer = client.post("/verify", data=b"x" * (5 * 1024 * 1024), content_type="text/plain")
    assert answer.status_code in {400, 413}
