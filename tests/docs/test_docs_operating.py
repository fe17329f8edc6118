"""Documentation under test: what exists and is not described fails, and the reverse."""

import re
from dataclasses import fields
from pathlib import Path

import click
import pytest

from issuer import cli
from issuer.app.opening import SettingsOpening
from issuer.config import Settings

_ROOT = Path(__file__).resolve().parents[2]
OPERATING = (_ROOT / "docs/operating.md").read_text(encoding="utf-8")
_COMMANDS = cli.commands(SettingsOpening()).commands


@pytest.mark.parametrize("name", sorted(setting.name for setting in fields(Settings)))
def test_setting_is_documented(name: str) -> None:
    """An operator finds every setting, its unit and its default."""
    assert f"### `{name}`\n" in OPERATING


@pytest.mark.parametrize("name", sorted(set(_COMMANDS) - {"people"}))
def test_command_is_documented(name: str) -> None:
    """An operator finds every command."""
    assert f"### `issuer {name}`\n" in OPERATING


def test_nothing_is_documented_that_does_not_exist() -> None:
    """A heading that names a setting or command names a real one."""
    known = {setting.name for setting in fields(Settings)}
    known |= {f"issuer {name}" for name in _COMMANDS}
    assert set() == set(re.findall(r"^### `(.+)`$", OPERATING, re.MULTILINE)) - known


@pytest.mark.parametrize("name", sorted(_COMMANDS))
def test_command_explains_itself(name: str) -> None:
    """`--help` says in a sentence what a command does, and every subcommand as well."""
    command = _COMMANDS[name]
    below = command.commands.values() if isinstance(command, click.Group) else ()
    assert [] == [each.name for each in (command, *below) if not each.help]


def test_readme_begins_with_the_two_commands() -> None:
    """Run and test, each in one line."""
    blocks = re.findall(r"```sh\n(.+?)\n```", (_ROOT / "README.md").read_text(), re.DOTALL)
    assert blocks[0].endswith("issuer demo")
    assert blocks[1].endswith("pytest")


@pytest.mark.parametrize(
    "page", sorted(path.relative_to(_ROOT).as_posix() for path in _ROOT.glob("docs/**/*.md"))
)
def test_links_between_pages_lead_somewhere(page: str) -> None:
    """A relative link in the documentation names a file that exists."""
    path = _ROOT / page
    targets = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", path.read_text(encoding="utf-8"))
    assert [] == [target for target in targets if not (path.parent / target).exists()]
