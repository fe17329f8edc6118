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

from issuer import proofs, status
from issuer.documents import canonical_bytes, read_json, write_document
from issuer.errors import IssuerError
from issuer.images import clean_film, extract_png, extract_svg
from issuer.images.png import read_chunks
from issuer.proofs import jose
from issuer.verification import Expected, check_receipt, is_receipt, receipt_pdf, verify
from tests import films
from tests.defects.rows_older_badges import SIGNED as SIGNED_OLDER
from tests.defects.rows_older_badges import (
    WORLD,
    assertion,
)
from tests.defects.rows_older_tokens import claims, older
from tests.defects.rows_presentations import CHALLENGE, DOMAIN, as_token, by_tutor, holding
from tests.defects.rows_tokens import ES256
from tests.defects.world import NOW, lean_document
from tests.interop.credentials import TUTOR, good_lists, services_for
from tests.receipts import signed_receipt
from tests.tokens import header, token, token_documents

CORPUS = Path(__file__).resolve().parents[2] / "tests" / "defects" / "corpus"
Target = Callable[[bytes], None]

_ASKED = Expected(challenge=CHALLENGE, domain=frozenset({DOMAIN}))
_OLDER_WORLD = {url: write_document(each) for url, each in WORLD.items()}
_HOSTED = write_document(assertion())
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


def film(data: bytes) -> None:
    """Clean a film; what comes out is as long as what was a film of it, and clean."""
    with suppress(IssuerError):
        clean = clean_film(data)
        assert len(clean) <= len(data)
        assert clean_film(clean) == clean


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
        head, _, payload = data.partition(b"\0")
        jose.read_jwt(b".".join(map(_spelt, (head, payload, b"x"))))


def older_token(data: bytes) -> None:
    """Verify a token of VC 1.1 whose parts are spelt well but say anything, and one by the key."""
    head, _, payload = data.partition(b"\0")
    verify(b".".join(map(_spelt, (head, payload, b"x"))), _SERVICES)
    verify(token(header(), data.decode("utf-8", "replace"), ES256), _SERVICES)


def presentation(data: bytes) -> None:
    """Verify a token of a presentation that its holder signed, whatever it says, and its text."""
    text = data.decode("utf-8", "replace")
    verify(token(by_tutor(), text, TUTOR.sign), _SERVICES, expected=_ASKED)
    verify(data, _SERVICES, expected=_ASKED)


def older_badge(data: bytes) -> None:
    """Verify a badge of Open Badges 2.0, and one whose issuer's host answers anything at all."""
    verify(data, _SERVICES)
    address = sorted(_OLDER_WORLD)[len(data) % len(_OLDER_WORLD)]
    services = services_for(NOW, keys={**_OLDER_WORLD, address: data})
    verify(_HOSTED, services)
    verify(SIGNED_OLDER, services)


def receipt(data: bytes) -> None:
    """Check a receipt, as file and out of a sheet: an answer is always given."""
    is_receipt(data)
    check_receipt(data, _SERVICES)
    check_receipt(b"%PDF-1.7\n" + data, _SERVICES)


def verifier(data: bytes) -> None:
    """Verify anything: a report is always given."""
    verify(data, _SERVICES)


TARGETS: Mapping[str, Target] = {
    "strict_json": strict_json,
    "png": png,
    "svg": svg,
    "film": film,
    "status_list": status_list,
    "did_web": did_web,
    "jwt": jwt,
    "verifier": verifier,
    "older_token": older_token,
    "presentation": presentation,
    "older_badge": older_badge,
    "receipt": receipt,
}


def seeds(name: str) -> Iterable[bytes]:
    """Return inputs to begin with, most of them out of the corpus of defects."""
    endings = {
        "strict_json": ("json",),
        "png": ("png",),
        "svg": ("svg",),
        "jwt": ("jwt",),
        "verifier": ("json", "jwt", "png", "svg", "txt"),
        "presentation": ("json",),
    }
    for ending in endings.get(name, ()):
        yield from (path.read_bytes() for path in sorted(CORPUS.glob(f"documents/*.{ending}")))
    yield from _SMALL.get(name, ())


def _packed(data: bytes) -> str:
    packed = gzip.compress(data * 2_000 + bytes(16_384), mtime=0)
    return base64.urlsafe_b64encode(packed).rstrip(b"=").decode("ascii")


def _spelt(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


_RECEIPT = signed_receipt(write_document(lean_document()))
_SMALL: Mapping[str, tuple[bytes, ...]] = {
    "film": (films.with_positions(), films.with_positions(wide=True), films.in_parts()),
    "older_token": (
        write_document(claims(older())),
        b'{"alg":"ES256","kid":"did:web:x.example#k","typ":"JWT"}\0{"iss":"x","vc":{}}',
    ),
    "presentation": (
        write_document(holding(lean_document(), nonce=CHALLENGE, aud=DOMAIN)),
        as_token(lean_document()),
    ),
    "older_badge": (_HOSTED, SIGNED_OLDER, *_OLDER_WORLD.values()),
    "receipt": (_RECEIPT, receipt_pdf(_RECEIPT)),
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
