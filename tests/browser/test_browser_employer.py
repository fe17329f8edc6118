"""An employer without an account and without JavaScript reads a badge and checks it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.schooling import School

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]


@pytest.fixture
def complaints() -> list[str]:
    """Return a list that fills with what the browser complains of."""
    return []


@pytest.fixture
def page(browser: Browser, complaints: list[str]) -> Iterator[Page]:
    """Open a phone without JavaScript, and note every complaint and refused request."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, java_script_enabled=False, accept_downloads=True
    )
    opened = context.new_page()
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on(
        "response",
        lambda answer: complaints.append(answer.url) if answer.status >= 400 else None,
    )
    yield opened
    context.close()


def test_scanned_code_leads_to_the_page_and_from_there_to_all_checks(
    page: Page, school: School, school_site: str, complaints: list[str]
) -> None:
    """From the address in the QR code to the green answer in one tap."""
    page.goto(f"{school_site}/credentials/{school.ids['badge of osprey']}")
    first = page.locator(".banner .headline").inner_text()
    picture = page.locator(".art img").bounding_box()
    page.get_by_role("link", name="Run all checks now").click()
    # A click does not wait for the page that it leads to, and both pages have a headline.
    page.wait_for_url("**/verify?url=*")

    assert "This badge is valid." == first
    assert picture is not None
    assert picture["width"] > 100
    assert "This badge is valid." == page.locator(".banner .headline").inner_text()
    assert page.locator(".finding").count() >= 5
    assert [] == complaints


def test_downloaded_picture_is_checked_from_the_file(
    page: Page, school: School, school_site: str, tmp_path: Path, complaints: list[str]
) -> None:
    """The PNG that a learner sends by mail is enough."""
    badge = school.client.get(f"/credentials/{school.ids['badge of osprey']}.png").data
    file = tmp_path / "badge.png"
    file.write_bytes(badge)
    page.goto(f"{school_site}/verify")
    page.get_by_label("Badge picture or signed file").set_input_files(file)
    page.get_by_role("button", name="Check this file").click()

    assert "This badge is valid." == page.locator(".banner .headline").inner_text()
    assert [] == complaints


def test_rules_are_two_taps_from_the_home_page(
    page: Page, school_site: str, complaints: list[str]
) -> None:
    """A family finds what has to be shown before anyone starts."""
    page.goto(school_site)
    page.get_by_role("link", name="Team Leadership").first.click()
    page.wait_for_url("**/achievements/**")

    assert "Team Leadership" == page.locator("h1").inner_text()
    assert page.get_by_text("Makes a plan, follows it and changes it when needed.").count() >= 1
    assert [] == complaints
