"""Two hand-ins compared, for the learner and for the teacher: words, files, and who may look."""

import io

import pytest

from issuer.access import Role
from tests.schooling import School, found_school, open_school, open_submission
from tests.visiting import come_in

FIRST, SECOND = "We planned.\nWe built.\n", "We planned on Monday.\nWe built.\n"


@pytest.fixture(scope="module")
def revised(tmp_path_factory: pytest.TempPathFactory) -> School:
    """Let Heron hand in twice: a text written anew, and a file sent again as it was."""
    folder = tmp_path_factory.mktemp("revised") / "data"
    found_school(folder)
    school = open_school(folder)
    work = school.ids["work of heron"] = open_submission(school, "heron", "team")
    place = f"/api/v1/submissions/{work}"
    first = [_add(school, place, FIRST), _send(school, place)]
    school.made("heron", f"{place}/submit", {"authorship": "Mine."})
    school.made("teacher", f"{place}/triage")
    school.made("teacher", f"{place}/return", {"feedback": {"planning": "Say when."}})
    for item in first:
        school.call("heron", "DELETE", f"{place}/evidence/{item}")
    _add(school, place, SECOND)
    _send(school, place)
    school.made("heron", f"{place}/resubmit", {"authorship": "Still mine."})
    school.made("teacher", f"{place}/triage")
    return school


def _add(school: School, place: str, text: str) -> str:
    body = {"kind": "text", "title": "What we did", "text": text}
    return str(school.made("heron", f"{place}/evidence", body)["id"])


def _send(school: School, place: str) -> str:
    form = {"title": "Plan", "file": (io.BytesIO(b"%PDF-1.7\nplan"), "plan.pdf")}
    return str(school.made("heron", f"{place}/evidence", data=form)["id"])


@pytest.mark.parametrize(
    ("who", "role", "page"),
    [("heron", Role.LEARNER, "/learn/"), ("teacher", Role.TEACHER, "/teach/")],
    ids=["learner", "teacher"],
)
def test_changed_words_and_same_file_are_told(
    revised: School, who: str, role: Role, page: str
) -> None:
    """One line went, one came, one stayed; the file is the same though it was sent again."""
    text = come_in(revised, who, role).get(f"{page}{revised.ids['work of heron']}").text
    part = text.split("Words that changed: What we did", 1)[1].split("</ol>", 1)[0]

    assert (1, 1, True, 2) == (
        part.count("<del>"),
        part.count("<ins>"),
        "We planned on Monday." in part,
        text.count("Same file"),
    )


def test_first_hand_in_is_compared_with_nothing(school: School) -> None:
    """A desk with a first hand-in has no such part."""
    page = come_in(school, "teacher").get(f"/teach/{school.ids['work of kestrel']}").text

    assert "What changed since the last hand-in" not in page
