"""did:web and did:key, and controller documents read strictly (Controlled Identifiers 1.0).

Nothing is looked up here: `remote` fetches a document, this module says where it lies and what a
method in it is worth.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from urllib.parse import urlsplit

from issuer.clock import format_instant, parse_instant
from issuer.documents import Document, Json
from issuer.errors import InvalidProofError, MalformedError
from issuer.proofs.key_types import KeyType
from issuer.proofs.keys import read_multikey, write_multikey

DID_CONTEXTS = ("https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1")
#: What gives `JsonWebKey` a meaning, where a document has one (CID-8).
JWK_CONTEXT = "https://w3id.org/security/jwk/v1"
JWK_TYPE = "JsonWebKey"
#: A document with more methods than this is read by nobody with good intent.
MAX_METHODS = 100

_MAX_DID = 1_024
_MAX_HOST = 253
_MAX_PORT = 65_535
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?=.{{1,{_MAX_HOST}}}$){_LABEL}(?:\.{_LABEL})+|localhost", re.ASCII)
#: `inet_aton` reads a last label like these as part of an address: 127.1, 0x7f.1, 2130706433.
_NUMERIC_LABEL = re.compile(r"[0-9]+|0x[0-9a-f]*", re.ASCII)
_SEGMENT = re.compile(r"[A-Za-z0-9_~-][A-Za-z0-9._~-]*", re.ASCII)
_PORT = re.compile(r"[1-9][0-9]{0,4}", re.ASCII)
_PRIVATE = frozenset({"secretKeyMultibase", "secretKeyJwk", "privateKeyMultibase", "d"})
_KEYS = frozenset({"publicKeyMultibase", "publicKeyJwk", "publicKeyBase58", "publicKeyHex"})


class PublishedMethod(Protocol):
    """A key under its full id, of whichever type; fits `did_document`."""

    @property
    def id(self) -> str:
        """Return the full id."""
        ...

    @property
    def controller(self) -> str:
        """Return who controls it."""
        ...

    def to_dict(self) -> dict[str, Json]:
        """Return the entry of a DID document."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationMethod:
    """A public key under its full id, and who controls it.

    A proof made after `expires` or `revoked` does not hold (CID-3).

    Attributes:
        public_key: 32 raw bytes for Ed25519, else a compressed point.
    """

    id: str
    controller: str
    public_key: bytes
    key_type: KeyType = KeyType.ED25519
    expires: datetime | None = None
    revoked: datetime | None = None

    def to_dict(self) -> dict[str, Json]:
        """Return the entry of a DID document, a Multikey."""
        return {
            "id": self.id,
            "type": "Multikey",
            "controller": self.controller,
            "publicKeyMultibase": write_multikey(self.key_type, self.public_key),
            **written_ends(self.expires, self.revoked),
        }


def method_id(did: str, public_key: bytes, key_type: KeyType = KeyType.ED25519) -> str:
    """Return the id of a method, named after the key it holds (OB-34)."""
    return f"{did}#{write_multikey(key_type, public_key)}"


def did_key_method(did_or_id: str) -> VerificationMethod:
    """Compute the only method of a did:key, from the DID or from the method's id (CID-7).

    Raises:
        MalformedError: not a did:key (`did`), a fragment that is not its own key (`did`), or no
            key of a kind that is read here (`multikey`, `multibase`).
        InvalidProofError: a key that nobody may trust, code `weak_key`.
    """
    did, _, fragment = did_or_id.partition("#")
    prefix, _, text = did.rpartition(":")
    if prefix != "did:key":
        raise MalformedError("Write did:key:z6Mk...", code="did")
    key_type, public_key = read_multikey(text)
    method = VerificationMethod(
        id=f"{did}#{text}", controller=did, public_key=public_key, key_type=key_type
    )
    if text != write_multikey(key_type, public_key) or (fragment and did_or_id != method.id):
        raise MalformedError("The fragment of a did:key is the key itself", code="did")
    return method


def did_document(did: str, methods: Iterable[PublishedMethod]) -> Document:
    """Write the DID document of an issuer, retired methods included (CID-5, CID-8, OB-35).

    Raises:
        MalformedError: a method of another controller, code `did`.
    """
    listed = tuple(methods)
    if any(method.controller != did or not _is_of(method.id, did) for method in listed):
        raise MalformedError(f"List only methods of {did}", code="did")
    written = [method.to_dict() for method in listed]
    has_jwk = any(method["type"] == JWK_TYPE for method in written)
    return {
        "@context": [*DID_CONTEXTS, JWK_CONTEXT] if has_jwk else list(DID_CONTEXTS),
        "id": did,
        "verificationMethod": written,
        "assertionMethod": [method.id for method in listed],
    }


