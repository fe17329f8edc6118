"""How to ask the independent verifiers: everything they may read is handed to them as files."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from openbadgeslib.ob3 import OB3LdpVerifier, OB3VerificationError, OB3Verifier

from issuer.clock import format_instant
from issuer.documents import Document, write_document
from issuer.proofs import did_web_to_url
from issuer.vocab import all_contexts
from tests.interop.credentials import Party

VALID, NOT_VALID, BIT_SET = 0, 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the Node program said, by exit status and in words."""

    status: int
    verified: bool
    bit_set: bool
    status_checked: bool
    errors: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NodePeer:
    """@digitalbazaar/vc with a closed document loader, as a program of its own."""

    program: Path
    folder: Path

    def verify(
        self,
        credential: bytes,
        documents: Mapping[str, Document],
        lists: Mapping[str, bytes],
    ) -> Answer:
        """Ask whether a credential verifies, given DID documents and status lists."""
        files = [self._write("credential.json", credential)]
        for number, document in enumerate(documents.values()):
            files.append(self._write(f"did-{number}.json", write_document(document)))
        for number, data in enumerate(lists.values()):
            files.append(self._write(f"list-{number}.json", data))
        done = self._run("verify.mjs", *files)
        said = json.loads(done.stdout)
        return Answer(
            status=done.returncode,
            verified=said["verified"],
            bit_set=said["bitSet"],
            status_checked=said["statusChecked"],
            errors="; ".join(said["errors"]),
        )

    def issue(self, unsigned: Document, party: Party, created: datetime) -> bytes:
        """Ask for a credential signed by the other program with this key."""
        file = self._write("unsigned.json", write_document(unsigned))
        return self._signed(party, created, "issue.mjs", file)

    def issue_with(self, suite: str, unsigned: Document, party: Party, created: datetime) -> bytes:
        """Ask for a credential of another suite; for a curve such as P-256, by a key of its own."""
        file = self._write("unsigned.json", write_document(unsigned))
        return self._signed(party, created, "issue_suite.mjs", file, suite)

    def list_2021(self, url: str, party: Party, created: datetime, *indices: int) -> bytes:
        """Ask for a signed StatusList2021 of revocations with these bits set."""
        return self._signed(party, created, "list_2021.mjs", url, rest=map(str, indices))

    def _signed(
        self, party: Party, created: datetime, *asked: str, rest: Iterable[str] = ()
    ) -> bytes:
        """Let a script sign with a party's key: its words, then the key, then what may follow."""
        key = (party.seed.hex(), party.method_id, party.did)
        done = self._run(*asked, *key, *rest, DATE=format_instant(created))
        assert done.returncode == 0, done.stderr
        return done.stdout.encode("utf-8")

    def published_contexts(self) -> dict[str, Document]:
        """Ask for the contexts that the packages of their editors ship, by URL."""
        done = self._run("contexts.mjs")
        assert done.returncode == 0, done.stderr
        contexts: dict[str, Document] = json.loads(done.stdout)
        return contexts

    def canonize(self, documents: Sequence[bytes]) -> list[str]:
        """Ask for the canonical form of each document, in one process."""
        file = self._write("documents.json", b"[" + b",".join(documents) + b"]")
        done = self._run("canonize.mjs", file)
        assert done.returncode == 0, done.stderr
        forms: list[str] = json.loads(done.stdout)
        return forms

    def read_token(self, token: bytes, key_set: Document) -> dict[str, Any] | str:
        """Ask `jose` for header and payload of a token; returns its error code if it refuses."""
        files = (self._write("token.jwt", token), self._write("jwks.json", write_document(key_set)))
        done = self._run("token.mjs", "verify", *files)
        if done.returncode != 0:
            return done.stdout.strip()
        said: dict[str, Any] = json.loads(done.stdout)
        return said

    def sign_token(self, payload: Document, header: Document, private_jwk: Document) -> bytes:
        """Ask `jose` for a token signed with this key."""
        given = {"payload.json": payload, "header.json": header, "key.json": private_jwk}
        files = [self._write(name, write_document(value)) for name, value in given.items()]
        done = self._run("token.mjs", "sign", *files)
        assert done.returncode == 0, done.stdout
        return done.stdout.strip().encode("ascii")

    def _run(self, script: str, *arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
        contexts = json.dumps(dict(all_contexts()), default=dict).encode("utf-8")
        environment = {
            "PATH": os.environ["PATH"],
            "CONTEXTS": self._write("contexts.json", contexts),
            **extra,
        }
        node = shutil.which("node")
        assert node is not None
        return subprocess.run(  # noqa: S603 # our own arguments
            [node, str(self.program / script), *arguments],
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def _write(self, name: str, data: bytes) -> str:
        path = self.folder / name
        path.write_bytes(data)
        return str(path)


def openbadgeslib_refusal(
    credential: bytes, documents: Mapping[str, Document], lists: Mapping[str, bytes]
) -> str | None:
    """Return why openbadgeslib refuses a credential, or None if it verifies, status included.

    Its `download` argument takes the place of the network. It verifies the signature of lists in
    the JWT form only, so that step is left to the Node program and to our own verifier.
    """
    try:
        OB3LdpVerifier().verify(
            credential,
            check_status=True,
            verify_status_list=False,
            download=_download_from(documents, lists),
        )
    except OB3VerificationError as error:
        return str(error)
    return None


def openbadgeslib_token_refusal(
    token: bytes, issuer: str, documents: Mapping[str, Document], lists: Mapping[str, bytes]
) -> str | None:
    """Return why openbadgeslib refuses a token of this issuer, or None if it verifies."""
    download = _download_from(documents, lists)
    try:
        verifier = OB3Verifier.for_issuer_did(issuer, download)
        verifier.verify(
            token.decode("ascii"), check_status=True, verify_status_list=False, download=download
        )
    except OB3VerificationError as error:
        return str(error)
    return None


def _download_from(
    documents: Mapping[str, Document], lists: Mapping[str, bytes]
) -> Callable[[str], bytes]:
    served: dict[str, Any] = dict(lists)
    for did, document in documents.items():
        if did.startswith("did:web:"):
            served[did_web_to_url(did)] = write_document(document)

    def download(url: str) -> bytes:
        if url not in served:
            raise OSError(f"offline: {url} was not given")
        return bytes(served[url])

    return download
