"""A credential of any kind (VC Data Model 2.0, section 4)."""

import re
from collections.abc import Mapping

from issuer.documents import Document, Json
from issuer.proofs.vcdm.members import (
    is_url,
    listed,
    malformed,
    require_contexts,
    require_ids,
    require_party,
    require_period,
    require_texts,
    require_type,
    types_of,
)
from issuer.proofs.vcdm.related import require_related

#: Members whose objects say nothing without a type (DM-7).
_TYPED = (
    "credentialStatus",
    "credentialSchema",
    "evidence",
    "termsOfUse",
    "refreshService",
    "confidenceMethod",
    "renderMethod",
)
_STATUS_ENTRY = "BitstringStatusListEntry"
_INDEX = re.compile(r"0|[1-9][0-9]*", re.ASCII)


def require_credential(document: Document) -> None:
    """Raise unless a document has the form of a credential; its proof is not looked at.

    Raises:
        ContextError: `@context` is no array that begins with the credentials context.
        MalformedError: `type`, `id`, `subject`, `date`, `language`, `required`, `status_entry`,
            `status_purpose`, `status_range` or, of related resources, `related` and
            `related_digest`; each with its pointer.
    """
    require_contexts(document)
    require_type(document, "VerifiableCredential")
    require_ids(document)
    require_party(document.get("issuer"), "/issuer")
    _require_subjects(document)
    require_period(document)
    require_texts(document, "")
    for name in _TYPED:
        _require_typed(document, name)
    require_related(document)


def _require_subjects(document: Document) -> None:
    """Raise unless there is a subject and something is said of each (DM-5)."""
    subjects = list(listed(document, "credentialSubject"))
    if not subjects:
        raise malformed("Add credentialSubject", "subject", "/credentialSubject")
    for subject, pointer in subjects:
        if not isinstance(subject, Mapping) or not subject:
            raise malformed("A subject is an object with at least one claim", "subject", pointer)


def _require_typed(document: Document, name: str) -> None:
    for entry, pointer in listed(document, name):
        if not isinstance(entry, Mapping):
            raise malformed(f"Write {name} as an object with a type", "required", pointer)
        if "type" not in entry:
            raise malformed(f"Add type to {name}", "required", f"{pointer}/type")
        types = types_of(entry, pointer)
        if name == "credentialSchema" and not is_url(entry.get("id")):
            raise malformed("Add the URL of the schema as id", "required", f"{pointer}/id")
        if name == "credentialStatus" and _STATUS_ENTRY in types:
            _require_status_entry(entry, pointer)


def _require_status_entry(entry: Document, pointer: str) -> None:
    """Raise unless an entry says which bit of which list it means (BSL-1)."""
    purpose = entry.get("statusPurpose")
    if not isinstance(purpose, str) or not purpose:
        raise malformed("Write statusPurpose as text", "status_purpose", f"{pointer}/statusPurpose")
    if not _is_index(entry.get("statusListIndex")):
        raise malformed(
            "Write statusListIndex as digits in a string",
            "status_range",
            f"{pointer}/statusListIndex",
        )
    if not is_url(entry.get("statusListCredential")):
        raise malformed("Name the list by its URL", "status_entry", pointer)


def _is_index(value: Json) -> bool:
    return isinstance(value, str) and _INDEX.fullmatch(value) is not None
