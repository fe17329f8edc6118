"""Bitstring Status List 1.0 as bits and documents; not its signing, storage or host."""

from issuer.status.documents import entry, read_status_list, status_list_credential
from issuer.status.entries import ENTRY, ENTRY_2021, StatusEntry, read_entry
from issuer.status.revocation_list import REVOCATION_LIST, revocation_in
from issuer.status.statuslist import MAX_BYTES, MIN_LENGTH, StatusList

__all__ = [
    "ENTRY",
    "ENTRY_2021",
    "MAX_BYTES",
    "MIN_LENGTH",
    "REVOCATION_LIST",
    "StatusEntry",
    "StatusList",
    "entry",
    "read_entry",
    "read_status_list",
    "revocation_in",
    "status_list_credential",
]
