"""Which language a page speaks over HTTP: the address, the account, the browser, in this order."""

import gzip
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from issuer.vocab import openapi
from issuer.web.languages import LANGUAGES
from tests.http.test_http_pages import badge_of, publish, team_path
from tests.schooling import BASE, School, found_school, open_school
from tests.visiting import HTML, Browser, come_in, give_password

ME = "/api/v1/me"
SECURE = "https://badges.example.org"
SPANISH = {**HTML, "Accept-Language": "es-MX,es;q=0.9,en;q=0.5"}


@pytest.fixture
def secure(tmp_path: Path) -> Iterator[School]:
    """Open a school whose public address is one of TLS."""
    found_school(tmp_path / "data")
    school = open_school(tmp_path / "data", public_base_url=SECURE)
    yield school
    school.house.close()


def test_page_follows_the_browser_and_says_so(shared_school: School) -> None:
    """Readers, programs that read aloud and caches are told which language it is."""
    answer = shared_school.client.get("/", headers=SPANISH)

    assert (True, "es", True, True) == (
        '<html lang="es">' in answer.text,
        answer.headers["Content-Language"],
        "Accept-Language" in answer.headers["Vary"],
        "Cómo se consigue una insignia" in answer.text,
    )


def test_address_comes_before_the_browser_and_is_kept_for_a_day(shared_school: School) -> None:
    """The links at the foot of each page switch the language; nothing else is in the cookie."""
    answer = shared_school.app.test_client().get("/?lang=en", headers=SPANISH)

    assert ("en", "no-store") == (
        answer.headers["Content-Language"],
        answer.headers["Cache-Control"],
    )
    assert ["issuer-language=en; Max-Age=86400; HttpOnly; Path=/; SameSite=Lax"] == [
        re.sub(r"Expires=[^;]+; ", "", each) for each in answer.headers.getlist("Set-Cookie")
    ]


def test_cookie_of_the_language_is_bound_to_host_and_tls(secure: School) -> None:
    """Where the service has TLS, the cookie never leaves it."""
    answer = secure.app.test_client().get("/?lang=es", base_url=SECURE)
    (cookie,) = answer.headers.getlist("Set-Cookie")

    assert cookie.startswith("__Host-issuer-language=es;")
    assert "; Secure; " in cookie


def walk_of_an_employer(school: School) -> dict[str, TestResponse]:
    """Choose Spanish on the page of a badge with an English browser; go on as an employer does."""
    client, badge = school.app.test_client(), badge_of(school)
    headers = {**HTML, "Accept-Language": "en"}

    def get(path: str) -> TestResponse:
        return client.get(path, headers=headers, follow_redirects=True)

    found = {"the badge": get(f"/badges/{badge}?lang=es")}
    found["its definition"] = get(team_path(school))
    found["the signed address"] = get(f"/credentials/{badge}")
    found["the certificate"] = get(f"/credentials/{badge}.pdf")
    found["the form"] = get("/verify")
    found["the report"] = get(f"/verify?url=http://localhost:8000/badges/{badge}")
    hidden = found["the report"].text.split('name="credential" value="')[1].split('"')[0]
    for name, wish in (("the receipt", {}), ("its paper", {"as": "pdf"})):
        data = {"credential": hidden, **wish}
        found[name] = client.post("/verify/receipt", data=data, headers=headers)
    found["a fault"] = get("/nothing-here")
    found["the badge again"] = get(f"/badges/{badge}")
    return found


def test_choice_of_a_stranger_holds_as_they_walk_on(shared_school: School) -> None:
    """Badge, report, receipt and its paper: chosen once, without an account."""
    found = walk_of_an_employer(shared_school)

    assert dict.fromkeys(found, "es") == {
        name: answer.headers.get("Content-Language") for name, answer in found.items()
    }


