"""Programs and providers at the terminal, on a real installation in a new folder."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from joserfc.jwk import ECKey

from issuer import cli, logs
from issuer.app import build_house, flask_app
from issuer.app.opening import SettingsOpening
from issuer.clock import system_clock
from issuer.config import Settings

INIT = ("init", "--slug", "alder", "--name", "Alder Lane", "--json")
NEW = ("clients", "new", "--name", "Gradebook", "--scope", "people.read")


def run(*arguments: str) -> Result:
    """Run one command as the terminal would."""
    return CliRunner().invoke(cli.commands(SettingsOpening()), arguments)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make an installation in a new folder."""
    monkeypatch.setenv("ISSUER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("ISSUER_TOKEN", raising=False)
    logs.configure(as_json=False)
    assert 0 == run(*INIT).exit_code
    return tmp_path


def status(home: Path, client: str, secret: str) -> int:
    """Return how the token endpoint answers a program."""
    house = build_house(Settings(data_dir=home / "data"), system_clock)
    answer = (
        flask_app(house)
        .test_client()
        .post(
            "/oauth/token",
            base_url="http://localhost:8000",
            data={"grant_type": "client_credentials"},
            auth=(client, secret),
        )
    )
    house.close()
    return answer.status_code


def test_a_program_is_made_rotated_and_revoked(home: Path) -> None:
    """Each secret counts until the next one is made, and none after the end."""
    made = json.loads(run(*NEW, "--json").stdout)
    first = status(home, made["id"], made["secret"])
    rotated = json.loads(run("clients", "rotate", made["id"], "--json").stdout)
    between = [status(home, made["id"], each["secret"]) for each in (made, rotated)]
    run("clients", "revoke", made["id"])
    assert (200, [401, 200], 401) == (
        first,
        between,
        status(home, made["id"], rotated["secret"]),
    )


def test_the_list_says_which_programs_are_revoked(home: Path) -> None:
    """No secret is ever listed."""
    made = json.loads(run(*NEW, "--json").stdout)
    before = run("clients", "list").stdout
    run("clients", "revoke", made["id"])
    after = run("clients", "list").stdout
    assert (True, True, False) == ("active" in before, "revoked" in after, "isc_" in before), home


def test_a_program_with_a_key_has_no_secret(home: Path) -> None:
    """Its public key comes from a file."""
    file = home / "key.json"
    file.write_text(json.dumps(ECKey.generate_key("P-256").as_dict(private=False)))
    made = json.loads(run(*NEW, "--jwk", str(file), "--json").stdout)
    assert {"id": made["id"], "method": "private_key_jwt"} == made


def test_a_private_key_is_refused(home: Path) -> None:
    """What was given away once is no key."""
    file = home / "key.json"
    file.write_text(json.dumps(ECKey.generate_key("P-256").as_dict(private=True)))
    refused = run(*NEW, "--jwk", str(file))
    assert (1, True) == (refused.exit_code, "[jwk]" in refused.stderr)


def test_a_provider_is_added_listed_and_removed(home: Path) -> None:
    """The address to register there is printed; the secret never is."""
    file = home / "secret"
    file.write_text("a-secret\n")
    added = run(
        *("providers", "add", "--name", "School login", "--issuer", "https://login.example.org"),
        *("--client-id", "us", "--secret-file", str(file)),
    )
    provider = added.stdout.split()[1]
    listed = run("providers", "list").stdout
    run("providers", "remove", provider)
    assert (True, True, False, "") == (
        "http://localhost:8000/sign-in/provider/callback" in added.stdout,
        provider in listed,
        "a-secret" in added.stdout + listed,
        run("providers", "list").stdout,
    )


def test_nobody_comes_in_from_outside_with_power(home: Path) -> None:
    """Powerful roles are not even offered."""
    refused = run("providers", "add", "--newcomers", "admin")
    assert (2, True) == (refused.exit_code, "admin" in refused.stderr), home
