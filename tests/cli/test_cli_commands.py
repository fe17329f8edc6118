"""The command line on a real installation in a new folder: what is printed and how it exits."""

import json
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from issuer import cli, logs
from issuer.app.opening import SettingsOpening

INIT = ("init", "--slug", "alder", "--name", "Alder Lane", "--kind", "homeschool", "--json")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point the command line at an empty folder."""
    monkeypatch.setenv("ISSUER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("ISSUER_TOKEN", raising=False)
    logs.configure(as_json=False)
    return tmp_path / "data"


def run(*arguments: str) -> Result:
    """Run one command as the terminal would."""
    return CliRunner().invoke(cli.commands(SettingsOpening()), arguments)


def made(*arguments: str) -> dict[str, str]:
    """Run a command that must succeed and return the JSON object that it printed last."""
    result = run(*arguments)
    assert 0 == result.exit_code, result.output
    answer: dict[str, str] = json.loads(result.stdout.splitlines()[-1])
    return answer


def test_init_makes_a_school_that_can_issue(home: Path) -> None:
    """Database, key-encryption key, organisation, signing key and an administrator's token."""
    school = made(*INIT)
    assert "did:web:localhost%3A8000:issuers:alder" == school["did"]
    assert school["token"].startswith("iss_")
    assert 0o600 == stat.S_IMODE((home / "kek").stat().st_mode)
    keys = json.loads(run("keys", "list", "--json").stdout)
    assert ["active"] * len(keys) == [key["state"] for key in keys]
    assert keys[0]["id"].startswith(school["did"] + "#z6Mk")


@pytest.mark.parametrize(("alone", "code"), [(("--sole-teacher",), 0), ((), 1)])
@pytest.mark.parametrize("role", ["teacher", "issuer"])
def test_first_person_assesses_and_approves_only_where_one_adult_is_alone(
    home: Path, alone: tuple[str, ...], code: int, role: str
) -> None:
    """Elsewhere the first person is administrator and gives these roles to others."""
    person = made(*INIT, *alone)["administrator"]
    assert code == run("tokens", "new", "--person", person, "--role", role).exit_code, home


@pytest.mark.parametrize("alone", [("--sole-teacher",), ()])
def test_init_says_where_one_adult_is_alone(home: Path, alone: tuple[str, ...]) -> None:
    """One sentence, where it holds and nowhere else."""
    said = run(*INIT[:-1], *alone).stdout
    assert bool(alone) == ("One adult assesses and approves here" in said), home


def test_init_with_a_did_key_needs_no_host(home: Path) -> None:
    """The organisation is named after its key."""
    school = made(*INIT, "--did", "key")
    keys = json.loads(run("keys", "list", "--json").stdout)
    assert school["did"].startswith("did:key:z6Mk")
    assert any(key["id"].startswith(school["did"]) for key in keys), home


def test_the_same_slug_is_never_given_twice(home: Path) -> None:
    """A second organisation must not take over the first one's addresses."""
    made(*INIT)
    again = run(*INIT)
    assert (1, True) == (again.exit_code, "[taken]" in again.stderr), (home, again.output)


def test_rotation_keeps_the_old_key_published(home: Path) -> None:
    """Old credentials go on verifying."""
    made(*INIT)
    before = {key["id"] for key in json.loads(run("keys", "list", "--json").stdout)}
    assert 0 == run("keys", "rotate", "--now").exit_code
    after = json.loads(run("keys", "list", "--json").stdout)
    assert before < {key["id"] for key in after}, home
    assert "retired" in {key["state"] for key in after}


def test_a_person_gets_a_token_for_a_role_they_hold(home: Path) -> None:
    """And for no other."""
    made(*INIT)
    person = made("people", "add", "--name", "Egret", "--role", "learner", "--json")["id"]
    assert made("tokens", "new", "--person", person, "--role", "learner", "--json")["token"]
    refused = run("tokens", "new", "--person", person, "--role", "admin")
    assert (1, True) == (refused.exit_code, "[role_not_held]" in refused.stderr), home


@pytest.mark.parametrize(
    "arguments",
    [
        ("revoke", "x", "--reason", "other"),
        ("suspend", "x", "--reason", "other"),
        ("reinstate", "x", "--reason", "resolved"),
        ("issue", "x"),
    ],
    ids=lambda arguments: str(arguments[0]),
)
def test_acting_needs_a_token(home: Path, arguments: tuple[str, ...]) -> None:
    """The terminal has no powers of its own over credentials."""
    made(*INIT)
    result = run(*arguments)
    assert (1, True) == (result.exit_code, "ISSUER_TOKEN" in result.stderr), home


