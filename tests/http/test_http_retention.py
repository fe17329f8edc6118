"""Evidence whose time is over, as learners, staff and programs see it, and after a kill."""

import io
import os
import signal
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from issuer import issuance, jobs, retention
from tests.erasing import fresh_token
from tests.schooling import School, approve, hand_in, open_school, open_submission
from tests.visiting import come_in

LATER = timedelta(days=367)
FILE = b"Qzfile of heron"


@pytest.fixture
def awarded(school: School) -> School:
    """Give a school in which osprey's talk was awarded with a file and a text."""
    work = school.ids["work"] = open_submission(school, "osprey", "safety")
    place = f"/api/v1/submissions/{work}/evidence"
    text = {"kind": "text", "title": "My notes", "text": "Qzwords of osprey"}
    school.ids["text"] = school.made("osprey", place, text)["id"]
    form = {"title": "My slides", "file": (io.BytesIO(FILE), "slides.txt")}
    school.ids["file"] = school.made("osprey", place, data=form)["id"]
    hand_in(school, "osprey", work)
    signoff = {"node": "seen", "approve": True}
    school.made("teacher", f"/api/v1/submissions/{work}/signoffs", signoff)
    school.ids["badge"] = approve(school, work).rsplit("/", 1)[-1]
    jobs.run_once(school.house.jobs)
    return school


def _files(folder: Path) -> int:
    return sum(1 for path in (folder / "evidence" / "people").rglob("*") if path.is_file())


def test_the_daily_round_deletes_evidence_and_nothing_else(awarded: School) -> None:
    """The page says that it is gone, the API gives 404, and the badge is as it was."""
    path = f"/credentials/{awarded.ids['badge']}"
    api = f"/api/v1/submissions/{awarded.ids['work']}"
    content = f"{api}/evidence/{awarded.ids['file']}/content"
    before = (_files(awarded.folder), awarded.call(None, "GET", path).data)
    awarded.clock.now += LATER
    jobs.run_once(awarded.house.jobs)
    _renew(awarded)
    shown = awarded.call("osprey", "GET", api).get_json()["evidence"]
    browser = come_in(awarded, "osprey")
    page = browser.get(f"/learn/{awarded.ids['work']}").text
    assert {
        "files": before[0] - 1,
        "badge": before[1],
        "titles": {"My notes", "My slides"},
        "words": False,
        "file": 404,
        "page": 2,
    } == {
        "files": _files(awarded.folder),
        "badge": awarded.call(None, "GET", path).data,
        "titles": {item["title"] for item in shown if "deleted_at" in item},
        "words": "Qzwords" in str(shown) or "Qzwords" in page,
        "file": awarded.call("osprey", "GET", content).status_code,
        "page": page.count("after its time was over"),
    }


def _renew(school: School) -> None:
    """Tokens ended long ago as well."""
    school.tokens["osprey"] = fresh_token(school, "osprey", "learner")


@pytest.mark.parametrize("step", ["after_emptying", "after_file", "after_name"])
def test_a_round_that_is_killed_is_finished_by_the_next(awarded: School, step: str) -> None:
    """SIGKILL at any step, and the next round leaves neither row nor file."""
    files = _files(awarded.folder)
    awarded.house.close()
    child = os.fork()
    if child == 0:
        _round_until(awarded.folder, awarded.ids["org"], step)
    _, status = os.waitpid(child, 0)
    school = open_school(awarded.folder)
    school.clock.now += LATER
    retention.forget_overdue(awarded.ids["org"], school.house.retention)
    left = retention.overdue(school.house.retention, awarded.ids["org"])
    school.house.close()
    assert (signal.SIGKILL, files - 1, ()) == (os.WTERMSIG(status), _files(awarded.folder), left)


def _round_until(folder: Path, organisation: str, step: str) -> None:
    try:
        school = open_school(folder)
        school.clock.now += LATER

        def reached(name: str) -> None:
            if name == step:
                os.kill(os.getpid(), signal.SIGKILL)

        services = replace(school.house.retention, reached=reached)
        retention.forget_overdue(organisation, services)
    finally:
        os._exit(1)


def test_two_people_change_a_key_on_the_page(school: School) -> None:
    """Who asked reads that another one answers; the other one has the buttons."""
    wish = {"second_person_for_revocation": False, "second_person_for_keys": True}
    school.call("admin", "PUT", "/api/v1/organisation/settings", json=wish)
    asked = school.call("riverbend", "POST", "/api/v1/keys/rotate")
    admin = come_in(school, "admin")
    page = admin.get("/settings/keys").text
    fields = {"proposal": asked.get_json()["id"], "answer": "confirm"}
    answered = admin.post("/settings/keys", fields)
    assert (202, True, 303, True) == (
        asked.status_code,
        'value="confirm"' in page,
        answered.status_code,
        "Signs next" in admin.get("/settings/keys").text,
    )


def test_who_asked_on_the_page_cannot_agree_there(school: School) -> None:
    """Neither by a button nor by a form made by hand."""
    wish = {"second_person_for_revocation": False, "second_person_for_keys": True}
    school.call("admin", "PUT", "/api/v1/organisation/settings", json=wish)
    admin = come_in(school, "admin")
    admin.get("/settings/keys")
    admin.post("/settings/keys")
    page = admin.get("/settings/keys").text

    (proposal,) = issuance.list_key_proposals(school.ids["org"], school.house.issuance)
    answer = admin.post("/settings/keys", {"proposal": proposal.id, "answer": "confirm"})
    assert (False, 403) == ('value="confirm"' in page, answer.status_code)
