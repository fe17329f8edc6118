"""What an organisation publishes about its keys; retired ones stay for ever (OB-35)."""

from collections.abc import Iterable

from issuer import proofs
from issuer.documents import Document, digest
from issuer.issuance.model import KeyRecord, KeyState
from issuer.issuance.ports import Services, UnitOfWork
from issuer.issuance.recording import organisation_event
from issuer.proofs import PublishedMethod, jose


def did_document_of(organisation_id: str, services: Services) -> Document:
    """Return the DID document of an organisation: public halves only, retired keys included.

    A key stands in it before it signs anything, so that nobody keeps a document without it.
    A compromised key is listed with the moment of its end and authorises nothing any more
    (CID-3, reliability.md section 2.10).
    """
    with services.read_only() as uow:
        return _document(organisation_id, uow)


def note_did_version(organisation_id: str, uow: UnitOfWork, services: Services) -> None:
    """Record what the DID document says from now on, in the transaction that changed it.

    Whoever adds a key behind our back changes the document without this (reliability.md row 20).
    A checkpoint follows at once, so that the outside hears of every change of keys.
    """
    document = _document(organisation_id, uow)
    uow.events.append(
        organisation_event(
            "did.version",
            str(document["id"]),
            organisation_id,
            services,
            at=services.clock(),
            object_hash=digest(document),
        )
    )
    uow.outbox.put("audit.checkpoint", organisation_id, organisation_id)


def begin_did_versions(services: Services) -> int:
    """Record the present document of organisations whose keys are older than the audit log.

    Once only: a document that has a version already is never recorded again from here, since that
    would hide a key that nobody created. Returns how many were recorded.
    """
    with services.read_only() as uow:
        waiting = uow.keys.without_did_version()
    for organisation_id in waiting:
        with services.unit_of_work() as uow:
            if organisation_id in uow.keys.without_did_version():
                note_did_version(organisation_id, uow, services)
                uow.commit()
    return len(waiting)


def _document(organisation_id: str, uow: UnitOfWork) -> Document:
    organisation = uow.organisations.get(organisation_id)
    keys = tuple(key for key in uow.keys.of(organisation_id) if key.published_at is not None)
    document = proofs.did_document(
        organisation.did, tuple(_method(key, organisation.did) for key in keys)
    )
    trusted = [key.id for key in keys if key.state is not KeyState.COMPROMISED]
    return {**document, "assertionMethod": trusted}


def published_method(
    organisation_id: str, key_id: str, services: Services
) -> proofs.VerificationMethod:
    """Return a key as the world sees it, not as the keyring holds it.

    Raises:
        InvalidProofError: it is not published for signing credentials.
    """
    return proofs.find_method(did_document_of(organisation_id, services), key_id)


def published_token_method(organisation_id: str, key_id: str, services: Services) -> jose.JwkMethod:
    """Return a key for tokens as the world sees it; raises as `published_method`."""
    return jose.find_jwk_method(did_document_of(organisation_id, services), key_id)


def jwk_set_of(organisation_ids: Iterable[str], services: Services) -> Document:
    """Return the JWK Set of these organisations: every key for tokens that still counts (OB-39)."""
    methods: list[jose.JwkMethod] = []
    with services.read_only() as uow:
        for organisation_id in organisation_ids:
            did = uow.organisations.get(organisation_id).did
            methods.extend(
                _token_method(key, did)
                for key in uow.keys.of(organisation_id)
                if key.algorithm == jose.ES256
                and key.published_at is not None
                and key.state is not KeyState.COMPROMISED
            )
    return jose.jwk_set(methods)


def _method(key: KeyRecord, did: str) -> PublishedMethod:
    if key.algorithm == jose.ES256:
        return _token_method(key, did)
    return proofs.VerificationMethod(
        id=key.id,
        controller=did,
        public_key=proofs.decode_public_key(key.public_key_multibase),
        revoked=key.compromised_at,
    )


def _token_method(key: KeyRecord, did: str) -> jose.JwkMethod:
    return jose.JwkMethod(
        id=key.id,
        controller=did,
        jwk=jose.jwk_of_multikey(key.public_key_multibase),
        revoked=key.compromised_at,
    )
