"""The table of routes: method, path, view and who may pass. Nothing is served without a row.

`access` is the first gate: a role without any rule for the action is refused before the body is
read. Whether this person may do this to that very thing, the verb decides again.
"""

from issuer.access import RULES, Action
from issuer.api.achievements import (
    show_achievement,
    show_achievement_json,
    show_badge_art_png,
    show_badge_art_svg,
    show_criteria,
    show_criteria_json,
)
from issuer.api.assessing import (
    grant_waiver,
    list_approvals,
    list_events,
    list_queue,
    log_hours,
    record_metric,
    record_moderation,
    record_rating,
    record_signoff,
    record_statement,
    reject_hours,
    submit_external,
    verify_external,
    verify_hours,
    withdraw_waiver,
)
from issuer.api.auditing import (
    show_audit_bundle,
    show_audit_checkpoint,
    show_audit_key,
    show_consistency_proof,
    show_credential_audit_proof,
)
from issuer.api.cohorts import (
    approve_cohort,
    download_cohort,
    keep_cohort,
    read_cohort,
    show_cohort,
    sign_cohort,
    stop_cohort,
)
from issuer.api.definitions import (
    draft_badge,
    lint_badge,
    list_badges,
    propose_badge,
    publish_badge,
    publish_instrument,
    publish_rubric,
    replace_badge,
    retire_badge,
    show_badge,
    upload_picture,
)
from issuer.api.describing import (
    docs_view,
    show_description,
    show_health,
    show_liveness,
    show_readiness,
    show_schema,
    show_startup,
    show_status_list,
)
from issuer.api.evidence import (
    add_evidence,
    confirm_evidence,
    download_evidence,
    list_evidence,
    remove_evidence,
)
from issuer.api.granting import (
    add_unit,
    change_settings,
    confirm_role,
    grant_role,
    list_roles,
    list_units,
    set_units,
    withdraw_role,
)
from issuer.api.hosting import (
    show_credential,
    show_credential_json,
    show_credential_jwt,
    show_credential_pdf,
    show_credential_png,
    show_credential_qr_png,
    show_credential_qr_svg,
    show_credential_svg,
)
from issuer.api.limits import MAX_DOCUMENT_BODY
from issuer.api.oauth import OAUTH_ROUTES
from issuer.api.overseeing import (
    break_glass,
    confirm_revocation,
    decline_revocation,
    list_broken_glass,
    list_revocations,
    show_quality,
)
from issuer.api.people import (
    enrol_person,
    list_consents,
    list_people,
    list_tokens,
    make_token,
    record_consent,
    revoke_token,
    show_me,
    show_person,
    tie_people,
    withdraw_consent,
)
from issuer.api.privacy import (
    erase_person,
    export_person,
    hold_person,
    lift_hold,
    list_links,
    make_link,
    revoke_link,
)
from issuer.api.profiles import (
    show_host_did,
    show_issuer,
    show_issuer_did,
    show_issuer_json,
    show_jwk_set,
)
from issuer.api.programs import CLIENT_ROUTES
from issuer.api.registry import (
    approve_submission,
    download_credential,
    issue_submission,
    list_credentials,
    list_keys,
    reinstate_credential,
    revoke_credential,
    rotate_key,
    set_visibility,
    show_credential_record,
    suspend_credential,
)
from issuer.api.repeating import Once
from issuer.api.reviews import (
    accept_review,
    attest_review,
    attest_submission,
    calibrate_peer,
    decline_review,
    hold_attestation,
    hold_comment,
    list_reviews,
    record_hand_attestation,
    show_review,
    withdraw_attestation,
)
from issuer.api.routing import Open, Route, View
from issuer.api.submissions import (
    appeal_submission,
    assign_submission,
    close_submission,
    decline_late_submission,
    extend_submission,
    hold_submission,
    list_submissions,
    open_submission,
    opt_in_submission,
    release_submission,
    repin_submission,
    resubmit_submission,
    return_submission,
    show_decision,
    show_submission,
    submit_submission,
    triage_submission,
    withdraw_submission,
)
from issuer.api.vcapi import CONFORMANCE_ROUTES, VC_ROUTES
from issuer.api.verifying import make_receipt, verify_credential
from issuer.pacing import Family

