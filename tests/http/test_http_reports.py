"""Reports over HTTP: what they show, what they keep back, the same figures from the events."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from issuer.access import Role
from issuer.cli.demo.cohort import GROUPS
from tests.counting import counted_school
from tests.schooling import School
from tests.visiting import Browser, come_in

PAGES = ("equity", "waiting", "peers", "issued")


@pytest.fixture(scope="module")
def counted(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    """Play the thirty once; no test here changes them."""
    school = counted_school(founded, tmp_path_factory.mktemp("counted") / "data", signs=True)
    yield school
    school.house.close()


@pytest.fixture(scope="module")
def registrar(counted: School) -> Browser:
    """Let the registrar sign in once."""
    return come_in(counted, "registrar")


def rows_of(browser: Browser, path: str) -> list[list[str]]:
    """Return the rows of a file."""
    return list(csv.reader(io.StringIO(browser.get(path).data.decode("utf-8-sig"))))


def hand_in(browser: Browser, text: str) -> TestResponse:
    """Hand in a file of groups."""
    browser.get("/reports/groups")
    return browser.client.post(
        "/reports/groups",
        data={"csrf_token": browser.token, "file": (io.BytesIO(text.encode()), "groups.csv")},
        headers={"Accept": "text/html"},
        content_type="multipart/form-data",
    )


def test_the_planted_gap_is_found_and_the_small_group_kept_back(registrar: Browser) -> None:
    """Education.md section 8: a return rate between two groups of ten and more; seven not shown."""
    page = registrar.get("/reports/equity").text
    assert "Work came back more often in Hill campus than in Harbor campus" in page
    assert "Evening class" not in page
    assert "30 learners are counted, of 30 who have a group." in page


def test_figures_of_returns_reproduce_from_the_log(counted: School, registrar: Browser) -> None:
    """Counted anew from what the API tells of each learner's events (row 23)."""
    expected = []
    for group, (names, _) in GROUPS.items():
        handed, back = set(), set()
        for name in names.split():
            path = f"/api/v1/events?learner={counted.ids[name]}"
            while path:
                answer = counted.call("registrar", "GET", path).get_json()
                for event in answer["items"]:
                    if event["name"] in {"submission.submitted", "submission.resubmitted"}:
                        handed.add(event["subject"])
                    if event["name"] == "feedback.returned":
                        back.add(event["subject"])
                after = answer.get("next")
                path = f"/api/v1/events?learner={counted.ids[name]}&after={after}" if after else ""
        if len(names.split()) >= 10:
            expected.append([group, f"{len(back)} of {len(handed)}"])
    rows = rows_of(registrar, "/reports/equity/file")
    told = [
        [row, value]
        for part, row, figure, value in rows
        if (part, figure) == ("Work that came back", "Counted")
    ]
    assert expected == told[:2]


def test_no_figure_of_the_small_group_is_in_page_or_file(registrar: Browser) -> None:
    """Neither by name nor in a sum: what is shown together is the sum of what is shown."""
    rows = rows_of(registrar, "/reports/equity/file")[1:]
    for part in {row[0] for row in rows}:
        counts = {row[1]: int(row[3]) for row in rows if (row[0], row[2]) == (part, "Learners")}
        together = counts.pop("Groups shown, together", None)
        assert together in {None, sum(counts.values())}
        assert counts.keys() <= {"Harbor campus", "Hill campus"}


def test_what_peers_answered_is_told_of_one_group_alone(registrar: Browser) -> None:
    """Everybody's answers are told elsewhere, so a large group is left out beside the small one."""
    rows = rows_of(registrar, "/reports/equity/file")
    groups = {row[1] for row in rows if row[0] == "What peers answered"}
    assert {"Hill campus"} == groups


def test_agreement_of_teachers_is_told_from_thirty_on(registrar: Browser) -> None:
    """Alpha with its reading, and the distribution beside it from low to high."""
    page = registrar.get("/reports/peers").text
    levels = [page.index(f">{level}<") for level in ("beginning", "developing", "proficient")]
    assert "30 pieces of work were rated by two people or more, of 30." in page
    assert "Alpha is 0." in page
    assert sorted(levels) == levels


def test_work_that_waits_is_counted_before_each_teacher(registrar: Browser) -> None:
    """Three wait for approval, and what the founded school has waiting."""
    page = registrar.get("/reports/waiting").text
    assert "pieces of work wait" in page
    assert "Second teacher" in page


@pytest.mark.parametrize("name", PAGES)
def test_charts_have_title_description_and_a_table(registrar: Browser, name: str) -> None:
    """Each drawing is named, and what it shows stands beside it."""
    page = registrar.get(f"/reports/{name}").text
    assert page.count("<svg viewBox") == page.count("<title id=") == page.count("<desc id=")
    assert page.count("<table>") >= page.count("<svg viewBox")
    assert 'style="' not in page


@pytest.mark.parametrize("name", [*PAGES, "groups"])
def test_files_of_reports_are_attachments_that_nobody_keeps(registrar: Browser, name: str) -> None:
    """CSV, never cached."""
    answer = registrar.get(f"/reports/{name}/file")
    assert (200, "text/csv", "no-store") == (
        answer.status_code,
        answer.mimetype,
        answer.headers["Cache-Control"],
    )
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_an_empty_school_says_what_to_do(shared_school: School) -> None:
    """Each report has a sentence for its beginning."""
    browser = come_in(shared_school, "admin")
    told = {name: browser.get(f"/reports/{name}").text for name in PAGES}
    assert "No learner has a group yet" in told["equity"]
    assert "Nothing to compare yet" in told["peers"]
    assert "2 badges were issued." in told["issued"]


