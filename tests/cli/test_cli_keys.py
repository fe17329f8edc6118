"""`issuer keys` as an operator uses it: rotation in two steps, and the emergency."""

import base64
import json
import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from issuer import cli, logs
from issuer.app.opening import SettingsOpening

INIT = ("init", "--slug", "alder", "--name", "Alder Lane", "--kind", "homeschool", "--json")
Key = dict[str, str]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point the command line at a new installation."""
    monkeypatch.setenv("ISSUER_DATA_DIR", str(tmp_path / "data"))
    logs.configure(as_json=False)
    assert 0 == run(*INIT).exit_code
    return tmp_path / "data"


def run(*arguments: str, typed: str = "", later: timedelta | None = None) -> Result:
    """Run one command as the terminal would, perhaps on another day."""
    opening = SettingsOpening()
    if later is not None:
        opening.clock = lambda: datetime.now(UTC) + later
    return CliRunner().invoke(cli.commands(opening), arguments, input=typed)


def keys() -> list[Key]:
    """Return all keys."""
    found: list[Key] = json.loads(run("keys", "list", "--json").stdout)
    return found


def key_in(state: str, algorithm: str = "Ed25519") -> Key:
    """Return the one key in a state."""
    (only,) = (k for k in keys() if (k["state"], k["algorithm"]) == (state, algorithm))
    return only


def test_a_rotation_says_when_the_new_key_signs(home: Path) -> None:
    """The exact time, in the answer and in the list, and who does it."""
    said = run("keys", "rotate").stdout
    key = key_in("published")
    listed = run("keys", "list").stdout
    assert home.exists()
    for text in (said, listed):
        assert f"Signs from {key['switch']}" in text
        assert "issuer keys rotate --switch" in text


def test_switching_before_its_time_is_refused(home: Path) -> None:
    """One line with the time, and exit code 1."""
    run("keys", "rotate")
    result = run("keys", "rotate", "--switch")
    assert (1, True, True) == (
        result.exit_code,
        "[too_early]" in result.stderr,
        key_in("published")["switch"] in result.stderr,
    ), home


def test_switching_in_time_retires_the_old_key(home: Path) -> None:
    """A day later the published key signs."""
    old = key_in("active")["id"]
    run("keys", "rotate")
    new = key_in("published")["id"]
    assert 0 == run("keys", "rotate", "--switch", later=timedelta(hours=25)).exit_code
    assert (old, new) == (key_in("retired")["id"], key_in("active")["id"]), home


def test_rotating_at_once_says_what_it_costs(home: Path) -> None:
    """`--now` is allowed, and is no secret."""
    said = run("keys", "rotate", "--now").stdout
    assert (True, "retired") == ("You did not wait" in said, key_in("retired")["state"]), home


def test_a_wait_of_its_own_is_taken(home: Path) -> None:
    """`--wait 0` publishes and may switch at once, in two commands."""
    run("keys", "rotate", "--wait", "0", "--algorithm", "ES256")
    assert 0 == run("keys", "rotate", "--switch", "--algorithm", "ES256").exit_code, home


@pytest.mark.parametrize("wait", ["-1", "99999", "nan"])
def test_a_wait_that_is_none_is_refused(home: Path, wait: str) -> None:
    """Numbers of hours only."""
    result = run("keys", "rotate", "--wait", wait)
    assert (1, True) == (result.exit_code, "[wait]" in result.stderr), home


def test_two_ways_at_once_are_refused(home: Path) -> None:
    """It must be clear what is meant."""
    result = run("keys", "rotate", "--now", "--switch")
    assert (1, True) == (result.exit_code, "[options]" in result.stderr), home


def test_ending_a_key_asks_for_its_last_characters(home: Path) -> None:
    """Another word changes nothing; the right one ends the key and names its successor."""
    key = key_in("active")["id"]
    refused = run("keys", "compromise", key, typed="abcdef\n")
    before = key_in("active")["id"]
    ended = run("keys", "compromise", key, typed=f"{key[-6:]}\n")
    assert (1, key, 0) == (refused.exit_code, before, ended.exit_code), home
    assert key == key_in("compromised")["id"]
    assert key_in("active")["id"] in ended.stderr


def test_a_script_ends_a_key_without_being_asked(home: Path) -> None:
    """`--yes --json` prints one object; running it again changes nothing."""
    key = key_in("active")["id"]
    first = json.loads(run("keys", "compromise", key, "--yes", "--json").stdout)
    again = json.loads(run("keys", "compromise", key, "--yes", "--json").stdout)
    assert first == again, home
    assert (0, False, []) == (first["reissued"], first["left"], first["genuine"])


def test_the_list_of_genuine_badges_goes_to_a_file(home: Path, tmp_path: Path) -> None:
    """For those who verify elsewhere."""
    file = tmp_path / "genuine.json"
    key = key_in("active")["id"]
    assert 0 == run("keys", "genuine", key, "--export", str(file)).exit_code, home
    listed = json.loads(file.read_text())
    assert ([], {}, key) == (listed["genuine"], listed["entries"], listed["key"])


def test_a_list_of_genuine_badges_is_checked_without_an_installation(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever holds a badge asks about it; one that is not on the list ends with 1."""
    file, badge = tmp_path / "genuine.json", tmp_path / "badge.json"
    run("keys", "genuine", key_in("active")["id"], "--export", str(file))
    badge.write_bytes(b"{}")
    log_key = run("audit", "key").stdout.strip()
    monkeypatch.setenv("ISSUER_DATA_DIR", str(tmp_path / "nothing"))
    fine = run("keys", "check-genuine", str(file), "--key", log_key)
    forged = run("keys", "check-genuine", str(file), "--badge", str(badge))
    assert (True, 0, 1) == (home.exists(), fine.exit_code, forged.exit_code)


def _seeds(home: Path) -> list[bytes]:
    """Open every sealed key with the key-encryption key, as only a test may."""
    cipher = AESGCM((home / "kek").read_bytes())
    with closing(sqlite3.connect(home / "issuer.sqlite3")) as connection:
        rows = connection.execute(
            "SELECT sealed, organisation, public_key_multibase, version FROM key"
        ).fetchall()
    return [
        cipher.decrypt(sealed[:12], sealed[12:], f"{school}|{public}|{version}".encode())
        for sealed, school, public, version in rows
    ]


def test_no_secret_is_in_what_is_stored_or_printed(home: Path) -> None:
    """Row 6.3: neither seeds nor the key that seals them, in any spelling, but in its own file."""
    words = (("keys", "rotate", "--now"), ("keys", "rotate"), ("keys", "list"), ("check",))
    printed = "".join(run(*each).output for each in words).encode()
    secrets = [(home / "kek").read_bytes(), *_seeds(home)]
    needles = [
        spelt
        for secret in secrets
        for spelt in (secret, secret.hex().encode(), base64.b64encode(secret).rstrip(b"="))
    ]
    stored = {
        path.name: path.read_bytes()
        for path in home.rglob("*")
        if path.is_file() and path.name != "kek"
    }
    assert len(secrets) == 5
    assert stored
    assert [] == [
        name
        for name, data in {**stored, "printed": printed}.items()
        if any(needle in data for needle in needles)
    ]


def test_files_of_a_new_installation_are_private(home: Path) -> None:
    """The folder and the key in it are the owner's alone."""
    assert (0o700, 0o600) == tuple(
        stat.S_IMODE(path.stat().st_mode) for path in (home, home / "kek")
    )
