"""What rotation and emergency have in common: make a key, prove it, store it, renew the lists."""

from issuer.errors import ConflictError, InvalidProofError, UnavailableError
from issuer.issuance.key_ports import MadeKey
from issuer.issuance.model import KeyRecord, KeyState
from issuer.issuance.people_ports import Organisation
from issuer.issuance.ports import Services, UnitOfWork
from issuer.issuance.publishing import publish_status_list
from issuer.issuance.recording import organisation_event
from issuer.logs import logger
from issuer.proofs import verify_raw
from issuer.proofs.jose import ES256, jwk_of_multikey

ED25519 = "Ed25519"
_DID_KEY = "did:key:"
_SIGNING = frozenset({KeyState.CREATED, KeyState.PUBLISHED, KeyState.ACTIVE})
#: Signed once by every new key; it is no document that anybody could mistake for one.
_PROBE = b"issuer: this key signs for its public half"


def make_key(organisation_id: str, services: Services, algorithm: str = ED25519) -> MadeKey:
    """Make a key pair that is stored nowhere yet.

    An organisation without a host is named after its key, so its key comes before its row:
    make one, create the organisation with `did_of(made)`, then `create_key` with it.
    """
    return services.keyring.make(organisation_id, algorithm)


def did_of(made: MadeKey) -> str:
    """Return the did:key that a key gives to an organisation without a host."""
    return _DID_KEY + made.public_key_multibase


def is_its_key(organisation: Organisation) -> bool:
    """Tell whether an organisation is named after its one key."""
    return organisation.did.startswith(_DID_KEY)


def record_of(
    made: MadeKey, uow: UnitOfWork, services: Services, *, state: KeyState = KeyState.ACTIVE
) -> KeyRecord:
    """Return the row of a new key; an active one is published from the same instant."""
    now = services.clock()
    organisation = uow.organisations.get(made.organisation)
    _require_own(organisation, made)
    active_at = now if state is KeyState.ACTIVE else None
    return KeyRecord(
        id=f"{organisation.did}#{made.public_key_multibase}",
        organisation=organisation.id,
        algorithm=made.algorithm,
        public_key_multibase=made.public_key_multibase,
        sealed=made.sealed,
        backend=made.backend,
        state=state,
        created_at=now,
        published_at=active_at,
        active_at=active_at,
    )


def store(record: KeyRecord, uow: UnitOfWork, services: Services) -> KeyRecord:
    """Store a key that was proven to sign, with its event."""
    prove(record, services)
    uow.keys.add(record)
    uow.events.append(
        organisation_event(
            "key.created", record.id, record.organisation, services, at=record.created_at
        )
    )
    return record


def prove(record: KeyRecord, services: Services) -> None:
    """Sign with the private half and verify with the public one, before anybody relies on it.

    Raises:
        UnavailableError: it cannot be opened, or it signs in another way than we mean (row 9).
    """
    if record.algorithm == ES256:
        signature = services.keyring.token_signer(record).sign(_PROBE)
    else:
        signature = services.keyring.signer(record).sign(_PROBE)
    try:
        verify_raw(record.public_key_multibase, signature, _PROBE)
    except InvalidProofError as error:
        raise UnavailableError(
            "The new key does not sign as it should; look at the key store before you go on",
            code="key_unusable",
        ) from error


def want_lists(organisation_id: str, uow: UnitOfWork) -> tuple[str, ...]:
    """Ask for a newer version of all lists, so that a crash leaves them to the sweep."""
    lists = tuple(r for r in uow.status_lists.all() if r.organisation == organisation_id)
    for record in lists:
        if record.version == record.wanted_version:
            uow.status_lists.want_next(record.id)
    return tuple(record.id for record in lists)


def publish_lists(lists: tuple[str, ...], services: Services) -> None:
    """Sign lists again at once; one that fails now is signed by the sweep."""
    for list_id in lists:
        try:
            publish_status_list(list_id, services)
        except UnavailableError as error:
            logger().error("status_list.late", list_id=list_id, code=error.code)


def _require_own(organisation: Organisation, made: MadeKey) -> None:
    # Reading the key refuses a weak one.
    jwk_of_multikey(made.public_key_multibase)
    if is_its_key(organisation) and organisation.did != did_of(made):
        raise ConflictError("This is not the key that names the organisation", code="did_key")


def prove_keys(organisation_id: str, services: Services) -> int:
    """Prove every key that signs or is about to; returns how many.

    Raises:
        UnavailableError: one is paused (`key_paused`), or as `prove`.
    """
    with services.read_only() as uow:
        keys = [key for key in uow.keys.of(organisation_id) if key.state in _SIGNING]
    for key in keys:
        if key.paused_at is not None:
            raise UnavailableError(
                f"The key {key.id} is paused after a signature that did not hold; look at the key"
                " store, then rotate",
                code="key_paused",
            )
        prove(key, services)
    return len(keys)
