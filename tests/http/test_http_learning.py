"""Pages of learners over HTTP: start, gather, hand in, take back; own, other, unit, foreign."""

import io
from typing import Any

import pytest

from issuer import images
from issuer.access import Role
from tests.schooling import School, hand_in
from tests.visiting import Browser, come_by_link, come_in

#: A picture of ours, as small as it gets.
PNG = images.qr_png("https://example.org")


@pytest.fixture
def wren(school: School) -> Browser:
    """Wren, a learner of twelve with a draft that holds one text."""
    return come_by_link(school, "wren", Role.LEARNER)


def _place(school: School, who: str = "wren") -> str:
    return f"/learn/{school.ids[f'work of {who}']}"


def _files(*files: tuple[bytes, str], title: str = "") -> dict[str, Any]:
    return {"title": title, "files": [(io.BytesIO(data), name) for data, name in files]}


def test_start_page_says_what_is_next_and_who_has_it(school: School) -> None:
    """Kestrel's work waits for three peers, and the first page says so."""
    page = come_in(school, "kestrel", Role.LEARNER).get("/home").text

    assert "Peers: say what was seen. 3 answers are missing." in page


def test_challenges_stand_under_whose_turn_it_is(wren: Browser) -> None:
    """A draft is the learner's turn, a badge is finished."""
    page = wren.get("/learn").text
    order = [page.index(word) for word in ("Your turn", "Team Leadership", "Finished", "Badges to")]

    assert sorted(order) == order


def test_nothing_under_way_says_what_to_do(school: School) -> None:
    """A learner without any work is sent to the catalogue."""
    wish = {"name": "avocet", "roles": ["learner"], "birth_date": "1990-05-01"}
    school.ids["avocet"] = school.made("admin", "/api/v1/people", wish)["id"]

    assert "Nothing is under way yet." in come_in(school, "avocet").get("/learn").text


def test_catalogue_leads_to_the_rules_before_starting(wren: Browser, school: School) -> None:
    """The criteria can be read without starting, by anyone."""
    page = wren.get("/learn").text
    path = page.split('class="card offer"', 1)[1].split('<p><a href="', 1)[1].split('"', 1)[0]

    assert 200 == school.client.get(path, headers={"Accept": "text/html"}).status_code


def test_start_opens_work(school: School) -> None:
    """One press starts, and the work is there."""
    browser = come_in(school, "osprey")
    browser.get("/learn")
    answer = browser.post("/learn", {"badge": school.ids["team"]})

    assert "Being prepared" in browser.get(answer.headers["Location"]).text


def test_start_of_a_draft_of_a_badge_finds_nothing(school: School) -> None:
    """What is not published cannot be started, and is not told to exist."""
    browser = come_in(school, "osprey")
    browser.get("/learn")

    assert 404 == browser.post("/learn", {"badge": school.ids["draft"]}).status_code


@pytest.mark.parametrize(
    ("who", "role", "expected"),
    [
        ("wren", Role.LEARNER, 200),
        ("guardian", Role.GUARDIAN, 200),
        ("teacher", Role.TEACHER, 200),
        ("kestrel", Role.LEARNER, 403),
        ("plover", Role.PEER, 403),
    ],
    ids=["own", "guardian", "teacher", "another learner", "peer"],
)
def test_work_is_read_by_whom_the_table_lets(
    school: School, who: str, role: Role, expected: int
) -> None:
    """Own and child's work opens, another learner's does not."""
    enter = come_by_link if who == "wren" else come_in

    assert expected == enter(school, who, role).get(_place(school)).status_code


def test_work_of_another_school_is_nowhere(wren: Browser, school: School) -> None:
    """A foreign id answers as one that never was."""
    assert 404 == wren.get(f"/learn/{school.ids['work of stork']}").status_code


