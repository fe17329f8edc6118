"""Sign-in with a real provider through our own pages, and a table of attacks over HTTP (T81).

The provider is Authlib's provider side, on this host; the browser is played on both sides.
"""

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
import requests
from joserfc.jwk import KeySet, RSAKey
from werkzeug.test import TestResponse

from issuer import accounts, federation, jobs
from issuer.access import Role
from issuer.federation import CALLBACK_PATH
from tests.http.test_http_second_factor import turn_on
from tests.oidc_provider import CLIENT_ID, CLIENT_SECRET, Provider, providing
from tests.schooling import BASE, School, open_school
from tests.visiting import Browser, come_in, riverbend

ERRAND = "issuer-provider"


@dataclass(kw_only=True)
class Scene:
    """A school that trusts a provider, where the teacher is known by subject-1."""

    school: School
    provider: Provider
    trusted: str
    browser: Browser = field(init=False)

    def __post_init__(self) -> None:
        """Start with a browser that nobody signed in with."""
        self.browser = Browser(school=self.school)

    def leave(self, browser: Browser | None = None, wanted: str = "/account") -> str:
        """Press the button of the provider and return where it leads."""
        answer = (browser or self.browser).get(f"/sign-in/provider/{self.trusted}?next={wanted}")
        assert 303 == answer.status_code, answer.text
        return str(answer.headers["Location"])

    def visit(self, url: str) -> dict[str, str]:
        """Sign in there and return the query that the browser brings back."""
        answer = requests.get(url, allow_redirects=False, timeout=10)
        assert 302 == answer.status_code, answer.text
        place = answer.headers["Location"]
        assert place.startswith(BASE + CALLBACK_PATH)
        return {"iss": self.provider.issuer, **dict(parse_qsl(urlsplit(place).query))}

    def back(self, query: dict[str, str] | str, browser: Browser | None = None) -> TestResponse:
        """Come back from there."""
        raw = query if isinstance(query, str) else urlencode(query)
        return (browser or self.browser).get(f"{CALLBACK_PATH}?{raw}")

    def there_and_back(self, browser: Browser | None = None) -> TestResponse:
        """Sign in."""
        return self.back(self.visit(self.leave(browser)), browser)

    def connect(self, browser: Browser) -> str:
        """Press the button of the account page and return where its next page leads."""
        browser.get("/account")
        answer = browser.post(f"/account/logins/{self.trusted}/connect")
        assert 200 == answer.status_code, answer.text
        start = answer.text.index(self.provider.issuer)
        return answer.text[start : answer.text.index('"', start)].replace("&amp;", "&")


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    """Run one provider for all tests of this file."""
    with providing(BASE + CALLBACK_PATH) as provider:
        yield provider


@pytest.fixture
def scene(founded: Path, tmp_path: Path, running: Provider) -> Iterator[Scene]:
    """Yield a copy of the school that trusts the provider, at the present of the provider."""
    running.reset()
    shutil.copytree(founded, tmp_path / "data")
    school = open_school(tmp_path / "data", allow_loopback_http=True)
    school.clock.now = datetime.now(UTC)
    command = federation.AddProvider(
        organisation=riverbend(school),
        name="School login",
        issuer=running.issuer,
        client_id=CLIENT_ID,
        secret=CLIENT_SECRET,
    )
    trusted = federation.add_provider(command, school.house.federation).id
    registered = federation.RegisterSubject(
        organisation=riverbend(school),
        provider=trusted,
        subject="subject-1",
        person=school.ids["teacher"],
    )
    federation.register_subject(registered, school.house.federation)
    yield Scene(school=school, provider=running, trusted=trusted)
    school.house.close()


def test_the_sign_in_page_offers_the_provider(scene: Scene) -> None:
    """One button per provider, which comes back to the page that was wanted."""
    page = scene.browser.get("/sign-in?next=/account").text
    assert f'href="/sign-in/provider/{scene.trusted}?next=/account"' in page


def test_a_known_subject_comes_in(scene: Scene) -> None:
    """There and back again, one is signed in and where one wanted to be."""
    answer = scene.there_and_back()
    place = answer.headers["Location"]
    assert (303, "/account", True) == (answer.status_code, place, scene.browser.is_in)


def test_the_session_says_how_it_was_begun(scene: Scene) -> None:
    """The list of sessions and the events tell a provider from a password."""
    scene.there_and_back()
    assert "the school&#39;s login" in scene.browser.get("/account").text


