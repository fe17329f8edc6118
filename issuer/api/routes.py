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
from issuer.api.auditing import (
    show_audit_bundle,
    show_audit_checkpoint,
    show_audit_key,
    show_consistency_proof,
    show_credential_audit_proof,
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
from issuer.api.oauth import OAUTH_ROUTES
from issuer.api.office_routes import OFFICE
from issuer.api.people_routes import PEOPLE, POLICY, PRIVACY
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
    calibrate_peer,
)
from issuer.api.routing import Open, Route
from issuer.api.rows import V1, document_row, get_row, open_row, post_row
from issuer.api.vcapi import CONFORMANCE_ROUTES, VC_ROUTES
from issuer.api.verifying import make_receipt, verify_credential
from issuer.api.work_routes import ASSESSMENT, COHORTS, PEERS, SUBMISSIONS
from issuer.pacing import Family

_ONE = f"{V1}/submissions/{{submission}}"
_BADGE = f"{V1}/badges/{{badge}}"
_VERSION = "/achievements/{slug}/v{n:int}"
_CREDENTIAL = f"{V1}/credentials/{{credential}}"


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
    open_row("/credentials/{id}", show_credential, Family.PAGES),
    open_row("/credentials/{id}.json", show_credential_json, Family.PAGES),
    open_row("/credentials/{id}.jwt", show_credential_jwt, Family.PAGES),
    open_row("/credentials/{id}.png", show_credential_png, Family.PAGES),
    open_row("/credentials/{id}.svg", show_credential_svg, Family.PAGES),
    open_row("/credentials/{id}.pdf", show_credential_pdf, Family.PAGES),
    open_row("/credentials/{id}/qr.svg", show_credential_qr_svg, Family.PAGES),
    open_row("/credentials/{id}/qr.png", show_credential_qr_png, Family.PAGES),
    open_row("/credentials/{id}/audit-proof", show_credential_audit_proof, Family.PAGES),
    open_row("/audit/checkpoint", show_audit_checkpoint),
    open_row("/audit/key", show_audit_key),
    open_row("/audit/proof/consistency", show_consistency_proof),
    open_row(_VERSION, show_achievement),
    open_row(f"{_VERSION}.json", show_achievement_json),
    open_row(f"{_VERSION}/criteria", show_criteria),
    open_row(f"{_VERSION}/criteria.json", show_criteria_json),
    open_row(f"{_VERSION}/image.svg", show_badge_art_svg),
    open_row(f"{_VERSION}/image.png", show_badge_art_png),
    open_row("/issuers/{slug}", show_issuer),
    open_row("/issuers/{slug}.json", show_issuer_json),
    open_row("/issuers/{slug}/did.json", show_issuer_did),
    open_row("/.well-known/did.json", show_host_did),
    open_row("/.well-known/jwks.json", show_jwk_set),
    open_row("/status/{list}", show_status_list),
    open_row("/schemas/{name:path}", show_schema),
    open_row("/livez", show_liveness, Family.FREE),
    open_row("/startupz", show_startup, Family.FREE),
    open_row("/healthz", show_health, Family.FREE),
    open_row("/readyz", show_readiness, Family.FREE),
    open_row("/api/openapi.json", show_description),
    open_row("/api/docs", show_docs),
    open_row(f"{V1}/verify", verify_credential, Family.VERIFY, "POST"),
    open_row(f"{V1}/verify/receipt", make_receipt, Family.VERIFY, "POST"),
)


BADGES = (
    document_row("POST", f"{V1}/rubrics", publish_rubric, Action.PUBLISH_DEFINITION),
    document_row("POST", f"{V1}/instruments", publish_instrument, Action.PUBLISH_DEFINITION),
    post_row(f"{V1}/calibrations", calibrate_peer, Action.CALIBRATE, Once.ALLOWED),
    post_row(f"{V1}/pictures", upload_picture, Action.DRAFT_DEFINITION, pace=Family.UPLOAD),
    get_row(f"{V1}/badges", list_badges, Action.READ_DEFINITIONS),
    document_row("POST", f"{V1}/badges", draft_badge, Action.DRAFT_DEFINITION),
    get_row(_BADGE, show_badge, Action.READ_DEFINITIONS),
    document_row("PUT", _BADGE, replace_badge, Action.DRAFT_DEFINITION),
    get_row(f"{_BADGE}/lint", lint_badge, Action.READ_DEFINITIONS),
    post_row(f"{_BADGE}/propose", propose_badge, Action.DRAFT_DEFINITION),
    post_row(f"{_BADGE}/publish", publish_badge, Action.PUBLISH_DEFINITION),
    post_row(f"{_BADGE}/retire", retire_badge, Action.PUBLISH_DEFINITION),
)


CREDENTIALS = (
    post_row(f"{_ONE}/approve", approve_submission, Action.APPROVE, Once.NEEDED, Family.ISSUE),
    post_row(f"{_ONE}/issue", issue_submission, Action.ISSUE, Once.NEEDED, Family.ISSUE),
    get_row(f"{V1}/credentials", list_credentials, Action.READ_CREDENTIAL),
    get_row(_CREDENTIAL, show_credential_record, Action.READ_CREDENTIAL),
    get_row(f"{_CREDENTIAL}/content", download_credential, Action.READ_CREDENTIAL),
    get_row(f"{_CREDENTIAL}/audit-bundle", show_audit_bundle, Action.READ_BUNDLE),
    post_row(f"{_CREDENTIAL}/revoke", revoke_credential, Action.REVOKE, Once.ALLOWED, Family.ISSUE),
    post_row(
        f"{_CREDENTIAL}/suspend", suspend_credential, Action.SUSPEND, Once.ALLOWED, Family.ISSUE
    ),
    post_row(
        f"{_CREDENTIAL}/reinstate", reinstate_credential, Action.SUSPEND, Once.ALLOWED, Family.ISSUE
    ),
    Route(
        method="PUT",
        path=f"{_CREDENTIAL}/visibility",
        view=set_visibility,
        access=Action.SHARE,
    ),
    get_row(f"{V1}/keys", list_keys, Action.MANAGE_KEYS),
    post_row(f"{V1}/keys/rotate", rotate_key, Action.MANAGE_KEYS, Once.ALLOWED, Family.ISSUE),
)

ROUTES: tuple[Route, ...] = (
    *PUBLIC,
    *PEOPLE,
    *PRIVACY,
    *POLICY,
    *OFFICE,
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
