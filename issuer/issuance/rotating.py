"""Signing keys: made, published, active, retired; what a retired one signed verifies for ever.

A public half is never stored without what finds its private half: both are one row, written in one
transaction. A new key stands in the DID document before it signs, and stays there ever after
(reliability.md sections 2.9 and 6.3).
"""

from datetime import datetime, timedelta

from issuer.access import Action, Target, require
from issuer.clock import format_instant
from issuer.errors import ConflictError, IssuerError, MalformedError, RuleError
from issuer.issuance.commands import ManageKeys
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
from issuer.issuance.model import KeyRecord, KeyState
from issuer.issuance.ports import MadeKey, Services, UnitOfWork
from issuer.issuance.recording import organisation_event
from issuer.logs import logger
from issuer.proofs import MAX_METHODS
from issuer.proofs.jose import ES256

#: Keys that only an emergency may add.
_RESERVED = 10


def create_key(organisation_id: str, services: Services, made: MadeKey | None = None) -> KeyRecord:
    """Store the first keys of an organisation; with them the organisation can issue.

    One is for proofs, and one for tokens unless the organisation is a did:key, whose document
    holds no second key (README ruling 4). The first one is returned. Nobody knows an older DID
    document of it, so they are active at once.

    Raises:
        ConflictError: it has an active key already; rotate that one.
    """
    made = made or make_key(organisation_id, services)
    with services.unit_of_work() as uow:
        if uow.keys.active(organisation_id) is not None:
            raise ConflictError(
                "This organisation has an active key; rotate it instead", code="key_exists"
            )
        record = store(record_of(made, uow, services), uow, services)
        its_key = is_its_key(uow.organisations.get(organisation_id))
        if not its_key and uow.keys.active(organisation_id, ES256) is None:
            token_key = make_key(organisation_id, services, ES256)
            store(record_of(token_key, uow, services), uow, services)
        note_did_version(organisation_id, uow, services)
        services.reached("inside_key")
        uow.commit()
    services.reached("after_key")
    return record


def rotate_key(command: ManageKeys, services: Services) -> KeyRecord:
    """Begin to give the actor's organisation a new signing key; the returned one is published.

    It takes over by itself when others have had time to see it. Asking again changes nothing.

    Raises:
        ForbiddenError: the actor may not manage keys.
        ConflictError: the organisation is a did:key, so its key is its name (code `did_key`).
        MalformedError: an algorithm that no key of ours has, code `algorithm`.
        RuleError: a second person has to agree here, code `second_person`.
    """
    organisation_id = command.actor.organisation
    require(command.actor, Action.MANAGE_KEYS, Target(organisation=organisation_id))
    with services.read_only() as uow:
        if uow.organisations.get(organisation_id).second_person_for_keys:
            raise RuleError(
                "Two people change keys here: ask for it, and another one agrees",
                code="second_person",
            )
    return begin_rotation(organisation_id, services, command.algorithm)


def replace_key(organisation_id: str, services: Services, algorithm: str = ED25519) -> KeyRecord:
    """Rotate at once, without the wait; raises as `rotate_key`.

    Whoever keeps an older DID document cannot verify what the new key signs until that copy lapses.
    """
    begin_rotation(organisation_id, services, algorithm, wait=timedelta(0))
    return switch_key(organisation_id, services, algorithm, early=True)


def begin_rotation(
    organisation_id: str,
    services: Services,
    algorithm: str = ED25519,
    *,
    wait: timedelta | None = None,
) -> KeyRecord:
    """Make the next key and publish it; repeating goes on where a crash ended it.

    Keys of two algorithms rotate independently. Where none of this one signs yet, nobody depends
    on it, so it may take over at once. `wait` replaces the wait of the settings.

    Raises:
        ConflictError: as `rotate_key`; MalformedError: as `rotate_key`.
        UnavailableError: the new key does not sign as it should; it stays unpublished.
    """
    if algorithm not in (ED25519, ES256):
        raise MalformedError(f"Keys are {ED25519} or {ES256}", code="algorithm")
    record = _upcoming(organisation_id, algorithm, services)
    if record.state is KeyState.CREATED:
        prove(record, services)
        services.reached("after_key_proved")
        record = _publish(record, wait, services)
    return record