def test_what_speaks_a_language_says_what_it_depends_on(shared_school: School) -> None:
    """A cache between us and two readers keeps one answer for each."""
    found = walk_of_an_employer(shared_school)

    assert dict.fromkeys(found, True) == {
        name: {"accept-language", "cookie"} <= set(answer.vary.to_header().lower().split(", "))
        for name, answer in found.items()
    }
    assert "Accept" in found["its definition"].vary


@pytest.mark.parametrize("path", ["/", "{team}", "/badges/{badge}", "/verify"])
def test_one_page_is_answered_to_each_reader_in_their_language(
    shared_school: School, path: str
) -> None:
    """Nothing that is kept for one is shown to another; packed as before, without new cookies."""
    address = path.format(team=team_path(shared_school), badge=badge_of(shared_school))
    seen = []
    for kept, accepted in (("es", "en"), ("", "en"), ("en", "es"), ("", "es"), ("tlh", "en")):
        client = shared_school.app.test_client()
        if kept:
            client.set_cookie("issuer-language", kept)
        headers = {**HTML, "Accept-Language": accepted, "Accept-Encoding": "gzip"}
        answer = client.get(address, headers=headers)
        text = gzip.decompress(answer.data).decode()
        seen.append((answer.headers["Content-Language"], f'<html lang="{kept}">' in text))
        assert [] == answer.headers.getlist("Set-Cookie")

    assert [("es", True), ("en", False), ("en", True), ("es", False), ("en", False)] == seen


def test_card_in_pages_of_others_keeps_no_language(school: School) -> None:
    """Who sees it chose nothing here."""
    publish(school)
    answer = school.client.get(f"/badges/{badge_of(school)}/embed?lang=es", headers=HTML)

    assert (200, "es", []) == (
        answer.status_code,
        answer.headers["Content-Language"],
        answer.headers.getlist("Set-Cookie"),
    )


@pytest.mark.parametrize(
    ("query", "canonical"), [("", ""), ("?lang=es", "?lang=es"), ("?lang=tlh", "")]
)
def test_page_that_may_be_listed_names_its_languages(
    shared_school: School, query: str, canonical: str
) -> None:
    """Each language has an address of its own, which is its canonical one."""
    path = team_path(shared_school)
    text = shared_school.app.test_client().get(f"{path}{query}", headers=HTML).text

    assert f'<link rel="canonical" href="{BASE}{path}{canonical}">' in text
    assert [
        (code, f"{BASE}{path}{end}")
        for code, end in (("x-default", ""), ("en", "?lang=en"), ("es", "?lang=es"))
    ] == re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', text)


def test_page_of_a_badge_is_not_listed_and_names_no_languages(shared_school: School) -> None:
    """It has one canonical address, that of the credential, whatever it speaks."""
    badge = badge_of(shared_school)
    text = shared_school.app.test_client().get(f"/badges/{badge}?lang=es", headers=HTML).text

    assert f'<link rel="canonical" href="{BASE}/credentials/{badge}">' in text
    assert '<link rel="alternate" hreflang' not in text


def test_report_is_shown_in_the_other_language_too(shared_school: School) -> None:
    """The links at its foot ask about the same badge, and not for an empty form."""
    path = f"/verify?url=http://localhost:8000/badges/{badge_of(shared_school)}"
    client = shared_school.app.test_client()
    found = re.search(r'href="([^"]+)" hreflang="es"', client.get(path, headers=HTML).text)
    assert found is not None
    answer = client.get(f"/verify{unescape(found[1])}", headers=HTML)

    assert "Está en vigor desde el" in answer.text


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/nothing-here", "No hay nada en esta dirección, o es privado."),
        ("/verify?url=x", "Esto no es una dirección web."),
        ("/verify?url=http://localhost:8000/badges/{badge}", "Está en vigor desde el"),
        ("/badges/{badge}", "Evaluado por 1 adulto (docente); aprobado por un segundo adulto"),
    ],
    ids=["a fault", "a fault beside a field", "findings of a check", "who assessed"],
)
def test_sentences_of_the_floors_below_are_told(
    shared_school: School, path: str, sentence: str
) -> None:
    """What errors, findings and records say in English is Spanish on the page."""
    address = path.format(badge=badge_of(shared_school))

    assert sentence in shared_school.client.get(address, headers=SPANISH).text


