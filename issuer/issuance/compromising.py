"""Somebody else may hold a key: end it, go on with another, sign again what was genuine.

The steps of reliability.md section 2.10. What the world may still believe is what we know that we
signed: the list of genuine copies tells it, by the digest of their bytes.
"""

from dataclasses import dataclass
from enum import StrEnum

from issuer.errors import ConflictError, NotFoundError, UnavailableError
from issuer.issuance.did_documents import note_did_version
from issuer.issuance.keeping import (
    ED25519,
    is_its_key,
    make_key,
    prove,
    publish_lists,
    record_of,
    store,
    want_lists,
)
from issuer.issuance.model import GenuineCopy, KeyRecord, KeyState
from issuer.issuance.ports import MadeKey, Services, UnitOfWork
from issuer.issuance.recording import organisation_event
from issuer.issuance.reissuing import BATCH, reissue_key


class Vouched(StrEnum):
    """What we say of bytes that claim a signature of a compromised key of ours."""

    UNKNOWN = "unknown"
    GENUINE = "genuine"
    REISSUED = "reissued"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compromised:
    """The ended key, and the one that signs in its place."""

    key: KeyRecord
    successor: KeyRecord


def compromise_key(key_id: str, services: Services) -> Compromised:
    """End a key for good and let another sign at once; repeating changes nothing.

    Credentials are signed again by the outbox, or by `reissue_key` for whoever wants to watch.

    Raises:
        NotFoundError: there is no such key.
        ConflictError: a did:key cannot be told apart from its organisation, code `did_key`.
        UnavailableError: no new key could be made; the old one is ended all the same.
    """
    key = _end(key_id, services)
    services.reached("after_compromise")
    successor = _succeed(key, services)
    services.reached("after_succession")
    with services.unit_of_work() as uow:
        lists = want_lists(key.organisation, uow) if key.algorithm == ED25519 else ()
        uow.commit()
    publish_lists(lists, services)
    services.reached("after_compromise_lists")
    return Compromised(key=key, successor=successor)


def finish_compromise(key_id: str, services: Services) -> None:
    """Do for the outbox what a crash may have left undone, and a part of the re-issue.

    Raises:
        UnavailableError: nothing could be signed; the outbox comes back later.
    """
    key = compromise_key(key_id, services).key
    outcome = reissue_key(key_id, services, limit=BATCH)
    if not outcome.left:
        return
    if outcome.done == 0:
        raise UnavailableError("Nothing could be signed again yet", code="reissue")
    with services.unit_of_work() as uow:
        note_did_version(key.organisation, uow, services)
        uow.outbox.put("key.compromised", key_id, key.organisation)
        uow.commit()


def find_key(key_id: str, services: Services) -> KeyRecord:
    """Return a key of any organisation; NotFoundError."""
    with services.read_only() as uow:
        return uow.keys.get(key_id)


def genuine_copies(key_id: str, services: Services) -> tuple[GenuineCopy, ...]:
    """Return everything that a key signed for us and that was handed out, by id; NotFoundError."""
    with services.read_only() as uow:
        uow.keys.get(key_id)
        return uow.credentials.genuine_of_key(key_id)


def vouch(key_id: str, sha256: str, services: Services) -> Vouched | None:
    """Say whether bytes signed by a compromised key are ours; None for any other key."""
    with services.read_only() as uow:
        try:
            key = uow.keys.get(key_id)
        except NotFoundError:
            return None
        if key.state is not KeyState.COMPROMISED:
            return None
        copy = uow.credentials.by_digest(key_id, sha256)
        if copy is None:
            return Vouched.UNKNOWN
        newest = uow.credentials.by_id(copy.id)
    return Vouched.REISSUED if newest.row_version > copy.row_version else Vouched.GENUINE


def _end(key_id: str, services: Services) -> KeyRecord:
    """Take the key's power first: nothing that follows may fail before it is taken."""
    now = services.clock()
    with services.unit_of_work() as uow:
        key = uow.keys.get(key_id)
        if is_its_key(uow.organisations.get(key.organisation)):
            raise ConflictError(
                "A did:key cannot be ended: revoke its badges and create a new organisation",
                code="did_key",
            )
        if key.state is KeyState.COMPROMISED:
            return key
        uow.keys.compromise(key_id, now)
        uow.events.append(
            organisation_event("key.compromised", key_id, key.organisation, services, at=now)
        )
        note_did_version(key.organisation, uow, services)
        uow.outbox.put("key.compromised", key_id, key.organisation)
        key = uow.keys.get(key_id)
        services.reached("inside_compromise")
        uow.commit()
    return key


def _succeed(key: KeyRecord, services: Services) -> KeyRecord:
    """Return the key that signs from now on: the active one, the next one, or a new one."""
    with services.read_only() as uow:
        active = uow.keys.active(key.organisation, key.algorithm)
        upcoming = uow.keys.upcoming(key.organisation, key.algorithm)
    if active is not None:
        return active
    if upcoming is not None:
        prove(upcoming, services)
        return _activate(upcoming, services)
    made = make_key(key.organisation, services, key.algorithm)
    return _add(made, services)


def _activate(key: KeyRecord, services: Services) -> KeyRecord:
    now = services.clock()
    with services.unit_of_work() as uow:
        if uow.keys.publish(key.id, now, now):
            _note("key.published", key, uow, services)
            note_did_version(key.organisation, uow, services)
        if uow.keys.activate(key.id, now):
            _note("key.activated", key, uow, services)
        key = uow.keys.get(key.id)
        uow.commit()
    return key


def _add(made: MadeKey, services: Services) -> KeyRecord:
    with services.unit_of_work() as uow:
        faster = uow.keys.active(made.organisation, made.algorithm)
        if faster is not None:
            return faster
        record = store(record_of(made, uow, services), uow, services)
        _note("key.activated", record, uow, services)
        note_did_version(record.organisation, uow, services)
        uow.commit()
    return record


def _note(name: str, key: KeyRecord, uow: UnitOfWork, services: Services) -> None:
    uow.events.append(
        organisation_event(name, key.id, key.organisation, services, at=services.clock())
    )
