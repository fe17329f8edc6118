"""Entry and list credential of Bitstring Status List 1.0: written, and the list read strictly.

Lists of StatusList2021 are read too, for older badges.
"""

from datetime import datetime, timedelta
from typing import Literal

from issuer.clock import format_instant
from issuer.documents import Document, Json
from issuer.errors import MalformedError
from issuer.status.entries import ENTRY, INDEX, StatusEntry, has_type
from issuer.status.statuslist import MIN_LENGTH, StatusList
from issuer.vocab import CREDENTIALS_V2

StatusPurpose = Literal["revocation", "suspension"]

_LIST = "BitstringStatusList"
_LIST_CREDENTIAL = "BitstringStatusListCredential"
#: By whether it is of 2021: type of the subject, type of the credential.
_KINDS = {
    False: (_LIST, _LIST_CREDENTIAL),
    True: ("StatusList2021", "StatusList2021Credential"),
}


def entry(list_url: str, purpose: StatusPurpose, index: int) -> Document:
    """Return the `credentialStatus` of a credential (OB-41).

    Raises:
        MalformedError: a negative or too long index, code `status_range`.
    """
    if INDEX.fullmatch(str(index)) is None:
        raise MalformedError(f"{index} is not an index of a list", code="status_range")
    return {
        "id": f"{list_url}#{index}",
        "type": ENTRY,
        "statusPurpose": purpose,
        "statusListIndex": str(index),
        "statusListCredential": list_url,
    }


def status_list_credential(  # noqa: PLR0913 # the members of the standard, each by its name
    *,
    list_url: str,
    issuer: str,
    purpose: StatusPurpose,
    status_list: StatusList,
    valid_from: datetime,
    valid_until: datetime,
    ttl: timedelta | None = None,
) -> Document:
    """Return the unsigned list credential (BSL-4, OB-42); `ttl` is written in milliseconds.

    Raises:
        MalformedError: fewer entries than the standard allows, code `status_size`.
    """
    if len(status_list) < MIN_LENGTH:
        raise MalformedError(f"A list has at least {MIN_LENGTH} entries", code="status_size")
    subject: dict[str, Json] = {
        "id": f"{list_url}#list",
        "type": _LIST,
        "statusPurpose": purpose,
        "encodedList": status_list.encode(),
    }
    if ttl is not None:
        subject["ttl"] = ttl // timedelta(milliseconds=1)
    return {
        "@context": [CREDENTIALS_V2],
        "id": list_url,
        "type": ["VerifiableCredential", _LIST_CREDENTIAL],
        "issuer": issuer,
        "validFrom": format_instant(valid_from),
        "validUntil": format_instant(valid_until),
        "credentialSubject": subject,
    }


def read_status_list(credential: Document, wanted: StatusEntry) -> StatusList:
    """Read the list of a credential whose proof and issuer were verified by the caller.

    Raises:
        MalformedError: `status_list` (not the list that was asked for), `status_purpose` (another
            purpose), `status_size`, `status_encoding`, or `status_range` (index beyond the end).
    """
    subject = credential.get("credentialSubject")
    kind, credential_kind = _KINDS[wanted.is_2021]
    if not has_type(credential, credential_kind) or credential.get("id") != wanted.list_url:
        raise MalformedError("This is not the list that was asked for", code="status_list")
    if not isinstance(subject, dict) or not has_type(subject, kind):
        raise MalformedError("The list credential holds no list", code="status_list")
    _require_purpose(subject, wanted.purpose)
    _require_ttl(subject)
    # Earlier drafts wrote it here; read by another size, the bits would be those of others.
    if "statusSize" in subject and subject["statusSize"] != wanted.size:
        raise MalformedError("Entry and list are of different sizes", code="status_size")
    encoded = subject.get("encodedList")
    if not isinstance(encoded, str):
        raise MalformedError("The list is not text", code="status_encoding")
    status_list = StatusList.decode(
        _with_multibase(encoded) if wanted.is_2021 else encoded, size=wanted.size
    )
    status_list.value(wanted.index, wanted.size)
    return status_list


def _require_purpose(subject: Document, wanted: str) -> None:
    """Demand the entry's purpose; a list may serve several (BSL-4), ours serve one."""
    purposes = subject.get("statusPurpose")
    listed = [purposes] if isinstance(purposes, str) else purposes
    if not isinstance(listed, list | tuple) or not all(isinstance(each, str) for each in listed):
        raise MalformedError("Write statusPurpose as one or more words", code="status_purpose")
    if wanted not in listed:
        raise MalformedError("The list is for another purpose", code="status_purpose")


def _require_ttl(subject: Document) -> None:
    """Refuse a `ttl` that is no number of milliseconds; how long we keep a copy is our own rule."""
    ttl = subject.get("ttl", 1)
    if isinstance(ttl, bool) or not isinstance(ttl, int) or ttl < 1:
        raise MalformedError("Write ttl as a number of milliseconds", code="status_list")


def _with_multibase(encoded: str) -> str:
    """Write the base64url of StatusList2021, padded or not, as multibase."""
    return "u" + encoded.rstrip("=")