def test_refusal_of_a_form_is_told(school: School) -> None:
    """A wrong password is answered in the language of the form."""
    browser = Browser(school=school)
    browser.get("/sign-in")
    fields = {"name": "nobody", "password": "wrong", "school": "riverbend"}
    answer = browser.post("/sign-in", fields, headers=SPANISH)

    assert "No funcionó; comprueba el nombre y la contraseña" in answer.text


def test_choice_on_the_account_holds_in_another_browser(school: School) -> None:
    """It belongs to the person: a new device speaks it after signing in."""
    browser = come_in(school, "teacher")
    browser.get("/account")
    chosen = browser.post("/account/language", {"language": "es"})
    other = Browser(school=school)
    other.sign_in("the-teacher")

    assert (303, "es", "es") == (
        chosen.status_code,
        browser.get("/account").headers["Content-Language"],
        other.get("/account").headers["Content-Language"],
    )


def test_next_person_at_a_device_does_not_inherit_a_language(school: School) -> None:
    """Signing out takes the choice away from the browser."""
    browser = come_in(school, "teacher")
    browser.get("/account?lang=es")
    browser.get("/account")
    browser.post("/sign-out")
    browser.sign_in("the-teacher")

    assert "en" == browser.get("/account").headers["Content-Language"]


@pytest.mark.parametrize("path", ["/account", "/"])
def test_choice_of_a_member_is_kept_for_long(school: School, path: str) -> None:
    """On their own pages and on open ones; signing out ends it."""
    browser = come_in(school, "teacher")
    kept = [
        each
        for each in browser.get(f"{path}?lang=es").headers.getlist("Set-Cookie")
        if each.startswith("issuer-language=es;")
    ]

    assert ["Max-Age=31536000"] == [part for each in kept for part in each.split("; ")[2:3]]


def test_language_that_nobody_speaks_here_is_refused(school: School) -> None:
    """Only what the form offers is taken."""
    browser = come_in(school, "teacher")
    browser.get("/account")

    assert 400 == browser.post("/account/language", {"language": "tlh"}).status_code


def test_language_is_chosen_by_the_api(school: School) -> None:
    """Pages and letters follow; choosing the same again changes nothing; an event says so once."""
    give_password(school, "heron")
    before = school.call("heron", "GET", "/api/v1/me").get_json()
    chosen = [school.call("heron", "PATCH", ME, json={"language": "es"}) for _ in range(2)]
    page = come_in(school, "heron").get("/home").text
    told = come_in(school, "admin").get("/log").text
    assert (False, [200, 200], ["es", "es"], True, 1) == (
        "language" in before,
        [answer.status_code for answer in chosen],
        [answer.get_json()["language"] for answer in chosen],
        '<html lang="es">' in page,
        told.count("Somebody chose the language of their pages</"),
    )


def test_language_of_the_api_is_one_that_is_spoken(school: School) -> None:
    """The description names those of the pages, and no other is taken."""
    give_password(school, "heron")
    said: Any = openapi.description()["components"]
    answer = school.call("heron", "PATCH", ME, json={"language": "tlh"})
    assert (list(LANGUAGES), 400, "/language") == (
        said["schemas"]["Language"]["enum"],
        answer.status_code,
        answer.get_json()["pointer"],
    )


def test_who_has_no_sign_in_is_told_that_nothing_keeps_a_language(school: School) -> None:
    """A token alone has no account."""
    answer = school.call("heron", "PATCH", ME, json={"language": "es"})
    assert (422, "no_login") == (answer.status_code, answer.get_json()["code"])


def test_another_school_keeps_its_own_language(school: School) -> None:
    """Nobody's choice reaches beyond the own account."""
    give_password(school, "heron")
    give_password(school, "osprey")
    school.call("heron", "PATCH", ME, json={"language": "es"})
    assert "language" not in school.call("osprey", "GET", ME).get_json()
