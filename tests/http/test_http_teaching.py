"""Pages of those who assess, over HTTP: queue, desk, evidence, class board."""

import io
from typing import Any

import pytest

from issuer import accounts, images
from issuer.access import Role
from issuer.web.evidence_files import VIEWING_POLICY
from tests.schooling import School, hand_in, open_submission
from tests.visiting import Browser, come_in

PNG = images.qr_png("https://badges.example/")


def _events(school: School, learner: str) -> list[str]:
    answer = school.call("registrar", "GET", f"/api/v1/events?learner={school.ids[learner]}")
    return [event["name"] for event in answer.get_json()["items"]]


def _state(school: School, name: str = "work of kestrel") -> str:
    answer = school.call("teacher", "GET", f"/api/v1/submissions/{school.ids[name]}")
    return str(answer.get_json()["state"])


def _waive(school: School) -> None:
    """Let the registrar do without peers, so that the teacher's word decides."""
    place = f"/api/v1/submissions/{school.ids['work of kestrel']}/waivers"
    school.made("registrar", place, {"node": "peer-verification", "reason": "A small class."})


@pytest.fixture
def teacher(school: School) -> Browser:
    """Return the browser of a teacher who has signed in."""
    return come_in(school, "teacher")


def _desk(school: School) -> str:
    return f"/teach/{school.ids['work of kestrel']}"


def test_queue_says_how_long_what_is_missing_and_who_holds_it(teacher: Browser) -> None:
    """The row of Kestrel names peers and teacher."""
    page = teacher.get("/teach").text

    assert "kestrel" in page
    assert "Teacher: rate “Teacher assessment”." in page
    assert "Held by: Peers, Teacher" in page


def test_queue_takes_chosen_work_into_review_at_once(school: School, teacher: Browser) -> None:
    """Two pieces of work in one form; one that does not wait is passed over."""
    names = []
    for learner in ("heron", "osprey"):
        work = open_submission(school, learner, "team")
        school.ids[f"team of {learner}"] = work
        school.made(
            learner,
            f"/api/v1/submissions/{work}/submit",
            {"authorship": "I made this myself."},
        )
        names.append(work)
    teacher.get("/teach")
    chosen: Any = {"submission": [*names, school.ids["work of kestrel"]]}
    answer = teacher.post("/teach/take", chosen)

    assert "/teach?taken=2" == answer.headers["Location"]
    assert {"in_review"} == {_state(school, f"team of {each}") for each in ("heron", "osprey")}
    assert "2 pieces of work are being looked at now" in teacher.get("/teach?taken=2").text


def test_queue_of_one_badge_leaves_out_the_others(teacher: Browser) -> None:
    """The filter is an ordinary address."""
    page = teacher.get("/teach?badge=safety-talk").text

    assert "Nothing waits for this badge" not in page
    assert "kestrel" not in page


def test_queue_of_a_teacher_of_another_unit_is_empty(school: School) -> None:
    """A grant for one unit shows the learners of that unit alone, and the desk is nobody's."""
    _limit_teacher(school)
    browser = come_in(school, "teacher")

    assert "Nothing waits" in browser.get("/teach").text
    assert 404 == browser.get(_desk(school)).status_code
    assert "Nobody has begun a badge" in browser.get("/teach/board").text


def _limit_teacher(school: School) -> None:
    admin = accounts.authenticate(school.tokens["admin"], school.house.accounts)
    person = school.ids["teacher"]
    school.made("registrar", "/api/v1/units", {"slug": "evening", "name": "Evening"})
    services = school.house.accounts
    for grant in accounts.list_grants(admin, person, services):
        accounts.withdraw_role(
            accounts.WithdrawRole(actor=admin, person=person, grant=grant.id), services
        )
    accounts.grant_role(
        accounts.GrantRole(
            actor=admin, person=person, role=Role.TEACHER, units=frozenset({"evening"})
        ),
        services,
    )


def test_desk_shows_the_work_beside_the_criteria(school: School, teacher: Browser) -> None:
    """Words with numbered lines, the tree, the rubric with a group of choices per criterion."""
    answer = teacher.get(_desk(school))

    assert "<code>kestrel led a team of four.</code>" in answer.text
    assert "Peers confirm it" in answer.text
    assert 8 == answer.text.count('type="radio" name="level.')
    assert VIEWING_POLICY == answer.headers["Content-Security-Policy"]


def test_desk_of_another_school_is_nobodys(school: School, teacher: Browser) -> None:
    """A foreign id answers as one that never was."""
    assert 404 == teacher.get(f"/teach/{school.ids['work of stork']}").status_code
    assert 404 == teacher.post(f"/teach/{school.ids['work of stork']}/rate").status_code


