"""Pages of peers over HTTP: the list, two minutes, refusing, the exercise, thanks."""

import hashlib
import io

import pytest

from issuer.access import Role
from tests.schooling import INSTRUMENT, School
from tests.visiting import Browser, come_in


@pytest.fixture
def plover(school: School) -> Browser:
    """A peer of Kestrel's team who was asked; the draw decides which of the two it is."""
    return come_in(school, _first(school, "plover", "dunlin"))


def _first(school: School, *names: str) -> str:
    """Return the first of these peers who was asked."""
    return next(name for name in names if _asked(school, name))


def _asked(school: School, name: str) -> bool:
    found = school.call(name, "GET", "/api/v1/reviews").get_json()
    return bool(found["items"])


def _review(browser: Browser) -> str:
    """Return the address of the first review in the list."""
    page = browser.get("/reviews").text
    return "/reviews/" + page.split('<h3><a href="/reviews/', 1)[1].split('"', 1)[0]


def test_list_says_whose_and_until_when(plover: Browser) -> None:
    """A teammate is told whose work it is, and when the answer is due."""
    page = plover.get("/reviews").text

    assert ("By kestrel, of your team." in page, "Due by 27 November 2026" in page) == (True, True)


def test_outside_peer_is_not_told_whose_work_it_is(school: School) -> None:
    """Neither list nor review names the learner to a peer from outside the team."""
    browser = come_in(school, _first(school, "teal", "siskin"))
    heads = [browser.get("/reviews").text, browser.get(_review(browser)).text]

    assert [False, False] == ["By kestrel" in page for page in heads]


def test_nothing_to_review_says_so(school: School) -> None:
    """A peer without reviews reads that nothing waits."""
    wish = {"name": "avocet", "roles": ["peer"], "birth_date": "1990-05-01"}
    school.ids["avocet"] = school.made("admin", "/api/v1/people", wish)["id"]

    assert "Nothing waits for you." in come_in(school, "avocet").get("/reviews").text


def test_every_question_wants_an_answer(plover: Browser) -> None:
    """An answer left open is missing; it is not taken for "I did not see this"."""
    place = _review(plover)
    plover.get(place)
    answer = plover.post(place, {"comment": "Well planned."})
    page = answer.text

    found = (answer.status_code, 'id="listens-fault"' in page, "Well planned." in page)
    assert (400, True, True) == found


def test_answers_are_kept_and_thanked_for(plover: Browser, school: School) -> None:
    """Sent answers reach the teacher, and the review leaves the list."""
    place = _review(plover)
    plover.get(place)
    answer = plover.post(place, {"answer-listens": "proficient", "comment": "You asked us."})
    work = school.call("teacher", "GET", f"/api/v1/submissions/{school.ids['work of kestrel']}")
    said = [each["levels"] for each in work.get_json()["attestations"]]

    found = (answer.headers["Location"], said, "Nothing waits" in plover.get("/reviews").text)
    assert ("/reviews/thanks", [{"listens": "proficient"}], True) == found


def test_not_seen_counts_for_nothing(plover: Browser, school: School) -> None:
    """The answer "I did not see this" is no level."""
    place = _review(plover)
    plover.get(place)
    plover.post(place, {"answer-listens": "not-seen"})
    work = school.call("teacher", "GET", f"/api/v1/submissions/{school.ids['work of kestrel']}")

    assert [{}] == [each["levels"] for each in work.get_json()["attestations"]]


def test_level_off_the_scale_is_refused(plover: Browser) -> None:
    """A made-up level is said beside the questions."""
    place = _review(plover)
    plover.get(place)
    answer = plover.post(place, {"answer-listens": "splendid"})

    assert (400, True) == (answer.status_code, "is not on the scale" in answer.text)


def test_yes_is_remembered(plover: Browser) -> None:
    """Who accepts is not asked again."""
    place = _review(plover)
    plover.get(place)
    plover.post(f"{place}/accept")

    assert "I will do it, later today" not in plover.get(place).text


@pytest.mark.parametrize(("reason", "status"), [("conflict", 303), ("", 400)], ids=["said", "not"])
def test_no_wants_a_reason(plover: Browser, reason: str, status: int) -> None:
    """A review is given back with one of the two reasons, or not at all."""
    place = _review(plover)
    plover.get(place)

    assert status == plover.post(f"{place}/decline", {"reason": reason}).status_code


def test_review_of_another_peer_stays_closed(plover: Browser, school: School) -> None:
    """The review of a peer from outside is not a teammate's."""
    place = _review(come_in(school, _first(school, "teal", "siskin")))

    assert 403 == plover.get(place).status_code


