"""Row 67 over HTTP: evidence that changed on disk is told to whoever relies on it."""

import io
from pathlib import Path

import pytest

from issuer import images, jobs, logs
from issuer.access import Role
from tests.schooling import School, hand_in
from tests.visiting import come_by_link, come_in

NOTICE = "Evidence altered: this is not what was handed in. Do not rely on it."
PNG = images.qr_png("https://badges.example/")


@pytest.fixture
def piece(school: School) -> str:
    """Hand in a picture of Wren, swap its bytes on disk, and return its path."""
    work = school.ids["work of wren"]
    form = {"title": "Photo", "file": (io.BytesIO(PNG), "a.png")}
    item = school.made("wren", f"/api/v1/submissions/{work}/evidence", data=form)
    hand_in(school, "wren", work)
    (stored,) = _files(school)
    stored.write_bytes(stored.read_bytes()[::-1])
    return f"{work}/evidence/{item['id']}"


def _files(school: School) -> list[Path]:
    found = (school.folder / "evidence" / "people").rglob("*")
    return [path for path in found if path.is_file()]


def test_t67_assessor_reads_it_at_once(school: School, piece: str) -> None:
    """T67: the desk compares while it is made; nobody waits for the night."""
    teacher = come_in(school, "teacher", Role.TEACHER)
    assert NOTICE in teacher.get(f"/teach/{piece.partition('/')[0]}").text


def test_t67_upkeep_alarms_and_everybody_else_reads_it(
    school: School, piece: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """T67: the log tells the operator, the pages tell family and whoever approves."""
    logs.configure(as_json=True)
    jobs.run_once(school.house.jobs)
    work = piece.partition("/")[0]
    pages = (
        come_by_link(school, "wren", Role.LEARNER).get(f"/learn/{work}"),
        come_in(school, "approver", Role.ISSUER).get(f"/approvals/{work}"),
    )
    assert '"event": "evidence.altered"' in capsys.readouterr().err
    assert [True, True] == [NOTICE in page.text for page in pages]


def test_t67_bytes_say_so_at_every_door(school: School, piece: str) -> None:
    """T67: whoever fetches the file alone is told in its head."""
    wren = come_by_link(school, "wren", Role.LEARNER)
    answers = (
        school.call("wren", "GET", f"/api/v1/submissions/{piece}/content"),
        wren.client.get(f"/learn/{piece}", buffered=True),
    )
    assert ["true", "true"] == [answer.headers.get("Evidence-Altered") for answer in answers]
