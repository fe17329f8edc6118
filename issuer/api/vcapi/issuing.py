"""The VC-API of a school: what was issued is shown and revoked; nothing is signed on request."""

from flask import Response

from issuer import issuance
from issuer.api.answers import json_answer, published_answer
from issuer.api.calls import Call
from issuer.api.hosting import accepted
from issuer.api.negotiation import CREDENTIAL_TYPES, JSON, best_type
from issuer.api.pictures import stored_bytes
from issuer.api.reading import NAME
from issuer.api.services import Services
from issuer.api.vcapi.shapes import StatusRequest, read_issue_request, read_status_request
from issuer.api.vcapi.verifying import give_challenge
from issuer.errors import MalformedError, NotFoundError, RuleError, StateError


def issue_vc(call: Call, _services: Services) -> Response:
    """Refuse: a school signs what an assessment has approved, and nothing else (ADR 25)."""
    read_issue_request(call.body.members)
    raise RuleError(
        "A credential is signed here for an approved award only: POST"
        " /api/v1/submissions/{submission}/issue. What test suites need is issuer serve"
        " --conformance",
        code="assessment_required",
    )


def show_vc(call: Call, services: Services, name: str) -> Response:
    """Answer a credential of the school, by its id or the last part of it."""
    facts = issuance.credential_for(call.actor, _public_id(name, services), services.issuance)
    media_type = best_type(accepted(), CREDENTIAL_TYPES) or JSON
    return published_answer(stored_bytes(facts.record), media_type, negotiated=True)


def change_vc_status(call: Call, services: Services) -> Response:
    """Revoke, suspend or reinstate, as the credential's own entry allows."""
    request = read_status_request(call.body.members)
    public_id = _public_id(request.credential_id, services)
    record = issuance.credential_for(call.actor, public_id, services.issuance).record
    if request.purpose != record.status_purpose.value:
        raise MalformedError(
            f"The entry of this credential is for {record.status_purpose.value}",
            code="status_purpose",
            pointer="/credentialStatus/statusPurpose",
        )
    changed = _change(request, call, record, services)
    return json_answer({"credentialId": record.id, "published": changed.published})


def give_vc_challenge(_call: Call, services: Services) -> Response:
    """Answer a challenge for a presentation."""
    return give_challenge(services)


def _change(
    request: StatusRequest, call: Call, record: issuance.CredentialRecord, services: Services
) -> issuance.StatusChange:
    command = issuance.ChangeStatus(
        actor=call.actor,
        credential_id=record.id,
        reason_code=issuance.ReasonCode.OTHER,
        reason_text="by the VC-API",
    )
    match request.purpose, request.on:
        case issuance.StatusPurpose.REVOCATION, True:
            return issuance.revoke_credential(command, services.issuance)
        case issuance.StatusPurpose.REVOCATION, False:
            raise StateError("A revocation is final", code="state", pointer="/status")
        case _, True:
            return issuance.suspend_credential(command, services.issuance)
        case _:
            return issuance.reinstate_credential(command, services.issuance)


def _public_id(name: str, services: Services) -> str:
    """Return the last part of one of our ids; of any other there is nothing here."""
    public_id = name.removeprefix(f"{services.public_base_url}/credentials/")
    if not NAME.fullmatch(public_id):
        raise NotFoundError("There is no such credential", code="not_found")
    return public_id