def test_peer_opens_the_work_under_a_neutral_name(school: School) -> None:
    """A file's name may tell whose it is, so a peer saves it under another one."""
    browser = come_in(school, _first(school, "plover", "dunlin"))
    place = f"/learn/{school.ids['work of kestrel']}/evidence/{school.ids['evidence of kestrel']}"
    answer = browser.client.get(place, buffered=True)

    found = (answer.status_code, answer.headers["Content-Disposition"])
    assert (200, "attachment; filename=work") == found


def test_work_that_was_not_assigned_stays_closed(plover: Browser, school: School) -> None:
    """A peer reads nothing of a draft that nobody asked about."""
    place = f"/learn/{school.ids['work of wren']}/evidence/{school.ids['evidence of wren']}"

    assert 403 == plover.get(place).status_code


@pytest.fixture
def sample() -> bytes:
    """A work that teachers rated."""
    return b"We planned on Monday. On Tuesday we changed the plan."


@pytest.fixture
def exercise(school: School, sample: bytes) -> str:
    """Publish an exercise and return its address."""
    return publish_exercise(school, sample)


def publish_exercise(school: School, sample: bytes) -> str:
    """Publish an instrument with two anchors in a badge; one of the works is kept here."""
    kept = f"sha256:{hashlib.sha256(sample).hexdigest()}"
    anchors = [
        {"artifact": artifact, "levels": {"listens": "proficient"}}
        for artifact in (kept, f"sha256:{'2' * 64}")
    ]
    document = {**INSTRUMENT, "instrument": "listening", "anchors": anchors}
    school.made("admin", "/api/v1/instruments", document)
    badge = {
        "spec": "cbe-criteria/1",
        "badge": "listening",
        "version": 1,
        "title": "Listening",
        "summary": "The learner listened to the team, and peers saw it.",
        "scale": ["beginning", "developing", "proficient", "advanced"],
        "criteria": {
            "id": "both",
            "title": "Both",
            "all_of": [
                {
                    "id": "peers",
                    "title": "Peers",
                    "peers": {
                        "instrument": "listening@1",
                        "min": 1,
                        "levels": {"listens": "proficient"},
                    },
                },
                {
                    "id": "seen",
                    "title": "Seen",
                    "signoff": {"role": "teacher", "statement": "I saw the team listen."},
                },
            ],
        },
    }
    draft = school.made("teacher", "/api/v1/badges", {"document": badge})
    school.made("teacher", f"/api/v1/badges/{draft['id']}/propose")
    school.made("admin", f"/api/v1/badges/{draft['id']}/publish")
    school.house.assessment.blobs.store(io.BytesIO(sample), max_bytes=1000)
    return "/reviews/exercises/listening@1"


def test_exercise_hides_what_teachers_said(plover: Browser, exercise: str) -> None:
    """No answer is chosen beforehand, and none can be left out as not seen."""
    page = plover.get(exercise).text

    assert (0, 0, 8) == (page.count("checked"), page.count("not-seen"), page.count('type="radio"'))


@pytest.mark.parametrize(
    ("level", "sentence"),
    [("advanced", "You can now be asked"), ("beginning", "more than one step from the teachers")],
    ids=["one step away", "two steps away"],
)
def test_exercise_compares_within_one_step(
    plover: Browser, exercise: str, level: str, sentence: str
) -> None:
    """One step from the teachers passes, two do not."""
    plover.get(exercise)
    answers = {"answer-1-listens": level, "answer-2-listens": level}

    assert sentence in plover.post(exercise, answers).text


def test_exercise_wants_both_works(plover: Browser, exercise: str) -> None:
    """One work alone proves nothing."""
    plover.get(exercise)

    assert 400 == plover.post(exercise, {"answer-1-listens": "proficient"}).status_code


def test_kept_sample_is_opened_and_others_are_asked_for(
    plover: Browser, exercise: str, sample: bytes
) -> None:
    """The school hands out the sample that it has; of the other it gives the code."""
    page = plover.get(exercise).text
    path = page.split('class="button quiet" href="', 1)[1].split('"', 1)[0]

    found = (plover.client.get(path, buffered=True).data, "with the code 22222222" in page)
    assert (sample, True) == found


def test_only_samples_of_the_exercise_are_handed_out(
    plover: Browser, exercise: str, school: School
) -> None:
    """The digest of a learner's file opens nothing here."""
    item = school.ids["evidence of kestrel"]

    assert 404 == plover.get(f"{exercise}/works/{item}").status_code


def test_start_page_of_a_peer_names_the_review(school: School) -> None:
    """The first page says what waits."""
    page = come_in(school, _first(school, "plover", "dunlin"), Role.PEER).get("/home").text

    assert "You: say what you saw." in page
