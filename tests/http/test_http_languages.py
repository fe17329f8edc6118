"""Which language a page speaks over HTTP: the address, the account, the browser, in this order."""

import pytest

from tests.http.test_http_pages import badge_of
from tests.schooling import School
from tests.visiting import HTML, Browser, come_in

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
