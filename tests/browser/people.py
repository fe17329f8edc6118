"""What a person does before a browser in more than one test: comes in, rates by keyboard."""

import re

from playwright.sync_api import Page

from issuer.access import Role
from tests.visiting import PASSWORD


def enter(page: Page, place: str, name: str, role: Role | None = None) -> None:
    """Sign in, and take another role if one is wanted."""
    page.goto(f"{place}/sign-in")
    page.select_option("#school", "riverbend")
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.click("main form button[type=submit]")
    page.wait_for_url("**/home")
    button = page.locator(f'button[name=role][value="{role}"]')
    if role is not None and button.count():
        button.click()
        page.wait_for_load_state()


def rate_by_keyboard(page: Page) -> None:
    """Reach each group of choices, move to the third level with arrows, send by Enter."""
    groups = page.locator("form.rating fieldset")
    for number in range(groups.count()):
        group = groups.nth(number)
        group.locator("input[type=radio]").first.focus()
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
    page.locator("form.rating button[type=submit]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("done=rated"))
