"""Codes of an app, recovery codes, and what an organisation asks of its staff (T79)."""

import re
from datetime import timedelta

import pytest
from pyotp.totp import TOTP

from issuer import accounts, retention
from issuer.access import Role
from issuer.accounts.secrecy import hash_of
from tests.authenticator import Device
from tests.http.test_http_passkeys import register
from tests.schooling import School
from tests.visiting import PASSWORD, Browser, come_in, give_password, link_for

_SECRET = re.compile(r"<code>([A-Z2-7 ]{32,})</code>")
_RECOVERY = re.compile(r"<code>([2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4})</code>")


class App:
    """An authenticator app that has the secret of one account."""

    def __init__(self, school: School, secret: str) -> None:
        self.school = school
        self.codes = TOTP(secret)

    def code(self, *, steps: int = 0) -> str:
        """Return what the app shows now, or some steps away."""
        return self.codes.at(self.school.clock.now, counter_offset=steps)


def turn_on(browser: Browser) -> tuple[App, list[str]]:
    """Turn codes on; return the app and the recovery codes."""
    browser.get("/account/codes")
    browser.post("/account/codes/begin")
    found = _SECRET.search(browser.get("/account/codes").text)
    assert found is not None
    app = App(browser.school, found[1].replace(" ", ""))
    answer = browser.post("/account/codes", {"code": app.code()})
    return app, _RECOVERY.findall(answer.text)


def knock(school: School, code: str, password: str = PASSWORD) -> int:
    """Try to sign in as the teacher; return the status."""
    browser = Browser(school=school)
    browser.get("/sign-in")
    fields = {"name": "the-teacher", "password": password, "school": "riverbend", "code": code}
    return browser.post("/sign-in", fields).status_code


@pytest.fixture
def guarded(school: School) -> tuple[School, App, list[str]]:
    """Give a school whose teacher uses an app, a minute after it was set up."""
    app, recovery = turn_on(come_in(school, "teacher"))
    school.clock.now += timedelta(minutes=1)
    return school, app, recovery


def test_ten_recovery_codes_are_shown_once(guarded: tuple[School, App, list[str]]) -> None:
    """They are all different."""
    assert 10 == len(set(guarded[2]))


@pytest.mark.parametrize(
    ("steps", "expected"), [(-2, 401), (-1, 303), (0, 303), (1, 303), (2, 401)]
)
def test_code_may_be_one_step_off(
    guarded: tuple[School, App, list[str]], steps: int, expected: int
) -> None:
    """RFC 6238 section 5.2: clocks differ a little, and no more."""
    school, app, _ = guarded
    school.clock.now += timedelta(minutes=2)

    assert expected == knock(school, app.code(steps=steps))


def test_code_works_once(guarded: tuple[School, App, list[str]]) -> None:
    """RFC 6238 section 5.2: a time step is taken once."""
    school, app, _ = guarded
    code = app.code()

    assert [303, 401] == [knock(school, code), knock(school, code)]


def test_code_that_confirmed_the_app_is_used_up(school: School) -> None:
    """The first code counts as used as well."""
    app, _ = turn_on(come_in(school, "teacher"))

    assert 401 == knock(school, app.code())


def test_older_step_does_not_follow_a_newer_one(guarded: tuple[School, App, list[str]]) -> None:
    """After the next code was taken, the one before it is worth nothing."""
    school, app, _ = guarded

    assert [303, 401] == [knock(school, app.code(steps=1)), knock(school, app.code())]


def test_recovery_code_works_once(guarded: tuple[School, App, list[str]]) -> None:
    """However it is spelt."""
    school, _, recovery = guarded
    spelt = recovery[0].lower().replace("-", " ")

    assert [303, 401] == [knock(school, spelt), knock(school, recovery[0])]


def test_right_password_is_not_told_without_the_code(
    guarded: tuple[School, App, list[str]],
) -> None:
    """The page is the same for a right and for a wrong password, byte for byte."""
    school = guarded[0]

    def page(password: str) -> str:
        browser = Browser(school=school)
        browser.get("/sign-in")
        fields = {"name": "the-teacher", "password": password, "school": "riverbend"}
        text = browser.post("/sign-in", fields).text
        return re.sub(r'name="csrf_token" value="[^"]+"', "", text)

    assert page(PASSWORD) == page("not the password at all")


def test_link_for_a_forgotten_password_goes_past_no_code(
    guarded: tuple[School, App, list[str]],
) -> None:
    """Whoever reads the mail still needs the app."""
    school = guarded[0]
    secret = link_for(school, "teacher")
    browser = Browser(school=school)
    browser.get(f"/invitations/{secret}")
    browser.post(f"/invitations/{secret}", {"password": "velvet cactus north nine"})

    assert "/confirm?next=/account" == browser.get("/account").headers["Location"]


def test_code_opens_what_the_link_did_not(guarded: tuple[School, App, list[str]]) -> None:
    """Password and code together let the person go on."""
    school, app, _ = guarded
    secret = link_for(school, "teacher")
    browser = Browser(school=school)
    browser.get(f"/invitations/{secret}")
    browser.post(f"/invitations/{secret}", {"password": "velvet cactus north nine"})
    browser.get("/confirm")
    browser.post("/confirm", {"password": "velvet cactus north nine", "code": app.code()})

    assert browser.is_in


def test_codes_are_guessed_ten_times_an_hour(guarded: tuple[School, App, list[str]]) -> None:
    """T77: with the password known, a code is not found by trying."""
    school, app, _ = guarded
    browser = Browser(school=school)
    browser.sign_in("the-teacher")
    secret = link_for(school, "teacher")
    browser.get(f"/invitations/{secret}")
    browser.post(f"/invitations/{secret}", {"password": PASSWORD})
    browser.get("/confirm")
    told = [
        browser.post("/confirm", {"password": PASSWORD, "code": f"00000{at % 10}"}).status_code
        for at in range(10)
    ]
    last = browser.post("/confirm", {"password": PASSWORD, "code": app.code()}).status_code

    assert ([400] * 10, 429) == (told, last)


