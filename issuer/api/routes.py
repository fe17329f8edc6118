"""The table of routes: method, path, view and who may pass. Nothing is served without a row.

`access` is the first gate: a role without any rule for the action is refused before the body is
read. Whether this person may do this to that very thing, the verb decides again.
"""

from issuer.access import Action
from issuer.api import (
    achievements,
    assessing,
    definitions,
    describing,
    evidence,
    hosting,
    people,
    profiles,
    registry,
    reviews,
    submissions,
    verifying,
)
from issuer.api.limits import MAX_DOCUMENT_BODY
from issuer.api.repeating import Once
from issuer.api.routing import Open, Route, View

_V1 = "/api/v1"
_ONE = f"{_V1}/submissions/{{submission}}"
_ITEM = f"{_ONE}/evidence/{{evidence}}"
_BADGE = f"{_V1}/badges/{{badge}}"
_VERSION = "/achievements/{slug}/v{n:int}"
_CREDENTIAL = f"{_V1}/credentials/{{credential}}"
_ATTESTATION = f"{_V1}/attestations/{{attestation}}"


def _open(path: str, view: View, method: str = "GET") -> Route:
    return Route(method=method, path=path, view=view, access=Open.PUBLIC)


def _get(path: str, view: View, access: Action | Open) -> Route:
    return Route(method="GET", path=path, view=view, access=access)


def _post(path: str, view: View, access: Action | Open, once: Once = Once.NO) -> Route:
    return Route(method="POST", path=path, view=view, access=access, once=once)


def _delete(path: str, view: View, access: Action | Open) -> Route:
    return Route(method="DELETE", path=path, view=view, access=access)


def _document(method: str, path: str, view: View, access: Action) -> Route:
    once = Once.ALLOWED if method == "POST" else Once.NO
    return Route(
        method=method, path=path, view=view, access=access, limit=MAX_DOCUMENT_BODY, once=once
    )


def actions() -> dict[str, str]:
    """Return per operation who may call it, in words for the page of this API."""
    return {route.name: route.access.value for route in ROUTES}


show_docs = describing.docs_view(actions)

PUBLIC = (
    _open("/credentials/{id}", hosting.show_credential),
    _open("/credentials/{id}.json", hosting.show_credential_json),
    _open("/credentials/{id}.png", hosting.show_credential_png),
    _open("/credentials/{id}.svg", hosting.show_credential_svg),
    _open("/credentials/{id}/qr.svg", hosting.show_credential_qr_svg),
    _open("/credentials/{id}/qr.png", hosting.show_credential_qr_png),
    _open(_VERSION, achievements.show_achievement),
    _open(f"{_VERSION}.json", achievements.show_achievement_json),
    _open(f"{_VERSION}/criteria", achievements.show_criteria),
    _open(f"{_VERSION}/criteria.json", achievements.show_criteria_json),
    _open(f"{_VERSION}/image.svg", achievements.show_badge_art_svg),
    _open(f"{_VERSION}/image.png", achievements.show_badge_art_png),
    _open("/issuers/{slug}", profiles.show_issuer),
    _open("/issuers/{slug}.json", profiles.show_issuer_json),
    _open("/issuers/{slug}/did.json", profiles.show_issuer_did),
    _open("/.well-known/did.json", profiles.show_host_did),
    _open("/status/{list}", describing.show_status_list),
    _open("/schemas/{name:path}", describing.show_schema),
    _open("/healthz", describing.show_health),
    _open("/readyz", describing.show_readiness),
    _open("/api/openapi.json", describing.show_description),
    _open("/api/docs", show_docs),
    _open(f"{_V1}/verify", verifying.verify_credential, "POST"),
)

PEOPLE = (
    _get(f"{_V1}/me", people.show_me, Open.SIGNED_IN),
    _get(f"{_V1}/people", people.list_people, Action.READ_PEOPLE),
    _post(f"{_V1}/people", people.enrol_person, Action.MANAGE_PEOPLE, Once.ALLOWED),
    # Oneself, one's child, or anyone for staff: three relations that the verb knows.
    _get(f"{_V1}/people/{{person}}", people.show_person, Open.SIGNED_IN),
    _get(f"{_V1}/people/{{person}}/consents", people.list_consents, Open.SIGNED_IN),
    _post(
        f"{_V1}/people/{{person}}/consents",
        people.record_consent,
        Action.GIVE_CONSENT,
        Once.ALLOWED,
    ),
    _delete(
        f"{_V1}/people/{{person}}/consents/{{purpose}}",
        people.withdraw_consent,
        Action.GIVE_CONSENT,
    ),
    # Managers of people record any tie, everybody else declares a conflict of one's own.
    _post(f"{_V1}/ties", people.tie_people, Open.SIGNED_IN, Once.ALLOWED),
    _get(f"{_V1}/tokens", people.list_tokens, Action.MANAGE_PEOPLE),
    # The answer holds a secret, so it is never kept for a repeat.
    _post(f"{_V1}/tokens", people.make_token, Action.MANAGE_PEOPLE),
    # Everybody may end a token of one's own.
    _delete(f"{_V1}/tokens/{{token}}", people.revoke_token, Open.SIGNED_IN),
)

