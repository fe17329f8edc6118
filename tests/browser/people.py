"""What a person does before a browser in more than one test: comes in, rates by keyboard."""

import re

from playwright.sync_api import Browser, BrowserContext, Page

from issuer.access import Role
from tests.visiting import PASSWORD


def sign_in(page: Page, place: str, name: str) -> None:
    """Fill in the door and press."""
    page.goto(f"{place}/sign-in")
    page.select_option("#school", "riverbend")
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.click("main form button[type=submit]")


def come_in_without_script(
    browser: Browser, place: str, name: str, contexts: list[BrowserContext]
) -> Page:
    """Sign in from a window that runs no script; the test closes what it opened."""
    context = browser.new_context(java_script_enabled=False)
    contexts.append(context)
    page = context.new_page()
    sign_in(page, place, name)
    return page


def enter(page: Page, place: str, name: str, role: Role | None = None) -> None:
    """Sign in, and take another role if one is wanted."""
    sign_in(page, place, name)
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
