"""Sessions and forms over HTTP: every row is an attack or an accident, and every one is refused.

Rows 54, 58, 77, 78, 79 and 82 of reliability.md.
"""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from werkzeug.test import TestResponse

from issuer import accounts
from issuer.access import RULES, Role
from issuer.app import flask_app
from issuer.web import ROUTES, Form
from issuer.web.routing import Open, Route
from tests.schooling import School
from tests.visiting import PASSWORD, Browser, come_in, give_password, link_for, riverbend

_TIMES = ("Expires", "Max-Age")
OTHER = "velvet cactus north nine"


def _is_refused(answer: TestResponse) -> bool:
    if answer.status_code == 303:
        return answer.headers["Location"].startswith("/sign-in?next=")
    return answer.status_code in {400, 401, 403, 404, 405, 410, 421, 429}


def fixation(school: School) -> TestResponse:
    """The attacker plants a session secret, the victim signs in with it in place."""
    planted = "A" * 43
    victim = Browser(school=school)
    victim.secret = planted
    victim.sign_in(give_password(school, "teacher"))
    attacker = Browser(school=school)
    attacker.secret = planted
    return attacker.get("/home")


def cookie_from_before_sign_in(school: School) -> TestResponse:
    """Signing in again in the same browser ends the session that was there."""
    browser = come_in(school, "teacher")
    old = browser.secret
    secret = link_for(school, "registrar")
    browser.get(f"/invitations/{secret}")
    browser.post(f"/invitations/{secret}", {"password": OTHER})
    thief = Browser(school=school)
    thief.secret = old
    return thief.get("/home")


def cookie_from_before_role_change(school: School) -> TestResponse:
    """A role change ends the old secret."""
    browser = come_in(school, "kestrel")
    old = browser.secret
    browser.post("/role", {"role": "peer"})
    thief = Browser(school=school)
    thief.secret = old
    return thief.get("/home")


def cookie_after_sign_out(school: School) -> TestResponse:
    """Signing out ends the session on the server, not only in the browser."""
    browser = come_in(school, "teacher")
    old = browser.secret
    browser.post("/sign-out")
    browser.secret = old
    return browser.get("/home")


def cookie_after_sign_out_everywhere(school: School) -> TestResponse:
    """Another browser of the same person is signed out at once, on another worker too."""
    first = come_in(school, "teacher")
    second = Browser(school=school)
    second.sign_in("the-teacher")
    first.get("/account")
    first.post("/account/sign-out-everywhere")
    other_worker = replace(school, app=flask_app(school.house))
    there = Browser(school=other_worker)
    there.secret = second.secret
    return there.get("/home")


def stolen_cookie_after_password_change(school: School) -> TestResponse:
    """Whoever changes the password throws everybody else out."""
    owner = come_in(school, "teacher")
    thief = Browser(school=school)
    thief.sign_in("the-teacher")
    owner.get("/account/password")
    owner.post("/account/password", {"current": PASSWORD, "password": OTHER})
    return thief.get("/home")


def ended_by_the_list(school: School) -> TestResponse:
    """`End this` ends that one."""
    owner = come_in(school, "teacher")
    thief = Browser(school=school)
    thief.sign_in("the-teacher")
    theirs = accounts.resume(thief.secret, accounts.Origin(), school.house.accounts)
    owner.get("/account")
    owner.post(f"/account/sessions/{theirs.session.id}/end")
    return thief.get("/home")


def session_of_somebody_else_is_not_mine_to_end(school: School) -> TestResponse:
    """The id of another person's session answers as one that never was."""
    other = come_in(school, "registrar")
    theirs = accounts.resume(other.secret, accounts.Origin(), school.house.accounts)
    me = come_in(school, "teacher")
    me.get("/account")
    answer = me.post(f"/account/sessions/{theirs.session.id}/end")
    assert other.is_in
    return answer


def idle_staff(school: School) -> TestResponse:
    """Staff who do nothing for half an hour are signed out."""
    browser = come_in(school, "teacher")
    school.clock.now += timedelta(minutes=30)
    return browser.get("/home")


