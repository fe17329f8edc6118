"""The pinned JSON-LD contexts (open-badges and VC specifications, section 1).

They are read from the packages that ship them, `openbadgeslib` by the SHA-256 of the bytes, PyLD's
bundle by the SHA-256 of the JCS form (its white space differs), and a wrong digest stops the
start. Neither package is imported for it: only their files are read. Those that no Python package
ships lie in `documents` beside this file, pinned by their JCS form (ADR 46). Not for fetching
anything.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

from issuer.documents import Document, canonical_bytes
from issuer.errors import ContextError, MalformedError, SettingsError

CREDENTIALS_V1 = "https://www.w3.org/2018/credentials/v1"
CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
OPEN_BADGES_EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
EXAMPLES_V2 = "https://www.w3.org/ns/credentials/examples/v2"
UNDEFINED_TERMS_V2 = "https://www.w3.org/ns/credentials/undefined-terms/v2"

_OPEN: Mapping[str, str] = {
    EXAMPLES_V2: "https://www.w3.org/ns/credentials/examples#",
    UNDEFINED_TERMS_V2: "https://www.w3.org/ns/credentials/undefined-term#",
}
_OPENBADGESLIB = ("openbadgeslib", "ob3/contexts")
_PYLD = ("pyld", "documentloader/frozen/bundled")
_OURS = ("issuer", "vocab/documents")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pin:
    """One row of the table: where the file lies and which digest it must have."""

    url: str
    place: tuple[str, str]
    file: str
    digest: str
    uses: frozenset[str]


def _by_bytes(url: str, file: str, digest: str, *uses: str) -> _Pin:
    return _Pin(url=url, place=_OPENBADGESLIB, file=file, digest=digest, uses=frozenset(uses))


def _by_jcs(url: str, file: str, digest: str, *uses: str) -> _Pin:
    return _Pin(url=url, place=_PYLD, file=file, digest=digest, uses=frozenset(uses))


def _of_ours(url: str, file: str, digest: str) -> _Pin:
    return _Pin(url=url, place=_OURS, file=file, digest=digest, uses=frozenset({"verify"}))


_PINS = (
    _by_bytes(
        CREDENTIALS_V2,
        "credentials-v2.json",
        "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
        "issue",
        "verify",
    ),
    _by_bytes(
        OPEN_BADGES,
        "ob-v3p0-context-3.0.3.json",
        "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84",
        "issue",
        "verify",
    ),
    _by_bytes(
        OPEN_BADGES_EXTENSIONS,
        "ob-v3p0-extensions.json",
        "87c06c81bc2317663bf288d740d94fddd2818c4342b186270ff6371dfaa63f93",
        "issue",
        "verify",
    ),
    _by_bytes(
        CLR,
        "clr_context_2.0.1.json",
        "880f1902d4158f2f33ce06af41b90719977cd1ea337a9de2e41edb3ff5e543d6",
        "issue",
        "verify",
    ),
    _by_bytes(
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
        "ob-v3p0-context-3.0.2.json",
        "00666ad080ba407687ed1846b7f5e7495f5019042b202a727de47c48a1755c53",
        "verify",
    ),
    _by_bytes(
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
        "ob-v3p0-context-3.0.1.json",
        "5f3d9dd6288ef437ff8286cf95ffbff609c748a66f24a1e9450c45ca64be1571",
        "verify",
    ),
    _by_bytes(
        "https://w3id.org/security/data-integrity/v2",
        "security-data-integrity-v2.json",
        "67f21e6e33a6c14e5ccfd2fc7865f7474fb71a04af7e94136cb399dfac8ae8f4",
        "verify",
    ),
    _by_bytes(
        "https://w3id.org/security/multikey/v1",
        "security-multikey-v1.json",
        "ba2c182de2d92f7e47184bcca8fcf0beaee6d3986c527bf664c195bbc7c58597",
        "verify",
    ),
    _by_jcs(
        CREDENTIALS_V1,
        "credentials-v1.jsonld",
        "b01e671e873981f19a9102a9a57f666dbcaeb31b99e3e124378d143e71549247",
        "verify",
    ),
    _by_jcs(
        "https://w3id.org/security/suites/ed25519-2020/v1",
        "security-ed25519-2020-v1.jsonld",
        "fb517f09d990829aed734c9bad8cbbb2ac3d5063b865c7e3d81f246074bf5691",
        "verify",
    ),
    # Controller documents are read as plain JSON; this copy is for other programs' loaders only.
    _by_jcs(
        "https://www.w3.org/ns/did/v1",
        "did-v1.jsonld",
        "a7e146c40fcec005d3f0f14ae745665f446da58d7914a9d8f733746686fad82b",
    ),
    _of_ours(
        "https://w3id.org/security/data-integrity/v1",
        "security-data-integrity-v1.jsonld",
        "9505bf85338a4c2121ad03992ac90061bc85d43bcfa34d9d47b779381cf08b5f",
    ),
    _of_ours(
        "https://w3id.org/vc/status-list/2021/v1",
        "vc-status-list-2021-v1.jsonld",
        "9768f9aa81ab6c3e2ad96b2d669eaba67afe13fff0140a853f1e3d313fab13b6",
    ),
    _of_ours(
        "https://www.w3.org/ns/credentials/status/v1",
        "credentials-status-v1.jsonld",
        "b2fcebfbaf4e6beae2be370fda8a5f9f99c28540c798a75a8cdccc0fb1a12492",
    ),
)

#: The standards name these too, but their publishers ship no package of them, or the address had
#: several contents (`context.json`): a document that needs one is not refused, it cannot be
#: checked here.
_NOT_HELD = frozenset(
    {
        "https://purl.imsglobal.org/spec/ob/v3p0/context.json",
        "https://w3id.org/security/jwk/v1",
        "https://www.w3.org/ns/cid/v1",
    }
)
#: Code of the fault of naming one.
UNSUPPORTED_CONTEXT = "context_unsupported"

#: What we put into a document of ours, and what we accept in a document of others.
ISSUING_CONTEXTS = frozenset(pin.url for pin in _PINS if "issue" in pin.uses)
VERIFYING_CONTEXTS = frozenset(pin.url for pin in _PINS if "verify" in pin.uses)


def context_for(url: str) -> Document:
    """Return the pinned context document of exactly this URL.

    Raises:
        ContextError: not pinned, code `context` or `context_unsupported`.
    """
    try:
        return _CONTEXTS[url]
    except KeyError:
        raise not_supported(url) from None


def not_supported(url: str, pointer: str | None = None) -> ContextError:
    """Return the error about a context that is not held here.

    Its code tells a context of the standards from any other.
    """
    code = UNSUPPORTED_CONTEXT if url in _NOT_HELD else None
    return ContextError(
        f"The context {url[:200]!r} is not supported here", code=code, pointer=pointer
    )


def all_contexts() -> Mapping[str, Document]:
    """Return every pinned context by URL, for tests and for loaders of other programs."""
    return _CONTEXTS


def open_context(url: str) -> Document | None:
    """Return a context of the W3C that defines every word, so that no badge may name it."""
    vocabulary = _OPEN.get(url)
    return None if vocabulary is None else {"@context": {"@vocab": vocabulary}}


def held_bytes(url: str) -> bytes | None:
    """Return a context exactly as it is published, so that digests of it can be compared.

    None for what is not held, or held as content only (other white space than the publisher's).
    """
    return _PUBLISHED.get(url)


def _read(pin: _Pin) -> bytes:
    package, folder = pin.place
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise SettingsError(f"Install {package}: the JSON-LD contexts are read from it")
    path = Path(spec.submodule_search_locations[0]) / folder / pin.file
    try:
        return path.read_bytes()
    except OSError as error:
        raise SettingsError(f"Reinstall {package}: its file {pin.file} is missing") from error


def _checked(pin: _Pin, data: bytes) -> Document:
    """Compare the digest of the bytes, or of the JCS form, and return the content."""
    try:
        # Not the strict door: contexts define `Alignment` beside `alignment`, which that door
        # refuses as one name twice, and what the digest admits is known to the last byte.
        document: Document = json.JSONDecoder().decode(data.decode("utf-8"))
        digested = data if pin.place == _OPENBADGESLIB else canonical_bytes(document)
    except (ValueError, MalformedError) as error:
        raise SettingsError(f"Reinstall {pin.place[0]}: {pin.file} is not JSON") from error
    seen = hashlib.sha256(digested).hexdigest()
    if seen != pin.digest:
        raise SettingsError(
            f"The context {pin.url} in {pin.place[0]} has the digest {seen}, not {pin.digest}: "
            f"install the version of {pin.place[0]} that this release names"
        )
    return document


_BYTES: Mapping[str, bytes] = {pin.url: _read(pin) for pin in _PINS}
_CONTEXTS: Mapping[str, Document] = MappingProxyType(
    {pin.url: _checked(pin, _BYTES[pin.url]) for pin in _PINS}
)
_PUBLISHED: Mapping[str, bytes] = {
    **{pin.url: _BYTES[pin.url] for pin in _PINS if pin.place == _OPENBADGESLIB},
    **{url: (json.dumps(open_context(url), indent=2) + "\n").encode("ascii") for url in _OPEN},
}
