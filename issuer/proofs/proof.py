"""The `proof` member of a document, read with suspicion (Data Integrity 1.0, 2.1; DI-1 to DI-3).

Every member has its JSON type checked before it is used. Not for cryptography.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from issuer.clock import parse_instant
from issuer.documents import Document, Json
from issuer.errors import InvalidProofError, MalformedError
from issuer.proofs.suite import Suite
from issuer.proofs.suites import suite_of

#: More proofs than this are an attack on our time (DI-6).
MAX_PROOFS = 8


def _is_text(value: Json) -> bool:
    return isinstance(value, str) and value != ""


def _is_url(value: Json) -> bool:
    return isinstance(value, str) and ":" in value


def _is_texts(value: Json) -> bool:
    entries = value if isinstance(value, list) else [value]
    return bool(entries) and all(_is_text(entry) for entry in entries)


_REQUIRED = frozenset({"verificationMethod", "proofValue"})
_MEMBERS = {
    "verificationMethod": _is_url,
    "proofValue": _is_text,
    "id": _is_url,
    "created": _is_text,
    "expires": _is_text,
    "challenge": _is_text,
    "nonce": _is_text,
    "domain": _is_texts,
    "previousProof": _is_texts,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One proof of a suite that we support.

    Attributes:
        options: the object as its suite reads it, `proofValue` included.
        secured: the document without proofs, as this proof covers it.
    """

    suite: Suite
    options: Document
    secured: Document
    pointer: str
    id: str | None
    verification_method: str
    purpose: str
    proof_value: str
    created: datetime | None
    expires: datetime | None
    previous: tuple[str, ...]


def read_proofs(document: Document) -> tuple[Proof, ...]:
    """Return the proofs of suites that we support, in document order.

    Raises:
        InvalidProofError: `proof_missing`, `proof_count`, `proof_shape`, `proof_date`,
            `proof_context`, or `suite` when every proof is of a suite that we do not know: such
            a document was not refused, it could not be checked.
    """
    entries = proof_entries(document)
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    proofs = tuple(
        _read(entry, pointer, unsecured, suite)
        for entry, pointer in entries
        if (suite := suite_of(entry["type"], entry.get("cryptosuite"))) is not None
    )
    if not proofs:
        raise InvalidProofError(
            "The proof is of a suite that cannot be checked here", code="suite", pointer="/proof"
        )
    return proofs


def proof_entries(document: Document) -> list[tuple[Document, str]]:
    """Return every proof object with its pointer, whatever its suite.

    Raises:
        InvalidProofError: `proof_missing`, `proof_count` or `proof_shape`.
    """
    proof = document.get("proof")
    if proof is None and "proof" not in document:
        raise InvalidProofError("This document carries no proof", code="proof_missing")
    entries = proof if isinstance(proof, list) else [proof]
    if not entries:
        raise InvalidProofError("This document carries no proof", code="proof_missing")
    if len(entries) > MAX_PROOFS:
        raise InvalidProofError(f"Send at most {MAX_PROOFS} proofs", code="proof_count")
    return [
        _require_entry(entry, f"/proof/{index}" if isinstance(proof, list) else "/proof")
        for index, entry in enumerate(entries)
    ]


def _require_entry(entry: Json, pointer: str) -> tuple[Document, str]:
    if not isinstance(entry, dict):
        raise _misshapen(pointer, "an object")
    if not _is_text(entry.get("type")):
        raise _misshapen(f"{pointer}/type", "text")
    if "cryptosuite" in entry and not _is_text(entry["cryptosuite"]):
        raise _misshapen(f"{pointer}/cryptosuite", "text")
    return entry, pointer


def _read(entry: Document, pointer: str, unsecured: Document, suite: Suite) -> Proof:
    _require_members(entry, pointer)
    try:
        secured = suite.secured_by(entry, unsecured)
    except InvalidProofError as error:
        raise InvalidProofError(
            error.detail, code=error.code, pointer=f"{pointer}/@context"
        ) from error
    _require_proof_value(entry, pointer, suite)
    purpose = entry.get("proofPurpose")
    return Proof(
        suite=suite,
        options=suite.read_options(entry),
        secured=secured,
        pointer=pointer,
        id=_optional(entry, "id"),
        verification_method=str(entry["verificationMethod"]),
        # Anything but text is no purpose at all, and is refused as such where it is compared.
        purpose=purpose if isinstance(purpose, str) else "",
        proof_value=str(entry["proofValue"]),
        created=_instant(entry, "created", pointer),
        expires=_instant(entry, "expires", pointer),
        previous=_listed(entry.get("previousProof", [])),
    )


def _require_members(entry: Document, pointer: str) -> None:
    for name, fits in _MEMBERS.items():
        wanted = name in _REQUIRED or name in entry
        if wanted and not fits(entry.get(name)):
            raise _misshapen(f"{pointer}/{name}", "the standard says")


def _require_proof_value(entry: Document, pointer: str, suite: Suite) -> None:
    try:
        suite.read_proof_value(str(entry["proofValue"]))
    except MalformedError as error:
        raise InvalidProofError(
            error.detail, code="proof_shape", pointer=f"{pointer}/proofValue"
        ) from error


def _listed(value: Json) -> tuple[str, ...]:
    entries: Sequence[Json] = value if isinstance(value, list) else [value]
    return tuple(str(entry) for entry in entries)


def _optional(entry: Document, name: str) -> str | None:
    return str(entry[name]) if name in entry else None


def _instant(entry: Document, name: str, pointer: str) -> datetime | None:
    if name not in entry:
        return None
    try:
        return parse_instant(str(entry[name]))
    except MalformedError as error:
        raise InvalidProofError(
            error.detail, code="proof_date", pointer=f"{pointer}/{name}"
        ) from error


def _misshapen(pointer: str, expected: str) -> InvalidProofError:
    return InvalidProofError(f"Write {pointer} as {expected}", code="proof_shape", pointer=pointer)
