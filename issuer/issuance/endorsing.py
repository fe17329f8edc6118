"""Sign what a peer attested, and keep it: it is never served (education.md section 3.6)."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from issuer import proofs
from issuer.badges import check_issuing
from issuer.documents import Document, read_document
from issuer.errors import ConflictError
from issuer.issuance.did_documents import published_method
from issuer.issuance.intending import usable_key
from issuer.issuance.model import EndorsementRecord, KeyRecord, PeerStatement
from issuer.issuance.ports import Services
from issuer.issuance.recording import organisation_event
from issuer.issuance.shaping import endorsement_document


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    statement: PeerStatement
    key: KeyRecord
    document: Document
    created: datetime


def sign_attestation(attestation_id: str, services: Services) -> str:
    """Sign one submitted attestation with the school's key; returns the endorsement's id.

    Safe to repeat: nothing leaves before it is stored, so a crash loses a signature that nobody
    saw, and the next try makes another.

    Raises:
        NotFoundError: there is no such attestation.
        UnavailableError: no usable key.
    """
    with services.read_only() as uow:
        signed = uow.endorsements.of_attestation(attestation_id)
    if signed is not None:
        return signed.id
    draft = _draft(attestation_id, services)
    check_issuing(draft.document, now=services.clock())
    prepared = proofs.prepare(draft.document, proofs.proof_options(draft.created, draft.key.id))
    proofs.rehearse(prepared)
    credential = proofs.sign(prepared, services.keyring.signer(draft.key))
    method = published_method(draft.statement.organisation, draft.key.id, services)
    proofs.verify_proof(read_document(credential.data), method)
    services.reached("after_endorsement_signature")
    return _store(draft, credential.data, services)


def _draft(attestation_id: str, services: Services) -> _Draft:
    with services.read_only() as uow:
        statement = uow.peer_statements.get(attestation_id)
        organisation = uow.organisations.get(statement.organisation)
        key = usable_key(uow, statement.organisation)
    created = services.clock().replace(microsecond=0)
    document = endorsement_document(
        statement,
        organisation,
        endorsement_id=services.ids.new_urn(),
        evidence_id=services.ids.new_urn(),
        valid_from=created,
    )
    return _Draft(statement=statement, key=key, document=document, created=created)


def _store(draft: _Draft, data: bytes, services: Services) -> str:
    statement = draft.statement
    sha256 = hashlib.sha256(data).hexdigest()
    record = EndorsementRecord(
        id=str(draft.document["id"]),
        attestation=statement.id,
        organisation=statement.organisation,
        credential_id=statement.credential_id,
        key_id=draft.key.id,
        data=data,
        sha256=sha256,
        signed_at=services.clock(),
    )
    try:
        with services.unit_of_work() as uow:
            uow.endorsements.add(record)
            uow.events.append(
                organisation_event(
                    "endorsement.signed",
                    statement.id,
                    statement.organisation,
                    services,
                    at=record.signed_at,
                    codes={"sha256": sha256},
                )
            )
            uow.commit()
    except ConflictError:
        # Another worker was faster; its signature is the one that is kept.
        with services.read_only() as uow:
            winner = uow.endorsements.of_attestation(statement.id)
        if winner is None:
            raise
        return winner.id
    return record.id
