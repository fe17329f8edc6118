"""What issuance keeps of a signing key, and the way that a key goes (reliability.md 2.9)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class KeyState(StrEnum):
    """What a key may do: only an active one begins to sign, all but a compromised one verify.

    A paused key is in one of these states too: `paused_at` says that its last signature did not
    hold, so it signs nothing until an operator has looked.
    """

    CREATED = "created"
    PUBLISHED = "published"
    ACTIVE = "active"
    RETIRED = "retired"
    COMPROMISED = "compromised"


#: Every allowed step; the database refuses all others too.
KEY_TRANSITIONS: Mapping[KeyState, frozenset[KeyState]] = {
    KeyState.CREATED: frozenset({KeyState.PUBLISHED, KeyState.COMPROMISED}),
    KeyState.PUBLISHED: frozenset({KeyState.ACTIVE, KeyState.COMPROMISED}),
    KeyState.ACTIVE: frozenset({KeyState.RETIRED, KeyState.COMPROMISED}),
    KeyState.RETIRED: frozenset({KeyState.COMPROMISED}),
    KeyState.COMPROMISED: frozenset(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRecord:
    """One key of one organisation; the private half is sealed or elsewhere (6.2).

    Attributes:
        id: the verification method, a full DID URL.
        sealed: what the backend needs to find the private half: nonce and ciphertext of a seed,
            or the name of a key that never leaves its device.
        backend: where the private half is; old keys stay where they were made.
        published_at: when it first stood in the DID document; None means that it never did.
        switch_at: from when on a published key may take over.
        paused_at: when a signature failed its self-check; signs nothing until an operator looks.
    """

    id: str
    organisation: str
    algorithm: str = "Ed25519"
    public_key_multibase: str
    sealed: bytes = field(repr=False)
    backend: str = "envelope"
    version: int = 1
    state: KeyState = KeyState.ACTIVE
    created_at: datetime
    published_at: datetime | None = None
    switch_at: datetime | None = None
    active_at: datetime | None = None
    retired_at: datetime | None = None
    compromised_at: datetime | None = None
    paused_at: datetime | None = None

    @property
    def since(self) -> datetime:
        """Return when it came into its state."""
        moments = {
            KeyState.PUBLISHED: self.published_at,
            KeyState.ACTIVE: self.active_at,
            KeyState.RETIRED: self.retired_at,
            KeyState.COMPROMISED: self.compromised_at,
        }
        return moments.get(self.state) or self.created_at


@dataclass(frozen=True, slots=True, kw_only=True)
class GenuineCopy:
    """One signed form of one credential that we know to be ours, by the digest of its bytes."""

    credential_id: str
    form: str
    row_version: int
    sha256: str
    issued_at: datetime