BADGES = (
    _document("POST", f"{_V1}/rubrics", definitions.publish_rubric, Action.PUBLISH_DEFINITION),
    _document(
        "POST", f"{_V1}/instruments", definitions.publish_instrument, Action.PUBLISH_DEFINITION
    ),
    _post(f"{_V1}/calibrations", reviews.calibrate_peer, Action.CALIBRATE, Once.ALLOWED),
    _post(f"{_V1}/pictures", definitions.upload_picture, Action.DRAFT_DEFINITION),
    _get(f"{_V1}/badges", definitions.list_badges, Action.READ_DEFINITIONS),
    _document("POST", f"{_V1}/badges", definitions.draft_badge, Action.DRAFT_DEFINITION),
    _get(_BADGE, definitions.show_badge, Action.READ_DEFINITIONS),
    _document("PUT", _BADGE, definitions.replace_badge, Action.DRAFT_DEFINITION),
    _get(f"{_BADGE}/lint", definitions.lint_badge, Action.READ_DEFINITIONS),
    _post(f"{_BADGE}/propose", definitions.propose_badge, Action.DRAFT_DEFINITION),
    _post(f"{_BADGE}/publish", definitions.publish_badge, Action.PUBLISH_DEFINITION),
    _post(f"{_BADGE}/retire", definitions.retire_badge, Action.PUBLISH_DEFINITION),
)

SUBMISSIONS = (
    _get(f"{_V1}/submissions", submissions.list_submissions, Action.READ_SUBMISSION),
    _post(f"{_V1}/submissions", submissions.open_submission, Action.OPEN, Once.ALLOWED),
    _get(_ONE, submissions.show_submission, Action.READ_SUBMISSION),
    _get(f"{_ONE}/decision", submissions.show_decision, Action.READ_SUBMISSION),
    _get(f"{_ONE}/evidence", evidence.list_evidence, Action.READ_SUBMISSION),
    # An observation is written by the adult who watched, everything else by whoever may edit.
    _post(f"{_ONE}/evidence", evidence.add_evidence, Open.SIGNED_IN),
    _delete(_ITEM, evidence.remove_evidence, Action.EDIT),
    _get(f"{_ITEM}/content", evidence.download_evidence, Action.READ_EVIDENCE),
    _post(f"{_ITEM}/conditions", evidence.confirm_evidence, Action.OBSERVE),
    _post(f"{_ONE}/submit", submissions.submit_submission, Action.SUBMIT),
    _post(f"{_ONE}/resubmit", submissions.resubmit_submission, Action.SUBMIT),
    _post(f"{_ONE}/withdraw", submissions.withdraw_submission, Action.WITHDRAW),
    _post(f"{_ONE}/repin", submissions.repin_submission, Open.SIGNED_IN),
    _post(f"{_ONE}/opt-in", submissions.opt_in_submission, Action.SUBMIT),
    _post(f"{_ONE}/appeal", submissions.appeal_submission, Action.APPEAL),
    _post(f"{_ONE}/triage", submissions.triage_submission, Action.TRIAGE),
    _post(f"{_ONE}/assign", submissions.assign_submission, Action.TRIAGE),
    _post(f"{_ONE}/return", submissions.return_submission, Action.RETURN),
    _post(f"{_ONE}/not-yet", submissions.close_submission, Action.DECIDE_NOT_YET),
    _post(f"{_ONE}/hold", submissions.hold_submission, Action.HOLD),
    _post(f"{_ONE}/release", submissions.release_submission, Action.HOLD),
    _post(f"{_ONE}/extend", submissions.extend_submission, Action.EXTEND),
    _post(f"{_ONE}/decline-late", submissions.decline_late_submission, Action.EXTEND),
)

