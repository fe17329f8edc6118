"""The rows of the VC-API that every installation serves."""

from flask import Response

from issuer.access import Action
from issuer.api.describing import show_status_list
from issuer.api.limits import MAX_DOCUMENT_BODY
from issuer.api.routing import Open, Route
from issuer.api.services import Services
from issuer.api.vcapi.issuing import change_vc_status, give_vc_challenge, issue_vc, show_vc
from issuer.api.vcapi.verifying import verify_vc, verify_vp
from issuer.pacing import Family


def show_vc_status_list(services: Services, list: str) -> Response:  # noqa: A002 # the path's own name in openapi.json
    """Answer a signed status list, as at its own address."""
    return show_status_list(services, list)


VC_ROUTES: tuple[Route, ...] = (
    Route(
        method="POST",
        path="/vc/credentials/issue",
        view=issue_vc,
        access=Action.ISSUE,
        pace=Family.ISSUE,
        limit=MAX_DOCUMENT_BODY,
    ),
    Route(
        method="POST",
        path="/vc/credentials/verify",
        view=verify_vc,
        access=Open.PUBLIC,
        pace=Family.VERIFY,
    ),
    Route(
        method="POST",
        path="/vc/presentations/verify",
        view=verify_vp,
        access=Open.PUBLIC,
        pace=Family.VERIFY,
    ),
    Route(
        method="POST",
        path="/vc/credentials/status",
        view=change_vc_status,
        access=Action.REVOKE,
        pace=Family.ISSUE,
    ),
    Route(
        method="GET",
        path="/vc/credentials/{name:path}",
        view=show_vc,
        access=Action.READ_CREDENTIAL,
    ),
    Route(method="POST", path="/vc/challenges", view=give_vc_challenge, access=Open.SIGNED_IN),
    Route(
        method="GET",
        path="/vc/status-lists/{list}",
        view=show_vc_status_list,
        access=Open.PUBLIC,
        pace=Family.DOCUMENTS,
    ),
)