def staff_day_is_over(school: School) -> TestResponse:
    """Twelve hours end it, however busy."""
    browser = come_in(school, "teacher")
    for _ in range(29):
        school.clock.now += timedelta(minutes=25)
        if not browser.is_in:
            break
    return browser.get("/home")


def idle_learner(school: School) -> TestResponse:
    """A learner's session lasts a week unused."""
    browser = come_in(school, "kestrel")
    school.clock.now += timedelta(days=7)
    return browser.get("/home")


def role_is_lost(school: School) -> TestResponse:
    """A session in a role that was taken away counts no more."""
    browser = come_in(school, "kestrel", Role.PEER)
    admin = accounts.authenticate(school.tokens["admin"], school.house.accounts)
    kestrel = school.ids["kestrel"]
    grants = accounts.list_grants(admin, kestrel, school.house.accounts)
    held = next(grant.id for grant in grants if grant.role is Role.PEER)
    accounts.withdraw_role(
        accounts.WithdrawRole(actor=admin, person=kestrel, grant=held), school.house.accounts
    )
    return browser.get("/home")


def person_is_inactive(school: School) -> TestResponse:
    """Whoever left is out."""
    browser = come_in(school, "teacher")
    with school.house.accounts.unit_of_work() as uow:
        person = uow.people.get(riverbend(school), school.ids["teacher"])
        uow.people.save(replace(person, active=False))
        uow.commit()
    return browser.get("/home")


def sign_in_is_blocked(school: School) -> TestResponse:
    """A blocked person is out at once, and does not come in again."""
    browser = come_in(school, "teacher")
    admin = accounts.authenticate(school.tokens["admin"], school.house.accounts)
    block = accounts.ChangeLogin(actor=admin, person=school.ids["teacher"], disabled=True)
    accounts.change_login(block, school.house.accounts)
    assert not browser.is_in
    return browser.sign_in("the-teacher")


def form_without_token(school: School) -> TestResponse:
    """A form from nowhere changes nothing."""
    browser = come_in(school, "teacher")
    answer = browser.post("/account/sign-out-everywhere", token="")
    assert browser.is_in
    return answer


def form_with_a_made_up_token(school: School) -> TestResponse:
    """The token is signed."""
    return come_in(school, "teacher").post("/sign-out", token="IjEyMyI.aaaa.bbbb")  # noqa: S106 # made up


def form_with_another_browsers_token(school: School) -> TestResponse:
    """A token belongs to the browser that it was shown in."""
    attacker = come_in(school, "registrar")
    victim = come_in(school, "teacher")
    return victim.post("/sign-out", token=attacker.token)


def form_with_a_token_from_before_sign_in(school: School) -> TestResponse:
    """Signing in makes older forms worthless, even with their cookie kept."""
    browser = Browser(school=school)
    browser.get("/sign-in")
    before, cookie = browser.token, browser.client.get_cookie("form")
    assert cookie is not None
    browser.sign_in(give_password(school, "teacher"))
    browser.client.set_cookie("form", cookie.value)
    return browser.post("/sign-out", token=before)


def form_with_a_token_of_the_earlier_session(school: School) -> TestResponse:
    """A pair of cookie and token that somebody kept belongs to the session that is over."""
    browser = come_in(school, "teacher")
    before, cookie = browser.token, browser.client.get_cookie("form")
    assert cookie is not None
    browser.post("/sign-out")
    browser.sign_in("the-teacher")
    browser.client.set_cookie("form", cookie.value)
    return browser.post("/account/sign-out-everywhere", token=before)


def form_sent_from_another_site(school: School) -> TestResponse:
    """A browser says that the form came from elsewhere."""
    browser = come_in(school, "teacher")
    return browser.post("/sign-out", headers={"Sec-Fetch-Site": "cross-site"})


def form_sent_from_a_sister_host(school: School) -> TestResponse:
    """Another host of the same domain is somebody else."""
    browser = come_in(school, "teacher")
    return browser.post("/sign-out", headers={"Sec-Fetch-Site": "same-site"})


