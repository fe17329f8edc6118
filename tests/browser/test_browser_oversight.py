"""Log, known issuers, reports and endings in a real browser: two journeys, rules and screens."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import served
from tests.counting import counted_school
from tests.schooling import School, found_school
from tests.visiting import PASSWORD, give_password

pytestmark = pytest.mark.browser

SIZES = {"desktop": 1280, "phone": 390}
_RUN = "axe.run().then(found => found.violations.map(each => each.id))"
_WIDE = "document.documentElement.scrollWidth > window.innerWidth"
#: Computed, so nobody has to be asked for it (the did:key method's own example).
SOMEBODY = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"
PAGES = {
    "log": "/log",
    "known": "/trusted",
    "reports": "/reports",
    "equity": "/reports/equity",
    "waiting": "/reports/waiting",
    "agreement": "/reports/peers",
    "issued": "/reports/issued",
    "groups": "/reports/groups",
    "ending": "/expiring?within=90",
    "letters": "/expiring/letters?within=90",
    "start": "/home",
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


@pytest.fixture(scope="module")
def shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of this run's screenshots."""
    return tmp_path_factory.mktemp("oversight")


@pytest.fixture
def contexts() -> Iterator[list[BrowserContext]]:
    """Close what a test opened."""
    opened: list[BrowserContext] = []
    yield opened
    for each in opened:
        each.close()


def _come_in(browser: Browser, site: str, name: str, contexts: list[BrowserContext]) -> Page:
    context = browser.new_context(java_script_enabled=False)
    contexts.append(context)
    page = context.new_page()
    page.goto(f"{site}/sign-in")
    page.select_option("#school", "riverbend")
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.click("main form button[type=submit]")
    return page


Found = dict[str, tuple[list[str], bool]]


def _look(page: Page, paths: dict[str, str], site: str, axe: str, shots: Path) -> Found:
    """Open pages at both widths in both schemes, keep a picture of each, and run axe."""
    found: Found = {}
    browser = page.context.browser
    assert browser is not None
    for size, width in SIZES.items():
        for scheme in ("light", "dark"):
            context = browser.new_context(
                viewport={"width": width, "height": 900},
                color_scheme=scheme,
                bypass_csp=True,
                storage_state=page.context.storage_state(),
            )
            seen = context.new_page()
            for name, path in paths.items():
                seen.goto(f"{site}{path}")
                seen.screenshot(path=shots / f"{name}-{size}-{scheme}.png", full_page=True)
                seen.evaluate(axe)
                found[f"{name} {size} {scheme}"] = (seen.evaluate(_RUN), seen.evaluate(_WIDE))
            context.close()
    return found


def _shown_by_form(page: Page, name: str, site: str, axe: str, shots: Path) -> Found:
    """Look at the answer of a form, which has no address of its own: its page is set anew."""
    found: Found = {}
    browser = page.context.browser
    assert browser is not None
    for size, width in SIZES.items():
        for scheme in ("light", "dark"):
            context = browser.new_context(
                viewport={"width": width, "height": 900},
                color_scheme=scheme,
                bypass_csp=True,
            )
            seen = context.new_page()
            seen.goto(site)
            seen.set_content(page.content(), wait_until="load")
            seen.screenshot(path=shots / f"{name}-{size}-{scheme}.png", full_page=True)
            seen.evaluate(axe)
            found[f"{name} {size} {scheme}"] = (seen.evaluate(_RUN), seen.evaluate(_WIDE))
            context.close()
    return found


def test_a_registrar_oversees_the_school(  # what a journey needs
    browser: Browser,
    counted: School,
    site: str,
    axe: str,
    shots: Path,
    contexts: list[BrowserContext],
) -> None:
    """From the start page to a gap, a letter, a checked log and an issuer that is known now."""
    page = _come_in(browser, site, give_password(counted, "registrar"), contexts)
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
    found = _shown_by_form(page, "log-checked", site, axe, shots)
    page.goto(f"{site}/trusted")
    page.fill("#text", SOMEBODY)
    page.click("text=Look it up")
    assert "Compare before you trust." in page.inner_text("main")
    found |= _shown_by_form(page, "found", site, axe, shots)
    page.fill("#why", "Their office told us the key by telephone.")
    page.click("text=Trust this issuer")
    assert SOMEBODY in page.inner_text("main table")
    found |= _look(page, PAGES, site, axe, shots)
    print(f"\nscreens in {shots}: {len(found)}")  # noqa: T201

    assert dict.fromkeys(found, ([], False)) == found


def test_an_auditor_follows_a_badge_through_the_log(  # what a journey needs
    browser: Browser,
    counted: School,
    site: str,
    axe: str,
    shots: Path,
    contexts: list[BrowserContext],
) -> None:
    """From an entry to the badge's proof and how to repeat its decision, without a name."""
    page = _come_in(browser, site, give_password(counted, "auditor"), contexts)
    page.click("main a:has-text('Audit log')")
    assert "You read as an auditor until" in page.inner_text("main")
    page.select_option("#kind", "badges")
    page.click("button:has-text('Show')")
    page.locator("ol.entries a[href^='/log/badges/']").first.click()
    assert "issuer audit replay" in page.inner_text("main")
    place = page.url.removeprefix(site)
    with page.expect_download() as bundle:
        page.click("text=Download the bundle")
    assert bundle.value.suggested_filename.endswith(".bundle.json")
    found = _look(page, {"auditor-log": "/log?kind=badges", "in-log": place}, site, axe, shots)

    assert dict.fromkeys(found, ([], False)) == found
