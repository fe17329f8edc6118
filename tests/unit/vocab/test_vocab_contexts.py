"""Pinned contexts: the right bytes or no start, a known URL or no answer."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from issuer import vocab
from issuer.documents import canonical_bytes
from issuer.errors import ContextError, NotFoundError

#: URL and SHA-256 of the JCS form, from the tables of both specifications.
TABLE = [
    (
        "https://www.w3.org/ns/credentials/v2",
        "b463c8d6a066214123ddd9827b135e1b50e1fc73322cc52a9b12a4f1fc7d86cf",
    ),
    (
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        "04b1136ddc4eda9a8966bc7ef182789f233a26739473140ef75d6968c29a2966",
    ),
    (
        "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
        "15f4c347c6fe4380d9b6b93795859e33747ef48d5c55b91a71c52fb51c7bcbd7",
    ),
    (
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
        "bdd1d11a55a660322f24660862a1d430ee80cce584465f750909daa43684357c",
    ),
    (
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
        "8bb2354552b70cbdf2066f6d3e24bc5c2be2619145737580ad2aebdc366e77d5",
    ),
    (
        "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
        "7defe702c102faf14108579b7d65ef39ecf4c3bbef925b803e15bd77cd6e3394",
    ),
    (
        "https://www.w3.org/2018/credentials/v1",
        "b01e671e873981f19a9102a9a57f666dbcaeb31b99e3e124378d143e71549247",
    ),
    (
        "https://w3id.org/security/data-integrity/v2",
        "7ba3c50acf2689d5e07927267343eb353249c7c22a9f2d00307cc970e855e305",
    ),
    (
        "https://w3id.org/security/multikey/v1",
        "be20c3ee6af6e9c4102e66a85c26617831218e32216bdf050f870e389e737cdc",
    ),
    (
        "https://w3id.org/security/suites/ed25519-2020/v1",
        "fb517f09d990829aed734c9bad8cbbb2ac3d5063b865c7e3d81f246074bf5691",
    ),
    (
        "https://www.w3.org/ns/did/v1",
        "a7e146c40fcec005d3f0f14ae745665f446da58d7914a9d8f733746686fad82b",
    ),
    (
        "https://w3id.org/security/data-integrity/v1",
        "9505bf85338a4c2121ad03992ac90061bc85d43bcfa34d9d47b779381cf08b5f",
    ),
    (
        "https://www.w3.org/ns/credentials/status/v1",
        "b2fcebfbaf4e6beae2be370fda8a5f9f99c28540c798a75a8cdccc0fb1a12492",
    ),
    # In neither table: of the JCS form of its editor's package, which tests/interop compares.
    (
        "https://w3id.org/vc/status-list/2021/v1",
        "9768f9aa81ab6c3e2ad96b2d669eaba67afe13fff0140a853f1e3d313fab13b6",
    ),
]
#: Nothing that the import of vocab needs.
_BULK = shutil.ignore_patterns("web", "static", "__pycache__")
ISSUING = {TABLE[0][0], TABLE[1][0], TABLE[2][0], TABLE[5][0]}


@pytest.mark.parametrize(("url", "digest"), TABLE, ids=[url for url, _ in TABLE])
def test_context_has_the_digest_of_the_table(url: str, digest: str) -> None:
    """The content behind each URL is the one the specification names."""
    assert digest == hashlib.sha256(canonical_bytes(vocab.context_for(url))).hexdigest()


def test_no_other_context_is_pinned() -> None:
    """The table is complete, and only four contexts may stand in what we issue."""
    assert {url for url, _ in TABLE} == set(vocab.all_contexts())
    assert ISSUING == vocab.ISSUING_CONTEXTS
    assert vocab.ISSUING_CONTEXTS < vocab.VERIFYING_CONTEXTS


@pytest.mark.parametrize(
    "url",
    [
        "https://www.w3.org/ns/credentials/v2/",
        "http://www.w3.org/ns/credentials/v2",
        "https://WWW.w3.org/ns/credentials/v2",
        "https://www.w3.org/ns/credentials/examples/v2",
        "",
    ],
)
def test_near_miss_is_not_a_pinned_context(url: str) -> None:
    """A URL counts only letter for letter; the examples context is never among them."""
    with pytest.raises(ContextError) as caught:
        vocab.context_for(url)
    assert caught.value.code == "context"


@pytest.mark.parametrize(
    "url",
    [
        "https://purl.imsglobal.org/spec/ob/v3p0/context.json",
        "https://w3id.org/security/jwk/v1",
        "https://www.w3.org/ns/cid/v1",
    ],
)
def test_context_that_is_not_held_is_unsupported(url: str) -> None:
    """What the standard names and we lack is an open question, not a fault (OB-1)."""
    with pytest.raises(ContextError) as caught:
        vocab.context_for(url)
    assert caught.value.code == vocab.UNSUPPORTED_CONTEXT


def start(folder: Path) -> subprocess.CompletedProcess[str]:
    """Import the package in a fresh process that finds packages in `folder` first."""
    program = (
        "import sys, issuer.vocab; print(sorted({'pyld', 'openbadgeslib'} & sys.modules.keys()))"
    )
    root = str(Path(vocab.__file__).parents[2])
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(folder), root])}
    return subprocess.run(  # noqa: S603 # our own interpreter and program
        [sys.executable, "-c", program],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def copy_of(package: str, files: str, folder: Path) -> Path:
    """Copy the context files of an installed package into a folder of our own."""
    spec = find_spec(package)
    assert spec is not None
    assert spec.submodule_search_locations is not None
    source = Path(spec.submodule_search_locations[0]) / files
    target = folder / package / files
    shutil.copytree(source, target)
    (folder / package / "__init__.py").touch()
    return target


def test_start_reads_contexts_without_importing_their_packages(tmp_path: Path) -> None:
    """Importing vocab loads neither of the packages whose files it reads."""
    assert start(tmp_path).stdout == "[]\n"


@pytest.mark.parametrize(
    ("package", "files", "name"),
    [
        ("openbadgeslib", "ob3/contexts", "ob-v3p0-context-3.0.3.json"),
        ("pyld", "documentloader/frozen/bundled", "credentials-v1.jsonld"),
    ],
)
def test_one_changed_byte_refuses_to_start(
    tmp_path: Path, package: str, files: str, name: str
) -> None:
    """A bundled context with one letter changed stops the import (reliability row 23)."""
    path = copy_of(package, files, tmp_path) / name
    assert start(tmp_path).returncode == 0
    path.write_bytes(path.read_bytes().replace(b"issuer", b"isSuer", 1).replace(b"tag", b"taG", 1))
    refused = start(tmp_path)
    assert refused.returncode == 1
    assert "SettingsError" in refused.stderr
    assert "has the digest" in refused.stderr


def test_every_file_of_our_own_is_pinned() -> None:
    """Nothing lies in the folder that the table does not know."""
    folder = Path(vocab.__file__).parent / "documents"
    found = [canonical_bytes(json.loads(path.read_bytes())) for path in folder.glob("*.jsonld")]
    digests = {hashlib.sha256(each).hexdigest() for each in found}
    assert (3, set()) == (len(found), digests - {digest for _, digest in TABLE})


def test_one_changed_letter_of_our_own_copies_refuses_to_start(tmp_path: Path) -> None:
    """What lies in our own package is believed by its digest alone, like everything else."""
    package = tmp_path / "issuer"
    shutil.copytree(Path(vocab.__file__).parents[1], package, ignore=_BULK)
    assert start(tmp_path).returncode == 0
    path = package / "vocab" / "documents" / "vc-status-list-2021-v1.jsonld"
    path.write_bytes(path.read_bytes().replace(b"statusListIndex", b"statusListIndez", 1))
    refused = start(tmp_path)
    assert (1, True) == (refused.returncode, "SettingsError" in refused.stderr)
    assert "has the digest" in refused.stderr


def test_missing_file_refuses_to_start(tmp_path: Path) -> None:
    """A package without one of the files stops the import too."""
    (copy_of("openbadgeslib", "ob3/contexts", tmp_path) / "credentials-v2.json").unlink()
    assert "SettingsError" in start(tmp_path).stderr


@pytest.mark.parametrize(
    ("url", "size", "digest"),
    [
        (
            vocab.EXAMPLES_V2,
            84,
            "57393fbc69d6efb9b9b5dc9cb6b9880b0944360abfe2eaf459c9e58cf2279d7c",
        ),
        (
            vocab.UNDEFINED_TERMS_V2,
            90,
            "82dab514ba44eb18f5d1b0f638c5e140c6a556fbfb5089601bdc0fa5eb8b2581",
        ),
    ],
)
def test_context_of_one_vocabulary_is_that_of_the_w3c(url: str, size: int, digest: str) -> None:
    """The contexts that define every word are built to the published bytes."""
    data = vocab.held_bytes(url) or b""
    assert (size, digest) == (len(data), hashlib.sha256(data).hexdigest())
    assert vocab.open_context(url) == json.loads(data)


def test_published_bytes_are_held_for_what_is_pinned_by_bytes_alone() -> None:
    """A digest of another copy would be that of other white space than the publisher's."""
    assert vocab.held_bytes(vocab.CREDENTIALS_V1) is None
    assert vocab.held_bytes("https://w3id.org/vc/status-list/2021/v1") is None
    assert vocab.held_bytes("https://a.example/v1") is None
    assert 10_131 == len(vocab.held_bytes(vocab.CREDENTIALS_V2) or b"")


def test_schema_outside_the_folder_is_not_read() -> None:
    """A name cannot climb out of the folder of schemas."""
    with pytest.raises(NotFoundError):
        vocab.schema_bytes("../pyproject.toml")
    with pytest.raises(NotFoundError):
        vocab.schema_bytes("shapes/nothing.schema.json")