def form_with_another_origin(school: School) -> TestResponse:
    """An older browser tells the origin alone."""
    browser = come_in(school, "teacher")
    return browser.post("/sign-out", headers={"Origin": "https://attacker.example"})


def sign_in_form_without_token(school: School) -> TestResponse:
    """Nobody is signed in to an attacker's account from elsewhere."""
    browser = Browser(school=school)
    name = give_password(school, "teacher")
    fields = {"name": name, "password": PASSWORD, "school": "riverbend"}
    return browser.post("/sign-in", fields, token="")


def session_cookie_on_the_api(school: School) -> TestResponse:
    """The API knows tokens only."""
    return come_in(school, "admin").get("/api/v1/me")


def session_cookie_on_another_host(school: School) -> TestResponse:
    """Another name for this machine answers nothing at all."""
    browser = come_in(school, "teacher")
    return browser.client.get(
        "/home",
        base_url="http://attacker.example",
        headers={"Cookie": f"issuer={browser.secret}"},
    )


def used_invitation(school: School) -> TestResponse:
    """A link works once."""
    secret = link_for(school, "teacher")
    first, second = Browser(school=school), Browser(school=school)
    for browser in (first, second):
        browser.get(f"/invitations/{secret}")
    assert 303 == first.post(f"/invitations/{secret}", {"password": PASSWORD}).status_code
    assert 410 == second.get(f"/invitations/{secret}").status_code
    answer = second.post(f"/invitations/{secret}", {"password": PASSWORD})
    assert 410 == answer.status_code
    return answer


def invitation_after_three_days(school: School) -> TestResponse:
    """A link lives for 72 hours."""
    secret = link_for(school, "teacher")
    school.clock.now += timedelta(hours=72)
    answer = Browser(school=school).get(f"/invitations/{secret}")
    assert 410 == answer.status_code
    return answer


def invitation_that_a_newer_one_replaced(school: School) -> TestResponse:
    """The newest link is the only one."""
    old = link_for(school, "teacher")
    link_for(school, "teacher")
    return Browser(school=school).get(f"/invitations/{old}")


def guessed_invitation(school: School) -> TestResponse:
    """A made-up link is an address like any other."""
    return Browser(school=school).get("/invitations/" + "A" * 43)


def class_session_on_another_device(school: School) -> TestResponse:
    """A session of a class card stays with its device."""
    browser, _ = join_class(school)
    assert browser.is_in
    return browser.get("/home", **{"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0"})


def stale_proof(school: School) -> TestResponse:
    """Ten minutes after the proof it is asked for once more (T79)."""
    browser = come_in(school, "admin")
    person = f"/people/{school.ids['teacher']}"
    browser.get(person)
    school.clock.now += timedelta(minutes=10)
    answer = browser.post(f"{person}/roles", {"role": "assessor"})
    assert "Is it still you?" in answer.text
    assert f'value="{person}"' in answer.text
    return answer


ATTACKS: tuple[Callable[[School], TestResponse], ...] = (
    fixation,
    cookie_from_before_sign_in,
    cookie_from_before_role_change,
    cookie_after_sign_out,
    cookie_after_sign_out_everywhere,
    stolen_cookie_after_password_change,
    ended_by_the_list,
    session_of_somebody_else_is_not_mine_to_end,
    idle_staff,
    staff_day_is_over,
    idle_learner,
    role_is_lost,
    person_is_inactive,
    sign_in_is_blocked,
    form_without_token,
    form_with_a_made_up_token,
    form_with_another_browsers_token,
    form_with_a_token_from_before_sign_in,
    form_with_a_token_of_the_earlier_session,
    form_sent_from_another_site,
    form_sent_from_a_sister_host,
    form_with_another_origin,
    sign_in_form_without_token,
    session_cookie_on_the_api,
    session_cookie_on_another_host,
    used_invitation,
    invitation_after_three_days,
    invitation_that_a_newer_one_replaced,
    guessed_invitation,
    class_session_on_another_device,
    stale_proof,
)