_V1 = "/api/v1"
_ONE = f"{_V1}/submissions/{{submission}}"
_ITEM = f"{_ONE}/evidence/{{evidence}}"
_BADGE = f"{_V1}/badges/{{badge}}"
_VERSION = "/achievements/{slug}/v{n:int}"
_CREDENTIAL = f"{_V1}/credentials/{{credential}}"
_PERSON = f"{_V1}/people/{{person}}"
_GRANT = f"{_PERSON}/roles/{{grant}}"
_PROPOSAL = f"{_V1}/revocations/{{proposal}}"
_ATTESTATION = f"{_V1}/attestations/{{attestation}}"


def _open(path: str, view: View, pace: Family = Family.DOCUMENTS, method: str = "GET") -> Route:
    return Route(method=method, path=path, view=view, access=Open.PUBLIC, pace=pace)


def _get(path: str, view: View, access: Action | Open) -> Route:
    return Route(method="GET", path=path, view=view, access=access)


def _post(
    path: str,
    view: View,
    access: Action | Open,
    once: Once = Once.NO,
    pace: Family = Family.API,
) -> Route:
    return Route(method="POST", path=path, view=view, access=access, once=once, pace=pace)


def _put(path: str, view: View, access: Action | Open) -> Route:
    return Route(method="PUT", path=path, view=view, access=access)


def _delete(path: str, view: View, access: Action | Open) -> Route:
    return Route(method="DELETE", path=path, view=view, access=access)


def _document(method: str, path: str, view: View, access: Action) -> Route:
    once = Once.ALLOWED if method == "POST" else Once.NO
    return Route(
        method=method, path=path, view=view, access=access, limit=MAX_DOCUMENT_BODY, once=once
    )


def actions() -> dict[str, str]:
    """Return per operation who may call it, in words for the page of this API."""
    only_generic = "everybody, but only where issuer serve --conformance runs"
    return {
        **{route.name: only_generic for route in CONFORMANCE_ROUTES},
        **{route.name: _who(route.access) for route in ROUTES},
    }


def _who(access: Action | Open) -> str:
    match access:
        case Open.PUBLIC:
            return "everybody"
        case Open.CLIENT:
            return "a program that proves who it is"
        case Open.SIGNED_IN:
            return "everybody with a token, as far as the rules of the act allow"
        case _:
            return f"{', '.join(role.value for role in RULES[access])} ({access.value})"


show_docs = docs_view(actions)

PUBLIC = (
    _open("/credentials/{id}", show_credential, Family.PAGES),
    _open("/credentials/{id}.json", show_credential_json, Family.PAGES),
    _open("/credentials/{id}.jwt", show_credential_jwt, Family.PAGES),
    _open("/credentials/{id}.png", show_credential_png, Family.PAGES),
    _open("/credentials/{id}.svg", show_credential_svg, Family.PAGES),
    _open("/credentials/{id}.pdf", show_credential_pdf, Family.PAGES),
    _open("/credentials/{id}/qr.svg", show_credential_qr_svg, Family.PAGES),
    _open("/credentials/{id}/qr.png", show_credential_qr_png, Family.PAGES),
    _open("/credentials/{id}/audit-proof", show_credential_audit_proof, Family.PAGES),
    _open("/audit/checkpoint", show_audit_checkpoint),
    _open("/audit/key", show_audit_key),
    _open("/audit/proof/consistency", show_consistency_proof),
    _open(_VERSION, show_achievement),
    _open(f"{_VERSION}.json", show_achievement_json),
    _open(f"{_VERSION}/criteria", show_criteria),
    _open(f"{_VERSION}/criteria.json", show_criteria_json),
    _open(f"{_VERSION}/image.svg", show_badge_art_svg),
    _open(f"{_VERSION}/image.png", show_badge_art_png),
    _open("/issuers/{slug}", show_issuer),
    _open("/issuers/{slug}.json", show_issuer_json),
    _open("/issuers/{slug}/did.json", show_issuer_did),
    _open("/.well-known/did.json", show_host_did),
    _open("/.well-known/jwks.json", show_jwk_set),
    _open("/status/{list}", show_status_list),
    _open("/schemas/{name:path}", show_schema),
    _open("/livez", show_liveness, Family.FREE),
    _open("/startupz", show_startup, Family.FREE),
    _open("/healthz", show_health, Family.FREE),
    _open("/readyz", show_readiness, Family.FREE),
    _open("/api/openapi.json", show_description),
    _open("/api/docs", show_docs),
    _open(f"{_V1}/verify", verify_credential, Family.VERIFY, "POST"),
    _open(f"{_V1}/verify/receipt", make_receipt, Family.VERIFY, "POST"),
)

