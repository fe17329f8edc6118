"""Which language a page speaks over HTTP: the address, the account, the browser, in this order."""

from typing import Any

import pytest

from issuer.vocab import openapi
from issuer.web.languages import LANGUAGES
from tests.http.test_http_pages import badge_of
from tests.schooling import School
from tests.visiting import HTML, Browser, come_in, give_password

ME = "/api/v1/me"
SPANISH = {**HTML, "Accept-Language": "es-MX,es;q=0.9,en;q=0.5"}


def test_page_follows_the_browser_and_says_so(shared_school: School) -> None:
    """Readers, programs that read aloud and caches are told which language it is."""
    answer = shared_school.client.get("/", headers=SPANISH)

    assert (True, "es", True, True) == (
        '<html lang="es">' in answer.text,
        answer.headers["Content-Language"],
        "Accept-Language" in answer.headers["Vary"],
        "Cómo se consigue una insignia" in answer.text,
    )


def test_address_comes_before_the_browser_without_a_cookie(shared_school: School) -> None:
    """The links at the foot of each page switch the language without a script."""
    answer = shared_school.client.get("/?lang=en", headers=SPANISH)

    assert ("en", False) == (answer.headers["Content-Language"], "Set-Cookie" in answer.headers)


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