def test_desk_offers_an_issuer_no_form(school: School) -> None:
    """Who may read and not assess reads: no radio button, no return."""
    page = come_in(school, "approver").get(_desk(school)).text

    assert "You do not rate this" in page
    assert 'type="radio"' not in page
    assert "Hand it back" not in page


def test_rating_all_criteria_makes_the_work_ready(school: School, teacher: Browser) -> None:
    """Levels as the criteria ask for, with peers waived: criteria met."""
    _waive(school)
    teacher.get(_desk(school))
    levels = {"level.planning": "proficient", "level.ethics": "developing"}
    answer = teacher.post(f"{_desk(school)}/rate", {"rubric": "team-leadership@1", **levels})

    assert f"{_desk(school)}?done=rated" == answer.headers["Location"]
    assert "ready" == _state(school)
    assert "Your levels are saved" in teacher.get(answer.headers["Location"]).text


def test_rating_without_a_level_is_told_at_the_form(school: School, teacher: Browser) -> None:
    """An empty form keeps what was typed elsewhere and says what to do."""
    teacher.get(_desk(school))
    answer = teacher.post(f"{_desk(school)}/rate", {"rubric": "team-leadership@1"})

    assert 400 == answer.status_code
    assert '<p class="fault" id="rated-fault" role="alert">Rate at least one criterion' in (
        answer.text
    )


def test_rating_off_the_scale_is_told_beside_its_criterion(
    school: School, teacher: Browser
) -> None:
    """A level that the rubric lacks stands under the criterion it was sent for."""
    teacher.get(_desk(school))
    fields = {"rubric": "team-leadership@1", "level.planning": "splendid"}
    answer = teacher.post(f"{_desk(school)}/rate", fields)

    assert 400 == answer.status_code
    assert 'id="level.planning-fault"' in answer.text


def test_return_needs_feedback_and_then_goes_back(school: School, teacher: Browser) -> None:
    """Without a word the form says so; with one the learner has it."""
    teacher.get(_desk(school))
    empty = teacher.post(f"{_desk(school)}/return")
    told = teacher.post(
        f"{_desk(school)}/return", {"feedback.planning": "Say who does what, and when."}
    )

    assert (400, True) == (empty.status_code, 'id="returned-fault"' in empty.text)
    assert 303 == told.status_code
    assert "returned" == _state(school)
    assert "Say who does what, and when." in teacher.get(_desk(school)).text


def test_not_yet_closes_the_work_with_feedback(school: School, teacher: Browser) -> None:
    """The decision is final here; only feedback opens the way to it."""
    teacher.get(_desk(school))
    teacher.post(f"{_desk(school)}/not-yet", {"feedback.ethics": "Ask those who are affected."})

    assert "decided_not_yet" == _state(school)


def test_sentence_is_signed_or_declined(school: School, teacher: Browser) -> None:
    """The exact sentence stands above both buttons; a decline is kept as one."""
    work = open_submission(school, "osprey", "safety")
    hand_in(school, "osprey", work)
    page = teacher.get(f"/teach/{work}").text
    teacher.post(f"/teach/{work}/sign", {"node": "seen", "answer": "decline"})

    assert "I heard the talk and it was right." in page
    assert "Teacher: declined on" in teacher.get(f"/teach/{work}").text


def _attested(school: School, *levels: str) -> None:
    """Let the assigned peers answer, one level each."""
    place = f"/api/v1/submissions/{school.ids['work of kestrel']}"
    reviews = school.call("teacher", "GET", place).get_json()["reviews"]
    names = {school.ids[name]: name for name in ("plover", "dunlin", "teal", "siskin", "wren")}
    for review, level in zip(reviews, levels, strict=True):
        name = names[review["peer"]]
        who = name if name != "wren" else "wren as peer"
        school.made(
            who,
            f"/api/v1/reviews/{review['id']}/attest",
            {"levels": {"listens": level}, "comment": f"Kestrel listened, says {level}."},
        )


def test_disagreement_of_peers_is_settled_at_the_desk(school: School, teacher: Browser) -> None:
    """Only levels between the lowest and the highest answer are offered (TL-4, TL-5)."""
    _attested(school, "beginning", "proficient", "advanced")
    page = teacher.get(_desk(school)).text
    fields = {"node": "peer-verification", "item": "listens", "level": "proficient"}
    answer = teacher.post(f"{_desk(school)}/moderate", fields)

    assert "Peers disagree" in page
    assert "They said: Beginning, Proficient, Advanced." in page
    assert 303 == answer.status_code
    assert "Peers disagree" not in teacher.get(_desk(school)).text


