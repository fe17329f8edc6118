"""The badge designer over HTTP: begin, change the tree, rubrics, picture, text, publish."""

import re
from typing import Any

import pytest

from issuer import assessment
from issuer.access import Actor, Role
from issuer.assessment.model import Definition
from tests.schooling import School
from tests.visiting import Browser, come_in, riverbend


def _actor(school: School) -> Actor:
    return Actor(person=school.ids["teacher"], organisation=riverbend(school), role=Role.TEACHER)


def _definition(school: School, definition: str) -> Definition:
    view = assessment.show_definition(_actor(school), definition, school.house.assessment)
    return view.definition


def _tree(school: School, definition: str) -> Any:
    return _definition(school, definition).document["criteria"]


@pytest.fixture
def teacher(school: School) -> Browser:
    """Return the browser of a teacher who has signed in."""
    return come_in(school, "teacher")


@pytest.fixture
def draft(school: School, teacher: Browser) -> str:
    """Begin a badge from almost nothing and return its id."""
    teacher.get("/design/new")
    fields = {"title": "Bridge Building", "summary": "The learner built a bridge that holds."}
    answer = teacher.post("/design/new", {**fields, "template": ""})
    assert 303 == answer.status_code, answer.text
    definition = re.sub(r"^/design/|\?.*$", "", answer.headers["Location"])
    assert _definition(school, definition).badge == "bridge-building"
    return definition


def _post(teacher: Browser, draft: str, path: str, fields: dict[str, Any] | None = None) -> Any:
    """Open the draft, so that the form knows what it is based on, and send."""
    page = teacher.get(f"/design/{draft}").text
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    assert seen is not None
    return teacher.post(f"/design/{draft}{path}", {"seen": seen[1], **(fields or {})})


def test_template_brings_the_rubrics_that_it_names(school: School, teacher: Browser) -> None:
    """A teacher begins with a template, and nothing stands in the way of publishing."""
    teacher.get("/design/new")
    answer = teacher.post("/design/new", {"template": "data-analysis-proficient"})
    page = teacher.get(answer.headers["Location"]).text
    listed = assessment.list_rubrics(_actor(school), school.house.assessment)

    assert "data-analysis@2" in {each.ref for each in listed}
    assert ">E04<" not in page


def test_badge_without_a_title_is_told_beside_the_field(teacher: Browser) -> None:
    """Almost nothing needs a sentence at least."""
    teacher.get("/design/new")
    answer = teacher.post("/design/new", {"template": "", "title": "Bridges", "summary": ""})

    assert (400, True) == (answer.status_code, 'id="title-fault"' in answer.text)


LEAVES: dict[str, dict[str, Any]] = {
    "evidence": {"kinds": ["file", "video"], "min": "2"},
    "rubric": {
        "rubric": "team-leadership@1",
        "levels.planning": "proficient",
        "by.roles": "teacher",
    },
    "peers": {"instrument": "leadership-behaviours@1", "levels.listens": "proficient", "min": "3"},
    "signoff": {"role": "teacher", "statement": "I saw it.", "min": "1"},
    "badge": {"any": "team-leadership"},
    "hours": {"buckets": "practice\r\nclassroom", "min": "12.5", "verified_by": "teacher"},
    "external": {"certificate": "first-aid", "proof": "registry-lookup"},
    "metric": {"metric": "contribution-balance", "op": ">=", "value": "0.6", "min_sample": "20"},
    "statements": {"verb": "https://w3id.org/xapi/v", "activities": "https://a.example/1"},
    "any_of": {},
    "n_of": {"n": "1"},
}


@pytest.mark.parametrize("kind", LEAVES)
def test_every_kind_of_node_is_added_and_shown_again(
    school: School, teacher: Browser, draft: str, kind: str
) -> None:
    """The form of a new node makes one of its kind, and the form of the node shows it."""
    form = teacher.get(f"/design/{draft}/add?parent=everything&kind={kind}")
    fields = {"parent": "everything", "kind": kind, "title": "One more", **LEAVES[kind]}
    answer = _post(teacher, draft, "/add", fields)
    added = _tree(school, draft)["all_of"][-1]

    assert (200, 303) == (form.status_code, answer.status_code), answer.text
    assert ("one-more", True) == (added["id"], kind in added)
    assert 200 == teacher.get(f"/design/{draft}/nodes/one-more").status_code


