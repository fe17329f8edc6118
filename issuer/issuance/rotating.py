"""Signing keys: made sealed, one of each algorithm active, retired ones verify for ever.

A public half is never stored without its sealed private half: both are one row, written in one
transaction (reliability.md sections 2.9 and 6.3).
"""

from issuer.access import Action, Target, require
from issuer.errors import ConflictError, MalformedError
from issuer.issuance.commands import ManageKeys
from issuer.issuance.did_documents import note_did_version
from issuer.issuance.model import KeyRecord
from issuer.issuance.ports import MadeKey, Organisation, Services, UnitOfWork
from issuer.issuance.publishing import renew_status_list
from issuer.issuance.recording import organisation_event
from issuer.proofs.jose import ES256, jwk_of_multikey

ED25519 = "Ed25519"
_DID_KEY = "did:key:"


def make_key(organisation_id: str, services: Services, algorithm: str = ED25519) -> MadeKey:
    """Make a key pair that is stored nowhere yet.

    An organisation without a host is named after its key, so its key comes before its row:
    make one, create the organisation with `did_of(made)`, then `create_key` with it.
    """
    return services.keyring.make(organisation_id, algorithm)


def did_of(made: MadeKey) -> str:
    """Return the did:key that a key gives to an organisation without a host."""
    return _DID_KEY + made.public_key_multibase


def create_key(organisation_id: str, services: Services, made: MadeKey | None = None) -> KeyRecord:
    """Store the first keys of an organisation; with them the organisation can issue.

    One is for proofs, and one for tokens unless the organisation is a did:key, whose document
    holds no second key (README ruling 4). The first one is returned.

    Raises:
        ConflictError: it has an active key already; rotate that one.
    """
    made = made or make_key(organisation_id, services)
    with services.unit_of_work() as uow:
        if uow.keys.active(organisation_id) is not None:
            raise ConflictError(
                "This organisation has an active key; rotate it instead", code="key_exists"
            )
        record = _store(made, uow, services)
        is_its_key = _is_its_key(uow.organisations.get(organisation_id))
        if not is_its_key and uow.keys.active(organisation_id, ES256) is None:
            _store(make_key(organisation_id, services, ES256), uow, services)
        note_did_version(organisation_id, uow, services)
        uow.commit()
    services.reached("after_key")
    return record


def rotate_key(command: ManageKeys, services: Services) -> KeyRecord:
    """Give the actor's organisation a new signing key, and sign its lists with it at once.

    The old key stays in the DID document, so what it signed stays valid.

    Raises:
        ForbiddenError: the actor may not manage keys.
        ConflictError: the organisation is a did:key, so its key is its name (code `did_key`).
        MalformedError: an algorithm that no key of ours has, code `algorithm`.
    """
    organisation_id = command.actor.organisation
    require(command.actor, Action.MANAGE_KEYS, Target(organisation=organisation_id))
    return replace_key(organisation_id, services, command.algorithm)


def replace_key(organisation_id: str, services: Services, algorithm: str = ED25519) -> KeyRecord:
    """Rotate without asking who asks: for the operator at the terminal; raises as `rotate_key`.

    Keys of two algorithms are rotated independently; where there is none of this one yet, it is
    the first.
    """
    if algorithm not in (ED25519, ES256):
        raise MalformedError(f"Keys are {ED25519} or {ES256}", code="algorithm")
    made = make_key(organisation_id, services, algorithm)
    with services.unit_of_work() as uow:
        if _is_its_key(uow.organisations.get(organisation_id)):
            raise ConflictError(
                "A did:key is its key: create a new organisation instead", code="did_key"
            )
        _retire(organisation_id, algorithm, uow, services)
        record = _store(made, uow, services)
        note_did_version(organisation_id, uow, services)
        services.reached("inside_rotation")
        uow.commit()
    services.reached("after_rotation")
    if algorithm == ED25519:
        _renew_lists(organisation_id, services)
    return record


def _retire(organisation_id: str, algorithm: str, uow: UnitOfWork, services: Services) -> None:
    old = uow.keys.active(organisation_id, algorithm)
    if old is None:
        return
    now = services.clock()
    uow.keys.retire(old.id, now)
    uow.events.append(organisation_event("key.retired", old.id, organisation_id, services, at=now))


def _store(made: MadeKey, uow: UnitOfWork, services: Services) -> KeyRecord:
    now = services.clock()
    organisation = uow.organisations.get(made.organisation)
    record = KeyRecord(
        id=f"{organisation.did}#{made.public_key_multibase}",
        organisation=organisation.id,
        algorithm=made.algorithm,
        public_key_multibase=made.public_key_multibase,
        sealed=made.sealed,
        created_at=now,
    )
    _require_own(organisation, made)
    # Opening the sealed half proves that it can be opened, before anybody relies on it.
    _open(record, services)
    uow.keys.add(record)
    uow.events.append(
        organisation_event("key.created", record.id, organisation.id, services, at=now)
    )
    return record


def _open(record: KeyRecord, services: Services) -> None:
    if record.algorithm == ES256:
        services.keyring.token_signer(record)
    else:
        services.keyring.signer(record)


def _require_own(organisation: Organisation, made: MadeKey) -> None:
    # Reading the key refuses a weak one.
    jwk_of_multikey(made.public_key_multibase)
    if _is_its_key(organisation) and organisation.did != did_of(made):
        raise ConflictError("This is not the key that names the organisation", code="did_key")


def _is_its_key(organisation: Organisation) -> bool:
    return organisation.did.startswith(_DID_KEY)


def _renew_lists(organisation_id: str, services: Services) -> None:
    with services.read_only() as uow:
        lists = tuple(
            record.id for record in uow.status_lists.all() if record.organisation == organisation_id
        )
    for list_id in lists:
        renew_status_list(list_id, services)