@pytest.mark.parametrize("attack", ATTACKS, ids=[each.__name__ for each in ATTACKS])
def test_is_refused(school: School, attack: Callable[[School], TestResponse]) -> None:
    """T58, T78, T82: whatever the row does, it does not get in and changes nothing."""
    answer = attack(school)

    assert _is_refused(answer), f"{answer.status} {answer.headers.get('Location')}"


def join_class(school: School) -> tuple[Browser, accounts.ClassCards]:
    """Return a browser that came in with Wren's card, and all cards of the class."""
    actor = accounts.authenticate(school.tokens["registrar"], school.house.accounts)
    made = accounts.make_class_code(
        accounts.MakeClassCode(actor=actor, group="kites"), school.house.accounts
    )
    own = next(each.code for each in made.cards if each.person.id == school.ids["wren"])
    browser = Browser(school=school)
    browser.get("/join")
    answer = browser.post("/join", {"class_code": made.code, "personal_code": own.lower()})
    assert answer.status_code == 303, answer.text
    return browser, made


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https:evil.example",
        "https://evil.example/home",
        "%2f%2fevil.example",
        "/%2fevil.example",
        "/%5cevil.example",
        "/\tevil.example",
        "/\r\nSet-Cookie: a=b",
        "/home\n//evil",
        "javascript:alert(1)",
        "/home//evil.example",
        "/api/v1/people",
        "/sign-out",
        "/nowhere",
        "home",
        "/@evil.example",
        "/home?" + "x" * 600,
        "//evil.example/home",
        "/credentials/abc",
    ],
)
def test_t54_next_leads_to_our_own_pages_only(school: School, wanted: str) -> None:
    """T54: after signing in nobody lands anywhere else."""
    answer = Browser(school=school).sign_in(give_password(school, "teacher"), wanted=wanted)

    assert (303, "/home") == (answer.status_code, answer.headers["Location"])


def test_next_goes_on_where_one_was(school: School) -> None:
    """Whoever was asked to sign in comes to the page that they wanted."""
    browser = Browser(school=school)
    asked = browser.get("/account")
    answer = browser.sign_in(give_password(school, "teacher"), wanted="/account")

    assert "/sign-in?next=/account" == asked.headers["Location"]
    assert "/account" == answer.headers["Location"]


def test_t82_two_uses_of_one_link_at_once_make_one_session(school: School) -> None:
    """T82: of eight at once one gets in."""
    secret = link_for(school, "teacher")
    services = school.house.accounts

    def use(number: int) -> str:
        command = accounts.AcceptInvitation(secret=secret, password=f"{PASSWORD} {number}")
        try:
            return accounts.accept_invitation(command, services).session.id
        except Exception as error:  # noqa: BLE001 # the kind is what is counted
            return type(error).__name__

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(use, range(8)))

    assert 7 == told.count("GoneError")


def test_no_page_to_look_at_changes_anything() -> None:
    """T58: what changes something is a form, and every form but three asks for its token.

    Two check badges of strangers; the third stops letters by the secret in its address (RFC 8058).
    """
    changing = [route for route in ROUTES if route.method != "GET"]
    without = {route.name for route in changing if route.form is Form.STATELESS}

    assert {"POST"} == {route.method for route in changing}
    assert {"check_badge", "show_receipt", "stop_letters"} == without


#: Who holds a role in the school, the most powerful first.
HOLDERS = {
    Role.ADMIN: "admin",
    Role.ISSUER: "approver",
    Role.REGISTRAR: "registrar",
    Role.TEACHER: "teacher",
    Role.LEARNER: "kestrel",
    Role.PEER: "plover",
    Role.GUARDIAN: "guardian",
    Role.AUDITOR: "auditor",
}
FORMS = {row.path: row for row in ROUTES if row.method == "POST" and row.form is Form.TOKEN}


def _may_pass(row: Route) -> Role:
    """Return the most powerful role that the row lets pass: only then is the token asked for."""
    return next(
        role for role in HOLDERS if isinstance(row.access, Open) or RULES[row.access].get(role)
    )