def test_app_is_removed_right_after_a_proof_only(guarded: tuple[School, App, list[str]]) -> None:
    """T79: an open browser does not take the second factor away."""
    school, app, _ = guarded
    browser = Browser(school=school)
    browser.get("/sign-in")
    fields = {"name": "the-teacher", "password": PASSWORD, "school": "riverbend"}
    browser.post("/sign-in", {**fields, "code": app.code()})
    school.clock.now += timedelta(minutes=11)
    browser.get("/account")

    assert 401 == browser.post("/account/codes/remove").status_code


def test_removed_app_asks_for_nothing(school: School) -> None:
    """After removal the password alone opens again."""
    browser = come_in(school, "teacher")
    turn_on(browser)
    browser.get("/account/codes")
    browser.post("/account/codes/remove")

    assert 303 == knock(school, "")


def ask_staff(school: School) -> None:
    """Let the organisation ask its staff for more than a password."""
    body = {"second_person_for_revocation": False, "staff_second_factor": True}
    answer = school.call("admin", "PUT", "/api/v1/organisation/settings", json=body)
    assert answer.get_json()["staff_second_factor"] is True


def test_setting_that_is_left_out_stays(school: School) -> None:
    """A client that knows nothing of it does not turn it off."""
    ask_staff(school)
    body = {"second_person_for_revocation": True}
    answer = school.call("admin", "PUT", "/api/v1/organisation/settings", json=body)

    assert answer.get_json()["staff_second_factor"] is True


@pytest.mark.parametrize(
    ("who", "expected"),
    [("admin", "/account"), ("approver", "/account"), ("registrar", None), ("teacher", None)],
)
def test_t79_weighty_roles_are_sent_to_enrol(
    school: School, who: str, expected: str | None
) -> None:
    """T79: administrators and issuers add a second factor before anything else opens."""
    ask_staff(school)
    browser = Browser(school=school)
    browser.sign_in(give_password(school, who))

    assert expected == browser.get("/home").headers.get("Location")


def test_t79_passkey_opens_the_rest(school: School) -> None:
    """T79: the session in which it was added goes on at once."""
    ask_staff(school)
    browser = Browser(school=school)
    browser.sign_in(give_password(school, "admin"))
    register(browser, Device())

    assert browser.is_in


def test_t79_password_alone_does_not_act_once_there_is_a_passkey(school: School) -> None:
    """T79: the next sign-in by password is asked for the passkey, and only for that."""
    ask_staff(school)
    browser = Browser(school=school)
    browser.sign_in(give_password(school, "admin"))
    register(browser, Device())
    thief = Browser(school=school)
    thief.sign_in("the-admin")
    page = thief.get("/confirm").text

    assert ("/confirm?next=/people", False) == (
        thief.get("/people").headers["Location"],
        'name="password"' in page,
    )


def test_lost_devices_are_forgotten_by_an_administrator(
    guarded: tuple[School, App, list[str]],
) -> None:
    """Whoever lost the phone shows at the office who they are, and comes in by password."""
    school = guarded[0]
    browser = come_in(school, "admin", Role.ADMIN)
    place = f"/people/{school.ids['teacher']}"
    browser.get(place)
    browser.post(f"{place}/login", {"forget_factors": "yes"})

    assert 303 == knock(school, "")


def test_another_password_is_asked_for_by_a_button(school: School) -> None:
    """The next page of that person is the form for another password."""
    teacher = come_in(school, "teacher")
    browser = come_in(school, "admin", Role.ADMIN)
    place = f"/people/{school.ids['teacher']}"
    browser.get(place)
    browser.post(f"{place}/login", {"must_change": "yes"})

    assert "/account/password" == teacher.get("/home").headers["Location"]


def test_unblocked_stays_as_it_was_when_another_password_is_asked_for(school: School) -> None:
    """One button changes one thing."""
    browser = come_in(school, "admin", Role.ADMIN)
    give_password(school, "teacher")
    place = f"/people/{school.ids['teacher']}"
    for fields in ({"blocked": "yes"}, {"must_change": "yes"}):
        browser.get(place)
        browser.post(f"{place}/login", fields)
    actor = accounts.authenticate(school.tokens["admin"], school.house.accounts)
    login = accounts.list_logins(actor, school.house.accounts)[school.ids["teacher"]]

    assert (True, True) == (login.disabled_at is not None, login.must_change)


def test_sessions_of_long_ago_are_deleted(school: School) -> None:
    """Login records are kept for 90 days (reliability.md 5)."""
    browser = come_in(school, "teacher")
    secret = browser.secret
    browser.post("/sign-out")
    school.clock.now += timedelta(days=90, hours=13)
    home, keeping = school.ids["org"], school.house.retention
    first = retention.forget_overdue(home, keeping).sign_ins
    with school.house.accounts.read_only() as uow:
        gone = uow.sessions.by_hash(hash_of(secret))

    assert (True, None, 0) == (first > 0, gone, retention.forget_overdue(home, keeping).sign_ins)


def test_unknown_names_fill_no_log(school: School) -> None:
    """One event per network and hour, however many names are tried."""
    for at in range(5):
        Browser(school=school).sign_in(f"nobody-{at}")
    with school.house.accounts.read_only() as uow:
        found = uow.events.of_subject(school.ids["org"], "unknown")  # type: ignore[attr-defined] # of the real thing

    assert 1 == len([event for event in found if event.name == "sign_in.refused"])
