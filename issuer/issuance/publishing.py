"""Status lists as the world sees them: bits from rows, signed outside any transaction.

The stored list is never read to make the next one, so a lost or doubled publication cannot lose a
revocation (reliability.md section 2.5).
"""

from dataclasses import replace
from datetime import timedelta

from issuer import proofs
from issuer.documents import read_document
from issuer.errors import IssuerError
from issuer.issuance.did_documents import published_method
from issuer.issuance.intending import usable_key
from issuer.issuance.model import LIST_LIFE, KeyRecord, StatusListRecord
from issuer.issuance.ports import Services
from issuer.issuance.recording import organisation_event
from issuer.logs import logger
from issuer.status import StatusList, status_list_credential

#: How long a reader may keep a copy: the worst case until a revocation is seen everywhere.
LIST_TTL = timedelta(minutes=5)


def publish_status_list(list_id: str, services: Services) -> int:
    """Sign the list as its rows are now and publish it; returns the version that is public.

    Two publishers may both sign; only the newer version is stored, and the version never goes
    down. `wanted_version` is read before the bits, so a version never promises more than it holds.

    Raises:
        NotFoundError: there is no such list.
        UnavailableError: no usable key; the old list stays public until it lapses.
    """
    with services.read_only() as uow:
        wanted = uow.status_lists.get(list_id)
        if wanted.version >= wanted.wanted_version:
            return wanted.version
        indices = uow.status_lists.set_indices(list_id)
        key = usable_key(uow, wanted.organisation)
        did = uow.organisations.get(wanted.organisation).did
    signed = _signed(wanted, StatusList.from_bits(indices), key, did, services)
    services.reached("after_list_signature")
    return _store(signed, services)


def require_published(list_id: str, services: Services) -> None:
    """Publish a list that was never public: a credential must not name a list nobody can read."""
    with services.read_only() as uow:
        version = uow.status_lists.get(list_id).version
    if version == 0:
        publish_status_list(list_id, services)


def republish_due_lists(services: Services) -> int:
    """Publish every list that is behind its rows or older than six hours; returns how many."""
    now = services.clock()
    with services.read_only() as uow:
        due = tuple(record for record in uow.status_lists.all() if record.is_due(now))
    published = 0
    for record in due:
        try:
            renew_status_list(record.id, services)
            published += 1
        except IssuerError as error:
            # One organisation without a key must not keep the lists of the others from readers.
            logger().error("status_list.late", list_id=record.id, code=error.code)
    return published


def renew_status_list(list_id: str, services: Services) -> int:
    """Publish a list once more, though nothing changed; its version grows all the same."""
    with services.unit_of_work() as uow:
        record = uow.status_lists.get(list_id)
        # A list that is behind is asked for already; asking twice would sign it twice.
        if record.version == record.wanted_version:
            uow.status_lists.want_next(list_id)
            uow.commit()
    return publish_status_list(list_id, services)


def _signed(
    record: StatusListRecord,
    status_list: StatusList,
    key: KeyRecord,
    did: str,
    services: Services,
) -> StatusListRecord:
    """Sign by the same steps as a credential, and verify with the key as published."""
    now = services.clock().replace(microsecond=0)
    document = status_list_credential(
        list_url=record.url,
        issuer=did,
        purpose=record.purpose.value,
        status_list=status_list,
        valid_from=now,
        valid_until=now + LIST_LIFE,
        ttl=LIST_TTL,
    )
    prepared = proofs.prepare(document, proofs.proof_options(now, key.id))
    signed = proofs.sign(prepared, services.keyring.signer(key))
    method = published_method(record.organisation, key.id, services)
    proofs.verify_proof(read_document(signed.data), method)
    return replace(
        record,
        version=record.wanted_version,
        data=signed.data,
        signed_at=now,
        valid_until=now + LIST_LIFE,
    )


def _store(record: StatusListRecord, services: Services) -> int:
    with services.unit_of_work() as uow:
        if uow.status_lists.publish(record):
            uow.events.append(
                organisation_event(
                    "status_list.published",
                    record.id,
                    record.organisation,
                    services,
                    at=services.clock(),
                    codes={"version": str(record.version)},
                )
            )
            uow.commit()
        else:
            record = uow.status_lists.get(record.id)
    services.reached("after_list_publication")
    logger().info("status_list.published", list_id=record.id, version=record.version)
    return record.version


def lists_are_fresh(services: Services) -> bool:
    """Tell whether every published list may still be relied on (row 36)."""
    now = services.clock()
    with services.read_only() as uow:
        ends = [record.valid_until for record in uow.status_lists.all()]
    return all(end is None or end > now for end in ends)