def test_the_cookie_of_the_way_is_for_this_host_and_once(scene: Scene) -> None:
    """Out of reach of scripts and of other sites' forms, and gone on return."""
    away = scene.browser.get(f"/sign-in/provider/{scene.trusted}")
    cookie = next(c for c in away.headers.getlist("Set-Cookie") if c.startswith(ERRAND))
    scene.back(scene.visit(away.headers["Location"]))
    marks = {part.strip() for part in cookie.split(";")[1:]}
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= marks
    assert scene.browser.client.get_cookie(ERRAND) is None


def test_a_new_proof_at_the_provider_makes_the_session_fresh(scene: Scene) -> None:
    """Whoever has no password confirms there; the role and the session stay."""
    scene.there_and_back()
    scene.school.clock.now += timedelta(minutes=11)
    asked = scene.browser.get("/confirm?next=/account").text
    assert "Go on with School login" in asked
    url = scene.leave()
    assert "prompt=login" in url
    scene.school.clock.now = datetime.now(UTC) + timedelta(seconds=5)
    secret = scene.browser.secret
    scene.back(scene.visit(url))
    assert secret == scene.browser.secret


def test_an_old_proof_there_is_not_fresh_here(scene: Scene) -> None:
    """T79: a provider that remembers somebody since the morning proves nothing now."""
    scene.provider.wrongs.claims = {"auth_time": int(time.time()) - 3600}
    scene.there_and_back()
    scene.browser.get("/account")
    answer = scene.browser.post(f"/account/logins/{scene.trusted}/connect")
    assert 401 == answer.status_code


def test_a_provider_does_not_stand_for_the_code_of_an_app(scene: Scene) -> None:
    """T79: whose app counts owes its code after a provider's word, and is not offered that word."""
    scene.there_and_back()
    turn_on(scene.browser)
    other = Browser(school=scene.school)
    scene.there_and_back(other)
    asked = other.get("/home")
    assert (303, "/confirm?next=/home") == (asked.status_code, asked.headers["Location"])
    assert "Go on with School login" not in other.get("/confirm?next=/home").text


def test_a_provider_does_not_renew_what_needs_the_code_of_an_app(scene: Scene) -> None:
    """T79: coming back from there leaves the session as it was, and says what is needed."""
    scene.there_and_back()
    turn_on(scene.browser)
    answer = scene.there_and_back()
    assert (422, True) == (answer.status_code, "a code from your app" in answer.text)


def test_connecting_and_disconnecting_from_the_account_page(scene: Scene) -> None:
    """A signed-in person connects a login, comes in with it, is told by mail, and takes it back."""
    scene.provider.subject = "subject-2"
    browser = come_in(scene.school, "registrar")
    answer = scene.back(scene.visit(scene.connect(browser)), browser)
    assert (303, "/account") == (answer.status_code, answer.headers["Location"])
    other = Browser(school=scene.school)
    scene.there_and_back(other)
    assert "registrar" in other.get("/home").text
    page = browser.get("/account").text
    assert "connected since" in page
    start = page.index("/account/logins/")
    gone = browser.post(page[start : page.index('"', start)])
    assert 303 == gone.status_code
    assert 401 == scene.there_and_back(Browser(school=scene.school)).status_code


def test_the_only_way_in_is_not_taken_back(scene: Scene) -> None:
    """Whoever has no password keeps the login by which they came."""
    scene.there_and_back()
    page = scene.browser.get("/account").text
    start = page.index("/account/logins/")
    answer = scene.browser.post(page[start : page.index('"', start)])
    assert (422, True) == (answer.status_code, "your only way in" in answer.text)


# Attacks: each is an answer that must be a refusal, and nobody may be signed in by it.


def _brings(**changes: str | None) -> Callable[[Scene], TestResponse]:
    def attack(scene: Scene) -> TestResponse:
        changed = {**scene.visit(scene.leave()), **changes}
        return scene.back({name: value for name, value in changed.items() if value is not None})

    return attack


def _says_twice(name: str) -> Callable[[Scene], TestResponse]:
    def attack(scene: Scene) -> TestResponse:
        query = scene.visit(scene.leave())
        return scene.back(f"{urlencode(query)}&{urlencode({name: query[name]})}")

    return attack


def _adds(raw: str) -> Callable[[Scene], TestResponse]:
    def attack(scene: Scene) -> TestResponse:
        return scene.back(urlencode(scene.visit(scene.leave())) + raw)

    return attack


def _says(**claims: object) -> Callable[[Scene], TestResponse]:
    def attack(scene: Scene) -> TestResponse:
        scene.provider.wrongs.claims = dict(claims)
        return scene.there_and_back()

    return attack


