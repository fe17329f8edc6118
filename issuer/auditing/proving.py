"""Proofs for anyone: the newest checkpoint, and that an entry or an older log is inside it."""

import base64
from dataclasses import dataclass

from issuer import audit
from issuer.auditing.keeping import log_key
from issuer.auditing.model import Leaf, StoredCheckpoint
from issuer.auditing.ports import Services, UnitOfWork
from issuer.documents import Document, read_json
from issuer.errors import MalformedError, NotFoundError, UnavailableError

ISSUED = "credential.issued"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryProof:
    """An entry of the log, and the path from it to the root of a checkpoint."""

    index: int
    record: bytes
    size: int
    path: tuple[bytes, ...]
    checkpoint: str

    def to_dict(self, credential: str) -> Document:
        """Shape the proof that the signing of a credential is in the log."""
        return {
            "credential": credential,
            "entry": read_json(self.record),
            "index": self.index,
            "size": self.size,
            "path": [base64.b64encode(each).decode("ascii") for each in self.path],
            "checkpoint": self.checkpoint,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthProof:
    """That the log of `first` entries is the beginning of the log of `second`."""

    first: int
    second: int
    path: tuple[bytes, ...]


def public_key(services: Services) -> str:
    """Return the log's public key in one line (signed-note verifier key)."""
    return log_key(services).public.text


def newest_checkpoint(services: Services) -> StoredCheckpoint:
    """Return the newest checkpoint.

    Raises:
        NotFoundError: none was made yet.
    """
    with services.read_only() as uow:
        return _newest(uow)


def growth_proof(first: int, second: int | None, services: Services) -> GrowthProof:
    """Return the proof from one size to another, or to the newest checkpoint.

    Raises:
        MalformedError: sizes that no checkpoint has reached, code `audit_range`.
        NotFoundError: no checkpoint was made yet.
    """
    with services.read_only() as uow:
        newest = _newest(uow).size
        end = newest if second is None else second
        if end > newest:
            raise MalformedError(f"The log has {newest} entries so far", code="audit_range")
        path = audit.consistency_proof(first, end, uow.audit_log.node)
    return GrowthProof(first=first, second=end, path=path)


def credential_proof(organisation: str, credential_id: str, services: Services) -> EntryProof:
    """Return the proof that the issuing of a credential is in the log.

    Whether the caller may know of the credential was decided before.

    Raises:
        NotFoundError: there is no such entry.
        UnavailableError: no checkpoint covers it yet, code `audit_pending`.
    """
    with services.read_only() as uow:
        leaf = uow.audit_log.leaf_of(organisation, credential_id, ISSUED)
        if leaf is None:
            raise NotFoundError("There is no such badge", code="not_found")
        return proof_of(leaf, _newest_or_pending(uow), uow)


def credential_entry(organisation: str, credential_id: str, services: Services) -> int | None:
    """Return the number of a credential's entry, counted from 1, once it has its place."""
    with services.read_only() as uow:
        leaf = uow.audit_log.leaf_of(organisation, credential_id, ISSUED)
    return None if leaf is None or leaf.index is None else leaf.index + 1


def proof_of(leaf: Leaf, checkpoint: StoredCheckpoint, uow: UnitOfWork) -> EntryProof:
    """Return the proof of a leaf under a checkpoint.

    Raises:
        UnavailableError: the checkpoint does not cover it, code `audit_pending`.
    """
    if leaf.index is None or leaf.index >= checkpoint.size:
        raise pending()
    return EntryProof(
        index=leaf.index,
        record=leaf.record,
        size=checkpoint.size,
        path=audit.inclusion_proof(leaf.index, checkpoint.size, uow.audit_log.node),
        checkpoint=checkpoint.note,
    )


def pending() -> UnavailableError:
    """Return the error of asking too early."""
    return UnavailableError(
        "The log is signed once a minute; ask again in a minute", code="audit_pending"
    )


def _newest_or_pending(uow: UnitOfWork) -> StoredCheckpoint:
    newest = uow.audit_log.newest_checkpoint()
    if newest is None:
        raise pending()
    return newest


def _newest(uow: UnitOfWork) -> StoredCheckpoint:
    newest = uow.audit_log.newest_checkpoint()
    if newest is None:
        raise NotFoundError("No checkpoint was made yet; ask again in a minute", code="not_found")
    return newest
