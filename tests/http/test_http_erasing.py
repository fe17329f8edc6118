"""Erasing, holding and exporting a person over HTTP, and what is left in the files afterwards."""

import hashlib
import io
import json
import os
import shutil
import signal
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from issuer import accounts, jobs
from issuer.accounts.model import ErasureReason
from tests.databases import SQLITE_NAME
from tests.erasing import (
    PERSONAL,
    back_up,
    erase_avocet,
    found_in,
    fresh_token,
    settle_avocet,
)
from tests.schooling import School, open_school

STEPS = (
    "after_decision",
    "after_key",
    "after_rows",
    "after_files",
    "after_compacting",
    "after_done",
)


@pytest.fixture(scope="session")
def settled(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a school in which a learner left words everywhere."""
    folder = tmp_path_factory.mktemp("settled") / "data"
    shutil.copytree(founded, folder)
    school = open_school(folder)
    settle_avocet(school)
    school.save()
    school.house.close()
    return folder


@pytest.fixture
def place(settled: Path, tmp_path: Path) -> Iterator[School]:
    """Yield a copy of that school."""
    folder = tmp_path / "data"
    shutil.copytree(settled, folder)
    school = open_school(folder)
    yield school
    school.house.close()


def person_path(school: School, act: str, who: str = "avocet") -> str:
    """Return the address of an act on a person."""
    return f"/api/v1/people/{school.ids[who]}/{act}"


def test_nothing_personal_is_readable_at_rest(place: School) -> None:
    """Database, log and files hold no word about a learner in the clear, even before erasure."""
    assert {} == found_in(place.folder)


def test_the_words_are_held_before_they_are_erased(place: School) -> None:
    """The search would find what it looks for: an export of the same learner holds every word."""
    answer = place.call("avocet", "GET", person_path(place, "export"))
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist()).decode("latin-1")
    assert [] == [what for what, text in PERSONAL.items() if text not in whole]


def test_erased_words_are_in_no_file(place: School) -> None:
    """After an erasure nothing is found, and the key is gone."""
    keys = len(list((place.folder / "person-keys").iterdir()))
    erase_avocet(place)
    left = len(list((place.folder / "person-keys").iterdir()))
    assert ({}, keys - 1) == (found_in(place.folder), left)


def test_backup_made_before_the_erasure_does_not_open(place: School, tmp_path: Path) -> None:
    """A database from before comes back without the learner: the list of erasures runs first."""
    copy = back_up(place.folder, tmp_path / "backup")
    erase_avocet(place)
    place.house.close()
    for old in place.folder.glob(f"{SQLITE_NAME}*"):
        old.unlink()
    shutil.copyfile(copy, place.folder / SQLITE_NAME)
    restored = open_school(place.folder)
    restored.tokens, restored.ids = place.tokens, place.ids
    shown = restored.call("admin", "GET", f"/api/v1/people/{place.ids['avocet']}").get_json()
    restored.house.close()
    assert ("", False, {}) == (shown["name"], shown["active"], found_in(place.folder))


def test_key_that_a_backup_brings_back_is_deleted_again(place: School, tmp_path: Path) -> None:
    """Restoring an old copy of database and keys does not undo an erasure."""
    copy = back_up(place.folder, tmp_path / "backup")
    shutil.copytree(place.folder / "person-keys", tmp_path / "keys")
    erase_avocet(place)
    place.house.close()
    for old in place.folder.glob(f"{SQLITE_NAME}*"):
        old.unlink()
    shutil.copyfile(copy, place.folder / SQLITE_NAME)
    shutil.copytree(tmp_path / "keys", place.folder / "person-keys", dirs_exist_ok=True)
    restored = open_school(place.folder)
    restored.tokens, restored.ids = place.tokens, place.ids
    shown = restored.call("admin", "GET", f"/api/v1/people/{place.ids['avocet']}").get_json()
    restored.house.close()
    keys = len(list((tmp_path / "keys").iterdir()))
    left = len(list((place.folder / "person-keys").iterdir()))
    assert ("", keys - 1) == (shown["name"], left)


def test_key_copied_back_beside_an_erased_database_is_deleted(
    place: School, tmp_path: Path
) -> None:
    """Signed badges stay in rows that never change: no old copy of a key may open them again."""
    shutil.copytree(place.folder / "person-keys", tmp_path / "keys")
    erase_avocet(place)
    place.house.close()
    shutil.copytree(tmp_path / "keys", place.folder / "person-keys", dirs_exist_ok=True)
    open_school(place.folder).house.close()
    keys = len(list((tmp_path / "keys").iterdir()))
    assert keys - 1 == len(list((place.folder / "person-keys").iterdir()))


def test_page_of_an_erased_learner_answers_like_an_unknown_one(place: School) -> None:
    """Whoever has the address learns nothing, not even that something was there."""
    badge = place.ids["badge of avocet"]
    erase_avocet(place)
    for suffix in ("", ".json", ".png", ".svg", ".jwt", "/qr.svg"):
        known = place.call(None, "GET", f"/credentials/{badge}{suffix}")
        unknown = place.call(None, "GET", f"/credentials/{'2' * 22}{suffix}")
        strip = badge.encode(), b"2" * 22
        assert (unknown.status_code, unknown.data) == (
            known.status_code,
            known.data.replace(*strip),
        )
    page, nothing = (place.call(None, "GET", f"/badges/{each}") for each in (badge, "2" * 22))
    assert (404, nothing.data) == (page.status_code, page.data)


def test_another_learner_is_untouched(place: School) -> None:
    """An erasure reaches one person."""
    before = place.call("osprey", "GET", "/api/v1/me").get_json()
    erase_avocet(place)
    page = place.call(None, "GET", f"/badges/{place.ids['badge of osprey']}")
    assert (before, 200) == (place.call("osprey", "GET", "/api/v1/me").get_json(), page.status_code)


def test_status_list_and_counts_outlive_the_learner(place: School) -> None:
    """The bit stays as it was, and the award still counts."""
    with place.house.issuance.read_only() as uow:
        record = uow.credentials.by_public_id(place.ids["badge of avocet"])
        assert record is not None
        counted = uow.credentials.count_by_achievement(record.organisation)
    path = f"/status/{record.list_id}"
    before = place.call(None, "GET", path).data
    erase_avocet(place)
    with place.house.issuance.read_only() as uow:
        after = uow.credentials.count_by_achievement(record.organisation)
    assert (before, counted) == (place.call(None, "GET", path).data, after)


def test_erased_credential_can_still_be_revoked(place: School) -> None:
    """A copy that was handed out stays answerable: the school can still end it."""
    erase_avocet(place)
    path = f"/api/v1/credentials/{place.ids['badge of avocet']}"
    answer = place.call("registrar", "POST", f"{path}/revoke", json={"reason_code": "other"})
    assert 200 == answer.status_code


@pytest.mark.parametrize("step", STEPS)
def test_erasure_killed_at_a_step_is_finished_by_the_job(place: School, step: str) -> None:
    """SIGKILL at any boundary, and the next round of jobs leaves nothing behind."""
    place.house.close()
    child = os.fork()
    if child == 0:
        _erase_until(place.folder, place.ids["avocet"], step)
    _, status = os.waitpid(child, 0)
    school = open_school(place.folder)
    jobs.run_once(school.house.jobs)
    with school.house.accounts.read_only() as uow:
        running = uow.erasures.under_way()
        person = uow.people.get(school.ids["org"], school.ids["avocet"])
    school.house.close()
    assert (signal.SIGKILL, (), True, "", {}) == (
        os.WTERMSIG(status),
        running,
        person.erased_at is not None,
        person.name,
        found_in(place.folder),
    )


def _erase_until(folder: Path, person: str, step: str) -> None:
    """Erase in a process of its own, which dies at one step."""
    try:
        school = open_school(folder)

        def reached(name: str) -> None:
            if name == step:
                os.kill(os.getpid(), signal.SIGKILL)

        command = accounts.ErasePerson(
            organisation=school.ids["org"], person=person, reason=ErasureReason.REQUESTED
        )
        accounts.erase_person(command, replace(school.house.privacy, reached=reached))
    finally:
        os._exit(1)


def test_erasing_needs_two_adults(place: School) -> None:
    """Nobody confirms what one proposed oneself."""
    path = person_path(place, "erase")
    first = place.call("admin", "POST", path, json={"reason": "left"})
    second = place.call("admin", "POST", path, json={"reason": "left"})
    assert (202, 403, "second_person") == (
        first.status_code,
        second.status_code,
        second.get_json()["code"],
    )


def test_legal_hold_stops_an_erasure_until_it_is_lifted(place: School) -> None:
    """What must be kept is kept; afterwards the same call goes through."""
    hold, erase = person_path(place, "legal-hold"), person_path(place, "erase")
    place.made("registrar", hold, {"reason": "A court asked for it."})
    refused = place.call("admin", "POST", erase, json={"reason": "requested"})
    place.call("admin", "DELETE", hold)
    erase_avocet(place)
    assert (422, "legal_hold", {}) == (
        refused.status_code,
        refused.get_json()["code"],
        found_in(place.folder),
    )


def test_hold_after_the_proposal_stops_the_confirmation(place: School) -> None:
    """A hold that comes between the two adults counts."""
    erase = person_path(place, "erase")
    place.call("registrar", "POST", erase, json={"reason": "requested"})
    place.made("registrar", person_path(place, "legal-hold"), {"reason": "A court asked."})
    answer = place.call("admin", "POST", erase, json={"reason": "requested"})
    assert "legal_hold" == answer.get_json()["code"]


def test_manifest_lists_the_digest_of_every_file(place: School) -> None:
    """Whoever receives an export can check that nothing is missing or changed."""
    answer = place.call("avocet", "GET", person_path(place, "export"))
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        manifest = json.loads(archive.read("manifest.json"))["sha256"]
        names = set(archive.namelist()) - {"manifest.json"}
        digests = {name: hashlib.sha256(archive.read(name)).hexdigest() for name in names}
    assert digests == manifest


def test_export_holds_files_credentials_and_pictures(place: School) -> None:
    """Evidence as it was sent, the badge as bytes, and the picture with the badge inside."""
    answer = place.call("avocet", "GET", person_path(place, "export"))
    badge = place.ids["badge of avocet"]
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        file = archive.read(f"evidence/{place.ids['file of avocet']}.txt").decode()
        signed = json.loads(archive.read(f"credentials/{badge}-v1.json"))
        picture = archive.read(f"credentials/{badge}-v1.png")
    assert (PERSONAL["file content"], f"http://localhost:8000/credentials/{badge}", b"\x89PNG") == (
        file,
        signed["id"],
        picture[:4],
    )


def test_export_names_nobody_else(place: School) -> None:
    """The ids of teacher, registrar and approver appear as pseudonyms."""
    answer = place.call("avocet", "GET", person_path(place, "export"))
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        whole = b"".join(
            archive.read(name) for name in archive.namelist() if not name.startswith("credentials/")
        ).decode("latin-1")
    others = {"teacher", "registrar", "approver", "admin", "kestrel"}
    assert (set(), True) == (
        {name for name in others if place.ids[name] in whole},
        "person-1" in whole,
    )


def test_two_exports_are_the_same_but_for_their_own_events(place: School) -> None:
    """Names and order do not depend on chance."""
    archives = []
    for _ in range(2):
        answer = place.call("registrar", "GET", person_path(place, "export"))
        with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
            archives.append(
                {
                    name: archive.read(name)
                    for name in archive.namelist()
                    if name not in {"events.json", "manifest.json"}
                }
            )
    assert archives[0] == archives[1]


@pytest.mark.parametrize(
    ("who", "status"),
    [("avocet", 200), ("registrar", 200), ("admin", 200), ("teacher", 403), ("osprey", 403)],
)
def test_export_is_for_the_learner_and_those_who_answer_for_the_data(
    place: School, who: str, status: int
) -> None:
    """Nobody else reads everything at once."""
    assert status == place.call(who, "GET", person_path(place, "export")).status_code


def test_each_export_is_an_event(place: School) -> None:
    """Who took everything, and when, stays known."""
    place.call("registrar", "GET", person_path(place, "export"))
    path = f"/api/v1/events?learner={place.ids['avocet']}&limit=100"
    names = [event["name"] for event in place.call("registrar", "GET", path).get_json()["items"]]
    assert 1 == names.count("export.created")


def test_guardian_exports_until_the_day_before_the_child_is_an_adult(place: School) -> None:
    """At 18 rights pass to the learner that day (reliability.md row 75)."""
    path = person_path(place, "export", "wren")
    seen = []
    for day in ("2032-04-30", "2032-05-01", "2032-05-02"):
        place.clock.now = place.clock.now.replace(
            year=int(day[:4]), month=int(day[5:7]), day=int(day[8:])
        )
        place.tokens[f"guardian {day}"] = fresh_token(place, "guardian", "guardian")
        seen.append(place.call(f"guardian {day}", "GET", path).status_code)
    assert [200, 403, 403] == seen