def test_several_files_are_kept_at_once(wren: Browser, school: School) -> None:
    """Two files in one form become two items, each with its name."""
    place = _place(school)
    wren.get(place)
    answer = wren.post(
        f"{place}/files",
        _files((PNG, "team.png"), (b"%PDF-1.7\nplan", "plan.pdf")),
        content_type="multipart/form-data",
    )
    page = wren.get(place).text

    assert (303, True, True) == (answer.status_code, "team.png" in page, "plan.pdf" in page)


def test_picture_is_seen_and_runs_nothing(wren: Browser, school: School) -> None:
    """A picture is served for the page, in a sandbox; other files are saved."""
    place = _place(school)
    wren.get(place)
    wren.post(
        f"{place}/files",
        _files((PNG, "a.png"), (b"plain words", "b.txt")),
        content_type="multipart/form-data",
    )
    paths = _evidence_paths(wren.get(place).text)
    answers = [wren.client.get(path, buffered=True) for path in paths]
    found = {
        answer.mimetype: (
            answer.headers["Content-Disposition"].partition(";")[0],
            "sandbox" in answer.headers["Content-Security-Policy"],
        )
        for answer in answers
    }

    expected = {
        "image/png": ("inline", True),
        "application/octet-stream": ("attachment", True),
    }
    assert expected == found


def test_text_file_stands_on_the_page_line_by_line(wren: Browser, school: School) -> None:
    """A file of code is read where it is, each line with its number, and runs nothing."""
    place = _place(school)
    wren.get(place)
    wren.post(
        f"{place}/files",
        _files((b"total = 1\nprint('<b>')\n", "sum.py")),
        content_type="multipart/form-data",
    )
    page = wren.get(place).text
    lines = page.split('class="lines"', 1)[1].split("</div>", 1)[0]

    assert (2, True) == (lines.count("<li><code>"), "print(&#39;&lt;b&gt;&#39;)" in lines)


def _evidence_paths(page: str) -> list[str]:
    parts = page.split('href="/learn/')[1:]
    found = [f"/learn/{part.split(chr(34), 1)[0]}" for part in parts]
    return sorted({path for path in found if "/evidence/" in path})


@pytest.mark.parametrize(
    ("form", "fields", "field", "sentence"),
    [
        ("link", {"url": "no address"}, "url", "Give a full web address"),
        ("text", {"text": "  "}, "text", "Write something"),
        ("hand-in", {"authorship": " "}, "authorship", "Say in a sentence"),
        ("conflict", {"conflict_name": "Nobody"}, "conflict_name", "Write the name"),
    ],
    ids=["link", "text", "hand in", "conflict"],
)
def test_fault_stands_beside_its_field(
    wren: Browser, school: School, form: str, fields: dict[str, str], field: str, sentence: str
) -> None:
    """What is wrong is said at the field, and nothing is lost."""
    place = _place(school)
    wren.get(place)
    page = wren.post(f"{place}/{form}", fields).text
    fault = page.split(f'id="{field}-fault" role="alert">', 1)[1].split("<", 1)[0]

    assert sentence in fault


def test_file_of_a_forbidden_type_is_refused_by_name(wren: Browser, school: School) -> None:
    """The fault names the file, and those before it stay."""
    place = _place(school)
    wren.get(place)
    answer = wren.post(
        f"{place}/files",
        _files((PNG, "good.png"), (b"MZ\x90\x00\x03", "bad.exe")),
        content_type="multipart/form-data",
    )

    found = (
        answer.status_code,
        "bad.exe: Send a picture" in answer.text,
        "good.png" in answer.text,
    )
    assert (400, True, True) == found


def test_no_file_chosen_is_told(wren: Browser, school: School) -> None:
    """An empty form says what to do first."""
    place = _place(school)
    wren.get(place)
    answer = wren.post(f"{place}/files", {"files": ""}, content_type="multipart/form-data")

    assert "Choose a file first" in answer.text


def test_too_large_a_form_is_refused_before_it_is_read(wren: Browser, school: School) -> None:
    """Twice the largest file is the most that a form may carry."""
    place = _place(school)
    wren.get(place)
    answer = wren.post(
        f"{place}/files", _files((b"x" * 480_000, "big.txt")), content_type="multipart/form-data"
    )

    assert 413 == answer.status_code


