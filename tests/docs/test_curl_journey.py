"""docs/api.md runs: its blocks, in order, in one bash, against a live server on this host."""

import os
import re
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from waitress.server import create_server

from issuer import accounts, issuance
from issuer.access import Role
from issuer.accounts.model import OrganisationKind
from issuer.app import House, build_house, flask_app
from issuer.clock import system_clock
from issuer.config import Settings
from issuer.vocab.openapi import operations

PAGE = Path(__file__).parents[2] / "docs" / "api.md"
BLOCKS = re.compile(r"^```bash\n(.*?)^```$", re.MULTILINE | re.DOTALL)
#: What the journey prints, line by line where it matters; `...` stands for random values.
OUTCOMES = [
    *("valid", "valid", "invalid"),
    *("not_fully_checked", "valid"),
    *("Revoked", "Revoked"),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A live server and its first administrator's token."""

    base: str
    token: str


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """Serve a new installation on a free loopback port."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    # A did:web names no address of the network (docs/divergences.md).
    base = f"http://localhost:{listener.getsockname()[1]}"
    settings = Settings(public_base_url=base, data_dir=tmp_path / "data")
    house = build_house(settings, system_clock, create=True)
    token = found(house)
    listening = create_server(flask_app(house), sockets=[listener], threads=4)
    worker = threading.Thread(target=listening.run, daemon=True)
    worker.start()
    yield Server(base=base, token=token)
    # Whoever finishes the last answer tells the listener so; it has to be there until then.
    listening.task_dispatcher.shutdown(cancel_pending=False, timeout=10)
    listening.close()
    worker.join(timeout=10)
    house.close()


def found(house: House) -> str:
    """Do what `issuer init` does and return the administrator's token."""
    organisation = accounts.create_organisation(
        accounts.CreateOrganisation(
            slug="riverbend",
            kind=OrganisationKind.SCHOOL,
            name="Riverbend Demo Academy",
            base_url=house.settings.public_base_url,
        ),
        house.accounts,
    )
    issuance.create_key(organisation.id, house.issuance)
    person = accounts.enrol_person(
        accounts.EnrolPerson(
            organisation=organisation.id, name="Administrator", roles=frozenset({Role.ADMIN})
        ),
        house.accounts,
    )
    _, secret = accounts.make_token(
        accounts.MakeToken(
            organisation=organisation.id, person=person.id, role=Role.ADMIN, label="first"
        ),
        house.accounts,
    )
    return secret


def test_curl_journey_comes_to_a_verified_and_then_revoked_badge(
    server: Server, tmp_path: Path
) -> None:
    """A reader of docs/api.md gets from nothing to a credential and to its revocation."""
    bash = shutil.which("bash")
    assert bash is not None, "install bash: docs/api.md is written for it"
    script = "set -euo pipefail\n" + "\n".join(BLOCKS.findall(PAGE.read_text(encoding="utf-8")))
    work = tmp_path / "work"
    work.mkdir()

    done = subprocess.run(  # noqa: S603 # our own page, on our own server
        [bash, "-c", script],
        cwd=work,
        env={**os.environ, "BASE": server.base, "ADMIN": server.token, "no_proxy": "*"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    assert f" {' '.join(OUTCOMES)} " in " ".join(done.stdout.split())


def test_journey_names_only_paths_that_are_described() -> None:
    """A path that the API lost would be found here even if nobody ran the blocks."""
    known = {re.sub(r"\{\w+\}", "*", operation.path) for operation in operations().values()}
    named = {
        re.sub(r"\$\{?\w+(##\*/)?\}?", "*", path)
        for block in BLOCKS.findall(PAGE.read_text(encoding="utf-8"))
        for path in re.findall(r"/api/v1/[^\s\"']+", block)
    }

    assert named
    assert named - known == set()
