"""Bitstring Status List 1.0 as bits and documents; not its signing, storage or host."""

from issuer.status.documents import (
    StatusEntry,
    entry,
    read_entry,
    read_status_list,
    status_list_credential,
)
from issuer.status.statuslist import MAX_BYTES, MIN_LENGTH, StatusList

__all__ = [
    "MAX_BYTES",
    "MIN_LENGTH",
    "StatusEntry",
    "StatusList",
    "entry",
    "read_entry",
    "read_status_list",
    "status_list_credential",
]
