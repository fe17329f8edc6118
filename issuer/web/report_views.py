"""Views of the reports: each as a page and as a file, and the groups that one of them counts."""

from flask import Response, request

from issuer import accounts, assessment, reporting
from issuer.access import Action
from issuer.assessment import QualityReport
from issuer.errors import IssuerError, MalformedError, NotFoundError
from issuer.reporting import DecideGroupRule, GiveGroups, GroupRow, RowFault
from issuer.sheets import MAX_BYTES, write_sheet
from issuer.web.entrance import MENDABLE, status_of
from issuer.web.languages import retold
from issuer.web.presenting.equity import equity_page, equity_sections
from issuer.web.presenting.figures import HEADINGS, Section, file_rows, reports_page
from issuer.web.presenting.groups import groups_page
from issuer.web.presenting.office import may
from issuer.web.presenting.peer_agreement import agreement_page, agreement_sections
from issuer.web.presenting.signing_in import Fault
from issuer.web.presenting.timing import (
    issued_page,
    issued_sections,
    waiting_page,
    waiting_sections,
)
from issuer.web.rendering import answer_file, answer_unlisted
from issuer.web.routing import go
from issuer.web.services import Services
from issuer.web.visits import Visit

#: A file and what its form adds.
MOST = MAX_BYTES + 64 * 1024
_CSV = "text/csv; charset=utf-8"


def show_reports(here: Visit, _services: Services) -> Response:
    """List the reports."""
    may_group = may(here.actor.role, Action.MANAGE_PEOPLE)
    return answer_unlisted("reports.html", reports_page(here.visitor(), may_group=may_group))


def show_equity(here: Visit, services: Services) -> Response:
    """Compare groups."""
    report = reporting.equity_report(here.actor, services.reporting)
    return answer_unlisted("figures.html", equity_page(report, here.visitor()))


def download_equity(here: Visit, services: Services) -> Response:
    """Hand out the same figures; what is not shown is not in the file."""
    report = reporting.equity_report(here.actor, services.reporting)
    return _file(equity_sections(report), "equity.csv")


def show_waiting(here: Visit, services: Services) -> Response:
    """Say how long work waits."""
    report = reporting.age_report(here.actor, services.reporting)
    return answer_unlisted("figures.html", waiting_page(report, here.visitor()))


def download_waiting(here: Visit, services: Services) -> Response:
    """Hand out the same figures."""
    report = reporting.age_report(here.actor, services.reporting)
    return _file(waiting_sections(report), "waiting.csv")


def show_agreement(here: Visit, services: Services) -> Response:
    """Say how far those who look agree."""
    drifts = reporting.peer_report(here.actor, services.reporting)
    scale = accounts.show_organisation(here.actor, services.accounts).scale
    page = agreement_page(drifts, _qualities(here, services), here.visitor(), scale)
    return answer_unlisted("figures.html", page)


def download_agreement(here: Visit, services: Services) -> Response:
    """Hand out the same figures."""
    drifts = reporting.peer_report(here.actor, services.reporting)
    scale = accounts.show_organisation(here.actor, services.accounts).scale
    sections = agreement_sections(drifts, _qualities(here, services), scale)
    return _file(sections, "agreement.csv")


def show_issued(here: Visit, services: Services) -> Response:
    """Count badges over time."""
    report = reporting.issued_report(here.actor, services.reporting)
    return answer_unlisted("figures.html", issued_page(report, here.visitor()))


def download_issued(here: Visit, services: Services) -> Response:
    """Hand out the same figures."""
    report = reporting.issued_report(here.actor, services.reporting)
    return _file(issued_sections(report), "badges.csv")


def show_groups(here: Visit, services: Services) -> Response:
    """Show in which groups learners are counted."""
    return _groups(here, services)


def download_groups(here: Visit, services: Services) -> Response:
    """Hand out the file to fill in: every learner, with the group given so far."""
    view = reporting.show_groups(here.actor, services.reporting)
    return answer_file(reporting.group_sheet(view), _CSV, "groups.csv")


def give_groups(here: Visit, services: Services) -> Response:
    """Keep the groups of a file, or say what has to be mended."""
    try:
        command = GiveGroups(actor=here.actor, rows=_rows())
        given = reporting.give_groups(command, services.reporting)
    except MENDABLE as error:
        return _groups(here, services, error=error)
    if given.faults:
        return _groups(here, services, faults=given.faults)
    return go(f"/reports/groups?changed={given.changed}")


def decide_group_rule(here: Visit, services: Services) -> Response:
    """Keep whose groups are counted."""
    everybody = request.form.get("everybody") == "yes"
    command = DecideGroupRule(actor=here.actor, everybody=everybody)
    reporting.decide_group_rule(command, services.reporting)
    return go("/reports/groups")


def _rows() -> tuple[GroupRow, ...]:
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        raise MalformedError("Choose a file first.", code="sheet")
    return reporting.read_groups(upload.stream.read(MAX_BYTES + 1))


def _groups(
    here: Visit,
    services: Services,
    *,
    error: IssuerError | None = None,
    faults: tuple[RowFault, ...] = (),
) -> Response:
    page = groups_page(
        reporting.show_groups(here.actor, services.reporting),
        here.visitor(),
        role=here.actor.role,
        changed=request.args.get("changed", ""),
        faults=faults,
        fault=None if error is None else Fault(field="file", sentence=retold(error.detail)),
    )
    status = 200 if error is None else status_of(error)
    return answer_unlisted("groups.html", page, status=400 if faults else status)


def _file(sections: tuple[Section, ...], name: str) -> Response:
    return answer_file(write_sheet(HEADINGS, file_rows(sections)), _CSV, name)


def _qualities(here: Visit, services: Services) -> list[tuple[str, QualityReport]]:
    """Return the agreement of teachers on each badge that somebody worked on, for who may read."""
    if not may(here.actor.role, Action.READ_QUALITY):
        return []
    catalogue = assessment.list_catalogue(here.actor, services.assessment)
    titles = {row.badge: row.title for row in catalogue}
    found = []
    for badge, title in sorted(titles.items(), key=lambda each: each[1]):
        try:
            report = assessment.quality_of(here.actor, badge, services.assessment)
        except NotFoundError:
            continue
        if report.rated_twice:
            found.append((title, report))
    return found
