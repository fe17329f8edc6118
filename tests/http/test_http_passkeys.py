"""Passkeys over HTTP: what a device may do, and each thing that somebody else might try (T79)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from werkzeug.test import TestResponse

from issuer import accounts
from tests.authenticator import Device
from tests.schooling import School
from tests.visiting import Browser, come_in, riverbend


def register(browser: Browser, device: Device, name: str = "my phone") -> TestResponse:
    """Add a passkey in a browser whose person is signed in."""
    browser.get("/account/passkeys")
    options = browser.post("/account/passkeys/options").get_json()
    return browser.post("/account/passkeys", {"answer": device.create(options), "name": name})


def owner(school: School, who: str = "teacher") -> tuple[Browser, Device]:
    """Return a browser of somebody, and a device that they added."""
    browser, device = come_in(school, who), Device()
    answer = register(browser, device)
    assert 303 == answer.status_code, answer.text
    return browser, device


def challenge(browser: Browser) -> dict[str, object]:
    """Ask for a challenge at the door."""
    browser.get("/sign-in")
    found: dict[str, object] = browser.post("/sign-in/passkey/options").get_json()
    return found


def knock(browser: Browser, device: Device) -> TestResponse:
    """Sign in with a device."""
    return browser.post("/sign-in/passkey", {"answer": device.get(challenge(browser))})


def test_person_signs_in_with_a_passkey_alone(school: School) -> None:
    """The device names the person, so nothing is typed."""
    _, device = owner(school)
    stranger = Browser(school=school)
    knock(stranger, device)

    assert "the-teacher" in stranger.get("/account").text


def test_passkey_makes_a_session_fresh(school: School) -> None:
    """T79: a proof by the device counts as much as the password."""
    browser, device = owner(school)
    school.clock.now += timedelta(minutes=11)
    browser.get("/confirm")
    options = browser.post("/confirm/passkey/options").get_json()
    browser.post("/confirm/passkey", {"answer": device.get(options)})

    assert 200 == browser.get("/account/passkeys").status_code


def test_passkey_is_added_by_a_fresh_session_only(school: School) -> None:
    """T79: whoever finds a browser open adds no way in."""
    browser = come_in(school, "teacher")
    school.clock.now += timedelta(minutes=11)
    browser.get("/account")

    assert 401 == browser.post("/account/passkeys/options").status_code


def test_removed_passkey_opens_nothing(school: School) -> None:
    """A device that was given away is removed on the account page."""
    browser, device = owner(school)
    session = accounts.resume(browser.secret, accounts.Origin(), school.house.accounts).session
    (passkey,) = accounts.list_passkeys(session, school.house.accounts)
    browser.get("/account")
    browser.post(f"/account/passkeys/{passkey.id}/remove")

    assert 401 == knock(Browser(school=school), device).status_code


def test_passkey_of_another_person_is_not_mine_to_remove(school: School) -> None:
    """Its id answers as one that never was."""
    browser, _ = owner(school)
    session = accounts.resume(browser.secret, accounts.Origin(), school.house.accounts).session
    (passkey,) = accounts.list_passkeys(session, school.house.accounts)
    other = come_in(school, "registrar")
    other.get("/account")

    assert 404 == other.post(f"/account/passkeys/{passkey.id}/remove").status_code


def test_credential_belongs_to_one_person(school: School) -> None:
    """A credential id that is known already is refused, to whomever it belongs."""
    _, device = owner(school)

    assert 409 == register(come_in(school, "registrar"), device).status_code


def wrong_origin(_school: School, _browser: Browser, device: Device) -> Device:
    """A page at another address asked the device."""
    device.origin = "https://localhost.attacker.example"
    return device


def wrong_rp_id(_school: School, _browser: Browser, device: Device) -> Device:
    """The passkey was made for another host."""
    device.rp_id = "attacker.example"
    return device


def not_verified(_school: School, _browser: Browser, device: Device) -> Device:
    """Somebody touched the key and proved nothing."""
    device.verifies = False
    return device


def bad_signature(_school: School, _browser: Browser, device: Device) -> Device:
    """Another key signed."""
    device.key = generate_private_key(SECP256R1())
    return device


def counter_went_back(_school: School, browser: Browser, device: Device) -> Device:
    """A copy of the device, or an answer that somebody kept."""
    device.count = 20
    assert 303 == knock(browser, device).status_code
    device.count = 10
    return device


def unknown_credential(_school: School, _browser: Browser, _device: Device) -> Device:
    """A device that nobody added."""
    return Device(credential_id=b"nobody-added-this")


def owner_of_another(school: School, _browser: Browser, device: Device) -> Device:
    """The device says that its passkey is the administrator's."""
    device.owner = school.ids["admin"].encode()
    return device


_AT_THE_DOOR: tuple[Callable[[School, Browser, Device], Device], ...] = (
    wrong_origin,
    wrong_rp_id,
    not_verified,
    bad_signature,
    counter_went_back,
    unknown_credential,
    owner_of_another,
)


