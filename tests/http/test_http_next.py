"""T54: every door that takes an address to go on to leads to our own pages, and nowhere else."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from issuer.access import Role
from tests.authenticator import Device
from tests.schooling import School, open_school
from tests.visiting import PASSWORD, Browser, come_in

ELSEWHERE = (
    "//evil.example",
    "/\\evil.example",
    "https:evil.example",
    "%2f%2fevil.example",
    "/\tevil.example",
    "/home\r\nSet-Cookie: a=b",
    "/api/v1/me",
)


@pytest.fixture(scope="module")
def inside(
    founded: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Browser, Device]]:
    """Return Kestrel's browser in a school of this file's own, and a device with a passkey."""
    folder = tmp_path_factory.mktemp("next") / "data"
    shutil.copytree(founded, folder)
    school: School = open_school(folder)
    browser, device = come_in(school, "kestrel", Role.PEER), Device()
    options = browser.post("/account/passkeys/options").get_json()
    form = {"answer": device.create(options), "name": "phone"}
    assert browser.post("/account/passkeys", form).status_code == 303
    yield browser, device
    school.house.close()


def by_sign_in_page(browser: Browser, _device: Device, wanted: str) -> TestResponse:
    """Open the page for signing in while one is signed in."""
    return browser.client.get("/sign-in", query_string={"next": wanted})


def by_password(browser: Browser, _device: Device, wanted: str) -> TestResponse:
    """Prove by the password who one is."""
    browser.get("/confirm")
    return browser.post("/confirm", {"password": PASSWORD, "next": wanted})


def by_passkey(browser: Browser, device: Device, wanted: str) -> TestResponse:
    """Prove it by a device."""
    browser.get("/confirm")
    options = browser.post("/confirm/passkey/options").get_json()
    form = {"answer": device.get(options), "next": wanted}
    return browser.post("/confirm/passkey", form)


def by_passkey_alone(browser: Browser, device: Device, wanted: str) -> TestResponse:
    """Come in by a device, in another browser."""
    stranger = Browser(school=browser.school)
    stranger.get("/sign-in")
    options = stranger.post("/sign-in/passkey/options").get_json()
    form = {"answer": device.get(options), "next": wanted}
    return stranger.post("/sign-in/passkey", form)


DOORS = (by_sign_in_page, by_password, by_passkey, by_passkey_alone)


@pytest.mark.parametrize("wanted", [*ELSEWHERE, "/account"])
@pytest.mark.parametrize("door", DOORS, ids=[door.__name__ for door in DOORS])
def test_t54_next_is_a_page_of_ours_at_every_door(
    inside: tuple[Browser, Device],
    door: Callable[[Browser, Device, str], TestResponse],
    wanted: str,
) -> None:
    """T54: home instead of anywhere else, and the page where it is ours."""
    answer = door(*inside, wanted)
    expected = wanted if wanted == "/account" else "/home"
    assert (303, expected) == (answer.status_code, answer.headers["Location"])