def _empty(scene: Scene) -> TestResponse:
    scene.leave()
    return scene.back("")


def _another_browser(scene: Scene) -> TestResponse:
    query = scene.visit(scene.leave(Browser(school=scene.school)))
    return scene.back(query)


def _without_cookie(scene: Scene) -> TestResponse:
    query = scene.visit(scene.leave())
    scene.browser.client.delete_cookie(ERRAND)
    return scene.back(query)


def _planted_cookie(scene: Scene) -> TestResponse:
    """Login CSRF: the attacker's answer in a browser with a cookie that the attacker guessed."""
    query = scene.visit(scene.leave(Browser(school=scene.school)))
    scene.browser.client.set_cookie(ERRAND, "A" * 43 + ".%2Fhome")
    return scene.back(query)


def _twice(scene: Scene) -> TestResponse:
    query = scene.visit(scene.leave())
    kept = scene.browser.client.get_cookie(ERRAND)
    assert kept is not None
    scene.back(query)
    scene.browser.client.delete_cookie("issuer")
    scene.browser.client.set_cookie(ERRAND, kept.value)
    return scene.back(query)


def _too_late(scene: Scene) -> TestResponse:
    query = scene.visit(scene.leave())
    scene.school.clock.now += timedelta(minutes=11)
    return scene.back(query)


def _stolen_code(scene: Scene) -> TestResponse:
    stolen = scene.visit(scene.leave(Browser(school=scene.school)))["code"]
    return scene.back({**scene.visit(scene.leave()), "code": stolen})


def _refused_there(scene: Scene) -> TestResponse:
    state = dict(parse_qsl(urlsplit(scene.leave()).query))["state"]
    return scene.back({"state": state, "error": "access_denied", "iss": scene.provider.issuer})


def _unknown_subject(scene: Scene) -> TestResponse:
    """The same mail address under another subject is nobody: no link by address."""
    scene.provider.subject = "subject-2"
    return scene.there_and_back()


def _blocked(scene: Scene) -> TestResponse:
    accounts.invite(
        accounts.Invite(
            organisation=riverbend(scene.school),
            person=scene.school.ids["teacher"],
            handle="the-teacher",
        ),
        scene.school.house.accounts,
    )
    with scene.school.house.accounts.unit_of_work() as uow:
        login = uow.logins.locked(riverbend(scene.school), scene.school.ids["teacher"])
        assert login is not None
        uow.logins.save(replace(login, disabled_at=scene.school.clock()))
        uow.commit()
    return scene.there_and_back()


def _left_school(scene: Scene) -> TestResponse:
    with scene.school.house.accounts.unit_of_work() as uow:
        person = uow.people.get(riverbend(scene.school), scene.school.ids["teacher"])
        uow.people.save(replace(person, active=False))
        uow.commit()
    return scene.there_and_back()


def _removed_provider(scene: Scene) -> TestResponse:
    query = scene.visit(scene.leave())
    command = federation.RemoveProvider(
        organisation=riverbend(scene.school), provider=scene.trusted
    )
    federation.remove_provider(command, scene.school.house.federation)
    return scene.back(query)


def _other_key(scene: Scene) -> TestResponse:
    scene.provider.wrongs.keys = KeySet([RSAKey.generate_key(2048, {"kid": "k1"})])
    return scene.there_and_back()


def _unknown_provider(scene: Scene) -> TestResponse:
    return scene.browser.get("/sign-in/provider/" + "2" * 22)


def _posted(scene: Scene) -> TestResponse:
    """Form post mode: a cross-site form has no business here."""
    query = scene.visit(scene.leave())
    return scene.browser.post(CALLBACK_PATH, query)


