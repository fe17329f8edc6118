"""A door in a real browser without a script: what is wrong is told where it is."""

import pytest
from playwright.sync_api import Browser

from tests.schooling import School
from tests.visiting import link_for

pytestmark = pytest.mark.browser


def test_fault_is_told_beside_its_field(browser: Browser, school_site: str, school: School) -> None:
    """The field says that it is wrong, and names the sentence that says why."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{school_site}/invitations/{link_for(school, 'registrar')}")
    page.fill("#password", "password123")
    page.click("main form button[type=submit]")
    field = page.locator("#password")

    assert "true" == field.get_attribute("aria-invalid")
    assert "password-fault" in (field.get_attribute("aria-describedby") or "")
    assert "easy to guess" in page.locator("#password-fault").inner_text()
    context.close()
