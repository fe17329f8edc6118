"""`issuer serve --conformance`: loud, on this machine alone, over TLS when asked."""

import contextlib
import json
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPSConnection
from pathlib import Path
from typing import Any

import pytest

from issuer.app.conformance import require_loopback
from issuer.config import Settings
from issuer.errors import SettingsError
from tests.vcapi import Generic

ISSUER = Path(sys.executable).with_name("issuer")
SECONDS = 60


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Return an environment without settings of an operator."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ISSUER_")}
    return {**kept, "ISSUER_DATA_DIR": str(folder / "nothing"), **more}


@contextlib.contextmanager
def serving(folder: Path, *options: str) -> Iterator[tuple[str, str]]:
    """Yield the first line and the warning of a running server."""
    with (folder / "warning").open("wb+") as warning:
        command = [str(ISSUER), "serve", "--conformance", "--port", str(free_port()), *options]
        with subprocess.Popen(  # noqa: S603 # our own program
            command, stdout=subprocess.PIPE, stderr=warning, text=True, env=environment(folder)
        ) as process:
            assert process.stdout is not None
            try:
                line = process.stdout.readline()
                yield line, (folder / "warning").read_text()
            finally:
                process.send_signal(signal.SIGINT)
                assert process.wait(SECONDS) == 0


def test_server_with_tls_issues_and_verifies(tmp_path: Path) -> None:
    """One line of JSON says where and as whom; the warning is loud; nothing is written."""
    with serving(tmp_path, "--tls-self-signed", "--json") as (line, warning):
        said = json.loads(line)
        base, did = said["base_url"], said["did"]
        connection = HTTPSConnection(
            base.removeprefix("https://"), context=untrusting(), timeout=SECONDS
        )
        idle = socket.create_connection(connection_place(base))
        credential = {**Generic().credential(), "issuer": did}
        status, issued = post(connection, "/vc/credentials/issue", {"credential": credential})
        verified = post(connection, "/vc/credentials/verify", issued)
        connection.close()
        idle.close()

    assert (201, 200, True) == (status, verified[0], verified[1]["verified"])
    assert did.startswith("did:key:z6Mk")
    assert "CONFORMANCE MODE" in warning
    assert not (tmp_path / "nothing").exists()


def test_server_says_where_it_is_in_one_line(tmp_path: Path) -> None:
    """Base URL and DID stand on one line, for a person too."""
    with serving(tmp_path) as (line, _):
        assert re.fullmatch(r"Serving http://127\.0\.0\.1:\d+/vc as did:key:z6Mk\w+\n", line)


def untrusting() -> ssl.SSLContext:
    """Return a context that takes a certificate which proves nothing."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def connection_place(base: str) -> tuple[str, int]:
    """Return host and port: a client that never speaks must not stop the others."""
    host, port = base.removeprefix("https://").split(":")
    return host, int(port)


def post(connection: HTTPSConnection, path: str, body: Any) -> tuple[int, Any]:
    """Send JSON and return status and JSON."""
    headers = {"Content-Type": "application/json"}
    for attempt in range(20):
        try:
            connection.request("POST", path, json.dumps(body), headers)
            break
        except ConnectionRefusedError:  # pragma: no cover - a slow machine
            time.sleep(0.1 * attempt)
    answer = connection.getresponse()
    return answer.status, json.loads(answer.read())


@pytest.mark.parametrize(
    "settings",
    [
        Settings(public_base_url="https://badges.example.org"),
        Settings(bind_host="0.0.0.0"),  # noqa: S104 # refused, which is the point
        Settings(bind_host="192.0.2.1"),
        Settings(bind_host="::"),
    ],
    ids=lambda settings: f"{settings.public_base_url} on {settings.bind_host}",
)
def test_address_that_others_could_reach_is_refused(settings: Settings) -> None:
    """What signs everything for everyone stays on this machine."""
    with pytest.raises(SettingsError, match="--conformance"):
        require_loopback(settings)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_own_address_is_accepted(host: str) -> None:
    """The three names of this machine."""
    require_loopback(Settings(bind_host=host))


@pytest.mark.parametrize(
    ("options", "more", "said"),
    [
        (["--conformance"], {"ISSUER_PUBLIC_BASE_URL": "https://a.example"}, "public_base_url"),
        (["--conformance", "--host", "0.0.0.0"], {}, "bind_host"),  # noqa: S104 # as above
        (["--tls-self-signed"], {}, "--tls-self-signed"),
    ],
)
def test_unsafe_start_is_one_line_and_exit_code_two(
    tmp_path: Path, options: list[str], more: dict[str, str], said: str
) -> None:
    """The last line names what to change."""
    done = subprocess.run(  # noqa: S603 # our own program
        [str(ISSUER), "serve", *options],
        env=environment(tmp_path, **more),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )

    assert 2 == done.returncode
    assert said in done.stderr.splitlines()[-1]


def test_port_in_use_is_one_line(tmp_path: Path) -> None:
    """A taken port is said, not thrown."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = subprocess.run(  # noqa: S603 # our own program
            [str(ISSUER), "serve", "--conformance", "--port", port],
            env=environment(tmp_path),
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )

    assert 2 == done.returncode
    assert "bind_port" in done.stderr.splitlines()[-1]
