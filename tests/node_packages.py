"""Installs the locked npm packages of a test folder once, however many workers want them."""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

OLDEST_NODE = 20
_COMMAND = ("ci", "--ignore-scripts", "--no-audit", "--no-fund")


def unavailable(reason: str) -> None:
    """Skip with the reason; under CI=true fail, since a skip that nobody sees proves nothing."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def installed(sources: Path, cache: pytest.Cache) -> Path:
    """Return a folder with the files of `sources` and their packages; skips without Node."""
    npm = _require_node()
    lock = (sources / "package-lock.json").read_bytes()
    folder = cache.mkdir(f"node-{hashlib.sha256(lock).hexdigest()[:16]}")
    with (folder / "lock").open("w") as handle:
        # Two workers of one run must not install into one folder at once.
        fcntl.flock(handle, fcntl.LOCK_EX)
        for source in sources.iterdir():
            if source.is_file():
                shutil.copy(source, folder)
        if not (folder / "installed").exists():
            _install(npm, folder)
    return folder


def _require_node() -> str:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        unavailable("node and npm are not on PATH; install Node.js 20 or newer")
    version = subprocess.run(  # noqa: S603 # our own arguments
        [str(node), "--version"], capture_output=True, text=True, timeout=30, check=True
    ).stdout
    found = re.match(r"v(\d+)\.", version)
    if found is None or int(found[1]) < OLDEST_NODE:
        unavailable(f"node is {version.strip()}; install Node.js 20 or newer")
    return str(npm)


def _install(npm: str, folder: Path) -> None:
    done = subprocess.run(  # noqa: S603 # our own arguments
        [npm, *_COMMAND], cwd=folder, capture_output=True, text=True, timeout=300, check=False
    )
    if done.returncode != 0:
        unavailable(f"npm ci failed: {done.stderr.strip()[-400:]}")
    (folder / "installed").touch()