def test_saving_a_node_unchanged_changes_nothing(
    school: School, teacher: Browser, draft: str
) -> None:
    """What the form shows is what was written."""
    before = _definition(school, draft).content_hash
    fields = {"title": "A teacher saw it", "role": "teacher"}
    statement = "I saw the work, and the learner made it."
    _post(teacher, draft, "/nodes/seen", {**fields, "statement": statement})

    assert before == _definition(school, draft).content_hash


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"min": "2"}, "kinds"),
        ({"kinds": "file", "min": "many"}, "min"),
        ({"kinds": "file", "min": "0"}, "min"),
        ({"kinds": "file", "max_age": "six months"}, "max_age"),
        ({"kinds": "file", "title": "x" * 201}, "title"),
    ],
    ids=["missing", "no number", "too small", "no duration", "too long"],
)
def test_fault_in_a_node_stands_beside_its_field(
    teacher: Browser, draft: str, fields: dict[str, str], field: str
) -> None:
    """The language says what is wrong, its pointer says where, and what was typed stays."""
    answer = _post(teacher, draft, "/nodes/work", fields)

    assert 400 == answer.status_code
    assert f'id="{field}-fault"' in answer.text


def test_levels_are_offered_for_the_chosen_rubric(teacher: Browser, draft: str) -> None:
    """Without JavaScript: choose, show, choose levels; nothing is stored meanwhile."""
    fields = {"kind": "rubric", "parent": "everything", "rubric": "team-leadership@1"}
    answer = _post(teacher, draft, "/add", {**fields, "act": "show"})

    assert 'id="levels.planning"' in answer.text
    assert 'id="levels.ethics"' in answer.text


def test_nodes_move_within_their_group(school: School, teacher: Browser, draft: str) -> None:
    """Up and down, and at the end a node stays where it is."""
    _post(teacher, draft, "/nodes/seen/move", {"to": "up"})
    first = [node["id"] for node in _tree(school, draft)["all_of"]]
    _post(teacher, draft, "/nodes/seen/move", {"to": "up"})

    assert ["seen", "work"] == first
    assert first == [node["id"] for node in _tree(school, draft)["all_of"]]


def test_node_is_removed_but_never_the_last(school: School, teacher: Browser, draft: str) -> None:
    """A group asks for something."""
    gone = _post(teacher, draft, "/nodes/work/remove")
    last = _post(teacher, draft, "/nodes/seen/remove")

    assert (303, 422) == (gone.status_code, last.status_code)
    assert ["seen"] == [node["id"] for node in _tree(school, draft)["all_of"]]


def test_two_people_do_not_overwrite_each_other(
    school: School, teacher: Browser, draft: str
) -> None:
    """A form that was made from an older text is refused with what to do."""
    teacher.get(f"/design/{draft}")
    old = {"seen": "sha256:" + "0" * 64, "title": "Mine", "summary": "Mine."}
    answer = teacher.post(f"/design/{draft}/details", old)

    assert (409, True) == (answer.status_code, "Somebody changed this draft" in answer.text)
    assert "Bridge Building" == _definition(school, draft).title


def test_lint_is_told_with_a_link_to_its_node(teacher: Browser, draft: str) -> None:
    """A badge that no adult answers for: E09, and it cannot be published."""
    _post(teacher, draft, "/nodes/seen/remove")
    page = teacher.get(f"/design/{draft}").text

    assert "What is still in the way" in page
    assert "E09" in page
    assert f'href="/design/{draft}#node-everything"' in page


def test_details_are_saved_and_faults_told(school: School, teacher: Browser, draft: str) -> None:
    """Terms of the award reach the document; a duration that is none is told at its field."""
    good = {
        "title": "Bridges",
        "summary": "It holds.",
        "valid_for": "P3Y",
        "second_approver": "yes",
    }
    saved = _post(teacher, draft, "/details", {**good, "target_weeks": "6"})
    wrong = _post(teacher, draft, "/details", {**good, "valid_for": "three years"})
    document = _definition(school, draft).document

    assert (303, 400) == (saved.status_code, wrong.status_code)
    assert {"valid_for": "P3Y", "second_approver": True} == document["award"]
    assert {"target_weeks": 6} == document["window"]
    assert 'id="valid_for-fault"' in wrong.text


