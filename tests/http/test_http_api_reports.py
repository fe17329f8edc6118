"""Reports, groups and endings by the API: the figures of the pages, and not one more."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.counting import counted_school
from tests.schooling import School
from tests.visiting import Browser, come_in

REPORTS = "/api/v1/reports"
GROUPS = f"{REPORTS}/groups"
ENDING = "/api/v1/ending"
NAMES = ("equity", "waiting", "peers", "issued")
#: Measure -> its heading on the page.
MEASURES = {
    "returns": "Work that came back",
    "waivers": "Waivers",
    "days": "Time to a badge",
    "peers": "What peers answered",
}
Rows = list[list[str]]


@pytest.fixture(scope="module")
def counted(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    """Play the thirty once; no test here changes them."""
    school = counted_school(founded, tmp_path_factory.mktemp("counted") / "data")
    yield school
    school.house.close()


@pytest.fixture(scope="module")
def registrar(counted: School) -> Browser:
    """Let the registrar sign in once."""
    return come_in(counted, "registrar")


def rows_of(data: bytes) -> Rows:
    """Return the rows of a file."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))[1:]


def asked(school: School, path: str, who: str = "registrar") -> Any:
    """Return what somebody is told."""
    answer = school.call(who, "GET", path)
    assert 200 == answer.status_code, answer.text
    return answer.get_json() if answer.mimetype == "application/json" else rows_of(answer.data)


def give(school: School, text: str, who: str = "registrar") -> Any:
    """Send a file of groups."""
    return school.call(who, "POST", GROUPS, data=text.encode(), content_type="text/csv")


def test_equity_shows_the_groups_of_the_page_and_their_figures(
    counted: School, registrar: Browser
) -> None:
    """Measure by measure: the page's file, the API's file and JSON have the same groups."""
    page = rows_of(registrar.get("/reports/equity/file").data)
    sheet = asked(counted, f"{REPORTS}/equity/file")
    for each in asked(counted, f"{REPORTS}/equity")["comparisons"]:
        heading = MEASURES[each["measure"]]
        told = {cell["group"]: str(cell["learners"]) for cell in each["groups"]}
        on_page = {
            row: value
            for part, row, figure, value in page
            if (part, figure) == (heading, "Learners") and row != "Groups shown, together"
        }
        in_sheet = {
            row: value
            for part, row, figure, value in sheet
            if (part, figure) == (each["measure"], "learners") and row
        }
        assert told == on_page == in_sheet
        assert 1 <= each["withheld"] <= 2


def test_equity_counts_as_the_page_does(counted: School, registrar: Browser) -> None:
    """Words of the page, such as 3 of 20, are part and whole here; the same two differ."""
    page = rows_of(registrar.get("/reports/equity/file").data)
    returns = asked(counted, f"{REPORTS}/equity")["comparisons"][0]
    for cell in returns["groups"]:
        counted_of = f"{cell['part']} of {cell['whole']}"
        assert [MEASURES["returns"], cell["group"], "Counted", counted_of] in page
    assert ["Hill campus", "Harbor campus"] == returns["differ"]


@pytest.mark.parametrize("door", ["equity", "equity/file"])
def test_small_group_is_nowhere(counted: School, door: str) -> None:
    """Not by name, in no sum."""
    answer = counted.call("registrar", "GET", f"{REPORTS}/{door}")
    assert "Evening class" not in answer.text


def test_waiting_peers_and_issued_have_the_figures_of_their_pages(
    counted: School, registrar: Browser
) -> None:
    """Figures of the API stand on the page, by the same names."""
    waiting, peers, issued = (asked(counted, f"{REPORTS}/{name}") for name in NAMES[1:])
    pages = {name: registrar.get(f"/reports/{name}/file").data.decode() for name in NAMES[1:]}
    whole = waiting["together"]
    assert f"All work,Pieces of work,{whole['count']}" in pages["waiting"]
    for teacher in waiting["teachers"]:
        assert f"{teacher['name']},Pieces of work,{teacher['count']}" in pages["waiting"]
    for drift in peers["items"]:
        for quarter in drift["quarters"]:
            assert f",Panels,{quarter['panels']}" in pages["peers"]
            assert ("answers" in quarter) == (quarter["panels"] >= 10)
    for badge in issued["badges"]:
        assert f"{badge['title']},Badges,{badge['count']}" in pages["issued"]
    assert 12 == len(issued["months"])


