"""What changing keys by two people needs from storage."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from issuer.issuance.model import (
    KeyRecord,
)
from issuer.issuance.model.key_proposals import KeyProposal
from issuer.proofs import Signer
from issuer.proofs.jose import JwtSigner


class KeyProposals(Protocol):
    """Changes of keys that wait for a second person."""

    def add(self, proposal: KeyProposal) -> None:
        """Store a new one; StateError if the same is asked for already, code `proposed`."""

    def by_id(self, proposal_id: str) -> KeyProposal:
        """Return it; NotFoundError."""
        ...

    def lock(self, organisation: str, proposal_id: str) -> KeyProposal:
        """Return it and keep others from answering it; NotFoundError."""
        ...

    def save(self, proposal: KeyProposal) -> None:
        """Store an answer."""

    def waiting(self) -> tuple[KeyProposal, ...]:
        """Return the open ones of all organisations, oldest first."""
        ...


class Keys(Protocol):
    """Public halves, and what finds the private ones."""

    def add(self, record: KeyRecord) -> None:
        """Store a key; ConflictError if the organisation has one of its algorithm in this part."""

    def get(self, key_id: str) -> KeyRecord:
        """Return it; NotFoundError."""
        ...

    def active(self, organisation: str, algorithm: str = "Ed25519") -> KeyRecord | None:
        """Return the key that signs in this algorithm, if any."""
        ...

    def upcoming(self, organisation: str, algorithm: str = "Ed25519") -> KeyRecord | None:
        """Return the key that is created or published and will take over, if any."""
        ...

    def of(self, organisation: str) -> tuple[KeyRecord, ...]:
        """Return all keys ever made, oldest first."""
        ...

    def due(self, now: datetime) -> tuple[KeyRecord, ...]:
        """Return the published keys of all organisations that may take over by now."""
        ...

    def publish(self, key_id: str, at: datetime, switch_at: datetime) -> bool:
        """Move `created` to `published`; False if it is not `created`."""
        ...

    def activate(self, key_id: str, at: datetime) -> bool:
        """Move `published` to `active`; False if it is not `published`."""
        ...

    def without_did_version(self) -> tuple[str, ...]:
        """Return the organisations that have keys and no recorded version of their document."""
        ...

    def retire(self, key_id: str, at: datetime) -> None:
        """Let an active key sign nothing new."""

    def compromise(self, key_id: str, at: datetime) -> None:
        """Note that somebody else may hold it."""

    def pause(self, key_id: str, at: datetime | None) -> None:
        """Stop a key that failed its self-check; None lets it go on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeKey:
    """A fresh key pair whose private half is sealed or kept by its device already."""

    organisation: str
    algorithm: str = "Ed25519"
    public_key_multibase: str
    sealed: bytes = field(repr=False)
    backend: str = "envelope"


class Keyring(Protocol):
    """Where private keys live."""

    def make(self, organisation: str, algorithm: str = "Ed25519") -> MadeKey:
        """Make a key pair, Ed25519 or ES256, and seal its private half for one organisation."""
        ...

    def signer(self, key: KeyRecord) -> Signer:
        """Return the signer of a stored Ed25519 key.

        Raises:
            UnavailableError: its private half cannot be opened, code `key_unusable`.
        """
        ...

    def token_signer(self, key: KeyRecord) -> JwtSigner:
        """Return the signer of a stored ES256 key; raises as `signer`."""
        ...
