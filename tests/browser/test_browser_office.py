"""The office in a real browser: lists, approvals, registry; rules and screens."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from issuer import jobs
from tests.browser.looking import Looker
from tests.browser.people import come_in_without_script
from tests.schooling import School
from tests.visiting import give_password

pytestmark = pytest.mark.browser

GOOD = "learner,badge,signed_off,seen_on\nkestrel,safety-talk,yes,2026-11-03\n"
BAD = (
    "learner,badge,signed_off,seen_on\nWern,safety-talk,yes,2026-11-03\n"
    "kestrel,team-leadership,yes,2026-11-03\nkestrel,safety-talk,no,3.11.2026\n"
)


@pytest.fixture(scope="module")
def names(school: School) -> dict[str, str]:
    """Give four people a password."""
    return {who: give_password(school, who) for who in ("teacher", "approver", "registrar")}


def _choose(page: Page, site: str, text: str) -> None:
    page.goto(f"{site}/cohorts")
    page.set_input_files(
        "#file", {"name": "list.csv", "mimeType": "text/csv", "buffer": text.encode()}
    )
    page.click("text=Check the list")


def test_the_office_from_sign_in_to_badge(  # noqa: PLR0915 # what a journey needs
    browser: Browser,
    school: School,
    school_site: str,
    names: dict[str, str],
    looker: Looker,
    contexts: list[BrowserContext],
) -> None:
    """A list is mended, signed and approved; ready work is approved; a badge is looked up."""
    look = looker.look_beside
    teacher = come_in_without_script(browser, school_site, names["teacher"], contexts)
    teacher.goto(f"{school_site}/cohorts")
    _choose(teacher, school_site, BAD)
    look(teacher, "office-list-faults")
    _choose(teacher, school_site, GOOD)
    look(teacher, "office-list-right")
    teacher.click("text=Sign 1 row")
    jobs.drain(school.house.jobs)
    place = teacher.url

    approver = come_in_without_script(browser, school_site, names["approver"], contexts)
    approver.goto(place)
    look(approver, "office-list-signed")
    approver.click("text=Approve 1 badge")
    jobs.drain(school.house.jobs)
    approver.goto(place)
    look(approver, "office-list-done")
    assert "1 of 1 issued" in approver.inner_text("main")

    approver.goto(f"{school_site}/approvals")
    approver.click("main table a")
    look(approver, "office-approval")
    approver.click("text=Approve and issue")
    assert "Approved and issued." in approver.inner_text("main")

    registrar = come_in_without_script(browser, school_site, names["registrar"], contexts)
    registrar.goto(f"{school_site}/registry")
    registrar.click("main table a")
    registrar.select_option("#suspend_reason", "under_investigation")
    registrar.click("button:has-text('Put on hold')")
    look(registrar, "office-entry-on-hold")

    assert {} == looker.faults
