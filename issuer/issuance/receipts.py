"""Sign a receipt of a verification with the key of an organisation; nothing of it is kept."""

from issuer import proofs
from issuer.documents import Document
from issuer.errors import RuleError
from issuer.issuance.did_documents import published_method
from issuer.issuance.intending import usable_key
from issuer.issuance.ports import Services

_RECEIPT = "VerificationReceipt"


def sign_receipt(organisation_id: str, document: Document, services: Services) -> bytes:
    """Return the signed bytes of a receipt whose `verifier` is this organisation.

    Raises:
        RuleError: it is no receipt of this organisation, code `receipt`.
        UnavailableError: no usable key.
    """
    with services.read_only() as uow:
        key = usable_key(uow, organisation_id)
        did = uow.organisations.get(organisation_id).did
    if document.get("type") != [_RECEIPT] or document.get("verifier") != did:
        raise RuleError("Only receipts of the organisation itself are signed", code="receipt")
    created = services.clock().replace(microsecond=0)
    options = proofs.proof_options(created, key.id, proofs.JCS)
    signed = proofs.sign_plain(document, options, services.keyring.signer(key))
    proofs.verify_plain(signed.document, published_method(organisation_id, key.id, services))
    return signed.data
