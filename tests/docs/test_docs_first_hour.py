"""The variant of docs/first-hour.md for the terminal: its file is what the pages make, and runs."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from issuer import cli, criteria, logs
from issuer.app.opening import SettingsOpening
from issuer.web.starters import almost_nothing

_TEXT = (Path(__file__).parents[2] / "docs" / "first-hour.md").read_text(encoding="utf-8")
_FILE = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMANDS = re.compile(r"^```bash\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INIT = ("init", "--slug", "heron-house", "--name", "Heron House", "--sole-teacher")
