"""What changing keys by two people needs from storage."""

from typing import Protocol

from issuer.issuance.model.key_proposals import KeyProposal


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