def test_peers_have_no_names_at_the_desk(school: School, teacher: Browser) -> None:
    """A number and the relation, and never who it was."""
    _attested(school, "proficient", "proficient", "proficient")
    page = teacher.get(_desk(school)).text

    assert 3 == page.count("<h3>Peer ")
    assert not [name for name in ("plover", "dunlin", "teal", "siskin") if name in page]


def test_word_of_a_peer_is_held_with_a_reason(school: School, teacher: Browser) -> None:
    """Without a reason the field says so; with one it does not count, and the log has it."""
    _attested(school, "proficient", "proficient", "proficient")
    place = f"/api/v1/submissions/{school.ids['work of kestrel']}"
    said = school.call("teacher", "GET", place).get_json()["attestations"][0]["id"]
    teacher.get(_desk(school))
    empty = teacher.post(f"{_desk(school)}/hold", {"attestation": said})
    hidden = teacher.post(f"{_desk(school)}/hold", {"attestation": said, "what": "comment"})
    held = teacher.post(f"{_desk(school)}/hold", {"attestation": said, "reason": "Unkind."})

    assert (400, True) == (empty.status_code, f'id="reason.{said}-fault"' in empty.text)
    assert [303, 303] == [hidden.status_code, held.status_code]
    assert "attestation.held" in _events(school, "kestrel")


def _added(school: School, data: bytes, name: str) -> Any:
    """Let Osprey hand in a file for Team Leadership."""
    work = open_submission(school, "osprey", "team")
    item = school.made(
        "osprey",
        f"/api/v1/submissions/{work}/evidence",
        data={"title": "My file", "file": (io.BytesIO(data), name)},
        content_type="multipart/form-data",
    )
    return work, item["id"]


@pytest.mark.parametrize(
    ("data", "name", "kind", "media_type"),
    [
        (PNG, "a.png", "inline", "image/png"),
        (b"%PDF-1.7 plan", "a.png", "attachment", "application/pdf"),
        (b"alert(1)", "a.html", "attachment", "text/plain; charset=utf-8"),
    ],
    ids=["picture", "pdf under a false name", "words under a false name"],
)
def test_evidence_is_shown_or_saved_by_its_bytes(
    school: School, teacher: Browser, data: bytes, name: str, kind: str, media_type: str
) -> None:
    """The type comes from the bytes; nothing runs, nothing is guessed."""
    work, item = _added(school, data, name)
    answer = teacher.client.get(f"/evidence/{work}/{item}")

    assert (data[:5], media_type) == (answer.data[:5], answer.headers["Content-Type"])
    assert answer.headers["Content-Disposition"].startswith(kind)
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert "nosniff" == answer.headers["X-Content-Type-Options"]
    assert "no-store" == answer.headers["Cache-Control"]


@pytest.mark.parametrize(("who", "status"), [("osprey", 200), ("heron", 403), ("plover", 403)])
def test_evidence_is_for_those_who_may_read_it(school: School, who: str, status: int) -> None:
    """The learner's own, and nobody else's without a reason."""
    work, item = _added(school, PNG, "a.png")

    browser = come_in(school, who)

    assert status == browser.client.get(f"/evidence/{work}/{item}").status_code


def test_text_of_a_learner_is_shown_and_never_run(school: School, teacher: Browser) -> None:
    """Markup in a text is words."""
    work = open_submission(school, "osprey", "team")
    text = "<script>alert(1)</script>\nsecond line"
    words = {"kind": "text", "title": "<b>T</b>", "text": text}
    school.made("osprey", f"/api/v1/submissions/{work}/evidence", words)
    hand_in(school, "osprey", work)
    page = teacher.get(f"/teach/{work}").text

    assert "<li><code>&lt;script&gt;alert(1)&lt;/script&gt;</code></li>" in page
    assert "<script" not in page


def test_board_says_in_words_where_everybody_stands(teacher: Browser) -> None:
    """States for what was begun, and "Not begun" for the rest; a group shows its own."""
    page = teacher.get("/teach/board").text
    kites = teacher.get("/teach/board?group=kites").text

    assert "Badge given" in page
    assert "Not begun" in page
    assert "heron" in page
    assert "heron" not in kites


def test_board_lists_levels_and_averages_nothing(school: School, teacher: Browser) -> None:
    """After a rating the cell says how many criteria are at which level."""
    teacher.get(_desk(school))
    levels = {"level.planning": "proficient", "level.ethics": "developing"}
    teacher.post(f"{_desk(school)}/rate", {"rubric": "team-leadership@1", **levels})

    assert "Proficient in 1, Developing in 1" in teacher.get("/teach/board").text