PEOPLE = (
    _get(f"{_V1}/me", show_me, Open.SIGNED_IN),
    _get(f"{_V1}/people", list_people, Action.READ_PEOPLE),
    _post(f"{_V1}/people", enrol_person, Action.MANAGE_PEOPLE, Once.ALLOWED),
    # Oneself, one's child, or anyone for staff: three relations that the verb knows.
    _get(f"{_V1}/people/{{person}}", show_person, Open.SIGNED_IN),
    _get(f"{_V1}/people/{{person}}/consents", list_consents, Open.SIGNED_IN),
    _post(
        f"{_V1}/people/{{person}}/consents",
        record_consent,
        Action.GIVE_CONSENT,
        Once.ALLOWED,
    ),
    _delete(
        f"{_V1}/people/{{person}}/consents/{{purpose}}",
        withdraw_consent,
        Action.GIVE_CONSENT,
    ),
    # Managers of people record any tie, everybody else declares a conflict of one's own.
    _post(f"{_V1}/ties", tie_people, Open.SIGNED_IN, Once.ALLOWED),
    _get(f"{_V1}/tokens", list_tokens, Action.MANAGE_PEOPLE),
    # The answer holds a secret, so it is never kept for a repeat.
    _post(f"{_V1}/tokens", make_token, Action.MANAGE_PEOPLE),
    # Everybody may end a token of one's own.
    _delete(f"{_V1}/tokens/{{token}}", revoke_token, Open.SIGNED_IN),
)

PRIVACY = (
    _get(f"{_V1}/people/{{person}}/export", export_person, Action.EXPORT_PERSON),
    _post(f"{_V1}/people/{{person}}/erase", erase_person, Action.ERASE_PERSON),
    _post(f"{_V1}/people/{{person}}/legal-hold", hold_person, Action.HOLD_PERSON),
    _delete(f"{_V1}/people/{{person}}/legal-hold", lift_hold, Action.LIFT_HOLD),
    _get(f"{_V1}/share-links", list_links, Action.SHARE_LINK),
    # A registrar may make family links only: the verb knows. The answer holds a secret.
    _post(f"{_V1}/share-links", make_link, Open.SIGNED_IN),
    _delete(f"{_V1}/share-links/{{link}}", revoke_link, Open.SIGNED_IN),
)

POLICY = (
    # One's own grants, or anyone's for those who give roles.
    _get(f"{_PERSON}/roles", list_roles, Open.SIGNED_IN),
    _post(f"{_PERSON}/roles", grant_role, Action.GRANT_ROLE, Once.ALLOWED),
    _post(f"{_GRANT}/confirm", confirm_role, Action.CONFIRM_ROLE),
    _delete(_GRANT, withdraw_role, Action.GRANT_ROLE),
    _get(f"{_V1}/units", list_units, Action.READ_PEOPLE),
    _post(f"{_V1}/units", add_unit, Action.MANAGE_PEOPLE, Once.ALLOWED),
    _put(f"{_PERSON}/units", set_units, Action.MANAGE_PEOPLE),
    _put(f"{_V1}/organisation/settings", change_settings, Action.MANAGE_SETTINGS),
    _get(f"{_V1}/revocations", list_revocations, Action.SECOND_REVOCATION),
    _post(f"{_PROPOSAL}/confirm", confirm_revocation, Action.SECOND_REVOCATION, pace=Family.ISSUE),
    _post(f"{_PROPOSAL}/decline", decline_revocation, Action.SECOND_REVOCATION),
    _get(f"{_V1}/break-glass", list_broken_glass, Action.READ_BREAK_GLASS),
    _post(f"{_V1}/break-glass", break_glass, Action.BREAK_GLASS, Once.ALLOWED),
    _get(f"{_V1}/reports/quality", show_quality, Action.READ_QUALITY),
)

