"""Age x consents x visibility: exactly which fields a page shows (reliability.md row 86).

The committed table is visibility.csv. `answer` is the status of the page, `bytes` whether the
signed badge is served under its address; the other columns are parts of the page.
"""

import csv
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.erasing import fresh_token
from tests.schooling import School, approve, hand_in, open_school, open_submission

TABLE = Path(__file__).parent / "visibility.csv"
TITLE, SHOWN = "Qztitle of a plan", "Qzshown"
#: (age, whether sharing evidence was agreed to before the badge was made) -> learner.
LEARNERS = {
    ("minor", False): "rail",
    ("minor", True): "crake",
    ("adult", False): "smew",
    ("adult", True): "brant",
}
MARKS = {
    "name": SHOWN,
    "evidence": '<h2 id="evidence">',
    "fingerprint": '<code title="uEi',
    "titles": TITLE,
    "peers": '<p class="over">The peers</p>',
}
ROWS = list(csv.DictReader(TABLE.read_text("utf-8").splitlines()))


def _ends(row: dict[str, str]) -> tuple[list[str], list[str]]:
    """Return which consents are given, and which of them are withdrawn afterwards."""
    given, _, ended = row["consents"].partition(" then ")
    purposes = [] if given == "none" else given.split("+")
    if not ended:
        return purposes, []
    named = ended.removesuffix("withdrawn").strip()
    return purposes, [named] if named else purposes


