"""Authoring from files at the terminal: whoever holds a token drafts, lints and publishes."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from issuer import cli, logs
from issuer.app.opening import SettingsOpening

LIBRARY = Path(__file__).parents[2] / "schemas" / "library"
INIT = ("init", "--slug", "alder", "--name", "Alder Lane", "--kind", "homeschool", "--json")
BADGE = LIBRARY / "data-analysis.badge.yaml"


def run(*arguments: str) -> Result:
    """Run one command as the terminal would."""
    return CliRunner().invoke(cli.commands(SettingsOpening()), arguments)


@pytest.fixture(autouse=True)
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Found a school and act as its administrator."""
    monkeypatch.setenv("ISSUER_DATA_DIR", str(tmp_path / "data"))
    logs.configure(as_json=False)
    made = json.loads(run(*INIT).stdout.splitlines()[-1])
    monkeypatch.setenv("ISSUER_TOKEN", made["token"])


def test_badge_is_linted_against_what_the_school_has_published() -> None:
    """Its rubric is unknown at first, and exit code 1 says so; then nothing stops it."""
    before = run("badges", "lint", str(BADGE))
    assert 0 == run("rubrics", "publish", str(LIBRARY / "data-analysis.rubric.yaml")).exit_code
    instrument = LIBRARY / "explains-clearly.instrument.yaml"
    assert 0 == run("instruments", "publish", str(instrument)).exit_code
    after = run("badges", "lint", str(BADGE))

    assert (1, True) == (before.exit_code, "E04" in before.stdout)
    assert (0, False) == (after.exit_code, "E04" in after.stdout)


def test_badge_is_drafted_and_then_published_from_the_same_file() -> None:
    """The draft names its state; publishing the same file again changes nothing."""
    badge = LIBRARY / "digital-literacy.badge.yaml"
    drafted = json.loads(run("badges", "draft", str(badge), "--json").stdout.splitlines()[-1])
    first = json.loads(run("badges", "publish", str(badge), "--json").stdout.splitlines()[-1])
    again = json.loads(run("badges", "publish", str(badge), "--json").stdout.splitlines()[-1])

    assert "draft" == drafted["state"]
    assert "published" == first["state"]
    assert first == again


def test_badge_that_lint_refuses_is_not_published() -> None:
    """The sentence lists what to mend."""
    refused = run("badges", "publish", str(BADGE))

    assert (1, True) == (refused.exit_code, "[lint]" in refused.stderr), refused.output


def test_nobody_authors_without_a_token(monkeypatch: pytest.MonkeyPatch) -> None:
    """The line says how to get one."""
    monkeypatch.delenv("ISSUER_TOKEN")
    refused = run("badges", "draft", str(BADGE))

    assert (1, True) == (refused.exit_code, "[sign_in]" in refused.stderr)
