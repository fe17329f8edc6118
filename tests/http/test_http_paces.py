"""How often each form and each operation may be sent: walked over the tables, then tried.

The committed table is paces.csv. `cost` says what one request takes; where that is a slow hash, a
signature, a file or another host, the everyday pace of its edge is not enough.
"""

import csv
import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from issuer import api, web
from issuer.access import Role, mark_of
from issuer.pacing import FIGURES, Family
from tests.schooling import School, open_school
from tests.visiting import Browser, come_by_link, come_in, link_for

TABLE = Path(__file__).parent / "paces.csv"
ROWS = list(csv.DictReader(TABLE.read_text("utf-8").splitlines()))
HERE = "127.0.0.0/24"
#: Cost -> the families that may bear it. A few rows are what most requests write; a program proves
#: itself by a digest or one signature that is checked in less than a millisecond.
BEARABLE = {
    "rows": {Family.VISIT, Family.API},
    "proof of a program": {Family.API, Family.TOKEN},
    "proof of a person": {Family.ENTRY, Family.PROOF},
    "asks another host": {Family.PROOF, Family.VERIFY},
    "signature": {Family.ISSUE, Family.VERIFY, Family.ENTRY},
    "file": {Family.UPLOAD},
}


@pytest.fixture
def paced(founded: Path, tmp_path: Path) -> Iterator[School]:
    """Open a school that counts; its clock stands still, so no window ends."""
    folder = Path(shutil.copytree(founded, tmp_path / "data"))
    school = open_school(folder, rate_factor=1)
    yield school
    school.house.close()


def test_every_changing_request_has_a_pace_and_a_reason() -> None:
    """A new route fails here until somebody has said what it costs."""
    there = {
        (edge, row.method, row.path, str(row.pace))
        for edge, rows in (("web", web.ROUTES), ("api", api.ROUTES))
        for row in rows
        if row.method != "GET"
    }
    assert there == {(row["edge"], row["method"], row["path"], row["family"]) for row in ROWS}


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['method']} {row['path']}" for row in ROWS])
def test_pace_bears_the_cost(row: dict[str, str]) -> None:
    """What is slow or heavy is not done as often as what is not."""
    assert Family(row["family"]) in BEARABLE[row["cost"]]


def test_tables_are_all_that_is_served(shared_school: School) -> None:
    """No view stands beside the tables that were walked above."""
    named = {f"web.{row.name}" for row in web.ROUTES} | {f"api.{row.name}" for row in api.ROUTES}
    assert set() == _changing(shared_school.app) - named


def _changing(app: Flask) -> set[str]:
    reading = {"GET", "HEAD", "OPTIONS"}
    rules = [rule for rule in app.url_map.iter_rules() if (rule.methods or set()) - reading]
    assert all(mark_of(app.view_functions[rule.endpoint]) for rule in rules)
    return {str(rule.endpoint) for rule in rules}


def test_strangers_open_only_what_is_counted_by_network() -> None:
    """Whoever has no session cannot begin a new count by beginning a new session."""
    strangers = {row.pace for row in web.ROUTES if row.access is web.Open.PUBLIC}
    assert set() == strangers & {Family.VISIT, Family.PROOF, Family.ISSUE, Family.UPLOAD}


def spend(school: School, family: Family, client: str) -> None:
    """Count so many requests of a client that none is left."""
    for _ in range(FIGURES[family].most):
        school.house.pacer.require(family, client)


@pytest.mark.parametrize(
    "path", ["/sign-in/passkey", "/sign-in/passkey/options", "/sign-in", "/join", "/set-up/x"]
)
def test_door_is_closed_for_a_while_to_who_knocks_too_often(paced: School, path: str) -> None:
    """One network, one count, whichever door: 429, and when to come again."""
    browser = Browser(school=paced)
    browser.get("/sign-in")
    spend(paced, Family.ENTRY, HERE)
    answer = browser.post(path)
    assert (429, "60") == (answer.status_code, answer.headers["Retry-After"])


@pytest.mark.parametrize(
    "path", ["/confirm", "/confirm/passkey", "/confirm/passkey/options", "/account/password"]
)
def test_proof_is_asked_only_so_often(paced: School, path: str) -> None:
    """Thirty a minute of one session; pages to read stay open."""
    browser = come_in(paced, "teacher", Role.TEACHER)
    told = [browser.post(path, token="").status_code for _ in range(31)]
    assert ([400] * 30 + [429], 200) == (told, browser.get("/account").status_code)


def test_new_session_has_no_new_room_on_the_disk(paced: School) -> None:
    """Uploads are counted by person: thirty an hour, through both doors together."""
    place = f"/learn/{paced.ids['work of wren']}"
    spend(paced, Family.UPLOAD, paced.ids["wren"])
    browser = come_by_link(paced, "wren", Role.LEARNER)
    browser.get(place)
    form = {"csrf_token": browser.token, "files": (io.BytesIO(b"Words."), "a.txt")}
    answer = browser.client.post(f"{place}/files", data=form, headers={"Accept": "text/html"})
    assert 429 == answer.status_code


def test_link_of_the_first_run_is_guessed_only_so_often(paced: School) -> None:
    """The page behind the link is counted like the form on it."""
    spend(paced, Family.ENTRY, HERE)
    told = Browser(school=paced).get(f"/set-up/{link_for(paced, 'teacher')}")
    assert 429 == told.status_code
