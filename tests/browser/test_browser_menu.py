"""The menu of a phone, for those whose browser runs no script."""

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.people import come_in_without_script
from tests.schooling import School
from tests.visiting import give_password

pytestmark = pytest.mark.browser


def test_menu_of_a_phone_opens_without_a_script(
    browser: Browser, school: School, school_site: str, contexts: list[BrowserContext]
) -> None:
    """A tap on the summary shows the pages of the role, and one of them opens."""
    page = come_in_without_script(
        browser, school_site, give_password(school, "registrar"), contexts
    )
    page.set_viewport_size({"width": 390, "height": 844})
    before = page.get_by_role("link", name="Registry of badges").count()
    page.locator(".menu summary").click()
    page.locator(".menu").get_by_role("link", name="Registry of badges").click()

    # The start page has the same link among its ways on.
    assert (1, "Registry of badges") == (before, page.locator("h1").inner_text())