BADGES = (
    _document("POST", f"{_V1}/rubrics", publish_rubric, Action.PUBLISH_DEFINITION),
    _document("POST", f"{_V1}/instruments", publish_instrument, Action.PUBLISH_DEFINITION),
    _post(f"{_V1}/calibrations", calibrate_peer, Action.CALIBRATE, Once.ALLOWED),
    _post(f"{_V1}/pictures", upload_picture, Action.DRAFT_DEFINITION, pace=Family.UPLOAD),
    _get(f"{_V1}/badges", list_badges, Action.READ_DEFINITIONS),
    _document("POST", f"{_V1}/badges", draft_badge, Action.DRAFT_DEFINITION),
    _get(_BADGE, show_badge, Action.READ_DEFINITIONS),
    _document("PUT", _BADGE, replace_badge, Action.DRAFT_DEFINITION),
    _get(f"{_BADGE}/lint", lint_badge, Action.READ_DEFINITIONS),
    _post(f"{_BADGE}/propose", propose_badge, Action.DRAFT_DEFINITION),
    _post(f"{_BADGE}/publish", publish_badge, Action.PUBLISH_DEFINITION),
    _post(f"{_BADGE}/retire", retire_badge, Action.PUBLISH_DEFINITION),
)

SUBMISSIONS = (
    _get(f"{_V1}/submissions", list_submissions, Action.READ_SUBMISSION),
    _post(f"{_V1}/submissions", open_submission, Action.OPEN, Once.ALLOWED),
    _get(_ONE, show_submission, Action.READ_SUBMISSION),
    _get(f"{_ONE}/decision", show_decision, Action.READ_SUBMISSION),
    _get(f"{_ONE}/evidence", list_evidence, Action.READ_SUBMISSION),
    # An observation is written by the adult who watched, everything else by whoever may edit.
    _post(f"{_ONE}/evidence", add_evidence, Open.SIGNED_IN, pace=Family.UPLOAD),
    _delete(_ITEM, remove_evidence, Action.EDIT),
    _get(f"{_ITEM}/content", download_evidence, Action.READ_EVIDENCE),
    _post(f"{_ITEM}/conditions", confirm_evidence, Action.OBSERVE),
    _post(f"{_ONE}/submit", submit_submission, Action.SUBMIT),
    _post(f"{_ONE}/resubmit", resubmit_submission, Action.SUBMIT),
    _post(f"{_ONE}/withdraw", withdraw_submission, Action.WITHDRAW),
    _post(f"{_ONE}/repin", repin_submission, Open.SIGNED_IN),
    _post(f"{_ONE}/opt-in", opt_in_submission, Action.SUBMIT),
    _post(f"{_ONE}/appeal", appeal_submission, Action.APPEAL),
    _post(f"{_ONE}/triage", triage_submission, Action.TRIAGE),
    _post(f"{_ONE}/assign", assign_submission, Action.TRIAGE),
    _post(f"{_ONE}/return", return_submission, Action.RETURN),
    _post(f"{_ONE}/not-yet", close_submission, Action.DECIDE_NOT_YET),
    _post(f"{_ONE}/hold", hold_submission, Action.HOLD),
    _post(f"{_ONE}/release", release_submission, Action.HOLD),
    _post(f"{_ONE}/extend", extend_submission, Action.EXTEND),
    _post(f"{_ONE}/decline-late", decline_late_submission, Action.EXTEND),
)

PEERS = (
    # A learner, a guardian or a teacher who tries is told why not, instead of a bare refusal.
    _get(f"{_V1}/reviews", list_reviews, Open.SIGNED_IN),
    _get(f"{_V1}/reviews/{{review}}", show_review, Open.SIGNED_IN),
    _post(f"{_V1}/reviews/{{review}}/accept", accept_review, Action.ANSWER_REVIEW),
    _post(f"{_V1}/reviews/{{review}}/decline", decline_review, Action.ANSWER_REVIEW),
    _post(f"{_V1}/reviews/{{review}}/attest", attest_review, Open.SIGNED_IN),
    _post(f"{_ONE}/attestations", attest_submission, Open.SIGNED_IN),
    _post(f"{_ONE}/hand-attestations", record_hand_attestation, Action.RECORD_HAND_ATTESTATION),
    _post(f"{_ATTESTATION}/withdraw", withdraw_attestation, Open.SIGNED_IN),
    _post(f"{_ATTESTATION}/hold", hold_attestation, Action.HOLD_ATTESTATION),
    _post(f"{_ATTESTATION}/hold-comment", hold_comment, Action.HOLD_ATTESTATION),
)