ATTACKS: dict[str, Callable[[Scene], TestResponse]] = {
    "without state": _brings(state=None),
    "with a state of nobody": _brings(state="x" * 43),
    "without code": _brings(code=None),
    "with a guessed code": _brings(code="guess"),
    "with a huge code": _brings(code="x" * 5000),
    "without issuer": _brings(iss=None),
    "with another issuer": _brings(iss="https://evil.example"),
    "with an error beside the code": _brings(error="access_denied"),
    "state twice": _says_twice("state"),
    "code twice": _says_twice("code"),
    "issuer twice": _says_twice("iss"),
    "with a name without a value": _adds("&x"),
    "with bytes that are no text": _adds("&x=%ff"),
    "with too many names": _adds("".join(f"&x{n}=1" for n in range(12))),
    "with nothing": _empty,
    "in another browser": _another_browser,
    "without the cookie": _without_cookie,
    "with a planted cookie": _planted_cookie,
    "twice": _twice,
    "too late": _too_late,
    "with the code of another sign-in": _stolen_code,
    "refused there": _refused_there,
    "as an unknown subject": _unknown_subject,
    "as somebody who is blocked": _blocked,
    "as somebody who left": _left_school,
    "by a provider that was removed": _removed_provider,
    "signed by another key": _other_key,
    "with another nonce": _says(nonce="guess"),
    "without nonce": _says(nonce=None),
    "for another program": _says(aud="another"),
    "by another issuer in the token": _says(iss="https://evil.example"),
    "expired": _says(exp=int(time.time()) - 3600),
    "from the future": _says(iat=int(time.time()) + 3600),
    "without subject": _says(sub=None),
    "at an unknown provider": _unknown_provider,
    "as a form": _posted,
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_t81_attack_lets_nobody_in(scene: Scene, attack: Callable[[Scene], TestResponse]) -> None:
    """T81: the answer is a refusal in words, and the browser stays outside."""
    answer = attack(scene)
    assert 400 <= answer.status_code < 500, answer.headers
    assert not scene.browser.is_in


def test_t81_another_person_does_not_finish_a_connection(scene: Scene) -> None:
    """T81: the registrar signs in on the teacher's browser; the login stays unconnected."""
    scene.provider.subject = "subject-2"
    browser = come_in(scene.school, "approver")
    query = scene.visit(scene.connect(browser))
    other = come_in(scene.school, "registrar")
    browser.secret = other.secret
    assert 401 == scene.back(query, browser).status_code


def test_t81_a_login_of_somebody_else_is_not_connected(scene: Scene) -> None:
    """T81: a subject is one person; the second one is told so."""
    browser = come_in(scene.school, "registrar")
    answer = scene.back(scene.visit(scene.connect(browser)), browser)
    assert (409, True) == (answer.status_code, "somebody else" in answer.text)


def test_t58_a_connection_begins_with_a_form_of_ours(scene: Scene) -> None:
    """T58: a form without the token of this session connects nothing."""
    browser = come_in(scene.school, "registrar")
    answer = browser.post(f"/account/logins/{scene.trusted}/connect", token="")
    assert 400 == answer.status_code


def test_t54_one_goes_on_to_a_page_of_ours_only(scene: Scene) -> None:
    """T54: what the browser kept as the next page is looked at once more."""
    query = scene.visit(scene.leave())
    kept = scene.browser.client.get_cookie(ERRAND)
    assert kept is not None
    secret = kept.value.partition(".")[0]
    scene.browser.client.set_cookie(ERRAND, f"{secret}.https%3A%2F%2Fevil.example")
    assert "/home" == scene.back(query).headers["Location"]


def test_t71_a_person_of_another_school_connects_nothing_here(scene: Scene) -> None:
    """T71: the provider of one school does not exist for the other."""
    command = accounts.Invite(
        organisation=accounts.find_organisation("northgate", scene.school.house.accounts).id,
        person=scene.school.ids["finch"],
        handle="the-finch",
    )
    secret = accounts.invite(command, scene.school.house.accounts).secret
    browser = Browser(school=scene.school)
    browser.get(f"/invitations/{secret}")
    browser.post(f"/invitations/{secret}", {"password": "otter lamp violet run"})
    browser.get("/account")
    assert 404 == browser.post(f"/account/logins/{scene.trusted}/connect").status_code


def test_departures_are_counted(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """One network cannot make us ask a provider for ever."""
    monkeypatch.setattr("issuer.accounts.vouching.DEPARTURES", 2)
    found = [scene.browser.get(f"/sign-in/provider/{scene.trusted}").status_code for _ in range(3)]
    assert [303, 303, 429] == found


def test_the_notice_of_a_connection_is_asked_for_once(scene: Scene) -> None:
    """The person's own address hears of it; a login without one leaves nothing to send."""
    scene.provider.subject = "subject-2"
    jobs.drain(scene.school.house.jobs)
    browser = come_in(scene.school, "registrar", Role.REGISTRAR)
    scene.back(scene.visit(scene.connect(browser)), browser)
    with scene.school.house.accounts.read_only() as uow:
        names = [
            each.name
            for each in uow.events.of_subject(  # type: ignore[attr-defined] # storage knows more than the port
                riverbend(scene.school), scene.school.ids["registrar"]
            )
        ]
    assert 1 == names.count("identity.linked")