def test_removed_piece_is_gone_from_the_next_hand_in(wren: Browser, school: School) -> None:
    """Remove takes the text out of the list."""
    place = _place(school)
    wren.get(place)
    wren.post(f"{place}/evidence/{school.ids['evidence of wren']}/remove")

    assert "wren led a team of four." not in wren.get(place).text


def test_handed_in_work_offers_no_changes(wren: Browser, school: School) -> None:
    """After handing in, the forms are gone and the statement stands in the history."""
    place = _place(school)
    wren.get(place)
    wren.post(f"{place}/hand-in", {"authorship": "I did it.", "ai_disclosure": "A spell checker."})
    page = wren.get(place).text
    found = ("Handed in" in page, f"{place}/files" in page, "A spell checker." in page)

    assert (True, False, True) == found


def test_returned_work_shows_feedback_and_what_changed(wren: Browser, school: School) -> None:
    """After a return the learner reads it, adds, hands in again, and sees both side by side."""
    work, place = school.ids["work of wren"], _place(school)
    hand_in(school, "wren", work)
    body = {"feedback": {"planning": "Say who did what."}}
    school.made("teacher", f"/api/v1/submissions/{work}/return", body)
    before = wren.get(place).text
    wren.post(f"{place}/text", {"text": "Teal wrote, I drew.", "title": "Who did what"})
    wren.post(f"{place}/hand-in", {"authorship": "Still mine.", "again": "yes"})
    after = wren.get(place).text

    found = (
        "Say who did what." in before,
        "Planning the work" in before,
        "Hand in again" in before,
        'tone-good">' in after.split('class="sides"', 1)[1].split("</details>", 1)[0],
        "Kept" in after,
    )
    assert (True, True, True, True, True) == found


def test_withdrawn_work_is_finished(wren: Browser, school: School) -> None:
    """Taking back ends it."""
    place = _place(school)
    wren.get(place)
    wren.post(f"{place}/withdraw")

    assert "Taken back" in wren.get(place).text


def test_appeal_brings_decided_work_back(wren: Browser, school: School) -> None:
    """A not-yet can be appealed from the page."""
    work, place = school.ids["work of wren"], _place(school)
    hand_in(school, "wren", work)
    body = {"feedback": {"planning": "Not there."}}
    school.made("teacher", f"/api/v1/submissions/{work}/not-yet", body)
    page = wren.get(place).text
    wren.post(f"{place}/appeal")

    assert ("Appeal" in page, True) == (True, "There is an appeal." in wren.get(place).text)


def test_declared_conflict_is_kept_once(wren: Browser, school: School) -> None:
    """A name that the school has makes a tie; the second time it is known."""
    place = _place(school)
    wren.get(place)
    first = wren.post(f"{place}/conflict", {"conflict_name": " Plover "})
    second = wren.post(f"{place}/conflict", {"conflict_name": "plover"})

    assert (303, "The school knows this already" in second.text) == (first.status_code, True)


def test_guardian_reads_and_changes_nothing(school: School) -> None:
    """The child's page has no form to gather or to hand in."""
    page = come_in(school, "guardian").get(_place(school)).text
    found = [f"{_place(school)}/{form}" in page for form in ("files", "hand-in", "withdraw")]

    assert [False, False, True] == found


def test_lowest_level_has_no_name_for_a_family(school: School) -> None:
    """A guardian reads that it is not there yet; the learner reads the level."""
    work, place = school.ids["work of wren"], _place(school)
    hand_in(school, "wren", work)
    levels = {
        "rubric": "team-leadership@1",
        "levels": {"planning": "beginning", "ethics": "proficient"},
    }
    school.made("teacher", f"/api/v1/submissions/{work}/ratings", levels)
    family = come_in(school, "guardian").get(place).text
    own = come_by_link(school, "wren", Role.LEARNER).get(place).text

    found = ("Beginning" in family, "Not there yet" in family, "Beginning" in own)
    assert (False, True, True) == found
