"""`relatedResource`: digests of further files (VC Data Model 2.0, 5.3; DM-9).

What we hold, the pinned contexts, is compared; of everything else the form alone is looked at.
"""

import base64
import hashlib
import re
from collections.abc import Mapping

from issuer import vocab
from issuer.documents import Document, Json
from issuer.errors import MalformedError
from issuer.proofs.multikey import base58_decode
from issuer.proofs.vcdm.members import is_url, listed, malformed

_SRI = re.compile(r"(sha256|sha384|sha512)-([A-Za-z0-9+/_-]+={0,2})(?:\?[\x21-\x7e]*)?", re.ASCII)
#: Multihash code and length of the hash functions that are read here.
_MULTIHASHES = {b"\x12\x20": "sha256", b"\x20\x30": "sha384", b"\x13\x40": "sha512"}
_STRENGTH = ("sha256", "sha384", "sha512")


def require_related(document: Document) -> None:
    """Raise unless related resources are objects with unique ids and digests that fit.

    Raises:
        MalformedError: of another form, code `related`; a digest that is not that of the resource
            as we hold it, code `related_digest`.
    """
    seen: set[Json] = set()
    for entry, pointer in listed(document, "relatedResource"):
        if not isinstance(entry, Mapping) or not is_url(entry.get("id")):
            raise malformed("A related resource is an object with a URL as id", "related", pointer)
        if entry["id"] in seen:
            raise malformed("Name each related resource once", "related", f"{pointer}/id")
        seen.add(entry["id"])
        _require_digest(entry, pointer)


def unheld_resources(document: Document) -> tuple[str, ...]:
    """Return the ids of related resources whose digests could not be compared."""
    entries = (entry for entry, _ in listed(document, "relatedResource"))
    ids = [str(entry.get("id")) for entry in entries if isinstance(entry, Mapping)]
    return tuple(each for each in ids if vocab.held_bytes(each) is None)


def _require_digest(entry: Document, pointer: str) -> None:
    named = [name for name in ("digestSRI", "digestMultibase") if name in entry]
    if not named:
        raise malformed("Add digestSRI or digestMultibase", "related", pointer)
    held = vocab.held_bytes(str(entry["id"]))
    for name in named:
        at = f"{pointer}/{name}"
        digests = _read_sri(entry[name], at) if name == "digestSRI" else _read(entry[name], at)
        if held is not None and not _fits(held, digests):
            raise malformed(
                "The digest is not that of the resource as we hold it", "related_digest", at
            )


def _fits(data: bytes, digests: list[tuple[str, bytes]]) -> bool:
    """Compare with those of the strongest function alone, any of which may fit (SRI, 3.3.4)."""
    strongest = max((name for name, _ in digests), key=_STRENGTH.index)
    computed = hashlib.new(strongest, data).digest()
    return any(digest == computed for name, digest in digests if name == strongest)


def _read_sri(value: Json, pointer: str) -> list[tuple[str, bytes]]:
    texts = value.split() if isinstance(value, str) else []
    found = [_SRI.fullmatch(text) for text in texts]
    digests = [
        (match[1], _base64(match[2].replace("-", "+").replace("_", "/"), pointer))
        for match in found
        if match is not None
    ]
    if not digests or len(digests) != len(texts):
        raise malformed("Write digestSRI as sha256-, sha384- or sha512-...", "related", pointer)
    return digests


def _read(value: Json, pointer: str) -> list[tuple[str, bytes]]:
    """Read a multibase multihash: base58btc or base64url."""
    text = value if isinstance(value, str) else ""
    if text.startswith("z"):
        try:
            data = base58_decode(text[1:])
        except MalformedError as error:
            raise malformed(error.detail, "related", pointer) from error
    else:
        data = _base64(text[1:].replace("-", "+").replace("_", "/"), pointer)
    name = _MULTIHASHES.get(data[:2])
    if text[:1] not in ("z", "u") or name is None or len(data) != data[1] + 2:
        raise malformed("Write digestMultibase as z or u and a SHA-2 multihash", "related", pointer)
    return [(name, data[2:])]


def _base64(text: str, pointer: str) -> bytes:
    padded = text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4)
    try:
        return base64.b64decode(padded, validate=True)
    except ValueError as error:
        raise malformed("This is not base64", "related", pointer) from error
