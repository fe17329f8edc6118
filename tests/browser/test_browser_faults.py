"""Every fault in a real browser: a page of the product's own, at both widths, in both schemes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from issuer.access import Role
from issuer.app import flask_app
from tests.browser.conftest import served
from tests.faults import FAULTS, add_faults
from tests.schooling import School
from tests.visiting import PASSWORD, give_password

pytestmark = pytest.mark.browser

SIZES = {"desktop": (1280, 900), "phone": (390, 844)}
SCHEMES = ("light", "dark")
_RUN = "axe.run().then(found => found.violations.map(each => each.id))"
_WIDE = "document.documentElement.scrollWidth > window.innerWidth"


@pytest.fixture(scope="module")
def failing_site(school: School) -> Iterator[str]:
    """Serve the school with one more route, which fails as asked."""
    app = flask_app(school.house)
    add_faults(app)
    with served(app) as address:
        yield address


def _open(page: Page, address: str, where: Path) -> list[str]:
    """Open a page in all four ways, keep a picture of each, and return what is wrong with it."""
    wrong = []
    page.goto(address)
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            page.screenshot(path=where.with_name(f"{where.name}-{size}-{scheme}.png"))
            if page.evaluate(_WIDE):
                wrong.append(f"{where.name} {size} scrolls sideways")
    return wrong


def _ask_axe(page: Page, axe: str) -> list[str]:
    """Return what axe says in both schemes of the page that is open."""
    found: list[str] = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.reload()
        page.evaluate(axe)
        found += page.evaluate(_RUN)
    return found


def test_faults_look_like_the_product(
    browser: Browser, failing_site: str, axe: str, tmp_path: Path
) -> None:
    """Nothing scrolls sideways, and axe finds nothing; one template bears them all."""
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    wrong = [
        each
        for status in FAULTS
        for each in _open(page, f"{failing_site}/fault/{status}", tmp_path / str(status))
    ]
    wrong += _ask_axe(page, axe)
    context.close()
    assert [] == wrong


def test_wrong_role_is_led_to_the_right_one(
    browser: Browser, school: School, failing_site: str, axe: str, tmp_path: Path
) -> None:
    """From the refusal to the page in one press, and the refusal looks like the product."""
    name = give_password(school, "kestrel")
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(f"{failing_site}/sign-in")
    page.select_option("#school", "riverbend")
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.click("main form button[type=submit]")
    wrong = _open(page, f"{failing_site}/settings/keys", tmp_path / "nothing to switch to")
    _go_on_as(page, failing_site, Role.PEER)
    wrong += _open(page, f"{failing_site}/learn/badges", tmp_path / "another role")
    wrong += _ask_axe(page, axe)
    page.click("button[name=role][value=learner]")
    heading = page.locator("h1").inner_text()
    address = page.url
    context.close()
    assert ([], f"{failing_site}/learn/badges") == (wrong, address), heading


def _go_on_as(page: Page, site: str, role: Role) -> None:
    page.goto(f"{site}/home")
    button = page.locator(f"button[name=role][value={role.value}]")
    if button.count():
        button.click()
