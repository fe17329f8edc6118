"""From approved award to published credential; safe to repeat, safe to kill at any line.

The order is that of reliability.md section 2.3: record what will be signed, check it, sign it,
check it again with the key as published, record what was signed, and only then answer.
"""

import hashlib

from issuer import proofs
from issuer.access import Action, require
from issuer.badges import check_issuing
from issuer.documents import read_document, write_document
from issuer.errors import (
    InvalidProofError,
    MalformedError,
    NotFoundError,
    RuleError,
    UnavailableError,
)
from issuer.issuance.commands import IssueApproved
from issuer.issuance.did_documents import published_method
from issuer.issuance.intending import record_intent
from issuer.issuance.model import CredentialId, CredentialRecord, KeyRecord, KeyState, State
from issuer.issuance.ports import Services
from issuer.issuance.publishing import require_published
from issuer.issuance.recording import credential_event
from issuer.issuance.showing import target_of
from issuer.letters import NEWS
from issuer.logs import logger


def issue_award(award_id: str, services: Services) -> CredentialId:
    """Sign and publish the credential of an approved award; safe to repeat.

    Raises:
        NotFoundError: there is no such award.
        RuleError: the document was refused before signing, code `lint_failed`; its index is
            burned, and repeating makes a new attempt with a new one.
        UnavailableError: key, clock or database; what was begun is finished by `sweep`.
    """
    draft = record_intent(award_id, services)
    if draft.state is State.ISSUED:
        return draft.id
    if key_of(draft, services).state is KeyState.COMPROMISED:
        fail_draft(draft, State.ABANDONED, "key_compromised", services)
        draft = record_intent(award_id, services)
    return finish(draft, services)


def issue_approved(command: IssueApproved, services: Services) -> CredentialId:
    """Issue an approved award because a person asks; there is no way around the assessment.

    Raises:
        NotFoundError: no such award in the actor's organisation.
        ForbiddenError: the actor may not issue.
    """
    with services.read_only() as uow:
        award = uow.awards.get(command.award_id)
        target = target_of(award.organisation, award.learner, uow, services.clock())
    require(command.actor, Action.ISSUE, target)
    return issue_award(command.award_id, services)


def finish(draft: CredentialRecord, services: Services) -> CredentialId:
    """Take a `prepared` credential from its stored document to its published bytes."""
    prepared = _prepared(draft, services)
    services.reached("after_rehearsal")
    signed = _signed(draft, prepared, services)
    services.reached("after_verification")
    require_published(draft.list_id, services)
    _publish(draft, signed, services)
    services.reached("after_publication")
    return draft.id


def _prepared(draft: CredentialRecord, services: Services) -> proofs.PreparedCredential:
    """Check what is stored, and nothing else: what is checked is what will be signed."""
    document = read_document(draft.document)
    try:
        check_issuing(document, now=services.clock())
        prepared = proofs.prepare(document, read_document(draft.proof_options))
        proofs.rehearse(prepared)
    except (MalformedError, InvalidProofError) as error:
        fail_draft(draft, State.LINT_FAILED, error.code, services)
        raise RuleError(
            f"This credential was not signed: {error.detail}",
            code="lint_failed",
            pointer=error.pointer,
        ) from error
    return prepared


def require_signing(key: KeyRecord) -> KeyRecord:
    """Return a key that may sign today.

    Raises:
        UnavailableError: it is paused or compromised, code `key_paused`.
    """
    if key.state is KeyState.COMPROMISED or key.paused_at is not None:
        raise UnavailableError("The signing key is paused or compromised", code="key_paused")
    return key


def key_of(draft: CredentialRecord, services: Services) -> KeyRecord:
    """Return the key named by the draft; another school's key never signs (row 103)."""
    with services.read_only() as uow:
        key = uow.keys.get(draft.key_id)
    if key.organisation != draft.organisation:
        raise NotFoundError("The key belongs to another organisation", code="key_foreign")
    return key


def _signed(
    draft: CredentialRecord, prepared: proofs.PreparedCredential, services: Services
) -> proofs.SignedCredential:
    """Sign and verify as a stranger would, or pause the key: it signs other than we mean."""
    signer = services.keyring.signer(require_signing(key_of(draft, services)))
    try:
        signed = proofs.sign(prepared, signer)
        services.reached("after_signature")
        _require_holds(draft, signed, services)
    except (InvalidProofError, MalformedError) as error:
        fail_draft(draft, State.SIGN_FAILED, error.code, services)
        raise UnavailableError(
            "The signature did not hold against the published key; the key is paused and nothing"
            " was handed out",
            code="sign_failed",
        ) from error
    return signed


def _require_holds(
    draft: CredentialRecord, signed: proofs.SignedCredential, services: Services
) -> None:
    """Read the bytes again: key as published, document as stored before the key was touched."""
    document = read_document(signed.data)
    method = published_method(draft.organisation, draft.key_id, services)
    proofs.require_issuer_binding(document, method)
    proofs.verify_proof(document, method)
    unsigned = {name: value for name, value in document.items() if name != "proof"}
    if write_document(unsigned) != draft.document:
        raise InvalidProofError("Something else was signed than was stored", code="drift")


def _publish(draft: CredentialRecord, signed: proofs.SignedCredential, services: Services) -> None:
    """Store the bytes, unless another worker did: then its bytes are the credential (TX2)."""
    now = services.clock()
    sha256 = hashlib.sha256(signed.data).hexdigest()
    with services.unit_of_work() as uow:
        if not uow.credentials.publish(draft.row, data=signed.data, sha256=sha256, at=now):
            return
        again = draft.row_version > 1
        name = "credential.reissued" if again else "credential.issued"
        event = credential_event(name, draft, services, at=now, object_hash=f"sha256:{sha256}")
        uow.events.append(event)
        if not again:
            uow.outbox.put("credential.issued", draft.award, draft.organisation)
            uow.outbox.put(NEWS, event.id, draft.organisation)
        services.reached("inside_publication")
        uow.commit()
    logger().info(name, credential=draft.public_id, award=draft.award)


def fail_draft(draft: CredentialRecord, state: State, code: str, services: Services) -> None:
    """Note that a draft was refused, and pause the key whose signature did not hold."""
    now = services.clock()
    with services.unit_of_work() as uow:
        if not uow.credentials.fail(draft.row, state, code):
            return
        if state is State.SIGN_FAILED:
            uow.keys.pause(draft.key_id, now)
        uow.events.append(
            credential_event(
                "issue.refused", draft, services, at=now, codes={"state": state, "code": code}
            )
        )
        uow.commit()
    logger().error("credential.refused", credential=draft.public_id, state=state, code=code)