@pytest.fixture(scope="session")
def earned(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a school in which four learners earned the same badge with evidence and peers."""
    folder = tmp_path_factory.mktemp("earned") / "data"
    shutil.copytree(founded, folder)
    school = open_school(folder)
    for (age, shares), name in LEARNERS.items():
        _enrol(school, name, age)
        if shares:
            _consent(school, name, age, "share-evidence")
        school.ids[f"badge of {name}"] = _earn(school, name)
    school.save()
    school.house.close()
    return folder


@pytest.fixture
def place(earned: Path, tmp_path: Path) -> Iterator[School]:
    """Yield a copy of that school."""
    folder = tmp_path / "data"
    shutil.copytree(earned, folder)
    school = open_school(folder)
    yield school
    school.house.close()


def _enrol(school: School, name: str, age: str) -> None:
    born = "2014-05-01" if age == "minor" else "1990-05-01"
    wish = {"name": name, "roles": ["learner"], "birth_date": born}
    person = school.made("admin", "/api/v1/people", wish)["id"]
    school.ids[name] = person
    label = {"person": person, "role": "learner", "label": name}
    school.tokens[name] = school.made("admin", "/api/v1/tokens", label)["secret"]
    if age == "minor":
        tie = {"person": school.ids["guardian"], "other": person, "kind": "guardian"}
        school.made("admin", "/api/v1/ties", tie)


def _earn(school: School, name: str) -> str:
    work = open_submission(school, name, "team")
    place = f"/api/v1/submissions/{work}"
    text = {"kind": "text", "title": TITLE, "text": "Words."}
    school.made(name, f"{place}/evidence", text)
    hand_in(school, name, work)
    waiver = {"node": "peer-verification", "reason": "A small school."}
    school.made("registrar", f"{place}/waivers", waiver)
    levels = {"planning": "proficient", "ethics": "developing"}
    school.made("teacher", f"{place}/ratings", {"rubric": "team-leadership@1", "levels": levels})
    return approve(school, work).rsplit("/", 1)[-1]


def _side(name: str, age: str) -> str:
    return "guardian" if age == "minor" else name


def _consent(school: School, name: str, age: str, purpose: str) -> None:
    wish = {"purpose": purpose}
    if purpose == "name-on-page":
        wish["display_name"] = SHOWN
    school.made(_side(name, age), f"/api/v1/people/{school.ids[name]}/consents", wish)


def _page(school: School, name: str) -> dict[str, str]:
    """Return what is seen today of a learner's badge, in the columns of the table."""
    badge = school.ids[f"badge of {name}"]
    page = school.call(None, "GET", f"/badges/{badge}")
    signed = school.call(None, "GET", f"/credentials/{badge}.json")
    words = {True: "yes", False: "no"}
    return {
        "answer": str(page.status_code),
        **{part: words[mark in page.text] for part, mark in MARKS.items()},
        "bytes": words[signed.status_code == 200],
    }


@pytest.mark.parametrize(
    "row", ROWS, ids=[f"{row['age']}, {row['consents']}, {row['visibility']}" for row in ROWS]
)
def test_page_shows_what_the_table_says(place: School, row: dict[str, str]) -> None:
    """Exactly the committed fields appear, and what was withdrawn is gone with the next request."""
    given, ended = _ends(row)
    age, name = row["age"], LEARNERS[row["age"], "share-evidence" in given]
    for purpose in given:
        if purpose != "share-evidence":
            _consent(place, name, age, purpose)
    chosen = place.call(
        _side(name, age),
        "PUT",
        f"/api/v1/credentials/{place.ids[f'badge of {name}']}/visibility",
        json={"visibility": row["visibility"]},
    )
    assert 200 == chosen.status_code
    for purpose in ended:
        path = f"/api/v1/people/{place.ids[name]}/consents/{purpose}"
        assert 200 == place.call(_side(name, age), "DELETE", path).status_code
    wanted = {part: row[part] for part in ("answer", *MARKS, "bytes")}
    assert wanted == _page(place, name)


@pytest.mark.parametrize("name", sorted(LEARNERS.values()))
def test_nothing_of_a_badge_page_is_kept_by_a_cache(place: School, name: str) -> None:
    """Page, bytes and pictures are asked for anew each time: so hiding works at once."""
    age = next(age for (age, _), learner in LEARNERS.items() if learner == name)
    badge = place.ids[f"badge of {name}"]
    place.call(
        _side(name, age),
        "PUT",
        f"/api/v1/credentials/{badge}/visibility",
        json={"visibility": "link"},
    )
    paths = [f"/badges/{badge}"]
    paths += [f"/credentials/{badge}{form}" for form in (".json", ".png", ".svg", "/qr.svg")]
    kept = {path: place.call(None, "GET", path).headers["Cache-Control"] for path in paths}
    assert {"no-store", "no-cache"} == set(kept.values())


def test_minors_default_is_private_and_adults_by_link(place: School) -> None:
    """Before anybody chose anything."""
    seen = {name: _page(place, name)["answer"] for name in ("rail", "smew")}
    assert {"rail": "404", "smew": "200"} == seen


def test_rights_pass_to_the_learner_on_the_birthday(place: School) -> None:
    """The day before, the guardian decides; from the birthday on, the learner alone (row 75)."""
    found = []
    for day in (date(2032, 4, 30), date(2032, 5, 1), date(2032, 5, 2)):
        place.clock.now = place.clock.now.replace(year=day.year, month=day.month, day=day.day)
        answers = []
        for who, role in (("guardian", "guardian"), ("rail", "learner")):
            place.tokens[who] = fresh_token(place, who, role)
            path = f"/api/v1/people/{place.ids['rail']}/consents"
            wish = {"purpose": "share-evidence"}
            answers.append(place.call(who, "POST", path, json=wish).status_code)
        found.append(tuple(answers))
    assert [(201, 422), (403, 201), (403, 201)] == found


def test_minor_takes_no_badge_away_without_consent(place: School) -> None:
    """A wallet or file export of a child is the guardian's to allow."""
    path = f"/api/v1/credentials/{place.ids['badge of rail']}/content"
    before = place.call("rail", "GET", path)
    _consent(place, "rail", "minor", "wallet-export")
    after = place.call("rail", "GET", path)
    assert ("consent_missing", 200) == (before.get_json()["code"], after.status_code)
