"""Independent verifiers: a Node program with its own JSON-LD stack, and openbadgeslib."""

from pathlib import Path

import pytest

from tests.interop.peers import NodePeer
from tests.node_packages import installed

SOURCES = Path(__file__).parent / "node"


@pytest.fixture(scope="session")
def node_program(request: pytest.FixtureRequest) -> Path:
    """Return a folder with the Node program and its locked packages, installed once."""
    cache = request.config.cache
    assert cache is not None
    return installed(SOURCES, cache)


@pytest.fixture
def node_peer(node_program: Path, tmp_path: Path) -> NodePeer:
    """Return a verifier in another language, with another canonicalizer, without network."""
    return NodePeer(program=node_program, folder=tmp_path)
