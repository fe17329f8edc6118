"""Signing keys: made sealed, one active at a time, retired ones verify for ever.

A public half is never stored without its sealed private half: both are one row, written in one
transaction (reliability.md sections 2.9 and 6.3).
"""

from issuer import proofs
from issuer.access import Action, Target, require
from issuer.errors import ConflictError
from issuer.issuance.commands import ManageKeys
from issuer.issuance.model import KeyRecord
from issuer.issuance.ports import MadeKey, Organisation, Services, UnitOfWork
from issuer.issuance.publishing import renew_status_list
from issuer.issuance.recording import organisation_event

_DID_KEY = "did:key:"


def make_key(organisation_id: str, services: Services) -> MadeKey:
    """Make a key pair that is stored nowhere yet.

    An organisation without a host is named after its key, so its key comes before its row:
    make one, create the organisation with `did_of(made)`, then `create_key` with it.
    """
    return services.keyring.make(organisation_id)


def did_of(made: MadeKey) -> str:
    """Return the did:key that a key gives to an organisation without a host."""
    return _DID_KEY + made.public_key_multibase


def create_key(organisation_id: str, services: Services, made: MadeKey | None = None) -> KeyRecord:
    """Store the first key of an organisation; with it the organisation can issue.

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
        uow.commit()
    services.reached("after_key")
    return record


def rotate_key(command: ManageKeys, services: Services) -> KeyRecord:
    """Give the actor's organisation a new signing key and sign its lists with it at once.

    The old key stays in the DID document, so what it signed stays valid.

    Raises:
        ForbiddenError: the actor may not manage keys.
        ConflictError: the organisation is a did:key, so its key is its name (code `did_key`).
    """
    organisation_id = command.actor.organisation
    require(command.actor, Action.MANAGE_KEYS, Target(organisation=organisation_id))
    return replace_key(organisation_id, services)


def replace_key(organisation_id: str, services: Services) -> KeyRecord:
    """Rotate without asking who asks: for the operator at the terminal; raises as `rotate_key`."""
    made = make_key(organisation_id, services)
    now = services.clock()
    with services.unit_of_work() as uow:
        organisation = uow.organisations.get(organisation_id)
        if organisation.did.startswith(_DID_KEY):
            raise ConflictError(
                "A did:key is its key: create a new organisation instead", code="did_key"
            )
        old = uow.keys.active(organisation_id)
        if old is not None:
            uow.keys.retire(old.id, now)
            uow.events.append(
                organisation_event("key.retired", old.id, organisation_id, services, at=now)
            )
        record = _store(made, uow, services)
        services.reached("inside_rotation")
        uow.commit()
    services.reached("after_rotation")
    _renew_lists(organisation_id, services)
    return record


def _store(made: MadeKey, uow: UnitOfWork, services: Services) -> KeyRecord:
    now = services.clock()
    organisation = uow.organisations.get(made.organisation)
    record = KeyRecord(
        id=f"{organisation.did}#{made.public_key_multibase}",
        organisation=organisation.id,
        public_key_multibase=made.public_key_multibase,
        sealed=made.sealed,
        created_at=now,
    )
    _require_own(organisation, made)
    # Opening the sealed half proves that it can be opened, before anybody relies on it.
    services.keyring.signer(record)
    uow.keys.add(record)
    uow.events.append(
        organisation_event("key.created", record.id, organisation.id, services, at=now)
    )
    return record


def _require_own(organisation: Organisation, made: MadeKey) -> None:
    proofs.require_strong(proofs.decode_public_key(made.public_key_multibase))
    if organisation.did.startswith(_DID_KEY) and organisation.did != did_of(made):
        raise ConflictError("This is not the key that names the organisation", code="did_key")


def _renew_lists(organisation_id: str, services: Services) -> None:
    with services.read_only() as uow:
        lists = tuple(
            record.id for record in uow.status_lists.all() if record.organisation == organisation_id
        )
    for list_id in lists:
        renew_status_list(list_id, services)