@pytest.mark.parametrize("name", NAMES[1:])
def test_file_and_json_of_a_report_have_the_same_figures(counted: School, name: str) -> None:
    """Every number of the JSON is a value of the file, as often."""
    document = asked(counted, f"{REPORTS}/{name}")
    values = [row[3] for row in asked(counted, f"{REPORTS}/{name}/file") if row[2] != "name"]
    assert sorted(values) == sorted(str(number) for number in _numbers(document))


def _numbers(value: Any) -> Iterator[int]:
    if isinstance(value, int):
        yield value
    elif isinstance(value, dict | list):
        for member in value.values() if isinstance(value, dict) else value:
            yield from _numbers(member)


@pytest.mark.parametrize(
    "path", [*(f"{REPORTS}/{name}/file" for name in (*NAMES, "groups")), f"{ENDING}/file"]
)
def test_files_are_attachments_that_nobody_keeps(counted: School, path: str) -> None:
    """CSV under a name of its own, never cached."""
    answer = counted.call("registrar", "GET", path)
    found = (answer.mimetype, answer.headers["Cache-Control"])
    assert ("text/csv", "no-store") == found
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="')


def test_another_school_is_told_nothing_of_this_one(counted: School) -> None:
    """The other school's administrator reads reports about nobody."""
    told = {
        name: counted.call("northgate", "GET", f"{REPORTS}/{name}").text
        for name in (*NAMES, *(f"{name}/file" for name in NAMES), "groups", "groups/file")
    }
    ending = counted.call("northgate", "GET", f"{ENDING}?within=3660").get_json()
    ours = [counted.ids[name] for name in ("teacher", "kestrel")]
    words = (*ours, "Harbor", "Hill campus", "Safety Talk", "Second teacher")
    assert not [name for name, text in told.items() if any(word in text for word in words)]
    assert {"items": []} == ending


def test_groups_are_given_by_file_counted_by_rule_and_come_back(school: School) -> None:
    """What was given is counted once the school decides so; the file can be sent again."""
    given = give(school, "learner,group\nkestrel,=HYPERLINK(1)\nwren,North\n").get_json()
    before = asked(school, GROUPS)
    rule = school.call("admin", "PUT", f"{GROUPS}/rule", json={"everybody": True})
    after = asked(school, GROUPS)
    sent = school.call("registrar", "GET", f"{GROUPS}/file").data.decode("utf-8-sig")

    assert ({"changed": 2, "faults": []}, {"everybody": True}) == (given, rule.get_json())
    assert [{"group": "=HYPERLINK(1)", "learners": 1}, {"group": "North", "learners": 1}] == before[
        "groups"
    ]
    assert [(0, False), (2, True)] == [
        (each["counted"], each["everybody"]) for each in (before, after)
    ]
    assert "'=HYPERLINK(1)" in sent
    assert 0 == give(school, sent).get_json()["changed"]


def test_one_fault_keeps_every_row_out(school: School) -> None:
    """Each fault by its row, and nothing is kept."""
    answer = give(school, "learner,group\nkestrel,North\nphoenix,North\n").get_json()
    assert (0, [3]) == (answer["changed"], [each["row"] for each in answer["faults"]])
    assert [] == asked(school, GROUPS)["groups"]


def test_learner_of_another_school_cannot_be_grouped(school: School) -> None:
    """Neither by name nor by id: unknown here."""
    rows = f"learner,group\n{school.ids['stork']},North\nstork,North\n"
    answer = give(school, rows).get_json()
    assert [2, 3] == [each["row"] for each in answer["faults"]]
    assert [] == asked(school, GROUPS, "northgate")["groups"]


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ({"data": b"who,what\na,b\n", "content_type": "text/csv"}, 400, "sheet"),
        ({"data": b"", "content_type": "text/csv"}, 400, "sheet"),
        ({"data": b"PK\x03\x04\0", "content_type": "text/csv"}, 400, "sheet"),
        ({"data": b"learner,group\n" * 90_000, "content_type": "text/csv"}, 413, "size"),
        ({"data": b"learner,group\n" * 2_100, "content_type": "text/csv"}, 413, "sheet_size"),
        ({"json": {"learner": "kestrel", "group": "North"}}, 415, "media_type"),
    ],
    ids=["headings", "nothing", "an archive", "bytes", "rows", "JSON"],
)
def test_what_is_no_file_of_groups_is_refused(
    school: School, sent: dict[str, Any], status: int, code: str
) -> None:
    """With its code, and nothing is kept."""
    answer = school.call("registrar", "POST", GROUPS, **sent)
    assert (status, code) == (answer.status_code, answer.get_json()["code"])
    assert [] == asked(school, GROUPS)["groups"]


