"""Passkeys in a real Chromium with a virtual device: added, used at the door, and as a proof."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from issuer.app import build_house, flask_app
from tests.browser.looking import Looker
from tests.schooling import School, found_school, open_school
from tests.visiting import PASSWORD, give_password

pytestmark = pytest.mark.browser

_DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@dataclass(frozen=True, kw_only=True)
class Place:
    """A school that is served under the name that its passkeys belong to."""

    address: str
    school: School


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Serve a school at localhost: a passkey needs a name, and the port is part of its origin."""
    folder = tmp_path_factory.mktemp("passkeys") / "data"
    found_school(folder)
    founded = open_school(folder)
    founded.house.close()
    server = make_server("127.0.0.1", 0, lambda *_: [], threaded=True)
    address = f"http://localhost:{server.server_port}"
    settings = replace(founded.house.settings, public_base_url=address)
    house = build_house(settings, founded.clock)
    school = replace(founded, house=house, app=flask_app(house))
    server.app = school.app
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Place(address=address, school=school)
    server.shutdown()
    thread.join()
    server.server_close()
    house.close()


def _sign_in(page: Page, place: Place, name: str) -> None:
    page.goto(f"{place.address}/sign-in")
    page.select_option("#school", "riverbend")
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.click("form[action='/sign-in'] button[type=submit]")
    page.wait_for_url("**/home")


def test_passkey_is_added_opens_the_door_and_proves(
    browser: Browser, place: Place, tmp_path: Path
) -> None:
    """One device: registered on the account page, used at the door, used for a proof."""
    name = give_password(place.school, "teacher")
    context = browser.new_context(viewport={"width": 390, "height": 800}, bypass_csp=False)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": _DEVICE})
    _sign_in(page, place, name)
    page.goto(f"{place.address}/account/passkeys")
    page.fill("#name", "my phone")
    page.screenshot(path=tmp_path / "passkeys-390.png", full_page=True)
    page.click("form[data-passkey] button[type=submit]")
    page.wait_for_url("**/account#ways")
    page.screenshot(path=tmp_path / "account-390.png", full_page=True)
    listed = "my phone" in page.inner_text("main")
    page.click("form[action='/sign-out'] button")
    page.wait_for_url("**/sign-in")
    page.screenshot(path=tmp_path / "sign-in-390.png", full_page=True)
    page.click("form[action='/sign-in/passkey'] button[type=submit]")
    page.wait_for_url("**/home")
    place.school.clock.now += timedelta(minutes=11)
    page.goto(f"{place.address}/account/passkeys")
    page.screenshot(path=tmp_path / "confirm-390.png", full_page=True)
    page.click("form[action='/confirm/passkey'] button[type=submit]")
    page.wait_for_url("**/account/passkeys")
    context.close()

    assert listed


def test_pages_of_second_factors_break_no_rule(
    browser: Browser, place: Place, looker: Looker
) -> None:
    """Account, passkeys, and codes while an app is set up, in both languages."""
    name = give_password(place.school, "registrar")
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    looker.watch(page)
    _sign_in(page, place, name)
    page.goto(f"{place.address}/account/codes")
    page.click("form[action$='/begin'] button")
    page.wait_for_url("**/account/codes")
    for address in ("/account/codes", "/account", "/account/passkeys", "/account?lang=es"):
        answer = page.goto(place.address + address)
        looker.look(page, f"factors{address.replace('/', '-').replace('?', '-')}", answer)
    context.close()

    assert {} == looker.faults
