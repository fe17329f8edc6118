"""Signed-in pages in a real browser: no script, desktop and phone, rules of accessibility."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from issuer import accounts
from tests.schooling import School
from tests.visiting import PASSWORD, give_password, link_for

pytestmark = pytest.mark.browser

WIDTHS = (1280, 390)
#: Rules of WCAG 2.2 AA, and good practice.
_RUN = "axe.run().then(found => found.violations.map(each => each.id))"


@pytest.fixture(scope="module")
def places(school: School) -> dict[str, str]:
    """Give the administrator a password and make one link of each kind."""
    give_password(school, "admin")
    actor = accounts.authenticate(school.tokens["admin"], school.house.accounts)
    guardian = accounts.invite_guardian(
        accounts.InviteGuardian(actor=actor, child=school.ids["wren"]), school.house.accounts
    )
    return {
        "sign in": "/sign-in",
        "forgotten": "/forgotten",
        "join": "/join/AB2C-DE3F-GH4J",
        "link": f"/invitations/{link_for(school, 'teacher')}",
        "guardian's link": f"/invitations/{guardian.secret}",
        "start": "/home",
        "account": "/account",
        "password": "/account/password",
        "people": "/people",
        "person": f"/people/{school.ids['wren']}",
        "proof": "/confirm?next=/people",
    }


@pytest.fixture(params=WIDTHS, ids=["desktop", "phone"])
def page(
    request: pytest.FixtureRequest, browser: Browser, school_site: str, places: dict[str, str]
) -> Iterator[Page]:
    """Sign in without any script, and give a page of that visit that may run axe."""
    size = {"width": request.param, "height": 800}
    context = browser.new_context(viewport=size, java_script_enabled=False)  # type: ignore[arg-type] # width and height
    plain = context.new_page()
    plain.goto(school_site + places["sign in"])
    plain.select_option("#school", "riverbend")
    plain.fill("#name", "the-admin")
    plain.fill("#password", PASSWORD)
    plain.click("main form button[type=submit]")
    assert plain.url.endswith("/home")
    scripted = browser.new_context(
        viewport=size,  # type: ignore[arg-type] # width and height
        bypass_csp=True,
        storage_state=context.storage_state(),
    )
    yield scripted.new_page()
    scripted.close()
    context.close()


def test_signed_in_pages_break_no_rule_and_fit_the_screen(
    page: Page, school_site: str, places: dict[str, str], axe: str
) -> None:
    """Every page that a manager of people sees, at this width."""
    found = {}
    for name in ("start", "account", "password", "people", "person", "proof"):
        page.goto(school_site + places[name])
        page.evaluate(axe)
        wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        found[name] = (page.evaluate(_RUN), wide)

    assert dict.fromkeys(found, ([], False)) == found


@pytest.mark.parametrize("width", WIDTHS, ids=["desktop", "phone"])
def test_doors_break_no_rule_and_fit_the_screen(
    browser: Browser, school_site: str, places: dict[str, str], axe: str, width: int
) -> None:
    """Every page by which somebody comes in, at this width."""
    context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
    page = context.new_page()
    found = {}
    for name in ("sign in", "forgotten", "join", "link", "guardian's link"):
        page.goto(school_site + places[name])
        page.evaluate(axe)
        wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        found[name] = (page.evaluate(_RUN), wide)
    context.close()

    assert dict.fromkeys(found, ([], False)) == found


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
