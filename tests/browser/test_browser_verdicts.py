"""The four verdicts as an employer with one minute sees them: by keyboard, without JavaScript.

Each run leaves a picture of every verdict, wide and narrow, light and dark, in the folder
`pictures` of the run's temporary files (`--basetemp` says where that is).
"""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page

from issuer.documents import write_document
from issuer.verification import Verdict
from tests.browser.conftest import served
from tests.interop.credentials import ACADEMY, BASE, CREDENTIAL, badge, good_lists, signed
from tests.schooling import NOW, School, open_school
from tests.simulator import SimulatedWeb

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

_AXE = """async () => (await axe.run({runOnly: [
    'wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice',
]})).violations.map(v => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 120)).join(' | '))"""
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
@pytest.mark.parametrize("look", [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")])
def test_verdict_is_seen_first(
    browser: Browser,
    open_site: str,
    texts: Mapping[Verdict, str],
    pictures: Path,
    verdict: Verdict,
    look: tuple[int, Literal["light", "dark"]],
) -> None:
    """Verdict, whose address, what was earned, then the checks; the first on the first screen."""
    width, scheme = look
    context = browser.new_context(
        viewport={"width": width, "height": 844}, color_scheme=scheme, java_script_enabled=False
    )
    page = context.new_page()
    paste(page, open_site, texts[verdict])
    page.screenshot(path=pictures / f"verdict-{verdict.value}-{width}-{scheme}.png", full_page=True)
    boxes = [page.locator(part).first.bounding_box() for part in _shown(page)]
    tops = [box["y"] for box in boxes if box is not None]
    words = page.locator("h1").inner_text()
    context.close()

    assert verdict.words == words
    assert len(tops) >= 3
    assert sorted(tops) == tops
    assert tops[0] < 300


def _shown(page: Page) -> list[str]:
    """Return the parts that this page has; without a signature a badge claims nothing."""
    return [part for part in _PARTS if page.locator(part).count()]


@_VERDICTS
def test_axe_finds_nothing_on_a_verdict(
    browser: Browser, open_site: str, texts: Mapping[Verdict, str], axe: str, verdict: Verdict
) -> None:
    """WCAG 2.2 A and AA as far as a program can judge, in both schemes and widths."""
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    paste(page, open_site, texts[verdict])
    page.evaluate(axe)
    found = []
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            found += page.evaluate(_AXE)
    context.close()

    assert [] == found
