"""Independent verifiers: a Node program with its own JSON-LD stack, and openbadgeslib."""

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.interop.peers import NodePeer

SOURCES = Path(__file__).parent / "node"
OLDEST_NODE = 20


def unavailable(reason: str) -> None:
    """Skip with the reason; under CI=true fail, since a skip that nobody sees proves nothing."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def node_program(request: pytest.FixtureRequest) -> Path:
    """Return a folder with the Node program and its locked packages, installed once."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        unavailable("node and npm are not on PATH; install Node.js 20 or newer")
    version = _output([str(node), "--version"])
    found = re.match(r"v(\d+)\.", version)
    if found is None or int(found[1]) < OLDEST_NODE:
        unavailable(f"node is {version.strip()}; install Node.js 20 or newer")
    lock = (SOURCES / "package-lock.json").read_bytes()
    cache = request.config.cache
    assert cache is not None
    folder = cache.mkdir(f"interop-node-{hashlib.sha256(lock).hexdigest()[:16]}")
    for source in SOURCES.iterdir():
        if source.is_file():
            shutil.copy(source, folder)
    if not (folder / "installed").exists():
        _install(str(npm), folder)
    return folder


@pytest.fixture
def node_peer(node_program: Path, tmp_path: Path) -> NodePeer:
    """Return a verifier in another language, with another canonicalizer, without network."""
    return NodePeer(program=node_program, folder=tmp_path)


def _install(npm: str, folder: Path) -> None:
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(  # noqa: S603 # our own arguments
        command, cwd=folder, capture_output=True, text=True, timeout=300, check=False
    )
    if done.returncode != 0:
        unavailable(f"npm ci failed: {done.stderr.strip()[-400:]}")
    (folder / "installed").touch()


def _output(command: list[str]) -> str:
    return subprocess.run(  # noqa: S603 # our own arguments
        command, capture_output=True, text=True, timeout=30, check=True
    ).stdout
