"""One generic credential as it was handed out."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class GenericRecord:
    """The exact bytes, and where their status bit is.

    Attributes:
        id: ours, for its address.
        own_id: the credential's own `id`; several may have the same (API-8).
        request_hash: digest of what was asked for, to tell repeats from other requests.
        position: place in the secret order of indices, None without a status entry.
    """

    id: str
    own_id: str | None
    request_hash: str
    data: bytes = field(repr=False)
    position: int | None = None
