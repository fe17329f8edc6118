"""What an organisation looks like: the picture that stands for it, kept for good."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Logo:
    """A cleaned PNG under the digest of its bytes.

    It is never changed and never removed: badges that were signed with its address keep it.
    """

    id: str
    organisation: str
    digest: str
    png: bytes = field(repr=False)
    created_at: datetime
