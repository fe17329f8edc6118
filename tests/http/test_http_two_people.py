"""Nobody switches a rule of two off alone, by whichever door; two people do (ADR 47)."""

import re
from typing import Any

import click
import pytest

from issuer import accounts, cli
from issuer.accounts.model import RuleOfTwo
from issuer.app.opening import SettingsOpening
from issuer.vocab import openapi
from tests.schooling import School
from tests.visiting import Browser, come_in

SETTINGS = "/api/v1/organisation/settings"
ON = {rule.value: True for rule in RuleOfTwo}
OFF = {rule.value: False for rule in RuleOfTwo}
FORM = {
    "name": "Riverbend",
    "appeal_days": "30",
    "evidence_months": "12",
    "withdrawn_days": "180",
}


@pytest.fixture
def strict(school: School) -> School:
    """Give a school in which both rules are on."""
    assert 200 == school.call("admin", "PUT", SETTINGS, json=ON).status_code
    return school


def _rules(school: School) -> dict[str, bool]:
    """Return which rules are on."""
    now = accounts.find_organisation("riverbend", school.house.accounts)
    return {rule.value: getattr(now, rule.value) for rule in RuleOfTwo}


def _waiting(school: School) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = school.call("admin", "GET", f"{SETTINGS}/proposals").get_json()[
        "items"
    ]
    return found


def _answer(school: School, who: str, answer: str = "confirm", at: int = 0) -> Any:
    proposal = _waiting(school)[at]["id"]
    return school.call(who, "POST", f"{SETTINGS}/proposals/{proposal}/{answer}")


def test_the_api_asks_and_says_how_it_is(strict: School) -> None:
    """202: both rules stay, both wait."""
    answer = strict.call("admin", "PUT", SETTINGS, json=OFF)
    assert (202, True, sorted(OFF), ON) == (
        answer.status_code,
        answer.get_json()[RuleOfTwo.KEYS.value],
        sorted(each["setting"] for each in _waiting(strict)),
        _rules(strict),
    )


def test_two_people_switch_off_by_the_api(strict: School) -> None:
    """Who asked is refused, the other one's word counts, once."""
    strict.call("admin", "PUT", SETTINGS, json=OFF)
    proposal = _waiting(strict)[0]["id"]
    place = f"{SETTINGS}/proposals/{proposal}/confirm"
    codes = [strict.call(who, "POST", place).status_code for who in ("admin", "riverbend", "admin")]
    after = _rules(strict)
    off = list(after.values()).count(False)
    assert ([403, 200, 409], 1, 1) == (codes, off, len(_waiting(strict)))


def test_a_declined_wish_leaves_the_rules(strict: School) -> None:
    """The second person says no, and nothing waits any longer."""
    strict.call("admin", "PUT", SETTINGS, json={**ON, RuleOfTwo.KEYS.value: False})
    declined = _answer(strict, "riverbend", "decline").get_json()["state"]
    assert ("declined", [], ON) == (declined, _waiting(strict), _rules(strict))


def test_another_school_sees_nothing_of_it(strict: School) -> None:
    """Its administrator finds no such proposal, and lists none."""
    strict.call("admin", "PUT", SETTINGS, json=OFF)
    listed = strict.call("northgate", "GET", f"{SETTINGS}/proposals").get_json()["items"]
    codes = [_answer(strict, "northgate", each).status_code for each in ("confirm", "decline")]
    assert ([], [404, 404], ON) == (listed, codes, _rules(strict))


def test_two_people_switch_off_on_the_page(strict: School) -> None:
    """Who asked reads that another one answers; the other one has the buttons."""
    strict.call("riverbend", "PUT", SETTINGS, json={**ON, RuleOfTwo.KEYS.value: False})
    admin = come_in(strict, "admin")
    page = admin.get("/settings").text
    fields = {"proposal": _waiting(strict)[0]["id"], "answer": "confirm"}
    answered = admin.post("/settings/proposals", fields)
    assert (True, True, 303, {**ON, RuleOfTwo.KEYS.value: False}) == (
        "change or end a key" in page,
        'value="confirm"' in page,
        answered.status_code,
        _rules(strict),
    )


def test_one_person_alone_gets_nowhere_on_the_page(strict: School) -> None:
    """Neither by the boxes, nor by a button made by hand; the page says who answers."""
    admin = _asked_on_the_page(strict)
    page = admin.get("/settings").text
    fields = {"proposal": _waiting(strict)[0]["id"], "answer": "confirm"}
    refused = admin.post("/settings/proposals", fields)
    assert (2, False, 403, True, ON) == (
        page.count("You asked for it, so another administrator answers."),
        'value="confirm"' in page,
        refused.status_code,
        "a second person has to answer" in refused.text,
        _rules(strict),
    )


def _asked_on_the_page(school: School) -> Browser:
    """Return the browser of an administrator who took both ticks away and saved."""
    admin = come_in(school, "admin")
    admin.get("/settings")
    assert 303 == admin.post("/settings", FORM).status_code
    return admin


def test_the_form_needs_its_token_and_a_fresh_proof(strict: School) -> None:
    """As every weighty form does."""
    strict.call("riverbend", "PUT", SETTINGS, json=OFF)
    admin = come_in(strict, "admin")
    admin.get("/settings")
    fields = {"proposal": _waiting(strict)[0]["id"], "answer": "confirm"}
    forged = admin.post("/settings/proposals", fields, token="x")  # noqa: S106 - a wrong one
    strict.clock.now = strict.clock.now.replace(hour=strict.clock.now.hour + 1)
    stale = admin.post("/settings/proposals", fields)
    assert (400, 401, ON) == (forged.status_code, stale.status_code, _rules(strict))


@pytest.mark.parametrize("act", ["token", "link"])
def test_nobody_makes_a_second_person_of_oneself(strict: School, act: str) -> None:
    """A token or a link of another administrator would be one person with two names."""
    everybody = strict.call("admin", "GET", "/api/v1/people").get_json()["items"]
    other = next(each["id"] for each in everybody if each["name"] == "First")
    if act == "token":
        wish = {"person": other, "role": "admin", "label": "mine"}
        answer = strict.call("admin", "POST", "/api/v1/tokens", json=wish)
        assert (403, "second_person") == (answer.status_code, answer.get_json()["code"])
        return
    admin = come_in(strict, "admin")
    admin.get(f"/people/{other}")
    answer = admin.post(f"/people/{other}/invite", {"handle": "mine"})
    assert (403, True, False) == (
        answer.status_code,
        "no administrator makes a way in for another one" in answer.text,
        "/invitations/" in answer.text,
    )


def test_no_other_door_takes_the_settings() -> None:
    """The API has one operation that names them, the terminal one that makes a new school."""
    names = {rule.value for rule in RuleOfTwo}
    operations = {
        name
        for name, operation in openapi.operations().items()
        if names & set(re.findall(r"\w+", str(operation.document.get("requestBody"))))
    }
    commands = {
        path
        for path, command in _commands(cli.commands(SettingsOpening()))
        if names & {each.name for each in command.params}
    }
    assert ({"change_settings"}, {"init"}) == (operations, commands)


def _commands(group: click.Group, before: str = "") -> list[tuple[str, click.Command]]:
    found: list[tuple[str, click.Command]] = []
    for name, command in group.commands.items():
        found.append((f"{before}{name}", command))
        if isinstance(command, click.Group):
            found += _commands(command, f"{before}{name} ")
    return found
