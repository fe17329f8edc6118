"""What generic issuing is asked for and what it keeps; pure values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from issuer.clock import Clock
from issuer.documents import Document
from issuer.issuance.generic.keeping import KeptInMemory
from issuer.issuance.generic.record import GenericRecord
from issuer.proofs import JCS, RDFC, Signer, Suite

__all__ = [
    "ENDPOINTS",
    "Endpoint",
    "GenericRecord",
    "GenericSigner",
    "IssueGeneric",
    "MarkGeneric",
    "Services",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """What one address signs with; callers choose the address and nothing else."""

    name: str
    suite: Suite
    with_status: bool = False


#: By the segment of their address; the first one has none.
ENDPOINTS: Mapping[str, Endpoint] = {
    "": Endpoint(name="rdfc", suite=RDFC),
    "jcs": Endpoint(name="jcs", suite=JCS),
    "status": Endpoint(name="status", suite=RDFC, with_status=True),
}


class GenericSigner(Signer, Protocol):
    """A signer whose issuer is its own key."""

    @property
    def did(self) -> str:
        """Return the did:key."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueGeneric:
    """Sign this.

    Attributes:
        credential_id: the caller's name for it, such as for a change of its status; a repeat
            under one name gives the first answer again (API-8).
        idempotency_key: the same, for one request.
    """

    credential: Document
    credential_id: str | None = None
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkGeneric:
    """Set the bit of a credential."""

    credential_id: str
    purpose: str
    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The collaborators of generic issuing.

    Attributes:
        base_url: where lists are served, without final slash.
        new_id: makes ids of what is kept.
        shuffle: secret order of the indices.
    """

    clock: Clock
    new_id: Callable[[], str]
    signer: GenericSigner
    kept: KeptInMemory
    base_url: str
    shuffle: bytes = field(repr=False)
