"""Pages behind a link: no account, no index, no cache, and each look is counted."""

from flask import Response, send_file

from issuer import accounts, assessment
from issuer.accounts.model import LinkKind, ShareLink
from issuer.clock import format_instant
from issuer.errors import NotFoundError
from issuer.web.gathering import exhibit_of_learner
from issuer.web.presenting.badge import badge_page
from issuer.web.presenting.shared import family_page, shared_page
from issuer.web.presenting.words import day_of
from issuer.web.rendering import answer_unlisted
from issuer.web.services import Services

#: Evidence is somebody's file: no browser runs it, whatever it holds (reliability.md row 65).
_FILE_POLICY = "sandbox; default-src 'none'"
_NOWHERE = "There is nothing at this address, or it is private"


def show_shared(services: Services, secret: str) -> Response:
    """Show what a link was made for."""
    link = accounts.follow_link(secret, services.accounts)
    until = day_of(format_instant(link.expires))
    if link.kind is LinkKind.FAMILY:
        rows = assessment.family_view(link.organisation, link.learner, services.assessment)
        return answer_unlisted("family.html", family_page(rows, until=until))
    items = assessment.shared_items(
        link.organisation, link.learner, link.evidence, services.assessment
    )
    badge = None
    if link.credential is not None:
        badge = badge_page(
            exhibit_of_learner(link.credential, link.organisation, link.learner, services)
        )
    page = shared_page(badge, items, path=f"/shared/{secret}", until=until)
    return answer_unlisted("shared.html", page)


def show_shared_evidence(services: Services, secret: str, item: str) -> Response:
    """Hand out one chosen item, as a file that no browser runs."""
    link = accounts.follow_link(secret, services.accounts)
    _require_chosen(link, item)
    file = assessment.open_shared(link.organisation, link.learner, item, services.assessment)
    answer = send_file(
        file.stream,
        mimetype=file.media_type,
        as_attachment=True,
        download_name=f"evidence-{item}",
        max_age=0,
        etag=False,
        conditional=False,
    )
    answer.headers["Content-Security-Policy"] = _FILE_POLICY
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Cache-Control"] = "no-store"
    if file.altered:
        answer.headers["Evidence-Altered"] = "true"
    return answer


def _require_chosen(link: ShareLink, item: str) -> None:
    if link.kind is not LinkKind.SHARE or item not in link.evidence:
        raise NotFoundError(_NOWHERE)