def test_alignment_is_added_and_removed(school: School, teacher: Browser, draft: str) -> None:
    """An address that is none is told beside its field."""
    wrong = {"alignment_name": "Modelling", "alignment_url": "not an address"}
    refused = _post(teacher, draft, "/alignment", wrong)
    right = {**wrong, "alignment_url": "https://frameworks.example/1", "alignment_type": "CFItem"}
    _post(teacher, draft, "/alignment", right)
    held = _definition(school, draft).document["alignment"]
    _post(teacher, draft, "/alignment/remove", {"entry": "0"})

    assert 'id="alignment_url-fault"' in refused.text
    entry = {"name": "Modelling", "url": "https://frameworks.example/1", "type": "CFItem"}
    assert [entry] == held
    assert "alignment" not in _definition(school, draft).document


def test_picture_is_looked_at_before_it_is_kept(
    school: School, teacher: Browser, draft: str
) -> None:
    """Looking stores nothing; a word that nobody draws is told at the form."""
    art = {"shape": "shield", "pattern": "rays", "symbol": "heart", "colour": "plum"}
    before = teacher.get(f"/design/{draft}").text
    looked = _post(teacher, draft, "/art", {**art, "act": "look"})
    still = _definition(school, draft).art
    _post(teacher, draft, "/art", art)
    wrong = _post(teacher, draft, "/art", {**art, "shape": "house"})

    assert None is still
    assert art == _definition(school, draft).art
    assert re.findall(r"data:image[^\"]+", before) != re.findall(r"data:image[^\"]+", looked.text)
    assert (400, True) == (wrong.status_code, 'id="art-fault"' in wrong.text)


def test_text_of_the_badge_goes_out_and_comes_back(
    school: School, teacher: Browser, draft: str
) -> None:
    """What is shown as YAML reads back to the same document; a fault is told with its place."""
    before = _definition(school, draft).content_hash
    page = teacher.get(f"/design/{draft}/source").text
    text = re.search(r"<textarea[^>]*>(.*)</textarea>", page, re.DOTALL)
    assert text is not None
    back = text[1].replace("&#39;", "'").replace("&#34;", '"').replace("&amp;", "&")
    same = _post(teacher, draft, "/source", {"text": back})
    wrong = _post(teacher, draft, "/source", {"text": back.replace("signoff:", "singoff:")})
    other = _post(teacher, draft, "/source", {"text": back.replace("version: 1", "version: 9")})

    assert (303, before) == (same.status_code, _definition(school, draft).content_hash)
    assert (400, 400) == (wrong.status_code, other.status_code)
    assert 'id="text-fault"' in wrong.text


def test_preview_is_the_public_page(teacher: Browser, draft: str) -> None:
    """Only for those who write; nothing of it is listed or kept."""
    answer = teacher.get(f"/design/{draft}/preview")

    assert "What has to be shown" in answer.text
    assert "I saw the work, and the learner made it." in answer.text
    assert "noindex, nofollow, noarchive" == answer.headers["X-Robots-Tag"]


def test_teacher_proposes_and_administrator_publishes(
    school: School, teacher: Browser, draft: str
) -> None:
    """A teacher has no such button and no such right."""
    proposed = _post(teacher, draft, "/propose")
    refused = _post(teacher, draft, "/publish")
    admin = come_in(school, "admin")
    page = admin.get(f"/design/{draft}/publish").text
    published = admin.post(f"/design/{draft}/publish")

    assert (303, 403, 303) == (proposed.status_code, refused.status_code, published.status_code)
    assert "Publish for good" in page
    assert "published" == _definition(school, draft).state.value
    assert "Look at it once more" not in teacher.get(f"/design/{draft}").text