@pytest.mark.parametrize("path", sorted(FORMS))
def test_t58_every_form_asks_for_its_token(school: School, path: str) -> None:
    """T58: walked over the table, each form as somebody who may send it."""
    role = _may_pass(FORMS[path])
    browser = come_in(school, HOLDERS[role], role)
    filled = path.replace("<person>", school.ids["teacher"]).replace("<secret>", "A" * 43)
    answer = browser.post(re.sub(r"<[^>]+>", "x" * 22, filled), token="")

    assert (400, True) == (answer.status_code, browser.is_in)


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("http://localhost:8000", {"issuer": "HttpOnly; Path=/; SameSite=Lax"}),
        (
            "https://badges.riverbend.example",
            {"__Host-issuer": "Secure; HttpOnly; Path=/; SameSite=Lax"},
        ),
    ],
)
def test_cookie_flags(school: School, base: str, expected: dict[str, str]) -> None:
    """T78: bound to this host and to TLS, unseen by scripts, not sent along from elsewhere."""
    settings = replace(school.house.settings, public_base_url=base)
    app = flask_app(replace(school.house, settings=settings))
    browser = Browser(school=replace(school, app=app))
    page = browser.client.get("/sign-in", base_url=base)
    token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    answer = browser.client.post(
        "/sign-in",
        base_url=base,
        data={
            "csrf_token": token,
            "name": give_password(school, "teacher"),
            "password": PASSWORD,
            "school": "riverbend",
        },
    )
    found = {}
    for line in answer.headers.getlist("Set-Cookie"):
        name, _, rest = line.partition("=")
        timeless = (part for part in rest.split("; ")[1:] if part.partition("=")[0] not in _TIMES)
        found[name] = "; ".join(timeless)

    assert 303 == answer.status_code
    assert expected == {name: flags for name, flags in found.items() if name in expected}
    assert all(("Secure" in flags) == base.startswith("https") for flags in found.values())


def test_signed_in_pages_are_kept_by_no_cache(school: School) -> None:
    """T57: a page about a person is for that browser, now."""
    answer = come_in(school, "teacher").get("/account")

    cached = answer.headers["Cache-Control"], answer.headers["Vary"]
    assert ("no-store", "Accept-Language, Cookie") == cached


def test_step_up_goes_on_where_one_was(school: School) -> None:
    """T79: after the proof the form is sent again from its page, and works."""
    browser = come_in(school, "admin")
    school.clock.now += timedelta(minutes=10)
    person = f"/people/{school.ids['teacher']}"
    browser.get(person)
    browser.post(f"{person}/roles", {"role": "assessor"})
    browser.get(f"/confirm?next={person}")
    wrong = browser.post("/confirm", {"password": OTHER, "next": person})
    right = browser.post("/confirm", {"password": PASSWORD, "next": person})
    given = browser.post(f"{person}/roles", {"role": "assessor"})

    assert (400, 303, person) == (
        wrong.status_code,
        right.status_code,
        right.headers["Location"],
    )
    assert person == given.headers["Location"]


def test_class_card_lets_a_learner_in_without_a_password(school: School) -> None:
    """Section 5: two printed codes, and no word about which one is wrong."""
    browser, made = join_class(school)
    alone = Browser(school=school)
    alone.get("/join")
    told = [
        alone.post("/join", {"class_code": code, "personal_code": own})
        for code, own in ((made.code, "2222-2222"), ("2222-2222-2222", made.cards[0].code))
    ]

    assert "Hello, wren" in browser.get("/home").text
    assert [401, 401] == [each.status_code for each in told]
    assert all("These codes do not open anything" in each.text for each in told)


def test_address_is_kept_as_a_network_only(school: School) -> None:
    """The list of sessions says the network, never the full address."""
    browser = Browser(school=school)
    name = give_password(school, "teacher")
    browser.get("/sign-in")
    browser.post(
        "/sign-in",
        {"name": name, "password": PASSWORD, "school": "riverbend"},
        environ_overrides={"REMOTE_ADDR": "203.0.113.77"},
    )
    session = accounts.resume(browser.secret, accounts.Origin(), school.house.accounts).session

    assert ("203.0.113.0/24", "Firefox on Linux") == (session.address, session.device)
