"""The weekly letter from the work to the mailbox, in two languages, and how it is stopped."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest

from issuer import jobs
from issuer.post import Worded
from issuer.remote.mail import message_of
from tests.posting import KeptMail, give_address
from tests.schooling import BASE, School
from tests.visiting import Browser, come_in, riverbend


@dataclass(kw_only=True)
class Home:
    """A family that is written to."""

    school: School
    mail: KeptMail
    jobs: jobs.Services

    def friday(self) -> list[Worded]:
        """Let the week end; return the weekly letters that came."""
        self.mail.letters.clear()
        jobs.run_once(self.jobs)
        days = (4 - self.school.clock.now.weekday()) % 7
        evening = self.school.clock.now.replace(hour=20, second=5) + timedelta(days=days)
        self.school.clock.now = evening
        jobs.run_once(self.jobs)
        self.school.clock.now += timedelta(hours=1)
        return [each for each in self.mail.letters if each.unsubscribe]

    @property
    def stop(self) -> str:
        """Return the path of the link in the letter that came."""
        (letter,) = [each for each in self.mail.letters if each.unsubscribe]
        assert letter.unsubscribe is not None
        return letter.unsubscribe.removeprefix(BASE)


@pytest.fixture
def home(school: School) -> Home:
    """Give Wren's guardian an address, and let mails be kept."""
    people = school.house.accounts
    give_address(people, riverbend(school), school.ids["guardian"], "family@home.example")
    mail = KeptMail()
    working = school.house.jobs
    services = replace(working, post=replace(working.post, mailer=mail))
    jobs.drain(services)
    return Home(school=school, mail=mail, jobs=services)


def test_letter_tells_what_happened_and_what_is_next(home: Home) -> None:
    """Wren's badge is earned, and the draft has a next step; no other learner is named."""
    (letter,) = home.friday()
    words = letter.text.lower()
    said = (
        "Handed in. Everything that it asks is met. The badge is earned." in letter.text,
        "Next: finish the work and hand it in." in letter.text,
        [name for name in ("kestrel", "osprey", "heron", "teacher") if name in words],
    )

    assert (True, True, []) == said


def test_subject_names_no_child(home: Home) -> None:
    """It lies open on every screen."""
    (letter,) = home.friday()

    assert "This week's badge news from Riverbend" == letter.subject


def test_week_without_news_brings_no_letter(home: Home) -> None:
    """A second Friday without any change is quiet, and the third tells of the third week alone."""
    home.friday()
    home.school.clock.now += timedelta(days=1)
    quiet = home.friday()
    home.school.clock.now += timedelta(days=1)
    home.school.made(
        "wren",
        f"/api/v1/submissions/{home.school.ids['work of wren']}/submit",
        {"authorship": "Mine."},
    )
    (letter,) = home.friday()

    assert ([], True, False) == (quiet, "Handed in." in letter.text, "Safety Talk" in letter.text)


def test_letter_speaks_the_language_that_was_chosen(home: Home) -> None:
    """A guardian who chose Spanish reads Spanish, subject and both parts."""
    browser = come_in(home.school, "guardian")
    browser.get("/family")
    browser.post("/family/letters", {"wanted": "yes", "language": "es"})
    (letter,) = home.friday()

    found = (
        "Novedades de la semana" in letter.subject,
        "Lo siguiente: terminar el trabajo y entregarlo." in letter.text,
        '<html lang="es">' in letter.html,
    )
    assert (True, True, True) == found


def test_opening_the_link_stops_nothing(home: Home) -> None:
    """Mail programs open links by themselves."""
    home.friday()
    page = home.school.client.get(home.stop)
    browser = come_in(home.school, "guardian")

    assert (200, True) == (page.status_code, _is_on(browser))


def test_one_press_of_a_mail_program_stops_it(home: Home) -> None:
    """RFC 8058: a POST without cookie and token, and no letter comes again."""
    home.friday()
    answer = home.school.client.post(home.stop, data={"List-Unsubscribe": "One-Click"})
    browser = come_in(home.school, "guardian")

    assert (200, False) == (answer.status_code, _is_on(browser))


def test_stopped_letter_is_turned_on_again_on_the_family_page(home: Home) -> None:
    """The page says what holds, and a press changes it."""
    home.friday()
    home.school.client.post(home.stop)
    browser = come_in(home.school, "guardian")
    browser.get("/family")
    browser.post("/family/letters", {"wanted": "yes", "language": "en"})

    assert _is_on(browser)


def test_stopping_is_an_event_without_a_name(home: Home) -> None:
    """The audit log says that it was stopped, and no address."""
    home.friday()
    home.school.client.post(home.stop)
    services = home.school.house.accounts
    with services.read_only() as uow:
        letter = uow.weekly_letters.of_person(riverbend(home.school), home.school.ids["guardian"])
        assert letter is not None
        events = uow.events.of_subject(letter.organisation, letter.id)  # type: ignore[attr-defined] # the SQL repository has it

    assert ["weekly_letter.written", "weekly_letter.stopped"] == [each.name for each in events]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_unknown_link_is_nowhere(school: School, method: str) -> None:
    """A guessed secret opens and stops nothing."""
    assert 404 == school.client.open(f"/letters/{'A' * 43}", method=method).status_code


def test_language_that_nobody_writes_is_told_beside_its_field(school: School) -> None:
    """The page comes again with the sentence."""
    browser = come_in(school, "guardian")
    browser.get("/family")
    answer = browser.post("/family/letters", {"wanted": "yes", "language": "xx"})

    found = answer.text.split('id="language-fault" role="alert">', 1)[1].split("<", 1)[0]
    assert (400, "Choose English or Spanish") == (answer.status_code, found)


def test_teacher_has_no_weekly_letter(school: School) -> None:
    """The choice is a guardian's alone."""
    browser = come_in(school, "teacher")
    browser.get("/home")

    assert 403 == browser.post("/family/letters", {"wanted": "no", "language": "en"}).status_code


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://badges.example/letters/x", "List-Unsubscribe=One-Click"),
        ("http://localhost:8000/letters/x", None),
    ],
    ids=["over TLS", "without"],
)
def test_head_of_the_mail_offers_one_press_over_tls(address: str, expected: str | None) -> None:
    """RFC 8058, 3.1: the header stands beside an https address alone."""
    worded = Worded(
        id="a",
        to="family@home.example",
        at=datetime(2026, 11, 20),  # noqa: DTZ001 # a date as mail writes it
        subject="s",
        text="t",
        html="<p>t</p>",
        unsubscribe=address,
    )
    message = message_of(worded, "badges@school.example", "school.example")

    assert (f"<{address}>", expected) == (
        message["List-Unsubscribe"],
        message["List-Unsubscribe-Post"],
    )


def _is_on(browser: Browser) -> bool:
    page = browser.get("/family").text
    return "checked" in page.split('id="wanted-yes"', 1)[1].split(">", 1)[0]
