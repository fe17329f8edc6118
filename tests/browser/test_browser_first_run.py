"""The first run in a real browser: from an empty database to a badge that holds, clicks counted."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from issuer import accounts, verification
from issuer.access import Actor, Role
from issuer.app import House, build_house, flask_app
from issuer.config import Settings
from issuer.issuance import list_credentials
from tests.browser.conftest import served
from tests.browser.looking import Looker
from tests.schooling import BASE, SettableClock

pytestmark = pytest.mark.browser

WORDS = "otter lamp violet run"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """Open an installation without any school."""
    settings = Settings(public_base_url=BASE, data_dir=tmp_path / "data", small_host=True)
    made = build_house(settings, SettableClock(), create=True)
    yield made
    made.close()


class Counting:
    """A page that counts what a person does: a click into each field, and on each button."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks = page, 0

    def fill(self, field: str, words: str) -> None:
        """Click into a field and type."""
        self.click(field)
        self.page.keyboard.type(words)

    def click(self, what: str) -> None:
        """Click on something."""
        self.page.click(what)
        self.clicks += 1


def test_from_an_empty_database_to_a_badge_that_holds(  # noqa: PLR0915 # one journey
    browser: Browser, house: House, looker: Looker
) -> None:
    """A sole teacher needs fewer than 25 clicks, without any script, and the badge is valid."""
    with served(flask_app(house)) as site:
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        hand = Counting(page)
        page.goto(f"{site}/set-up/{house.set_up_secret}")
        looker.look_beside(page, "first-run-school")
        hand.fill("#school", "Alder Lane Collective")
        hand.fill("#person", "Wagtail")
        hand.fill("#handle", "wagtail")
        hand.fill("#password", WORDS)
        hand.click("#one")
        hand.click("main button")
        looker.look_beside(page, "first-run-badge")
        hand.click("#clear-talk")
        hand.click("main button")
        looker.look_beside(page, "first-run-learner")
        hand.fill("#learner", "Dipper")
        hand.click("#seen")
        hand.click("main button")
        looker.look_beside(page, "first-run-done")
        said = page.inner_text("main")
        context.close()
    organisation = accounts.list_organisations(house.accounts)[0].id
    admin = Actor(person="nobody", organisation=organisation, role=Role.ADMIN)
    issued = list_credentials(admin, house.issuance).credentials
    report = verification.verify(issued[0].record.data or b"", house.verification)
    print(f"\n{hand.clicks} clicks; screens in {looker.folder}")  # noqa: T201

    assert {} == looker.faults
    assert "it is valid" in said
    assert (1, True, True) == (len(issued), report.is_valid, hand.clicks < 25)
