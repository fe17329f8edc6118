"""Pages behind a link: no account, no index, no cache, and each opening is counted.

A film is asked for in many parts while it plays on the page: they belong to one opening.
"""

from flask import Response

from issuer import accounts, assessment
from issuer.accounts.model import LinkKind, ShareLink
from issuer.clock import format_instant
from issuer.errors import NotFoundError
from issuer.web.evidence_files import type_of
from issuer.web.gathering import exhibit_of_learner
from issuer.web.presenting.badge import badge_page
from issuer.web.presenting.shared import family_page, shared_page
from issuer.web.presenting.words import day_of
from issuer.web.ranges import answer_bytes, asks_for_part, begins_later
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
    """Hand out one chosen item or a part of it, as a file that no browser runs.

    Films and sounds play on the page all the same: what a browser saves when somebody opens its
    address alone, it plays where a page of ours shows it.
    """
    follow = accounts.follow_link_on if asks_for_part() else accounts.follow_link
    link = follow(secret, services.accounts)
    _require_chosen(link, item)
    find = assessment.open_shared_part if begins_later() else assessment.open_shared
    file = find(link.organisation, link.learner, item, services.assessment)
    answer = answer_bytes(file.stream, file.size, type_of(file.media_type))
    answer.headers["Content-Disposition"] = f"attachment; filename=evidence-{item}"
    answer.headers["Accept-Ranges"] = "bytes"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
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