def test_a_token_without_the_role_may_not_revoke(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An administrator manages keys and people, not badges; an unknown one looks alike."""
    monkeypatch.setenv("ISSUER_TOKEN", made(*INIT)["token"])
    result = run("revoke", "1" * 22, "--reason", "other")
    assert (1, True) == (result.exit_code, "[not_found]" in result.stderr), (home, result.output)


def test_without_an_installation_the_terminal_says_what_to_do(home: Path) -> None:
    """One line, and the exit code of a wrong setting."""
    result = run("keys", "list")
    assert 2 == result.exit_code
    assert 1 == len(result.stderr.splitlines())
    assert "issuer init" in result.stderr, home


def test_upgrade_is_safe_to_repeat(home: Path) -> None:
    """A second run finds nothing to do and says where the database is."""
    made(*INIT)
    first, second = run("db", "upgrade"), run("db", "upgrade")
    assert (0, first.stdout) == (second.exit_code, second.stdout), home


def test_a_file_is_verified_without_an_installation(home: Path, tmp_path: Path) -> None:
    """What is no badge is not valid, and nothing is created by looking."""
    file = tmp_path / "badge.json"
    file.write_text("{}")
    result = run("verify", str(file), "--json")
    assert (1, "invalid") == (result.exit_code, json.loads(result.stdout)["outcome"])
    assert not home.exists()


def test_a_missing_file_is_one_clear_line(home: Path) -> None:
    """No traceback for a misspelt name."""
    result = run("verify", "no-such-file.json")
    assert (1, True) == (result.exit_code, result.stderr.startswith("issuer: Cannot read")), home


def test_criteria_are_linted_and_explained(tmp_path: Path) -> None:
    """An author sees what would stop publishing, before anything is sent anywhere."""
    file = tmp_path / "badge.yaml"
    file.write_text(
        "spec: cbe-criteria/1\nbadge: b\nversion: 1\ntitle: B\nsummary: A short summary.\n"
        "scale: [low, high]\ncriteria: {id: all, title: All, evidence: {kinds: [file]}}\n"
    )
    linted = run("criteria", "lint", str(file), "--json")
    assert (1, ["E09"]) == (
        linted.exit_code,
        [found["code"] for found in json.loads(linted.stdout)],
    )
    assert "Hand in" in run("criteria", "explain", str(file)).stdout


def test_a_duplicate_name_in_a_criteria_file_is_refused(tmp_path: Path) -> None:
    """Two readers must not see two documents."""
    file = tmp_path / "badge.yaml"
    file.write_text("spec: cbe-criteria/1\nspec: cbe-criteria/1\n")
    result = run("criteria", "lint", str(file))
    assert (1, True) == (result.exit_code, "[dup_key]" in result.stderr), result.output


def test_a_role_is_given_for_a_time_and_taken_back(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The administrator's token acts; the only administrator needs no second one."""
    monkeypatch.setenv("ISSUER_TOKEN", made(*INIT)["token"])
    person = made("people", "add", "--name", "Heron", "--role", "teacher", "--json")["id"]
    given = run("people", "grant", person, "--role", "issuer", "--until", "2099-01-31", "--json")
    grant = json.loads(given.stdout.splitlines()[-1])
    ended = run("people", "withdraw", person, grant["id"])
    assert (False, "2099-01-31T00:00:00Z") == (grant["waits"], grant["until"]), home
    assert f"Ended: issuer ({grant['id']})" in ended.stdout


def test_a_role_that_does_not_wait_is_not_confirmed(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is nobody who would have to confirm it, and the command says so."""
    monkeypatch.setenv("ISSUER_TOKEN", made(*INIT)["token"])
    person = made("people", "add", "--name", "Heron", "--role", "teacher", "--json")["id"]
    grant = made("people", "grant", person, "--role", "registrar", "--json")["id"]
    refused = run("people", "confirm", person, grant)
    assert 0 != refused.exit_code, home
    assert "same_person" in refused.output or "second administrator" in refused.output


def test_site_is_exported_into_a_folder(home: Path, tmp_path: Path) -> None:
    """The counts are told, in words and as JSON; a second run changes nothing."""
    made(*INIT)
    first = made("export-site", str(tmp_path / "site"), "--json")
    second = run("export-site", str(tmp_path / "site"))

    assert home.exists()
    assert ["0", "0"] == [str(first[name]) for name in ("badges", "removed")]
    assert f"0 badges; 0 files written, {first['written']} unchanged, 0 removed\n" == second.stdout
    assert (tmp_path / "site" / "issuers" / "alder" / "did.json").is_file()


def test_folder_of_others_is_one_clear_line(home: Path, tmp_path: Path) -> None:
    """An operator who mistypes a path loses nothing."""
    made(*INIT)
    result = run("export-site", str(home))

    assert 1 == result.exit_code
    assert "no export of ours" in result.stderr
    assert 1 == len(result.stderr.strip().splitlines())
    assert not (tmp_path / "site").exists()
