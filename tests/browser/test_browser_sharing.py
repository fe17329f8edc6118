"""A public badge in a real browser: copied, framed elsewhere, found, and asking nobody else."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask, Response
from playwright.sync_api import Browser, BrowserContext, Page
from playwright.sync_api import Response as Playwrights

from issuer.app.exporting import export_site
from tests.browser.conftest import served
from tests.http.test_http_pages import badge_of, publish
from tests.schooling import BASE, School, found_school, open_school

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    """Found a school whose learner Osprey made a badge public, with a name."""
    folder = tmp_path_factory.mktemp("sharing") / "data"
    found_school(folder)
    founded = open_school(folder)
    publish(founded, name="Osprey of Harbor")
    yield founded
    founded.house.close()


@pytest.fixture
def context(browser: Browser, school_site: str) -> Iterator[BrowserContext]:
    """Open a fresh context that may use the clipboard, as a person's click may."""
    opened = browser.new_context(reduced_motion="reduce", viewport={"width": 1280, "height": 900})
    opened.grant_permissions(["clipboard-read", "clipboard-write"], origin=school_site)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """Open an empty page."""
    return context.new_page()


def test_link_and_frame_are_copied_at_a_click(page: Page, school_site: str, school: School) -> None:
    """What is in the clipboard is what stands in the field, and a screen reader is told."""
    page.goto(f"{school_site}/badges/{badge_of(school)}")
    copied = []
    for button in page.locator(".copies button").all():
        button.click()
        page.locator(".copies [role=status]:not(:empty)").first.wait_for()
        copied.append(page.evaluate("navigator.clipboard.readText()"))

    assert f"{BASE}/badges/{badge_of(school)}" == copied[0]
    assert copied[1].startswith(f'<iframe src="{BASE}/badges/{badge_of(school)}/embed"')
    assert ["Copied.", "Copied."] == page.locator(".copies [role=status]").all_inner_texts()


def test_field_is_marked_whole_without_a_script(
    browser: Browser, school_site: str, school: School
) -> None:
    """Where scripts are off, a person marks the field with one key and copies it by hand."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{school_site}/badges/{badge_of(school)}")
    page.get_by_label("As a link").click()
    page.keyboard.press("Control+A")
    marked = page.evaluate(
        "(() => { const e = document.activeElement; return e.selectionEnd - e.selectionStart; })()"
    )
    context.close()

    assert len(f"{BASE}/badges/{badge_of(school)}") == marked


def test_linkedin_is_opened_with_the_fields_filled_in(
    page: Page, school_site: str, school: School
) -> None:
    """The link leads to LinkedIn alone; nothing of it is loaded before."""
    page.goto(f"{school_site}/badges/{badge_of(school)}")
    href = page.get_by_role("link", name="Add to LinkedIn").get_attribute("href") or ""
    asked = parse_qs(urlsplit(href).query)

    assert "www.linkedin.com" == urlsplit(href).hostname
    assert (["Safety Talk"], ["Riverbend"], ["2026"], ["11"]) == tuple(
        asked[name] for name in ("name", "organizationName", "issueYear", "issueMonth")
    )


def test_card_is_shown_in_a_frame_on_another_site_and_nothing_else_is(
    page: Page, school_site: str, school: School, tmp_path: Path
) -> None:
    """The snippet works as it is copied; every other page refuses the frame."""
    page.goto(f"{school_site}/badges/{badge_of(school)}")
    snippet = page.get_by_label("On a page of your own").input_value().replace(BASE, school_site)
    refused = snippet.replace("/embed", "")
    site = Flask("another-site", static_folder=None)
    site.add_url_rule("/", view_func=lambda: Response(f"<h1>Mine</h1>{snippet}<hr>{refused}"))
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    with served(site) as elsewhere:
        page.goto(elsewhere.replace("127.0.0.1", "localhost"), wait_until="networkidle")
        card = page.frames[1]
        picture = card.locator("img")
        seen = (card.locator("h1").inner_text(), picture.evaluate("e => e.naturalWidth"))
        styled = card.locator(".embed-card").evaluate("e => getComputedStyle(e).display")
        scrolls = card.evaluate("document.documentElement.scrollHeight - innerHeight")
        page.screenshot(path=tmp_path / "framed.png")
        other = page.frames[2].url

    assert ("Safety Talk", 512, "grid") == (*seen, styled)
    assert scrolls <= 0
    assert "chrome-error://chromewebdata/" == other
    # The other site has no icon.
    expected = ("frame-ancestors", "404 (NOT FOUND)")
    assert [] == [each for each in complaints if not any(word in each for word in expected)]


def test_badge_page_is_sixty_kilobytes_in_one_round(
    page: Page, school_site: str, school: School
) -> None:
    """Style, script and pictures are all named in the HTML, and weigh little as they are sent."""
    answers: list[Playwrights] = []
    page.on("response", lambda it: answers.append(it))  # noqa: PLW0108 # no built-in is taken
    page.goto(f"{school_site}/badges/{badge_of(school)}", wait_until="networkidle")
    started = page.evaluate(
        """() => performance.getEntriesByType('resource').filter(e => !e.name.startsWith('data:'))
            .map(e => [e.initiatorType, new URL(e.name).pathname])"""
    )
    weights = {urlsplit(each.url).path: _weight(each) for each in answers}
    badge = weights.pop(f"/credentials/{badge_of(school)}.png")
    print(f"\nbadge page: {sum(weights.values())} bytes, and {badge} of its picture")  # noqa: T201

    # The icon is asked for by the browser itself, as `other`.
    kinds = {kind for kind, path in started if not path.startswith("/assets/favicon.")}
    assert {"link", "script", "img"} == kinds
    assert len(started) <= 6
    assert sum(weights.values()) < 60_000


def _weight(answer: Playwrights) -> int:
    """Return how many bytes went over the wire, headers included."""
    sizes = answer.request.sizes()
    return sizes["responseBodySize"] + sizes["responseHeadersSize"]


def test_search_on_the_home_page_needs_no_script(browser: Browser, school_site: str) -> None:
    """A plain form finds the badge, and the address can be kept and sent."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(school_site)
    page.get_by_label("Search badges").fill("leadership")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**/?q=leadership**")
    names = page.locator(".tile a").all_inner_texts()
    context.close()

    assert ["Team Leadership"] == names


def test_copy_of_the_site_looks_the_same_from_a_plain_server(
    page: Page, school: School, tmp_path: Path
) -> None:
    """Style, pictures and scripts are found; the copy asks nobody and says what it is."""
    export_site(school.app, school.house, tmp_path / "site", unlisted=False)
    site = Flask("plain", static_folder=str(tmp_path / "site"), static_url_path="")
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    with served(site) as school_site:
        page.goto(f"{school_site}/badges/{badge_of(school)}/index.html", wait_until="networkidle")
        seen = page.locator(".art img").evaluate("e => e.naturalWidth")
        page.screenshot(path=tmp_path / "copy.png", full_page=True)

    assert 512 == seen
    assert page.get_by_text("This is a copy, made on").is_visible()
    assert [] == complaints
