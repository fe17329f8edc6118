"""BitstringStatusListEntry: where the bit of one credential stands; the bits are in `status`."""

import re
from dataclasses import dataclass, field
from typing import Any, Self

from issuer.badges.members import Members, shaped
from issuer.documents import Document

STATUS_LIST_ENTRY = "BitstringStatusListEntry"
_INDEX = re.compile(r"0|[1-9][0-9]{0,9}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusListEntry:
    """One index of one list for one purpose (OB-41); `status_list_index` is a decimal string."""

    status_purpose: str
    status_list_index: str
    status_list_credential: str
    id: str | None = None
    unrecognized: Document = field(default_factory=dict)

    @classmethod
    def at(cls, *, purpose: str, index: int, status_list: str) -> Self:
        """Return the entry of an index, its id as `<list>#<index>`."""
        return cls(
            id=f"{status_list}#{index}",
            status_purpose=purpose,
            status_list_index=str(index),
            status_list_credential=status_list,
        )

    @classmethod
    def from_dict(cls, document: Document, at: str = "") -> Self:
        """Read an entry, keeping members that we do not know."""
        members = Members(document, at, STATUS_LIST_ENTRY)
        members.constant("type", STATUS_LIST_ENTRY)
        entry = cls(
            id=members.optional_uri("id"),
            status_purpose=members.text("statusPurpose"),
            status_list_index=members.text("statusListIndex"),
            status_list_credential=members.uri("statusListCredential"),
            unrecognized=members.rest(),
        )
        if not _INDEX.fullmatch(entry.status_list_index):
            raise members.fault("statusListIndex", "write a decimal number as a string", "shape")
        return entry

    def to_dict(self) -> dict[str, Any]:
        """Shape the JSON object."""
        return shaped(
            {
                "id": self.id,
                "type": STATUS_LIST_ENTRY,
                "statusPurpose": self.status_purpose,
                "statusListIndex": self.status_list_index,
                "statusListCredential": self.status_list_credential,
            },
            self.unrecognized,
        )
