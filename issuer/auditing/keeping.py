"""Keeping the log: places for what was committed, and checkpoints signed with the log's own key."""

from datetime import timedelta

from issuer import audit
from issuer.audit import Checkpoint
from issuer.auditing.model import LogKey, StoredCheckpoint
from issuer.auditing.ports import Services
from issuer.errors import ConflictError
from issuer.proofs import verify_signature

#: So often a checkpoint is made while something changes.
EVERY = timedelta(seconds=60)


def sequence(services: Services) -> int:
    """Give a place to every committed entry that has none; returns how many got one."""
    placed = 0
    while True:
        with services.unit_of_work() as uow:
            some = uow.audit_log.sequence()
            uow.commit()
        if not some:
            return placed
        placed += some


def keep(services: Services) -> StoredCheckpoint | None:
    """Do one round: places first, then a checkpoint if entries came and the last is old enough.

    Raises:
        UnavailableError: the key cannot be opened, or the outside file cannot be written.
    """
    sequence(services)
    with services.read_only() as uow:
        newest = uow.audit_log.newest_checkpoint()
    if newest is not None and services.clock() - newest.at < EVERY:
        return None
    return checkpoint(services)


def checkpoint(services: Services) -> StoredCheckpoint | None:
    """Sign the log as it is now, store that, and take it outside; None if nothing is new.

    Raises:
        UnavailableError: as `keep`. A checkpoint that is stored stays, and later ones cover it.
        InvalidProofError: the key signed something else; nothing is stored.
    """
    sequence(services)
    key = log_key(services)
    with services.read_only() as uow:
        newest, size = uow.audit_log.newest_checkpoint(), uow.audit_log.size()
        if not size or (newest is not None and newest.size >= size):
            return None
        root = audit.root(size, uow.audit_log.node)
    said = Checkpoint(origin=key.name, size=size, root=root)
    note = audit.sign_checkpoint(said, key.public, services.keyring.signer(key).sign)
    # What this log's own key does not bear out would stand in the log for ever.
    audit.open_checkpoint(note, key.public, verify_signature)
    made = StoredCheckpoint(size=size, root=root, at=services.clock(), note=note)
    if not _store(made, services):
        return None
    if services.outside is not None:
        services.outside.append(note)
    return made


def log_key(services: Services) -> LogKey:
    """Return the log's key, made when it is first asked for."""
    with services.read_only() as uow:
        key = uow.audit_log.key()
    if key is not None:
        return key
    made = services.keyring.make(services.origin, services.clock())
    # Opening the sealed half proves that it can be opened, before anybody relies on it.
    services.keyring.signer(made)
    try:
        with services.unit_of_work() as uow:
            uow.audit_log.add_key(made)
            uow.commit()
    except ConflictError:
        with services.read_only() as uow:
            other = uow.audit_log.key()
        if other is None:
            raise
        return other
    return made


def _store(made: StoredCheckpoint, services: Services) -> bool:
    """Store a checkpoint, unless another worker made one of the same log."""
    try:
        with services.unit_of_work() as uow:
            uow.audit_log.add_checkpoint(made)
            uow.commit()
    except ConflictError:
        return False
    return True