@pytest.mark.parametrize("body", [{}, {"everybody": "yes"}, {"everybody": True, "more": 1}])
def test_rule_is_yes_or_no(school: School, body: dict[str, Any]) -> None:
    """Strict, and left as it is otherwise."""
    answer = school.call("admin", "PUT", f"{GROUPS}/rule", json=body)
    assert (400, "shape") == (answer.status_code, answer.get_json()["code"])
    assert asked(school, GROUPS)["everybody"] is False


def test_endings_are_those_of_the_page_soonest_first(counted: School, registrar: Browser) -> None:
    """JSON over all pages and the file have the rows of the page's file, in its order."""
    page = rows_of(registrar.get("/expiring/file?within=365").data)
    listed: list[dict[str, Any]] = []
    path = f"{ENDING}?within=365&limit=7"
    while path:
        answer = counted.call("registrar", "GET", path)
        listed += answer.get_json()["items"]
        link = re.match(r'<http://localhost(.*)>; rel="next"', answer.headers.get("Link", ""))
        path = link[1] if link else ""

    assert page == asked(counted, f"{ENDING}/file?within=365")
    assert [row[5] for row in page] == [each["id"] for each in listed]
    assert [row[4] for row in page] == [str(each["days_left"]) for each in listed]


def test_names_of_endings_are_for_those_who_read_people(counted: School) -> None:
    """An auditor sees pseudonyms, and so does a program that may read credentials alone."""
    wish = {"name": "Reminders", "scopes": ["credentials.read"]}
    client = counted.made("admin", "/api/v1/clients", wish)
    granted = counted.client.post(
        "/oauth/token",
        data={"grant_type": "client_credentials"},
        auth=(client["id"], client["secret"]),
    ).get_json()
    counted.tokens["program"] = granted["access_token"]
    told = {
        who: {row[0] for row in asked(counted, f"{ENDING}/file", who)}
        for who in ("registrar", "auditor", "program")
    }
    ids = {each["learner"] for each in asked(counted, ENDING)["items"]}
    assert told["auditor"] == told["program"] == ids
    assert told["registrar"].isdisjoint(ids)


@pytest.mark.parametrize("within", ["x", "0", "-5", "99999", "٣", "", "1e2"])
@pytest.mark.parametrize("path", [ENDING, f"{ENDING}/file"])
def test_days_that_are_none_are_refused(shared_school: School, path: str, within: str) -> None:
    """400 with the code that names the parameter."""
    answer = shared_school.call("registrar", "GET", path, query_string={"within": within})
    assert (400, "within") == (answer.status_code, answer.get_json()["code"])


def test_a_registrar_of_one_unit_is_told_of_its_learners_alone(school: School) -> None:
    """Row 72: what others do is in no figure, and their names are in no answer."""
    school.made("riverbend", "/api/v1/units", {"slug": "north", "name": "North"})
    person = school.made("riverbend", "/api/v1/people", {"name": "avocet", "roles": ["teacher"]})
    grant = {"role": "registrar", "units": ["north"]}
    school.made("admin", f"/api/v1/people/{person['id']}/roles", grant)
    wish = {"person": person["id"], "role": "registrar", "label": "north"}
    school.tokens["north"] = school.made("admin", "/api/v1/tokens", wish)["secret"]
    waiting = asked(school, f"{REPORTS}/waiting", "north")
    assert 0 == waiting["together"]["count"]
    assert ["avocet"] == [each["name"] for each in waiting["teachers"] if "name" in each]
    assert [] == asked(school, f"{REPORTS}/issued", "north")["badges"]
    assert [2] == [f["row"] for f in give(school, "learner,group\nkestrel,North\n", "north").get_json()["faults"]]  # fmt: skip # noqa: E501