def test_publishing_what_lint_refuses_shows_what_to_mend(
    school: School, teacher: Browser, draft: str
) -> None:
    """The last look has no button then, and a form that is sent all the same is refused."""
    _post(teacher, draft, "/nodes/seen/remove")
    admin = come_in(school, "admin")
    page = admin.get(f"/design/{draft}/publish").text
    answer = admin.post(f"/design/{draft}/publish")

    assert "Publish for good" not in page
    assert (422, True) == (answer.status_code, "Mend what lint found" in answer.text)


def test_next_version_says_what_changed(school: School, teacher: Browser) -> None:
    """In sentences, node by node; a version that is begun already is gone on with."""
    held = school.ids["team"]
    teacher.get(f"/design/{held}")
    answer = teacher.post(f"/design/{held}/version")
    again = teacher.post(f"/design/{held}/version")
    draft = re.sub(r"^/design/|\?.*$", "", answer.headers["Location"])
    fields = {"instrument": "leadership-behaviours@1", "levels.listens": "advanced", "min": "5"}
    _post(teacher, draft, "/nodes/peer-verification", {"title": "Peers confirm it", **fields})
    _post(teacher, draft, "/nodes/work/remove")
    page = teacher.get(f"/design/{draft}/publish").text

    assert f"/design/{draft}" == again.headers["Location"]
    assert "What changed since version 1" in page
    assert "“Peers confirm it”, how many peers: 5 instead of 3." in page
    assert "No longer asked for: “Show the work”." in page


def test_published_version_takes_no_change(school: School, teacher: Browser) -> None:
    """No form for it on the page, and one that is sent all the same is refused."""
    held = school.ids["safety"]
    page = teacher.get(f"/design/{held}").text
    answer = teacher.post(f"/design/{held}/nodes/seen/remove", {"seen": ""})

    assert "Save" not in re.sub(r"<style.*?</style>", "", page)
    assert answer.status_code in {409, 422}


def test_draft_of_another_school_is_nobodys(school: School, teacher: Browser) -> None:
    """A foreign id answers as one that never was."""
    for path in ("", "/source", "/preview", "/publish", "/nodes/seen"):
        assert 404 == teacher.get(f"/design/{school.ids['fire']}{path}").status_code


def test_learner_has_no_designer(school: School) -> None:
    """Learners read what is published and write nothing."""
    assert 403 == come_in(school, "heron").get("/design").status_code


def _sheet(teacher: Browser, **fields: Any) -> Any:
    teacher.get("/design/sheets/edit?kind=rubric")
    rows = {
        "kind": "rubric",
        "scale": "beginning,developing,proficient,advanced",
        "version": "1",
        "anchors": "[]",
        "row": "0",
        "row.0.text": "Measures twice",
        **{f"row.0.level.{level}": f"It is {level}." for level in ("beginning", "developing")},
        **{f"row.0.level.{level}": f"It is {level}." for level in ("proficient", "advanced")},
    }
    return teacher.post("/design/sheets/edit", {**rows, **fields})


def test_rubric_grows_row_by_row_and_is_published(school: School, teacher: Browser) -> None:
    """The form holds the table; ids come from the texts."""
    grown = _sheet(teacher, act="add", title="Building")
    published = _sheet(teacher, act="publish", title="Building")
    found = assessment.list_rubrics(_actor(school), school.house.assessment)
    rubric = next(each.document for each in found if each.ref == "building@1")
    page = teacher.get("/design/sheets/edit?kind=rubric&from=building@1").text

    assert 'name="row.1.text"' in grown.text
    assert 303 == published.status_code
    assert ["measures-twice"] == [row["id"] for row in rubric["criteria"]]  # type: ignore[index, union-attr, call-overload] # our own document
    assert 'id="version" name="version" value="2"' in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"title": ""}, "fault"),
        ({"title": "Building", "row.0.level.advanced": ""}, "has no family text"),
    ],
    ids=["no title", "level without a text"],
)
def test_rubric_that_is_not_whole_is_not_published(
    school: School, teacher: Browser, fields: dict[str, str], words: str
) -> None:
    """What is missing is told at the form, and what was typed stays."""
    answer = _sheet(teacher, act="publish", **fields)

    assert answer.status_code in {400, 422}
    assert words in answer.text
    assert "Measures twice" in answer.text
    found = assessment.list_rubrics(_actor(school), school.house.assessment)
    assert "building@1" not in {each.ref for each in found}
