"""Entry and list credential of Bitstring Status List 1.0, written and read strictly."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from issuer.clock import format_instant
from issuer.documents import Document, Json
from issuer.errors import MalformedError
from issuer.status.statuslist import MIN_LENGTH, StatusList
from issuer.vocab import CREDENTIALS_V2

StatusPurpose = Literal["revocation", "suspension"]

_ENTRY = "BitstringStatusListEntry"
_LIST = "BitstringStatusList"
_LIST_CREDENTIAL = "BitstringStatusListCredential"
#: ASCII digits without a leading zero; nine of them are more than any list holds.
_INDEX = re.compile(r"0|[1-9][0-9]{0,8}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusEntry:
    """Where the status of a credential is to be read."""

    list_url: str
    purpose: str
    index: int


def entry(list_url: str, purpose: StatusPurpose, index: int) -> Document:
    """Return the `credentialStatus` of a credential (OB-41).

    Raises:
        MalformedError: a negative or too long index, code `status_range`.
    """
    if _INDEX.fullmatch(str(index)) is None:
        raise MalformedError(f"{index} is not an index of a list", code="status_range")
    return {
        "id": f"{list_url}#{index}",
        "type": _ENTRY,
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


def read_entry(credential_status: Json) -> StatusEntry:
    """Read the `credentialStatus` of any producer (BSL-1, BSL-2).

    Raises:
        MalformedError: `status_entry` (another type, no list), `status_purpose`, `status_range`,
            or `status_size` for entries of more than one bit, which are not read as one bit.
    """
    if not isinstance(credential_status, dict) or not _has_type(credential_status, _ENTRY):
        raise MalformedError(f"The status is not a {_ENTRY}", code="status_entry")
    list_url = credential_status.get("statusListCredential")
    if not isinstance(list_url, str) or ":" not in list_url:
        raise MalformedError("The status names no list", code="status_entry")
    if credential_status.get("id") == list_url:
        raise MalformedError("The id of the status is that of its list", code="status_entry")
    _require_single_bit(credential_status)
    index = credential_status.get("statusListIndex")
    if not isinstance(index, str) or _INDEX.fullmatch(index) is None:
        raise MalformedError("Write statusListIndex as digits in a string", code="status_range")
    return StatusEntry(list_url=list_url, purpose=_purpose_of(credential_status), index=int(index))


def read_status_list(credential: Document, wanted: StatusEntry) -> StatusList:
    """Read the list of a credential whose proof and issuer were verified by the caller.

    Raises:
        MalformedError: `status_list` (not the list that was asked for), `status_purpose` (another
            purpose), `status_size`, `status_encoding`, or `status_range` (index beyond the end).
    """
    subject = credential.get("credentialSubject")
    if not _has_type(credential, _LIST_CREDENTIAL) or credential.get("id") != wanted.list_url:
        raise MalformedError("This is not the list that was asked for", code="status_list")
    if not isinstance(subject, dict) or not _has_type(subject, _LIST):
        raise MalformedError("The list credential holds no list", code="status_list")
    if _purpose_of(subject) != wanted.purpose:
        raise MalformedError("The list is for another purpose", code="status_purpose")
    _require_single_bit(subject)
    encoded = subject.get("encodedList")
    if not isinstance(encoded, str):
        raise MalformedError("The list is not text", code="status_encoding")
    status_list = StatusList.decode(encoded)
    status_list.bit(wanted.index)
    return status_list


def _purpose_of(document: Document) -> str:
    """Return a purpose written as text; an array of purposes is refused (reliability row 37)."""
    purpose = document.get("statusPurpose")
    if not isinstance(purpose, str) or not purpose:
        raise MalformedError("Write statusPurpose as one word", code="status_purpose")
    return purpose


def _require_single_bit(document: Document) -> None:
    size = document.get("statusSize", 1)
    if size != 1 or isinstance(size, bool):
        raise MalformedError("Entries of several bits are not read here", code="status_size")


def _has_type(document: Document, name: str) -> bool:
    types = document.get("type")
    return types == name or (isinstance(types, list) and name in types)