def find_entry(document: Document, wanted: str, relationship: str) -> tuple[Document, str]:
    """Return the entry of a method and its controller, its key not yet read (CID-4).

    Raises:
        InvalidProofError: `vm_url`, `did_document`, `did_document_id`, `vm_unknown`,
            `issuer_vm_mismatch` (foreign controller) or `vm_not_authorised`.
    """
    controller, _, fragment = wanted.partition("#")
    if not fragment or ":" not in controller:
        raise InvalidProofError("The method's id is not a URL with a fragment", code="vm_url")
    if document.get("id") != controller:
        raise InvalidProofError(
            "The document is not about the method's controller",
            code="did_document_id",
            pointer="/id",
        )
    if document.get("deactivated") is True:
        raise InvalidProofError("The document says that it holds no more", code="did_document")
    entries = _entries(document, relationship)
    embedded = [entry for entry in entries if isinstance(entry, dict)]
    found = [
        entry
        for entry in (*_entries(document, "verificationMethod"), *embedded)
        if isinstance(entry, dict) and entry.get("id") == wanted
    ]
    if len(found) != 1:
        raise InvalidProofError("The issuer does not publish this method once", code="vm_unknown")
    if found[0] not in embedded and wanted not in entries:
        raise InvalidProofError(
            f"The issuer does not list this method as {relationship}", code="vm_not_authorised"
        )
    if found[0].get("controller") != controller:
        raise InvalidProofError("The key is controlled by another", code="issuer_vm_mismatch")
    return found[0], controller


def did_web_to_url(did: str) -> str:
    """Return the https URL of the document of a did:web (CID-6).

    Raises:
        MalformedError: outside the strict grammar, code `did`.
    """
    host, port, segments = _read_did_web(did)
    path = "/".join(segments) or ".well-known"
    return f"https://{host}{':' + port if port else ''}/{path}/did.json"


def url_to_did_web(url: str) -> str:
    """Return the did:web of an https URL, without `did.json`: host form or path form.

    Raises:
        MalformedError: not an https URL that did:web can express, code `did`.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise MalformedError(f"{url[:80]!r} is not a URL", code="did") from error
    host = parts.netloc if port is None else parts.netloc.removesuffix(f":{port}")
    path = parts.path.strip("/") if parts.path in ("", "/") else parts.path.removeprefix("/")
    did = ":".join(
        [
            "did:web",
            host if port is None else f"{host}%3A{port}",
            *(path.split("/") if path else []),
        ]
    )
    plain = url.startswith("https://") and not (parts.query or parts.fragment)
    if not plain or ":" in path:
        raise MalformedError("did:web needs a plain https URL", code="did")
    _read_did_web(did)
    return did


def _read_did_web(did: str) -> tuple[str, str, list[str]]:
    """Split into host, port and path; percent only as %3A before the port, host in A-labels."""
    scheme, _, rest = did.partition("did:web:")
    authority, *segments = rest.split(":")
    host, mark, port = authority.partition("%3A")
    port_fits = not mark or (_PORT.fullmatch(port) is not None and int(port) <= _MAX_PORT)
    host_fits = _HOST.fullmatch(host) is not None and not _is_address(host)
    path_fits = all(_SEGMENT.fullmatch(segment) for segment in segments)
    if scheme or len(did) > _MAX_DID or not (port_fits and host_fits and path_fits):
        raise MalformedError(f"{did[:80]!r} is not a did:web that we accept", code="did")
    return host, port, segments


def _is_address(host: str) -> bool:
    return _NUMERIC_LABEL.fullmatch(host.rpartition(".")[2]) is not None


def _is_of(method: str, did: str) -> bool:
    return method.startswith(did + "#") and len(method) > len(did) + 1


def _entries(document: Document, name: str) -> list[Json]:
    entries = document.get(name, [])
    if not isinstance(entries, list) or len(entries) > MAX_METHODS:
        raise InvalidProofError(
            f"{name} must be an array of at most {MAX_METHODS}",
            code="did_document",
            pointer=f"/{name}",
        )
    return entries


def require_one_key(method: Document) -> None:
    """Refuse a method with several keys or a private one (CID-1).

    Raises:
        InvalidProofError: code `did_document`.
    """
    if len(_KEYS & method.keys()) != 1 or not _PRIVATE.isdisjoint(method.keys()):
        raise InvalidProofError("The method does not hold one public key", code="did_document")


def ends_of(method: Document) -> tuple[datetime | None, datetime | None]:
    """Return when a method expires and when it was revoked (CID-3).

    Raises:
        InvalidProofError: not a date and time, code `did_document`.
    """
    try:
        return _instant(method, "expires"), _instant(method, "revoked")
    except MalformedError as error:
        raise InvalidProofError(error.detail, code="did_document") from error


def written_ends(expires: datetime | None, revoked: datetime | None) -> dict[str, Json]:
    """Return the members that tell the ends of a method, if it has any."""
    ends = {"expires": expires, "revoked": revoked}
    return {name: format_instant(end) for name, end in ends.items() if end is not None}


def _instant(method: Document, name: str) -> datetime | None:
    if name not in method:
        return None
    value = method[name]
    if not isinstance(value, str):
        raise MalformedError(f"Write {name} as a date and time", code="date")
    return parse_instant(value)
