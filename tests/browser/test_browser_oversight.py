"""Log, known issuers, reports and endings in a real browser: two journeys, rules and screens."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext

from tests.browser.conftest import served
from tests.browser.looking import Looker
from tests.browser.people import come_in_without_script
from tests.counting import counted_school
from tests.schooling import School, found_school
from tests.visiting import give_password

pytestmark = pytest.mark.browser

#: Computed, so nobody has to be asked for it (the did:key method's own example).
SOMEBODY = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"
#: Those of which a school without figures shows nothing; the walk over all pages has the others.
PAGES = {
    "known": "/trusted",
    "equity": "/reports/equity",
    "waiting": "/reports/waiting",
    "agreement": "/reports/peers",
    "issued": "/reports/issued",
    "groups": "/reports/groups",
    "ending": "/expiring?within=90",
    "letters": "/expiring/letters?within=90",
}


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    """Found a school in which thirty learners have worked for most of a year."""
    folder = tmp_path_factory.mktemp("overseen")
    found_school(folder / "founded")
    school = counted_school(folder / "founded", folder / "data", signs=True)
    yield school
    school.house.close()


@pytest.fixture(scope="module")
def site(counted: School) -> Iterator[str]:
    """Serve that school and return its address."""
    app: Flask = counted.app
    with served(app) as address:
        yield address


def test_a_registrar_oversees_the_school(
    browser: Browser,
    counted: School,
    site: str,
    looker: Looker,
    contexts: list[BrowserContext],
) -> None:
    """From the start page to a gap, a letter, a checked log and an issuer that is known now."""
    page = come_in_without_script(browser, site, give_password(counted, "registrar"), contexts)
    page.click("main a:has-text('Reports')")
    page.click("main a:has-text('Equity between groups')")
    assert "Work came back more often in Hill campus" in page.inner_text("main")
    page.goto(f"{site}/expiring")
    page.fill("#within", "90")
    page.click("button:has-text('Show')")
    page.click("text=Letters to print")
    assert "begin the badge again" in page.inner_text("main")
    page.goto(f"{site}/log")
    page.click("text=Check the log now")
    assert "Nothing was changed." in page.inner_text("main")
    looker.look_at_answer(page, "oversight-log-checked")
    page.goto(f"{site}/trusted")
    page.fill("#text", SOMEBODY)
    page.click("text=Look it up")
    assert "Compare before you trust." in page.inner_text("main")
    looker.look_at_answer(page, "oversight-found")
    page.fill("#why", "Their office told us the key by telephone.")
    page.click("text=Trust this issuer")
    assert SOMEBODY in page.inner_text("main table")
    for name, path in PAGES.items():
        page.goto(f"{site}{path}")
        looker.look_beside(page, f"oversight-{name}")

    assert {} == looker.faults


def test_an_auditor_opens_evidence_and_the_office_ends_it(
    browser: Browser,
    counted: School,
    site: str,
    looker: Looker,
    contexts: list[BrowserContext],
) -> None:
    """A number from the log, what it opens, a reason, the evidence; then a registrar's button."""
    page = come_in_without_script(browser, site, give_password(counted, "auditor"), contexts)
    page.click("main a:has-text('Audit log')")
    page.fill("#learner", counted.ids["kestrel"])
    page.click("button:has-text('Show')")
    number = counted.ids["work of kestrel"]
    assert number in page.inner_text("ol.entries")
    page.goto(f"{site}/home")
    page.click("main a:has-text('Opened evidence')")
    page.fill("#submission", number)
    page.click("text=Look it up")
    assert "The registrars and administrators of the school get a letter" in page.inner_text("main")
    looker.look_beside(page, "glass-closed")
    page.fill("#reason", "The rating and the decision do not fit each other.")
    page.click("button:has-text('Open it for an hour')")
    assert "Open until" in page.inner_text("main")
    looker.look_beside(page, "glass-open")
    piece = page.locator("main section a[href^='/evidence/']").first.get_attribute("href")
    assert 200 == page.request.get(f"{site}{piece}").status
    office = come_in_without_script(browser, site, give_password(counted, "registrar"), contexts)
    office.click("main a:has-text('Opened evidence')")
    assert "The rating and the decision do not fit" in office.inner_text("main table")
    looker.look_beside(office, "glass-told")
    office.click("button:has-text('Close it now')")
    assert "Closed" in office.inner_text("main table")
    assert 403 == page.request.get(f"{site}{piece}").status

    assert {} == looker.faults


def test_an_auditor_follows_a_badge_through_the_log(
    browser: Browser,
    counted: School,
    site: str,
    looker: Looker,
    contexts: list[BrowserContext],
) -> None:
    """From an entry to the badge's proof and how to repeat its decision, without a name."""
    page = come_in_without_script(browser, site, give_password(counted, "auditor"), contexts)
    page.click("main a:has-text('Audit log')")
    assert "You read as an auditor until" in page.inner_text("main")
    page.select_option("#kind", "badges")
    page.click("button:has-text('Show')")
    page.locator("ol.entries a[href^='/log/badges/']").first.click()
    assert "issuer audit replay" in page.inner_text("main")
    with page.expect_download() as bundle:
        page.click("text=Download the bundle")
    assert bundle.value.suggested_filename.endswith(".bundle.json")
    looker.look_beside(page, "oversight-in-log")

    assert {} == looker.faults