def switch_key(
    organisation_id: str, services: Services, algorithm: str = ED25519, *, early: bool = False
) -> KeyRecord:
    """Let the published key sign from now on, retire the old one and sign all lists again.

    Raises:
        ConflictError: nothing is published (`no_rotation`), or it is too early (`too_early`).
    """
    now = services.clock()
    with services.unit_of_work() as uow:
        record = _require_switchable(uow.keys.upcoming(organisation_id, algorithm), now, early)
        _retire(organisation_id, algorithm, uow, services)
        uow.keys.activate(record.id, now)
        uow.events.append(
            organisation_event("key.activated", record.id, organisation_id, services, at=now)
        )
        lists = want_lists(organisation_id, uow) if algorithm == ED25519 else ()
        record = uow.keys.get(record.id)
        # The document stays as it was; the outside hears of every change of keys all the same.
        uow.outbox.put("audit.checkpoint", organisation_id, organisation_id)
        services.reached("inside_rotation")
        uow.commit()
    services.reached("after_rotation")
    publish_lists(lists, services)
    services.reached("after_lists")
    return record


def switch_due_keys(services: Services) -> int:
    """Let every key take over whose time has come; returns how many did."""
    with services.read_only() as uow:
        due = uow.keys.due(services.clock())
    switched = 0
    for key in due:
        try:
            switch_key(key.organisation, services, key.algorithm)
            switched += 1
        except IssuerError as error:
            # Another worker was faster, or one organisation must not keep the others waiting.
            logger().warning("key.not_switched", code=error.code)
    return switched


def _upcoming(organisation_id: str, algorithm: str, services: Services) -> KeyRecord:
    with services.read_only() as uow:
        found = uow.keys.upcoming(organisation_id, algorithm)
        its_key = is_its_key(uow.organisations.get(organisation_id))
    if its_key:
        raise ConflictError(
            "A did:key is its key: create a new organisation instead", code="did_key"
        )
    if found is not None:
        return found
    made = make_key(organisation_id, services, algorithm)
    services.reached("after_key_made")
    with services.unit_of_work() as uow:
        _require_room(organisation_id, uow)
        record = store(record_of(made, uow, services, state=KeyState.CREATED), uow, services)
        uow.commit()
    services.reached("after_key_created")
    return record


def _require_room(organisation_id: str, uow: UnitOfWork) -> None:
    """Keep the DID document as small as verifiers read it; the last places are for emergencies.

    Beyond that nobody, this installation included, could verify what any of its keys signed.
    """
    if len(uow.keys.of(organisation_id)) >= MAX_METHODS - _RESERVED:
        raise ConflictError(
            f"This organisation has {MAX_METHODS - _RESERVED} keys, and verifiers read"
            f" {MAX_METHODS}: the last ones are kept for emergencies",
            code="too_many_keys",
        )


def _publish(record: KeyRecord, wait: timedelta | None, services: Services) -> KeyRecord:
    now = services.clock()
    with services.unit_of_work() as uow:
        first = uow.keys.active(record.organisation, record.algorithm) is None
        pause = timedelta(0) if first else services.key_wait if wait is None else wait
        if uow.keys.publish(record.id, now, now + pause):
            uow.events.append(
                organisation_event(
                    "key.published", record.id, record.organisation, services, at=now
                )
            )
            note_did_version(record.organisation, uow, services)
        published = uow.keys.get(record.id)
        services.reached("inside_key_publication")
        uow.commit()
    services.reached("after_key_publication")
    return published


def _require_switchable(record: KeyRecord | None, now: datetime, early: bool) -> KeyRecord:
    if record is None or record.state is not KeyState.PUBLISHED:
        raise ConflictError(
            "There is no published key to switch to; run issuer keys rotate first",
            code="no_rotation",
        )
    if record.switch_at is not None and now < record.switch_at and not early:
        raise ConflictError(
            f"Others may still keep a DID document without this key; switch at"
            f" {format_instant(record.switch_at)} or later",
            code="too_early",
        )
    return record


def _retire(organisation_id: str, algorithm: str, uow: UnitOfWork, services: Services) -> None:
    old = uow.keys.active(organisation_id, algorithm)
    if old is None:
        return
    now = services.clock()
    uow.keys.retire(old.id, now)
    uow.events.append(organisation_event("key.retired", old.id, organisation_id, services, at=now))
