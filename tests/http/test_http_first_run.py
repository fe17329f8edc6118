"""The first run over HTTP: only whoever has the link, only while there is no school."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from issuer import accounts
from issuer.app import House, build_house, flask_app
from issuer.config import Settings
from issuer.images import art_from_seed, draw_badge
from tests.schooling import BASE, School, SettableClock
from tests.visiting import HTML, PASSWORD, TOKEN, come_in

GIVEN = {
    "school": "Alder Lane Collective",
    "person": "Wagtail",
    "handle": "wagtail",
    "password": PASSWORD,
    "adults": "one",
}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """Open an installation without any school."""
    settings = Settings(public_base_url=BASE, data_dir=tmp_path / "data", small_host=True)
    made = build_house(settings, SettableClock(), create=True)
    yield made
    made.close()


@pytest.fixture
def client(house: House) -> FlaskClient:
    """Return a browser's client."""
    return flask_app(house).test_client()


def _send(client: FlaskClient, page: str, data: dict[str, Any]) -> TestResponse:
    found = TOKEN.search(client.get(page, headers=HTML).text)
    # What leads nowhere has no form: a stranger takes a token from the page that has one.
    found = found or TOKEN.search(client.get("/sign-in", headers=HTML).text)
    token = found[1] if found else ""
    return client.post(page, data={"csrf_token": token, **data}, headers=HTML)


def test_a_stranger_sets_nothing_up(client: FlaskClient) -> None:
    """Another secret leads nowhere, with or without a form."""
    page = "/set-up/" + "0" * 64
    assert (404, 404) == (client.get(page).status_code, _send(client, page, GIVEN).status_code)


@pytest.mark.parametrize(
    ("field", "value"),
    [("school", " "), ("person", ""), ("handle", "A!"), ("password", "password123")],
)
def test_a_fault_is_told_beside_its_field_and_nothing_is_made(
    house: House, client: FlaskClient, field: str, value: str
) -> None:
    """Whatever is wrong, there is no half-made school afterwards."""
    answer = _send(client, f"/set-up/{house.set_up_secret}", {**GIVEN, field: value})
    assert (True, ()) == (
        f'id="{field}-fault"' in answer.text,
        accounts.list_organisations(house.accounts),
    )


def test_looks_may_be_chosen_with_the_school(house: House, client: FlaskClient) -> None:
    """A colour and a logo in the first form are those of the school; without them it has ours."""
    picture = draw_badge(art_from_seed("kite", title="Kite"))
    chosen = {"own_colour": "yes", "colour": "#E0A100", "logo": (io.BytesIO(picture), "kite.svg")}
    _send(client, f"/set-up/{house.set_up_secret}", {**GIVEN, **chosen})
    school, *_ = accounts.list_organisations(house.accounts)
    assert ("#e0a100", True) == (school.colour, school.logo_url is not None)


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("colour", {"own_colour": "yes", "colour": "yellow"}),
        ("logo", {"logo": (io.BytesIO(b"GIF89a"), "kite.gif")}),
    ],
)
def test_wrong_looks_are_told_beside_their_field_and_nothing_is_made(
    house: House, client: FlaskClient, field: str, given: dict[str, Any]
) -> None:
    """They are looked at before the school is founded."""
    answer = _send(client, f"/set-up/{house.set_up_secret}", {**GIVEN, **given})
    assert (True, ()) == (
        f'id="{field}-fault"' in answer.text,
        accounts.list_organisations(house.accounts),
    )


def test_the_link_works_once(house: House, client: FlaskClient) -> None:
    """As soon as there is a school, the link leads nowhere."""
    page = f"/set-up/{house.set_up_secret}"
    assert 303 == _send(client, page, GIVEN).status_code
    assert 404 == flask_app(house).test_client().get(page).status_code


def test_a_badge_is_given_once_and_says_that_one_adult_did_it(
    house: House, client: FlaskClient
) -> None:
    """The last page discloses it, and the short way is closed afterwards."""
    _send(client, f"/set-up/{house.set_up_secret}", GIVEN)
    _send(client, "/set-up/badge", {"badge": "clear-talk"})
    last = {"learner": "Dipper", "seen": "yes"}
    done = _send(client, "/set-up/learner", last)
    page = client.get(done.headers["Location"], headers=HTML).text
    assert (True, True) == ("it is valid" in page, "One adult assessed and approved it" in page)
    entry = done.headers["Location"].replace("/set-up/done/", "/registry/")
    assert (200, 404) == (
        client.get(entry, headers=HTML).status_code,
        _send(client, "/set-up/learner", last).status_code,
    )


def test_without_the_tick_nobody_is_taken_in(house: House, client: FlaskClient) -> None:
    """The signature is asked beside its field."""
    _send(client, f"/set-up/{house.set_up_secret}", GIVEN)
    _send(client, "/set-up/badge", {"badge": "clear-talk"})
    answer = _send(client, "/set-up/learner", {"learner": "Dipper"})
    assert (400, True) == (answer.status_code, 'id="seen-fault"' in answer.text)


def test_two_adults_are_led_to_take_a_teacher_in(house: House, client: FlaskClient) -> None:
    """Where two decide, the first badge waits for the second adult."""
    _send(client, f"/set-up/{house.set_up_secret}", {**GIVEN, "adults": "two"})
    _send(client, "/set-up/badge", {"badge": "clear-talk"})
    page = client.get("/set-up/learner", headers=HTML).text
    assert ("Take a teacher in" in page, "/set-up/learner" in page) == (True, False)


def test_a_school_that_lives_has_no_first_run(school: School) -> None:
    """A teacher finds nothing there, and neither does anybody with the link."""
    teacher = come_in(school, "teacher")
    secret = school.house.set_up_secret
    assert (404, 404) == (
        teacher.get("/set-up/badge").status_code,
        teacher.get(f"/set-up/{secret}").status_code,
    )
