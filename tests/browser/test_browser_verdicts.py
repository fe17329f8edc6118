"""The four verdicts as an employer with one minute sees them: by keyboard, without JavaScript."""

import shutil
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from issuer.documents import write_document
from issuer.verification import Verdict
from tests.browser.conftest import served
from tests.browser.looking import Looker
from tests.interop.credentials import ACADEMY, BASE, CREDENTIAL, badge, good_lists, signed
from tests.schooling import NOW, School, open_school
from tests.simulator import SimulatedWeb

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

#: In the order in which an employer asks: does it hold, by whom, what, and how is that known.
_PARTS = ("h1", ".banner .headline", ".domain", ".claim-name", "#checks")
_VERDICTS = pytest.mark.parametrize("verdict", list(Verdict))


@pytest.fixture(scope="module")
def open_site(school: School, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a copy of the school that finds the academy's keys and lists on a simulated web."""
    folder = tmp_path_factory.mktemp("open") / "data"
    shutil.copytree(school.folder, folder)
    web = SimulatedWeb()
    web.publish_did(ACADEMY.document)
    for url, data in good_lists(NOW).items():
        web.publish(url, data)
    web.publish(CREDENTIAL, write_document(_foreign()))
    copy = open_school(folder, fetcher=web)
    with served(copy.app) as address:
        yield address
    copy.house.close()


def _foreign() -> dict[str, Any]:
    return signed(badge(ACADEMY, NOW), ACADEMY, NOW)


@pytest.fixture(scope="module")
def texts(school: School) -> Mapping[Verdict, str]:
    """Return a signed text for each verdict."""
    own = school.client.get(f"/credentials/{school.ids['badge of osprey']}.json").text
    unread = _foreign()
    unread["credentialStatus"]["statusListCredential"] = f"{BASE}/status/silent"
    unread.pop("proof")
    return {
        Verdict.VALID: own,
        Verdict.VALID_ISSUER_UNKNOWN: write_document(_foreign()).decode(),
        Verdict.NOT_VALID: own.replace("Team", "Teem").replace("safety", "safely"),
        Verdict.NOT_FULLY_CHECKED: write_document(signed(unread, ACADEMY, NOW)).decode(),
    }


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there."""
    wanted = page.locator(selector)
    for _ in range(60):
        if wanted.evaluate("e => e === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab never reaches {selector}")


def paste(page: Page, site: str, text: str) -> None:
    """Paste a text into the form and send it, by keyboard alone."""
    page.goto(f"{site}/verify")
    tab_to(page, "#text")
    page.keyboard.insert_text(text)
    tab_to(page, "form:has(#text) button")
    page.keyboard.press("Enter")
    page.wait_for_selector(".banner")


@_VERDICTS
def test_verdict_is_seen_first(
    browser: Browser,
    open_site: str,
    texts: Mapping[Verdict, str],
    looker: Looker,
    verdict: Verdict,
) -> None:
    """Verdict, whose address, what was earned, then the checks; the first on the first screen."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    paste(page, open_site, texts[verdict])
    words = page.locator("h1").inner_text()
    seen = [_tops(page, width) for width in (1280, 390)]
    looker.look_at_answer(page, f"verdict-{verdict.value}")
    context.close()

    assert verdict.words == words
    assert all(len(tops) >= 3 and sorted(tops) == tops and tops[0] < 300 for tops in seen), seen
    assert {} == looker.faults


def _tops(page: Page, width: int) -> list[float]:
    """Return how far down each part begins."""
    page.set_viewport_size({"width": width, "height": 844})
    boxes = [page.locator(part).first.bounding_box() for part in _shown(page)]
    return [box["y"] for box in boxes if box is not None]


def _shown(page: Page) -> list[str]:
    """Return the parts that this page has; without a signature a badge claims nothing."""
    return [part for part in _PARTS if page.locator(part).count()]
