"""What `issuer demo` leaves on disk, read by independent verifiers: the product's own promise."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from issuer.clock import system_clock
from issuer.documents import Document, read_document
from issuer.verification import offline_services, verify
from tests.interop.peers import BIT_SET, NOT_VALID, VALID, NodePeer, openbadgeslib_refusal
from tests.node_packages import unavailable

pytestmark = pytest.mark.interop

SECONDS = 120
_PROGRAM = Path(sys.executable).parent / "issuer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """The files of one run, with what they are for."""

    credentials: tuple[Mapping[str, Any], ...]
    documents: Mapping[str, Document]
    lists: Mapping[str, bytes]
    folder: Path

    def read(self, credential: Mapping[str, Any], kind: str = "file") -> bytes:
        """Return the bytes of a credential, as JSON (`file`) or as a picture."""
        return (self.folder / str(credential[kind])).read_bytes()

    def with_status(self, status: str) -> list[Mapping[str, Any]]:
        """Return the credentials that the demo calls valid, or revoked."""
        found = [each for each in self.credentials if each["status"] == status]
        assert found, f"the demo has no credential that is {status}"
        return found

    def codes(self, data: bytes) -> tuple[str, ...]:
        """Return what our own verifier finds wrong, with nothing but these files."""
        services = offline_services(
            clock=system_clock, documents=self.documents, status_lists=self.lists
        )
        return verify(data, services).codes


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """Play the demo into a new folder, without serving it."""
    program = Path(sys.executable).parent / "issuer"
    if not program.exists():
        unavailable(f"{program} is not installed; run pip install -e '.[test]'")
    folder = tmp_path_factory.mktemp("demo") / "data"
    done = subprocess.run(  # noqa: S603 # our own program
        [str(program), "demo", "--data", str(folder), "--no-serve", "--json"],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout.strip().splitlines()[-1])
    data = Path(told["data"])
    return Demo(
        credentials=tuple(told["credentials"]),
        documents={
            did: read_document((data / file).read_bytes())
            for did, file in told["did_documents"].items()
        },
        lists={url: (data / file).read_bytes() for url, file in told["status_lists"].items()},
        folder=data,
    )


def test_valid_credentials_of_the_demo_verify_elsewhere(demo: Demo, node_peer: NodePeer) -> None:
    """A stranger's software accepts what the demo issued, status included."""
    for credential in demo.with_status("valid"):
        data = demo.read(credential)
        answer = node_peer.verify(data, demo.documents, demo.lists)
        assert (VALID, True, False, "") == (
            answer.status,
            answer.verified,
            answer.bit_set,
            answer.errors,
        )
        assert openbadgeslib_refusal(data, demo.documents, demo.lists) is None
        assert () == demo.codes(data)


def test_revoked_credentials_of_the_demo_are_seen_as_revoked(
    demo: Demo, node_peer: NodePeer
) -> None:
    """Both foreign implementations of the status list see the bit, and so do we."""
    for credential in demo.with_status("revoked"):
        data = demo.read(credential)
        answer = node_peer.verify(data, demo.documents, demo.lists)
        assert (BIT_SET, True) == (answer.status, answer.bit_set)
        refusal = openbadgeslib_refusal(data, demo.documents, demo.lists)
        assert re.search(r"is set at index", refusal or "valid")
        assert ("revoked",) == demo.codes(data)


def test_changed_letter_in_a_credential_of_the_demo_is_seen(
    demo: Demo, node_peer: NodePeer
) -> None:
    """One letter of the achievement's name, and nobody accepts it."""
    for credential in demo.with_status("valid"):
        document = json.loads(demo.read(credential))
        achievement = document["credentialSubject"]["achievement"]
        achievement["name"] = achievement["name"] + "s"
        data = json.dumps(document).encode("utf-8")
        answer = node_peer.verify(data, demo.documents, demo.lists)
        assert (NOT_VALID, True) == (answer.status, "Invalid signature" in answer.errors)
        refusal = openbadgeslib_refusal(data, demo.documents, demo.lists)
        assert re.search(r"signature mismatch", refusal or "valid")
        assert ("proof",) == demo.codes(data)


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_pictures_of_the_demo_hold_the_same_credential(demo: Demo, kind: str) -> None:
    """The badge in the picture says what its file says, and verifies likewise."""
    for credential in demo.credentials:
        expected = demo.codes(demo.read(credential))
        assert expected == demo.codes(demo.read(credential, kind))


def test_without_their_list_the_credentials_are_not_valid(demo: Demo, node_peer: NodePeer) -> None:
    """Offline and without the list, nobody calls them good."""
    for credential in demo.with_status("valid"):
        data = demo.read(credential)
        answer = node_peer.verify(data, demo.documents, {})
        assert (NOT_VALID, True) == (answer.status, "offline loader: refused" in answer.errors)
        without = replace(demo, lists={})
        assert ("status_unreachable",) == without.codes(data)


@pytest.fixture(scope="module")
def copied(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Export the demo's public site, those by link too, as an operator does."""
    folder = tmp_path_factory.mktemp("copied") / "site"
    done = subprocess.run(  # noqa: S603 # our own program
        [str(_PROGRAM), "export-site", str(folder), "--unlisted", "--json"],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
        env={**os.environ, "ISSUER_DATA_DIR": str(demo.folder)},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return folder


def test_badges_of_the_exported_site_verify_elsewhere(
    copied: Path, demo: Demo, node_peer: NodePeer
) -> None:
    """Keys, list and badge come from plain files; a stranger's software accepts and refuses."""
    documents = {
        str(document["id"]): document
        for document in (read_document(path.read_bytes()) for path in copied.rglob("did.json"))
    }
    lists = {
        f"http://localhost:8000/status/{path.name}": path.read_bytes()
        for path in (copied / "status").iterdir()
        if path.name != "index.html"
    }
    expected = {"valid": (VALID, False), "revoked": (BIT_SET, True)}
    found = []
    for credential in demo.credentials:
        data = (copied / "credentials" / str(credential["id"]).rsplit("/", 1)[1]).read_bytes()
        answer = node_peer.verify(data, documents, lists)
        found.append((answer.status, answer.bit_set))
        assert data == demo.read(credential)

    assert found == [expected[str(credential["status"])] for credential in demo.credentials]
    assert len(found) >= 2
