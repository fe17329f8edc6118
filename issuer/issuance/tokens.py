"""The JWT form of a credential: same id, same status index, a row and a key of its own.

It is made when it is first asked for, by the order of `issuing`: what will be signed is stored
before the key is touched, and the token before it is handed out (reliability.md section 2.3).
"""

import hashlib
from dataclasses import replace

from issuer.badges import check_issuing
from issuer.documents import read_document, write_document
from issuer.errors import (
    InvalidProofError,
    MalformedError,
    NotFoundError,
    RuleError,
    UnavailableError,
)
from issuer.issuance.did_documents import published_token_method
from issuer.issuance.intending import require_resumable, usable_key
from issuer.issuance.issuing import fail_draft, key_of, require_signing
from issuer.issuance.model import CredentialRecord, KeyState, State
from issuer.issuance.ports import Services
from issuer.issuance.queries import credential_bytes
from issuer.issuance.recording import credential_event
from issuer.logs import logger
from issuer.proofs import jose, require_issuer_binding

FORM = "jwt"


def credential_token(public_id: str, services: Services) -> CredentialRecord:
    """Return the JWT form of a credential that may be seen by anyone who has its address.

    Raises:
        NotFoundError: unknown, not issued, private, or its issuer has no key for tokens.
        UnavailableError: the key is paused or cannot be opened; nothing was handed out.
    """
    return token_of(credential_bytes(public_id, services), services)


def token_of(master: CredentialRecord, services: Services) -> CredentialRecord:
    """Return the JWT form of an issued credential, made now if it was never asked for.

    Raises:
        NotFoundError: its issuer has no key for tokens.
        UnavailableError: as `credential_token`.
    """
    with services.read_only() as uow:
        made = uow.credentials.of_award(master.award, FORM)
    if made is None or made.row_version != master.row_version:
        made = _record_intent(_draft(master, services), services)
    return finish_token(made, services)


def finish_token(draft: CredentialRecord, services: Services) -> CredentialRecord:
    """Take a draft of a token from its stored intent to its published bytes; safe to repeat.

    A draft whose key was compromised meanwhile is abandoned: the next demand makes another.
    """
    if require_resumable(draft).state is State.ISSUED:
        return draft
    if key_of(draft, services).state is KeyState.COMPROMISED:
        fail_draft(draft, State.ABANDONED, "key_compromised", services)
        raise UnavailableError("The key was replaced meanwhile; ask again", code="key_paused")
    try:
        prepared = _prepared(draft, services)
    except RuleError as error:
        fail_draft(draft, State.LINT_FAILED, error.code, services)
        raise
    token = _signed(draft, prepared, services)
    services.reached("after_token_verification")
    return _publish(draft, token, services)


def _draft(master: CredentialRecord, services: Services) -> CredentialRecord:
    """Shape the row of a token; one that could not be signed gets none, however often it is asked.

    Anybody may ask, so asking must not fill the database.
    """
    with services.read_only() as uow:
        if uow.keys.active(master.organisation, jose.ES256) is None:
            raise NotFoundError("There is no such badge", code="not_found")
        key = usable_key(uow, master.organisation, jose.ES256)
    draft = replace(
        master,
        row=services.ids.new_id(),
        form=FORM,
        key_id=key.id,
        proof_options=write_document(jose.jwt_header(key.id)),
        state=State.PREPARED,
        created_at=services.clock(),
        issued_at=None,
        attempts=0,
        data=None,
        sha256=None,
    )
    _prepared(draft, services)
    return draft


def _record_intent(draft: CredentialRecord, services: Services) -> CredentialRecord:
    """Store the row, unless another worker did; returns the stored one."""
    with services.unit_of_work() as uow:
        uow.credentials.lock_award(draft.award)
        made = uow.credentials.of_award(draft.award, FORM)
        if made is not None and made.row_version == draft.row_version:
            return made
        uow.credentials.add(draft)
        uow.events.append(credential_event("token.intent", draft, services, at=draft.created_at))
        uow.commit()
    services.reached("after_token_intent")
    return draft


def _prepared(draft: CredentialRecord, services: Services) -> jose.PreparedJwt:
    """Check what is stored, and nothing else: what is checked is what will be signed."""
    document = read_document(draft.document)
    try:
        check_issuing(document, now=services.clock())
        return jose.prepare_jwt(document, read_document(draft.proof_options))
    except (MalformedError, InvalidProofError) as error:
        raise RuleError(
            f"This credential has no JWT form: {error.detail}",
            code="lint_failed",
            pointer=error.pointer,
        ) from error


def _signed(draft: CredentialRecord, prepared: jose.PreparedJwt, services: Services) -> bytes:
    """Sign and verify as a stranger would, or pause the key: it signs other than we mean."""
    signer = services.keyring.token_signer(require_signing(key_of(draft, services)))
    try:
        token = jose.sign_jwt(prepared, signer)
        _require_holds(draft, token, services)
    except (InvalidProofError, MalformedError) as error:
        fail_draft(draft, State.SIGN_FAILED, error.code, services)
        raise UnavailableError(
            "The signature did not hold against the published key; the key is paused and nothing"
            " was handed out",
            code="sign_failed",
        ) from error
    return token


def _require_holds(draft: CredentialRecord, token: bytes, services: Services) -> None:
    """Read the token again: key as published, document as stored before the key was touched."""
    jwt = jose.read_jwt(token)
    method = published_token_method(draft.organisation, draft.key_id, services)
    require_issuer_binding(jwt.document, method)
    jose.verify_jwt(jwt, method)
    if write_document(jwt.document) != draft.document:
        raise InvalidProofError("Something else was signed than was stored", code="drift")


def _publish(draft: CredentialRecord, token: bytes, services: Services) -> CredentialRecord:
    """Store the token, unless another worker did: then its bytes are the token."""
    now = services.clock()
    sha256 = hashlib.sha256(token).hexdigest()
    with services.unit_of_work() as uow:
        if uow.credentials.publish(draft.row, data=token, sha256=sha256, at=now):
            uow.events.append(
                credential_event(
                    "token.issued", draft, services, at=now, object_hash=f"sha256:{sha256}"
                )
            )
        published = uow.credentials.get(draft.row)
        uow.commit()
    logger().info("token.issued", credential=draft.public_id, award=draft.award)
    return published
