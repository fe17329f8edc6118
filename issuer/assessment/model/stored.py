"""Files of evidence as storage sees them: which bytes, and when they were last compared."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """One uploaded item without its words: enough to find its bytes and to compare them."""

    id: str
    organisation: str
    submission: str
    learner: str
    digest: str
    blob: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCheck:
    """When the bytes of an item were last compared with their digest.

    Attributes:
        id: that of the item.
        altered_at: when they were first found changed or missing; None while they hold.
    """

    id: str
    organisation: str
    submission: str
    looked_at: datetime
    altered_at: datetime | None = None
