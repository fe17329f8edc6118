"""The office in a real browser: lists, approvals, registry; rules and screens."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from issuer import jobs
from tests.schooling import School
from tests.visiting import PASSWORD, give_password

pytestmark = pytest.mark.browser

SIZES = {"desktop": 1280, "phone": 390}
_RUN = "axe.run().then(found => found.violations.map(each => each.id))"
GOOD = "learner,badge,signed_off,seen_on\nkestrel,safety-talk,yes,2026-11-03\n"
BAD = (
    "learner,badge,signed_off,seen_on\nWern,safety-talk,yes,2026-11-03\n"
    "kestrel,team-leadership,yes,2026-11-03\nkestrel,safety-talk,no,3.11.2026\n"
)


@pytest.fixture(scope="module")
def names(school: School) -> dict[str, str]:
    """Give four people a password."""
    return {
        who: give_password(school, who) for who in ("teacher", "approver", "registrar", "admin")
    }


@pytest.fixture(scope="module")
def shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of this run's screenshots."""
    return tmp_path_factory.mktemp("office")


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


def _choose(page: Page, site: str, text: str) -> None:
    page.goto(f"{site}/cohorts")
    page.set_input_files(
        "#file", {"name": "list.csv", "mimeType": "text/csv", "buffer": text.encode()}
    )
    page.click("text=Check the list")


def _look(
    browser: Browser, page: Page, axe: str, shots: Path, name: str
) -> dict[str, tuple[list[str], bool]]:
    """Open the page of a visit at both widths in both schemes, keep a picture, and run axe."""
    found = {}
    for size, width in SIZES.items():
        for scheme in ("light", "dark"):
            context = browser.new_context(
                viewport={"width": width, "height": 900},
                color_scheme=scheme,
                bypass_csp=True,
                storage_state=page.context.storage_state(),
            )
            seen = context.new_page()
            seen.goto(page.url)
            seen.screenshot(path=shots / f"{name}-{size}-{scheme}.png", full_page=True)
            seen.evaluate(axe)
            wide = seen.evaluate("document.documentElement.scrollWidth > window.innerWidth")
            found[f"{name} {size} {scheme}"] = (seen.evaluate(_RUN), wide)
            context.close()
    return found


def test_the_office_from_sign_in_to_badge(  # noqa: PLR0913, PLR0915, PLR0917 # what a journey needs
    browser: Browser,
    school: School,
    school_site: str,
    names: dict[str, str],
    axe: str,
    shots: Path,
    contexts: list[BrowserContext],
) -> None:
    """A list is mended, signed and approved; ready work is approved; a badge is looked up."""
    found: dict[str, tuple[list[str], bool]] = {}

    def look(page: Page, name: str) -> None:
        found.update(_look(browser, page, axe, shots, name))

    teacher = _come_in(browser, school_site, names["teacher"], contexts)
    teacher.goto(f"{school_site}/cohorts")
    look(teacher, "lists-empty")
    _choose(teacher, school_site, BAD)
    look(teacher, "list-faults")
    _choose(teacher, school_site, GOOD)
    look(teacher, "list-right")
    teacher.click("text=Sign 1 row")
    jobs.drain(school.house.jobs)
    place = teacher.url

    approver = _come_in(browser, school_site, names["approver"], contexts)
    approver.goto(place)
    look(approver, "list-signed")
    approver.click("text=Approve 1 badge")
    jobs.drain(school.house.jobs)
    approver.goto(place)
    look(approver, "list-done")
    assert "1 of 1 issued" in approver.inner_text("main")

    approver.goto(f"{school_site}/approvals")
    look(approver, "approvals")
    approver.click("main table a")
    look(approver, "approval")
    approver.click("text=Approve and issue")
    assert "Approved and issued." in approver.inner_text("main")

    registrar = _come_in(browser, school_site, names["registrar"], contexts)
    registrar.goto(f"{school_site}/registry")
    look(registrar, "registry")
    registrar.click("main table a")
    look(registrar, "entry")
    registrar.select_option("#suspend_reason", "under_investigation")
    registrar.click("button:has-text('Put on hold')")
    look(registrar, "entry-on-hold")
    registrar.goto(f"{school_site}/home")
    look(registrar, "start")

    admin = _come_in(browser, school_site, names["admin"], contexts)
    for name, path in (("settings", "/settings"), ("keys", "/settings/keys")):
        admin.goto(f"{school_site}{path}")
        look(admin, name)
    print(f"\nscreens in {shots}: {len(found)}")  # noqa: T201

    assert dict.fromkeys(found, ([], False)) == found