@pytest.mark.parametrize("attack", _AT_THE_DOOR, ids=[each.__name__ for each in _AT_THE_DOOR])
def test_t79_bent_answer_opens_nothing(
    school: School, attack: Callable[[School, Browser, Device], Device]
) -> None:
    """T79: each is refused in the same words."""
    _, device = owner(school)
    bent = attack(school, Browser(school=school), device)
    answer = knock(Browser(school=school), bent)

    assert (401, True) == (answer.status_code, "does not open anything" in answer.text)


@pytest.mark.parametrize(
    "attack",
    [wrong_origin, wrong_rp_id, not_verified],
    ids=["wrong origin", "wrong host", "not verified"],
)
def test_t79_bent_passkey_is_not_added(
    school: School, attack: Callable[[School, Browser, Device], Device]
) -> None:
    """T79: what would not be taken at the door is not taken on the account page either."""
    browser = come_in(school, "teacher")

    assert 400 == register(browser, attack(school, browser, Device())).status_code


def test_t79_answer_works_once(school: School) -> None:
    """T79: the challenge is gone after the first answer."""
    _, device = owner(school)
    browser = Browser(school=school)
    answer = device.get(challenge(browser))
    browser.post("/sign-in/passkey", {"answer": answer})
    browser.get("/home")
    browser.post("/sign-out")
    browser.get("/sign-in")

    assert 401 == browser.post("/sign-in/passkey", {"answer": answer}).status_code


def test_t79_challenge_is_used_up_by_a_bad_answer(school: School) -> None:
    """T79: nobody tries twice on one challenge."""
    _, device = owner(school)
    browser = Browser(school=school)
    options = challenge(browser)
    device.verifies = False
    browser.post("/sign-in/passkey", {"answer": device.get(options)})
    device.verifies = True

    assert 401 == browser.post("/sign-in/passkey", {"answer": device.get(options)}).status_code


def test_t79_challenge_lasts_five_minutes(school: School) -> None:
    """T79: an answer after that is too late."""
    _, device = owner(school)
    browser = Browser(school=school)
    options = challenge(browser)
    school.clock.now += timedelta(minutes=5)

    assert 401 == browser.post("/sign-in/passkey", {"answer": device.get(options)}).status_code


def test_t79_challenge_belongs_to_its_browser(school: School) -> None:
    """T79: an answer to one browser's challenge opens nothing in another."""
    _, device = owner(school)
    answer = device.get(challenge(Browser(school=school)))
    other = Browser(school=school)
    challenge(other)

    assert 401 == other.post("/sign-in/passkey", {"answer": answer}).status_code


def test_t79_challenge_of_the_door_confirms_nothing(school: School) -> None:
    """T79: a challenge is for one thing; an answer for the door makes no session fresh."""
    browser, device = owner(school)
    stranger = Browser(school=school)
    answer = device.get(challenge(stranger))
    browser.get("/confirm")

    assert 400 == browser.post("/confirm/passkey", {"answer": answer}).status_code


def test_t79_passkey_of_another_person_confirms_nothing(school: School) -> None:
    """T79: the registrar's device does not make the teacher's session fresh."""
    registrar = Device(credential_id=b"of-the-registrar")
    register(come_in(school, "registrar"), registrar)
    browser, _ = owner(school)
    browser.get("/confirm")
    options = browser.post("/confirm/passkey/options").get_json()
    answer = browser.post("/confirm/passkey", {"answer": registrar.get(options)})

    assert 400 == answer.status_code


@pytest.mark.parametrize(
    "answer",
    ["", "{}", "[]", "null", '{"id":"a"}', '{"id":1,"response":[]}', "{" * 200, "x" * 20_000],
)
def test_t79_nonsense_is_refused(shared_school: School, answer: str) -> None:
    """T79: bytes that no device sends are a refusal and never a fault of ours."""
    browser = Browser(school=shared_school)
    browser.get("/sign-in")

    assert 401 == browser.post("/sign-in/passkey", {"answer": answer}).status_code


def test_blocked_person_does_not_come_in_by_device(school: School) -> None:
    """A block holds for every way in."""
    _, device = owner(school)
    actor = accounts.authenticate(school.tokens["admin"], school.house.accounts)
    block = accounts.ChangeLogin(actor=actor, person=school.ids["teacher"], disabled=True)
    accounts.change_login(block, school.house.accounts)

    assert 401 == knock(Browser(school=school), device).status_code


def test_counter_that_went_back_is_written_down(school: School) -> None:
    """A copied device is a matter for the school, so the log has it."""
    _, device = owner(school, "heron")
    device.count = 9
    knock(Browser(school=school), device)
    device.count = 3
    knock(Browser(school=school), device)
    with school.house.accounts.read_only() as uow:
        found = uow.events.of_subject(riverbend(school), school.ids["heron"])  # type: ignore[attr-defined] # of the real thing

    assert "passkey.counter_went_back" in [event.name for event in found]


def test_page_with_passkeys_runs_our_files_alone(shared_school: School) -> None:
    """T59: scripts and connections of ours, and nothing inline."""
    policy = Browser(school=shared_school).get("/sign-in").headers["Content-Security-Policy"]

    assert (True, False) == (
        policy.endswith("; script-src 'self'; connect-src 'self'"),
        "unsafe" in policy,
    )
