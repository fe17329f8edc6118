"""The variant of docs/first-hour.md for the terminal runs as it stands."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from issuer import cli, logs
from issuer.app.opening import SettingsOpening

_TEXT = (Path(__file__).parents[2] / "docs" / "first-hour.md").read_text(encoding="utf-8")
_FILE = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMANDS = re.compile(r"^```bash\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_INIT = re.compile(r"^ *```sh\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)


def _run(line: str) -> Result:
    _, *arguments = (word for word in shlex.split(line, comments=True) if word.strip())
    return CliRunner().invoke(cli.commands(SettingsOpening()), arguments)


def _first(pattern: re.Pattern[str]) -> str:
    found = pattern.search(_TEXT)
    assert found is not None
    return found[1]


def test_variant_for_the_terminal_publishes_the_badge_of_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is in the way of the file as printed, and every one of its commands succeeds."""
    monkeypatch.chdir(tmp_path)
    logs.configure(as_json=False)
    token = re.search(r"iss_\S+", _run(_first(_INIT)).stdout)
    assert token is not None
    monkeypatch.setenv("ISSUER_TOKEN", token[0])
    Path("bird-diary.yaml").write_text(_first(_FILE), encoding="utf-8")
    export, *commands = _first(_COMMANDS).splitlines()
    codes = [_run(line).exit_code for line in commands]

    assert "export ISSUER_TOKEN=iss_..." == export.partition("  ")[0]
    assert [0, 0, 0, 0] == codes
