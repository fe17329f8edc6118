"""Entries of Bitstring Status List 1.0 and StatusList2021, read strictly (BSL-1, BSL-2)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from issuer.documents import Document, Json
from issuer.errors import MalformedError

ENTRY = "BitstringStatusListEntry"
ENTRY_2021 = "StatusList2021Entry"
#: An entry of more bits than this would need more than 256 messages.
MAX_SIZE = 8
#: ASCII digits without a leading zero; nine of them are more than any list holds.
INDEX: Final = re.compile(r"0|[1-9][0-9]{0,8}", re.ASCII)
_VALUE = re.compile(r"0x(?:0|[1-9a-fA-F][0-9a-fA-F]{0,3})", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusEntry:
    """Where the status of a credential is to be read.

    Attributes:
        size: bits of one entry.
        messages: what each value means; empty for entries of one bit that say nothing.
        references: where the meaning is explained to people; not fetched.
        is_2021: a StatusList2021Entry, whose list has other types and no multibase letter.
    """

    list_url: str
    purpose: str
    index: int
    size: int = 1
    messages: Mapping[int, str] | None = None
    references: tuple[str, ...] = ()
    is_2021: bool = False


def read_entry(credential_status: Json) -> StatusEntry:
    """Read the `credentialStatus` of any producer (BSL-1, BSL-2).

    Raises:
        MalformedError: `status_entry` (another type, no list, odd messages), `status_purpose`,
            `status_range`, or `status_size` for a size that is none.
    """
    if not isinstance(credential_status, dict):
        raise MalformedError(f"The status is not a {ENTRY}", code="status_entry")
    is_2021 = has_type(credential_status, ENTRY_2021)
    if not is_2021 and not has_type(credential_status, ENTRY):
        raise MalformedError(f"The status is not a {ENTRY}", code="status_entry")
    list_url = credential_status.get("statusListCredential")
    if not isinstance(list_url, str) or ":" not in list_url:
        raise MalformedError("The status names no list", code="status_entry")
    if credential_status.get("id") == list_url:
        raise MalformedError("The id of the status is that of its list", code="status_entry")
    index = credential_status.get("statusListIndex")
    if not isinstance(index, str) or INDEX.fullmatch(index) is None:
        raise MalformedError("Write statusListIndex as digits in a string", code="status_range")
    size = 1 if is_2021 else _size_of(credential_status)
    return StatusEntry(
        list_url=list_url,
        purpose=_purpose_of(credential_status),
        index=int(index),
        size=size,
        messages=_messages_of(credential_status, size),
        references=_references_of(credential_status),
        is_2021=is_2021,
    )


def has_type(document: Document, name: str) -> bool:
    """Tell whether a type is among those of the document, in either way of writing them."""
    types = document.get("type")
    return types == name or (isinstance(types, list | tuple) and name in types)


def _size_of(entry: Document) -> int:
    size = entry.get("statusSize", 1)
    if isinstance(size, bool) or not isinstance(size, int) or not 1 <= size <= MAX_SIZE:
        raise MalformedError(
            f"Write statusSize as a number from 1 to {MAX_SIZE}", code="status_size"
        )
    return size


def _purpose_of(entry: Document) -> str:
    """Return a purpose written as text; in an entry an array is refused (reliability row 37)."""
    purpose = entry.get("statusPurpose")
    if not isinstance(purpose, str) or not purpose:
        raise MalformedError("Write statusPurpose as one word", code="status_purpose")
    return purpose


def _messages_of(entry: Document, size: int) -> Mapping[int, str] | None:
    """Return what each value means; with more than one bit each value has a message (BSL-2)."""
    listed = entry.get("statusMessage")
    if listed is None and size == 1:
        return None
    if not isinstance(listed, list | tuple) or len(listed) != 2**size:
        raise _no_messages(size)
    messages = dict(_message(each, size) for each in listed)
    if len(messages) != 2**size or max(messages) >= 2**size:
        raise _no_messages(size)
    return messages


def _message(value: Json, size: int) -> tuple[int, str]:
    if not isinstance(value, Mapping):
        raise _no_messages(size)
    status, message = value.get("status"), value.get("message")
    if not isinstance(status, str) or _VALUE.fullmatch(status) is None:
        raise _no_messages(size)
    if not isinstance(message, str):
        raise _no_messages(size)
    return int(status, 16), message


def _references_of(entry: Document) -> tuple[str, ...]:
    value = entry.get("statusReference")
    found = [] if value is None else [value] if isinstance(value, str) else value
    if not isinstance(found, Sequence) or isinstance(found, str):
        raise _no_reference()
    urls = tuple(each for each in found if isinstance(each, str) and ":" in each)
    if len(urls) != len(found):
        raise _no_reference()
    return urls


def _no_messages(size: int) -> MalformedError:
    return MalformedError(
        f"Entries of {size} bits list one statusMessage for each value", code="status_entry"
    )


def _no_reference() -> MalformedError:
    return MalformedError("Write statusReference as a URL or list of URLs", code="status_entry")
