"""What foreign bytes reach first, each as a function of bytes that may raise `IssuerError` alone.

Any other exception that leaves a target is a finding. Used by `run.py` with atheris, and by the
tests with Hypothesis.
"""

import base64
import gzip
import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from tests.interop.tokens import token_documents

from issuer import proofs, status
from issuer.documents import canonical_bytes, read_json, write_document
from issuer.errors import IssuerError
from issuer.images import extract_png, extract_svg
from issuer.images.png import read_chunks
from issuer.proofs import jose
from issuer.verification import verify
from tests.defects.world import NOW
from tests.interop.credentials import good_lists, services_for

CORPUS = Path(__file__).resolve().parents[2] / "tests" / "defects" / "corpus"
Target = Callable[[bytes], None]

_SERVICES = services_for(NOW, documents=token_documents(), lists=good_lists(NOW))


def strict_json(data: bytes) -> None:
    """Read JSON; what is accepted has a canonical form, and reads back as it was."""
    with suppress(IssuerError):
        value = read_json(data)
        canonical_bytes(value)
        assert read_json(write_document(value), max_bytes=len(data) * 6 + 100) == value


def png(data: bytes) -> None:
    """Walk the chunks of a PNG and take its credential out."""
    with suppress(IssuerError):
        read_chunks(data)
    with suppress(IssuerError):
        extract_png(data)


def svg(data: bytes) -> None:
    """Take the credential out of an SVG."""
    with suppress(IssuerError):
        extract_svg(data)


def status_list(data: bytes) -> None:
    """Decode a list from its text, and from bytes that are packed well but are no list."""
    for text in (data.decode("latin-1"), "u" + _packed(data)):
        with suppress(IssuerError):
            status.StatusList.decode(text).bit(len(data))
    with suppress(IssuerError):
        value = read_json(data)
        status.read_status_list({"credentialSubject": value}, status.read_entry(value))


def did_web(data: bytes) -> None:
    """Read a did:web; what is accepted is an https URL that gives the same DID again."""
    text = data.decode("utf-8", "replace")
    for did in (text, f"did:web:{text}"):
        with suppress(IssuerError):
            url = proofs.did_web_to_url(did)
            assert url.startswith("https://")
    with suppress(IssuerError):
        proofs.url_to_did_web(text)
    with suppress(IssuerError):
        proofs.read_did_key(text)


def jwt(data: bytes) -> None:
    """Split a token, and a token whose parts are spelt well but say anything."""
    with suppress(IssuerError):
        jose.read_jwt(data)
    with suppress(IssuerError):
        header, _, payload = data.partition(b"\0")
        jose.read_jwt(b".".join(map(_spelt, (header, payload, b"x"))))


def verifier(data: bytes) -> None:
    """Verify anything: a report is always given."""
    verify(data, _SERVICES)


TARGETS: Mapping[str, Target] = {
    "strict_json": strict_json,
    "png": png,
    "svg": svg,
    "status_list": status_list,
    "did_web": did_web,
    "jwt": jwt,
    "verifier": verifier,
}


def seeds(name: str) -> Iterable[bytes]:
    """Return inputs to begin with, most of them out of the corpus of defects."""
    endings = {
        "strict_json": ("json",),
        "png": ("png",),
        "svg": ("svg",),
        "jwt": ("jwt",),
        "verifier": ("json", "jwt", "png", "svg", "txt"),
    }
    for ending in endings.get(name, ()):
        yield from (path.read_bytes() for path in sorted(CORPUS.glob(f"documents/*.{ending}")))
    yield from _SMALL.get(name, ())


def _packed(data: bytes) -> str:
    packed = gzip.compress(data * 2_000 + bytes(16_384), mtime=0)
    return base64.urlsafe_b64encode(packed).rstrip(b"=").decode("ascii")


def _spelt(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


_SMALL: Mapping[str, tuple[bytes, ...]] = {
    "status_list": (
        status.StatusList.from_bits([7]).encode().encode("ascii"),
        json.dumps(
            {
                "type": "BitstringStatusListEntry",
                "statusPurpose": "revocation",
                "statusListIndex": "7",
                "statusListCredential": "https://badges.riverbend.example/status/1",
                "statusSize": 1,
                "ttl": 300_000,
                "encodedList": status.StatusList.from_bits([7]).encode(),
            }
        ).encode(),
    ),
    "did_web": (
        b"did:web:badges.riverbend.example:issuers:academy",
        b"badges.riverbend.example%3A8443",
        b"https://badges.riverbend.example:8443/issuers/academy",
        b"did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
    ),
    "jwt": (b'{"alg":"ES256","kid":"did:web:x.example#k","typ":"JWT"}\0{"iss":"x","nbf":1}',),
}