def test_groups_are_handed_in_and_come_back_as_they_were(school: School) -> None:
    """The file that is downloaded can be handed in again; formulas in it are harmless."""
    registrar = come_in(school, "registrar")
    given = hand_in(registrar, "learner,group\nkestrel,=HYPERLINK(1)\nwren,North\n")
    page = registrar.get(given.headers["Location"]).text
    sent = registrar.get("/reports/groups/file").data.decode("utf-8-sig")
    again = hand_in(registrar, sent)
    assert "2 learners have another group now." in page
    assert "'=HYPERLINK(1)" in sent
    assert "/reports/groups?changed=0" == again.headers["Location"]


def test_faults_of_a_file_of_groups_are_told_by_row(school: School) -> None:
    """Nothing is kept, and each row says what to do."""
    registrar = come_in(school, "registrar")
    answer = hand_in(registrar, "learner,group\nkestrel,North\nphoenix,North\n")
    after = registrar.get("/reports/groups").text
    assert 400 == answer.status_code
    assert ("Row 3" in answer.text, "No learner is called" in answer.text) == (True, True)
    assert "No learner has a group yet" in after


def test_what_is_no_list_of_groups_is_told_beside_the_field(school: School) -> None:
    """Another kind of file, and none at all."""
    registrar = come_in(school, "registrar")
    assert 'id="file-fault"' in hand_in(registrar, "who,what\na,b\n").text
    registrar.get("/reports/groups")
    answer = registrar.post("/reports/groups")
    assert (400, True) == (answer.status_code, "Choose a file first." in answer.text)


def test_only_an_administrator_is_offered_the_rule(school: School) -> None:
    """Whoever may not decide is not asked, and is refused if they send the form."""
    registrar, admin = come_in(school, "registrar"), come_in(school, "admin")
    assert "/reports/groups/rule" not in registrar.get("/reports/groups").text
    assert 403 == registrar.post("/reports/groups/rule", {"everybody": "yes"}).status_code
    admin.get("/reports/groups")
    assert 303 == admin.post("/reports/groups/rule", {"everybody": "yes"}).status_code
    assert "Every learner with a group is counted" in admin.get("/reports/groups").text


def test_a_registrar_of_one_unit_counts_its_learners_alone(school: School) -> None:
    """Row 72: learners of other units are not found by name, and their work is not counted."""
    made = school.made("riverbend", "/api/v1/units", {"slug": "north", "name": "North"})
    wish = {"name": "avocet", "roles": ["teacher"]}
    person = school.made("riverbend", "/api/v1/people", wish)["id"]
    school.ids["avocet"] = person
    grant = {"role": "registrar", "units": [made["slug"]]}
    school.made("admin", f"/api/v1/people/{person}/roles", grant)
    browser = come_in(school, "avocet", Role.REGISTRAR)
    answer = hand_in(browser, "learner,group\nkestrel,North\n")
    assert "No learner is called" in answer.text
    assert "Nothing waits" in browser.get("/reports/waiting").text
    assert "0 badges were issued." in browser.get("/reports/issued").text


@pytest.mark.parametrize("who", ["teacher", "auditor", "kestrel", "approver"])
def test_reports_are_for_registrars_and_administrators(school: School, who: str) -> None:
    """Others are refused by the row itself."""
    browser = come_in(school, who)
    assert {403} == {browser.get(f"/reports/{name}").status_code for name in PAGES}


def test_what_ends_soon_is_listed_soonest_first(registrar: Browser) -> None:
    """Only what ends within the days asked for; more days find more; the file has the same."""
    near, far = (rows_of(registrar, f"/expiring/file?within={days}")[1:] for days in (60, 365))
    ends = [row[3] for row in far]
    assert 0 < len(near) < len(far)
    assert sorted(ends) == ends
    assert all(int(row[4]) <= 60 for row in near)
    assert near[0][0] in registrar.get("/expiring").text


def test_a_letter_goes_to_each_learner_whose_badge_ends(registrar: Browser) -> None:
    """Name, badge, last day and what to do; as many letters as rows."""
    rows = rows_of(registrar, "/expiring/file?within=60")[1:]
    page = registrar.get("/expiring/letters?within=60").text
    assert len(rows) == page.count('<article class="letter')
    assert f"Dear {rows[0][0]}," in page
    assert "begin the badge again" in page


@pytest.mark.parametrize("within", ["x", "0", "-5", "99999", "٣", ""])
def test_days_that_are_none_are_told_beside_the_field(registrar: Browser, within: str) -> None:
    """400 with the sentence, and no list."""
    answer = registrar.get(f"/expiring?within={within}")
    assert (400, True) == (answer.status_code, 'id="within-fault"' in answer.text)


def test_nothing_ends_in_a_school_without_such_badges(shared_school: School) -> None:
    """The page says how to look further ahead."""
    browser = come_in(shared_school, "approver")
    assert "No badge ends within that time" in browser.get("/expiring?within=3660").text
    assert "No badge ends within that time" in browser.get("/expiring/letters").text


@pytest.mark.parametrize("who", ["teacher", "kestrel", "auditor"])
def test_endings_are_for_the_office(shared_school: School, who: str) -> None:
    """Names stand on that page."""
    browser = come_in(shared_school, who)
    assert 403 == browser.get("/expiring").status_code
