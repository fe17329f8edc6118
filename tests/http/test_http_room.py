"""Room for files (row 66): quotas of learner and school, a full disk, what a refusal leaves."""

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from issuer.access import Role
from issuer.records import FileBlobs
from issuer.records.blobs import Space
from tests.schooling import School, approve, open_school
from tests.visiting import come_by_link

#: Each file of these tests.
SIZE = 10_000
#: The words of Wren and Kestrel that are stored already take a few of these bytes.
FIRST, SECOND = (letter.encode() * SIZE for letter in "ab")


@pytest.fixture
def folder(founded: Path, tmp_path: Path) -> Path:
    """Return a copy of the school's folder."""
    return Path(shutil.copytree(founded, tmp_path / "data"))


@pytest.fixture
def narrow(folder: Path) -> Iterator[School]:
    """Open a school where a learner may keep one file and a half."""
    school = open_school(folder, max_learner_bytes=SIZE * 3 // 2)
    yield school
    school.house.close()


@pytest.fixture
def full(folder: Path) -> Iterator[School]:
    """Open a school whose learners together may keep one file and a half."""
    school = open_school(folder, max_organisation_bytes=SIZE * 3 // 2)
    yield school
    school.house.close()


def upload(school: School, who: str, data: bytes, **fields: str) -> TestResponse:
    """Hand a file in as a program."""
    place = f"/api/v1/submissions/{school.ids[f'work of {who}']}/evidence"
    form = {"title": "A file", "file": (io.BytesIO(data), "a.txt"), **fields}
    return school.call(who, "POST", place, data=form)


def told(answer: TestResponse) -> tuple[int, str]:
    """Return status and code."""
    return answer.status_code, answer.get_json().get("code", "")


def kept(school: School) -> int:
    """Return how many files there are."""
    found = (school.folder / "evidence").rglob("*")
    return sum(1 for path in found if path.is_file())


def test_learner_keeps_as_much_as_the_quota_lets(narrow: School) -> None:
    """What goes beyond is refused by its own code, and leaves no file behind."""
    assert 201 == upload(narrow, "wren", FIRST).status_code
    before = kept(narrow)
    assert (413, "quota") == told(upload(narrow, "wren", SECOND))
    assert (413, "quota") == told(upload(narrow, "wren", SECOND[: SIZE * 3 // 4]))
    assert before == kept(narrow)


def test_file_that_fits_no_quota_is_still_called_too_large(narrow: School) -> None:
    """The limit of one file is named where that is why."""
    school = open_school(narrow.folder, max_evidence_bytes=SIZE // 2)
    answer = upload(school, "wren", FIRST)
    school.house.close()
    assert (413, "size") == told(answer)


def test_form_says_the_quota_beside_the_field(narrow: School) -> None:
    """A learner reads what to do, and the other files stay."""
    browser = come_by_link(narrow, "wren", Role.LEARNER)
    place = f"/learn/{narrow.ids['work of wren']}"
    browser.get(place)
    form = {"files": [(io.BytesIO(FIRST), "a.txt"), (io.BytesIO(SECOND), "b.txt")]}
    answer = browser.client.post(
        f"{place}/files",
        data={"csrf_token": browser.token, **form},
        content_type="multipart/form-data",
    )
    fault = answer.text.split('id="files-fault" role="alert">', 1)[1].split("</p>", 1)[0]
    assert (413, "b.txt: Together your files may have 15000 bytes; remove some") == (
        answer.status_code,
        fault,
    )


def test_school_keeps_as_much_as_its_quota_lets(full: School) -> None:
    """507 with when to come back; whose files they are does not matter."""
    assert 201 == upload(full, "wren", FIRST).status_code
    before = kept(full)
    work = full.made("heron", "/api/v1/submissions", {"badge": full.ids["team"]})["id"]
    full.ids["work of heron"] = work
    answer = upload(full, "heron", SECOND)
    assert (507, "quota_organisation", "3600") == (*told(answer), answer.headers["Retry-After"])
    assert before == kept(full)


def test_issuing_and_revoking_go_on_while_the_disk_is_full(school: School) -> None:
    """Row 66: the badge of Heron is signed and that of Osprey taken back, uploads are refused."""
    blobs = school.house.assessment.blobs
    assert isinstance(blobs, FileBlobs)
    blobs.space = lambda _folder: Space(free=1, total=1000)
    assert (507, "disk_full") == told(upload(school, "wren", FIRST))

    address = approve(school, school.ids["talk of heron"])
    issued = school.call(None, "GET", address.removeprefix("http://localhost:8000"))
    reason = {"reason_code": "issued_in_error", "reason": "Wrong person."}
    badge = school.ids["badge of osprey"]
    revoked = school.call("registrar", "POST", f"/api/v1/credentials/{badge}/revoke", json=reason)
    assert (200, 200) == (issued.status_code, revoked.status_code)


def test_full_disk_is_a_page_for_people(school: School) -> None:
    """507 in the words of everybody, and nothing but uploads stops."""
    blobs = school.house.assessment.blobs
    assert isinstance(blobs, FileBlobs)
    blobs.space = lambda _folder: Space(free=1, total=1000)
    browser = come_by_link(school, "wren", Role.LEARNER)
    place = f"/learn/{school.ids['work of wren']}"
    browser.get(place)
    form = {"csrf_token": browser.token, "files": (io.BytesIO(FIRST), "a.txt")}
    answer = browser.client.post(f"{place}/files", data=form, headers={"Accept": "text/html"})
    assert (507, True) == (answer.status_code, "There is no room for this file now" in answer.text)


def test_refused_words_leave_no_file(school: School) -> None:
    """What stands beside a file is looked at before the file is kept."""
    before = kept(school)
    assert (400, "text") == told(upload(school, "wren", FIRST, title="nerW\u202e"))
    assert before == kept(school)
