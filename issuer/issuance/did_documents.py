"""What an organisation publishes about its keys; retired ones stay for ever (OB-35)."""

from issuer import proofs
from issuer.documents import Document
from issuer.issuance.model import KeyRecord, KeyState
from issuer.issuance.ports import Services


def did_document_of(organisation_id: str, services: Services) -> Document:
    """Return the DID document of an organisation: public halves only, retired keys included.

    A compromised key is listed with the moment of its end and authorises nothing any more
    (CID-3, reliability.md section 2.10).
    """
    with services.read_only() as uow:
        organisation = uow.organisations.get(organisation_id)
        keys = uow.keys.of(organisation_id)
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


def _method(key: KeyRecord, did: str) -> proofs.VerificationMethod:
    return proofs.VerificationMethod(
        id=key.id,
        controller=did,
        public_key=proofs.decode_public_key(key.public_key_multibase),
        revoked=key.compromised_at,
    )