ASSESSMENT = (
    _post(f"{_ONE}/ratings", record_rating, Action.RATE),
    _post(f"{_ONE}/moderations", record_moderation, Action.MODERATE),
    _post(f"{_ONE}/signoffs", record_signoff, Action.SIGN_OFF),
    _post(f"{_ONE}/metrics", record_metric, Action.RECORD_METRIC),
    _post(f"{_ONE}/waivers", grant_waiver, Action.WAIVE),
    _delete(f"{_ONE}/waivers/{{waiver}}", withdraw_waiver, Action.WAIVE),
    _post(f"{_V1}/hours", log_hours, Action.LOG_HOURS, Once.ALLOWED),
    _post(f"{_V1}/hours/{{entry}}/verify", verify_hours, Action.VERIFY_HOURS),
    _post(f"{_V1}/hours/{{entry}}/reject", reject_hours, Action.VERIFY_HOURS),
    _post(f"{_V1}/external", submit_external, Action.SUBMIT_PROOF, Once.ALLOWED),
    _post(f"{_V1}/external/{{external}}/verify", verify_external, Action.VERIFY_PROOF),
    _post(f"{_V1}/statements", record_statement, Action.RECORD_STATEMENT, Once.ALLOWED),
    _get(f"{_V1}/queue", list_queue, Action.READ_SUBMISSION),
    _get(f"{_V1}/approvals", list_approvals, Action.READ_SUBMISSION),
    _get(f"{_V1}/events", list_events, Action.READ_EVENTS),
)

_COHORT = f"{_V1}/cohorts/{{cohort}}"
COHORTS = (
    _post(f"{_V1}/cohorts", read_cohort, Action.TRIAGE),
    _get(_COHORT, show_cohort, Action.READ_QUEUE),
    _get(f"{_COHORT}/file", download_cohort, Action.READ_QUEUE),
    _post(f"{_COHORT}/keep", keep_cohort, Action.TRIAGE),
    _post(f"{_COHORT}/sign", sign_cohort, Action.SIGN_OFF),
    _post(f"{_COHORT}/approve", approve_cohort, Action.APPROVE, Once.NEEDED, Family.ISSUE),
    _post(f"{_COHORT}/stop", stop_cohort, Action.TRIAGE),
)

CREDENTIALS = (
    _post(f"{_ONE}/approve", approve_submission, Action.APPROVE, Once.NEEDED, Family.ISSUE),
    _post(f"{_ONE}/issue", issue_submission, Action.ISSUE, Once.NEEDED, Family.ISSUE),
    _get(f"{_V1}/credentials", list_credentials, Action.READ_CREDENTIAL),
    _get(_CREDENTIAL, show_credential_record, Action.READ_CREDENTIAL),
    _get(f"{_CREDENTIAL}/content", download_credential, Action.READ_CREDENTIAL),
    _get(f"{_CREDENTIAL}/audit-bundle", show_audit_bundle, Action.READ_BUNDLE),
    _post(f"{_CREDENTIAL}/revoke", revoke_credential, Action.REVOKE, Once.ALLOWED, Family.ISSUE),
    _post(f"{_CREDENTIAL}/suspend", suspend_credential, Action.SUSPEND, Once.ALLOWED, Family.ISSUE),
    _post(
        f"{_CREDENTIAL}/reinstate", reinstate_credential, Action.SUSPEND, Once.ALLOWED, Family.ISSUE
    ),
    Route(
        method="PUT",
        path=f"{_CREDENTIAL}/visibility",
        view=set_visibility,
        access=Action.SHARE,
    ),
    _get(f"{_V1}/keys", list_keys, Action.MANAGE_KEYS),
    _post(f"{_V1}/keys/rotate", rotate_key, Action.MANAGE_KEYS, Once.ALLOWED, Family.ISSUE),
)

ROUTES: tuple[Route, ...] = (
    *PUBLIC,
    *PEOPLE,
    *PRIVACY,
    *POLICY,
    *BADGES,
    *SUBMISSIONS,
    *COHORTS,
    *PEERS,
    *ASSESSMENT,
    *CREDENTIALS,
    *VC_ROUTES,
    *CLIENT_ROUTES,
    *OAUTH_ROUTES,
)