PEERS = (
    # A learner, a guardian or a teacher who tries is told why not, instead of a bare refusal.
    _get(f"{_V1}/reviews", reviews.list_reviews, Open.SIGNED_IN),
    _get(f"{_V1}/reviews/{{review}}", reviews.show_review, Open.SIGNED_IN),
    _post(f"{_V1}/reviews/{{review}}/accept", reviews.accept_review, Action.ANSWER_REVIEW),
    _post(f"{_V1}/reviews/{{review}}/decline", reviews.decline_review, Action.ANSWER_REVIEW),
    _post(f"{_V1}/reviews/{{review}}/attest", reviews.attest_review, Open.SIGNED_IN),
    _post(f"{_ONE}/attestations", reviews.attest_submission, Open.SIGNED_IN),
    _post(
        f"{_ONE}/hand-attestations", reviews.record_hand_attestation, Action.RECORD_HAND_ATTESTATION
    ),
    _post(f"{_ATTESTATION}/withdraw", reviews.withdraw_attestation, Open.SIGNED_IN),
    _post(f"{_ATTESTATION}/hold", reviews.hold_attestation, Action.HOLD_ATTESTATION),
    _post(f"{_ATTESTATION}/hold-comment", reviews.hold_comment, Action.HOLD_ATTESTATION),
)

ASSESSMENT = (
    _post(f"{_ONE}/ratings", assessing.record_rating, Action.RATE),
    _post(f"{_ONE}/moderations", assessing.record_moderation, Action.MODERATE),
    _post(f"{_ONE}/signoffs", assessing.record_signoff, Action.SIGN_OFF),
    _post(f"{_ONE}/metrics", assessing.record_metric, Action.RECORD_METRIC),
    _post(f"{_ONE}/waivers", assessing.grant_waiver, Action.WAIVE),
    _delete(f"{_ONE}/waivers/{{waiver}}", assessing.withdraw_waiver, Action.WAIVE),
    _post(f"{_V1}/hours", assessing.log_hours, Action.LOG_HOURS, Once.ALLOWED),
    _post(f"{_V1}/hours/{{entry}}/verify", assessing.verify_hours, Action.VERIFY_HOURS),
    _post(f"{_V1}/hours/{{entry}}/reject", assessing.reject_hours, Action.VERIFY_HOURS),
    _post(f"{_V1}/external", assessing.submit_external, Action.SUBMIT_PROOF, Once.ALLOWED),
    _post(f"{_V1}/external/{{external}}/verify", assessing.verify_external, Action.VERIFY_PROOF),
    _post(f"{_V1}/statements", assessing.record_statement, Action.RECORD_STATEMENT, Once.ALLOWED),
    _get(f"{_V1}/queue", assessing.list_queue, Action.READ_SUBMISSION),
    _get(f"{_V1}/approvals", assessing.list_approvals, Action.READ_SUBMISSION),
    _get(f"{_V1}/events", assessing.list_events, Action.READ_EVENTS),
)

CREDENTIALS = (
    _post(f"{_ONE}/approve", registry.approve_submission, Action.APPROVE, Once.NEEDED),
    _post(f"{_ONE}/issue", registry.issue_submission, Action.ISSUE, Once.NEEDED),
    _get(f"{_V1}/credentials", registry.list_credentials, Action.READ_CREDENTIAL),
    _get(_CREDENTIAL, registry.show_credential_record, Action.READ_CREDENTIAL),
    _post(f"{_CREDENTIAL}/revoke", registry.revoke_credential, Action.REVOKE, Once.ALLOWED),
    _post(f"{_CREDENTIAL}/suspend", registry.suspend_credential, Action.SUSPEND, Once.ALLOWED),
    _post(f"{_CREDENTIAL}/reinstate", registry.reinstate_credential, Action.SUSPEND, Once.ALLOWED),
    Route(
        method="PUT",
        path=f"{_CREDENTIAL}/visibility",
        view=registry.set_visibility,
        access=Action.SHARE,
    ),
    _get(f"{_V1}/keys", registry.list_keys, Action.MANAGE_KEYS),
    _post(f"{_V1}/keys/rotate", registry.rotate_key, Action.MANAGE_KEYS, Once.ALLOWED),
)

ROUTES: tuple[Route, ...] = (
    *PUBLIC,
    *PEOPLE,
    *BADGES,
    *SUBMISSIONS,
    *PEERS,
    *ASSESSMENT,
    *CREDENTIALS,
)
