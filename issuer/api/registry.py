"""Approval, issue and standing of credentials, and the keys that sign them."""

from collections.abc import Callable

from flask import Response, request
from werkzeug.exceptions import NotAcceptable

from issuer import assessment, issuance
from issuer.api.answers import (
    created_answer,
    json_answer,
    page_answer,
    picture_answer,
    published_answer,
)
from issuer.api.calls import Call, listed, window
from issuer.api.hosting import accepted
from issuer.api.negotiation import CREDENTIAL_TYPES, PNG, SVG, TEXT, best_type
from issuer.api.paging import cursor_of
from issuer.api.pictures import baked_png, baked_svg, stored_bytes
from issuer.api.presenting import plain, shown
from issuer.api.reading import id_of
from issuer.api.services import Services
from issuer.assessment import commands
from issuer.badges.award import Award
from issuer.documents import Document
from issuer.errors import NotFoundError, StateError

Change = Callable[[issuance.ChangeStatus, issuance.Services], issuance.StatusChange]


def approve_submission(call: Call, services: Services, submission: str) -> Response:
    """Approve the award, then sign and publish its credential; safe to repeat."""
    command = commands.Approve(actor=call.actor, submission=submission)
    try:
        award = assessment.approve_award(command, services.assessment)
    except StateError:
        approved = _own_approval(call, submission, services)
        if approved is None:
            raise
        award = approved
    return _issued(award, issuance.issue_award(award.id, services.issuance), services)


def issue_submission(call: Call, services: Services, submission: str) -> Response:
    """Issue what is approved but could not be signed then."""
    award = assessment.find_award(call.actor, submission, services.assessment)
    command = issuance.IssueApproved(actor=call.actor, award_id=award.id)
    return _issued(award, issuance.issue_approved(command, services.issuance), services)


def list_credentials(call: Call, services: Services) -> Response:
    """List issued credentials of the school, or of one learner."""
    asked = window()
    learner = request.args.get("learner")
    found = issuance.list_credentials(
        call.actor,
        services.issuance,
        learner=None if learner is None else id_of(learner),
        after=asked.after,
        limit=asked.limit,
    )
    cursor = None if found.next_after is None else cursor_of(found.next_after)
    return page_answer([_row(facts) for facts in found.credentials], asked, cursor)


def show_credential_record(call: Call, services: Services, credential: str) -> Response:
    """Answer one issued credential with its standing, a private one too."""
    return json_answer(_row(_facts(call, credential, services)))


def download_credential(call: Call, services: Services, credential: str) -> Response:
    """Answer the credential to those whose it is, a private one too: JSON, PNG, SVG or JWT."""
    facts = _facts(call, credential, services)
    issuance.require_export(call.actor, facts)
    record = facts.record
    match best_type(accepted(), (*CREDENTIAL_TYPES, PNG, SVG, TEXT)):
        case None:
            raise NotAcceptable
        case "image/png":
            return picture_answer(baked_png(record, services), PNG)
        case "image/svg+xml":
            return picture_answer(baked_svg(record, services), SVG)
        case "text/plain":
            token = issuance.token_of(record, services.issuance)
            return published_answer(stored_bytes(token), TEXT, negotiated=True)
        case media_type:
            return published_answer(stored_bytes(record), media_type, negotiated=True)


def revoke_credential(call: Call, services: Services, credential: str) -> Response:
    """Revoke for good; 202 where a second person has to agree."""
    record = _facts(call, credential, services).record
    command = issuance.ProposeRevocation(
        actor=call.actor,
        credential_id=record.id,
        reason_code=issuance.reason_of(call.body.text("reason_code")),
        reason_text=call.body.maybe_text("reason") or "",
        suspend=call.body.flag("suspend", default=False),
    )
    done = issuance.ask_to_revoke(command, services.issuance)
    if isinstance(done, issuance.RevocationProposal):
        return json_answer(shown(done), status=202)
    return _changed(call, services, credential, done)


def suspend_credential(call: Call, services: Services, credential: str) -> Response:
    """Suspend until it is reinstated or revoked."""
    return _change(call, services, credential, issuance.suspend_credential)


def reinstate_credential(call: Call, services: Services, credential: str) -> Response:
    """Lift a suspension."""
    return _change(call, services, credential, issuance.reinstate_credential)


def set_visibility(call: Call, services: Services, credential: str) -> Response:
    """Choose who may see a credential."""
    command = issuance.SetVisibility(
        actor=call.actor,
        credential_id=_facts(call, credential, services).record.id,
        visibility=issuance.Visibility(call.body.text("visibility")),
    )
    issuance.set_visibility(command, services.issuance)
    return json_answer(_row(_facts(call, credential, services)))


def list_keys(call: Call, services: Services) -> Response:
    """List the public halves of the organisation's keys."""
    keys = issuance.list_keys(call.actor.organisation, services.issuance)
    return listed(keys, lambda key: key.id, shown)


def rotate_key(call: Call, services: Services) -> Response:
    """Publish the key that will sign next; 202 where a second person has to agree."""
    organisation = call.actor.organisation
    if issuance.keys_need_two(organisation, services.issuance):
        wish = issuance.AskForKeys(
            organisation=organisation, actor=call.actor, act=issuance.KeyAct.ROTATE
        )
        return json_answer(shown(issuance.propose_keys(wish, services.issuance)), status=202)
    key = issuance.rotate_key(issuance.ManageKeys(actor=call.actor), services.issuance)
    return json_answer(shown(key), status=201)


def _own_approval(call: Call, submission: str, services: Services) -> Award | None:
    """Return the award that this very actor approved before, perhaps in an answer that was lost."""
    try:
        award = assessment.find_award(call.actor, submission, services.assessment)
    except NotFoundError:
        return None
    return award if award.approved_by == call.actor.person else None


def _issued(award: Award, credential: str, services: Services) -> Response:
    assessment.mark_issued(award.id, services.assessment)
    return created_answer(
        {"award": award.id, "credential": credential, "decision_hash": award.decision_hash},
        credential,
    )


def _change(call: Call, services: Services, credential: str, change: Change) -> Response:
    record = _facts(call, credential, services).record
    changed = change(
        issuance.ChangeStatus(
            actor=call.actor,
            credential_id=record.id,
            reason_code=issuance.reason_of(call.body.text("reason_code")),
            reason_text=call.body.maybe_text("reason") or "",
        ),
        services.issuance,
    )
    return _changed(call, services, credential, changed)


def _changed(
    call: Call, services: Services, credential: str, changed: issuance.StatusChange
) -> Response:
    return json_answer(
        {
            **_row(_facts(call, credential, services)),
            "published": changed.published,
            "visible_to_others": changed.visible_to_others,
            "effective_by": plain(changed.effective_by),
        }
    )


def _facts(call: Call, credential: str, services: Services) -> issuance.CredentialFacts:
    return issuance.credential_for(call.actor, credential, services.issuance)


def _row(facts: issuance.CredentialFacts) -> Document:
    mark = facts.marks.revoked or facts.marks.suspended
    return {
        **shown(facts.record),
        "standing": type(facts.standing).__name__,
        **({} if mark is None else {"reason_code": mark.reason_code.value}),
    }
