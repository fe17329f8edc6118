"""Closed evidence on pages: opened with a reason for an hour, told, listed, ended (row 76)."""

from datetime import timedelta
from html import unescape

import pytest

from issuer.access import Role
from tests.schooling import School
from tests.visiting import Browser, come_in

WHY = "To compare the evidence with its rating."


def _page(school: School, learner: str = "kestrel") -> str:
    return f"/glass/{school.ids[f'work of {learner}']}"


def _evidence(school: School, learner: str = "kestrel") -> str:
    return f"/evidence/{school.ids[f'work of {learner}']}/{school.ids[f'evidence of {learner}']}"


def _opened(school: School) -> Browser:
    """Return the browser of an auditor who has opened Kestrel's evidence."""
    auditor = come_in(school, "auditor")
    auditor.get(_page(school))
    answer = auditor.post(_page(school), {"reason": WHY})
    assert (303, _page(school)) == (answer.status_code, answer.headers["Location"])
    return auditor


def _openings(school: School) -> list[dict[str, str]]:
    found: list[dict[str, str]] = school.call("admin", "GET", "/api/v1/break-glass").get_json()[
        "items"
    ]
    return found


def test_page_says_what_it_opens_for_how_long_and_who_is_told(school: School) -> None:
    """Before anything is opened, by pseudonym, and the evidence stays closed."""
    auditor = come_in(school, "auditor")
    auditor.get("/glass")
    found = auditor.post("/glass", {"submission": f" {school.ids['work of kestrel']} "})
    page = unescape(auditor.get(found.headers["Location"]).text)
    said = (
        "Team Leadership",
        school.ids["kestrel"],
        "A written text: 1",
        "for one hour",
        "The registrars and administrators of the school get a letter, read your reason",
        "The learner and their guardian see in their history that an auditor opened it",
    )
    assert (303, [], False, 403, []) == (
        found.status_code,
        [each for each in said if each not in page],
        "Kestrel" in page,
        auditor.get(_evidence(school)).status_code,
        _openings(school),
    )


def test_reason_opens_one_work_for_an_hour(school: School) -> None:
    """The page leads to what is open; another work stays closed, and so does this one later."""
    auditor = _opened(school)
    page = auditor.get(_page(school)).text
    codes = [auditor.get(_evidence(school, name)).status_code for name in ("kestrel", "wren")]
    school.clock.now += timedelta(hours=1)
    auditor.sign_in("the-auditor")
    later = auditor.get(_evidence(school)).status_code
    assert (True, [200, 403], 403, [WHY]) == (
        f'href="{_evidence(school)}"' in page,
        codes,
        later,
        [each["reason"] for each in _openings(school)],
    )


def test_work_without_evidence_has_nothing_to_open(school: School) -> None:
    """The page says so, and asks for no reason."""
    auditor = come_in(school, "auditor")
    page = auditor.get(f"/glass/{school.ids['talk of heron']}").text
    assert (True, False) == ("there is no evidence here." in page, 'id="reason"' in page)


@pytest.mark.parametrize("reason", ["", "Because.", " " * 40, "a" * 2001])
def test_no_reason_opens_nothing(school: School, reason: str) -> None:
    """The form stands there again, with what was written and what is missing."""
    auditor = come_in(school, "auditor")
    auditor.get(_page(school))
    answer = auditor.post(_page(school), {"reason": reason})
    assert (400, True, []) == (
        answer.status_code,
        'id="reason-fault"' in answer.text,
        _openings(school),
    )


def test_opening_asks_once_more_who_it_is(school: School) -> None:
    """After ten minutes a session alone opens nothing."""
    auditor = come_in(school, "auditor")
    auditor.get(_page(school))
    school.clock.now += timedelta(minutes=11)
    answer = auditor.post(_page(school), {"reason": WHY})
    assert (401, True, []) == (
        answer.status_code,
        f'value="{_page(school)}"' in answer.text,
        _openings(school),
    )


def test_forms_need_their_token(school: School) -> None:
    """Another site can neither open nor close."""
    auditor = _opened(school)
    broken = _openings(school)[0]["id"]
    codes = [
        auditor.post(_page(school, "wren"), {"reason": WHY}, token=WHY).status_code,
        auditor.post("/glass/end", {"broken": broken}, token=WHY).status_code,
    ]
    assert ([400, 400], 1, 200) == (
        codes,
        len(_openings(school)),
        auditor.get(_evidence(school)).status_code,
    )


def test_another_schools_work_is_not_there(school: School) -> None:
    """Neither to look up, nor to open, nor to end."""
    _opened(school)
    auditor = come_in(school, "auditor")
    strange = school.ids["work of stork"]
    auditor.get("/glass")
    looked = auditor.post("/glass", {"submission": strange})
    opened = auditor.post(f"/glass/{strange}", {"reason": WHY})
    broken = _openings(school)[0]["id"]
    ended = school.call("northgate", "POST", f"/api/v1/break-glass/{broken}/close")
    listed = school.call("northgate", "GET", "/api/v1/break-glass").get_json()["items"]
    assert (404, True, 404, 404, []) == (
        looked.status_code,
        "There is no work of that number here." in looked.text,
        opened.status_code,
        ended.status_code,
        listed,
    )


@pytest.mark.parametrize("who", ["auditor", "registrar", "admin"])
def test_who_opened_and_who_is_told_may_end_it(school: School, who: str) -> None:
    """At once, for everybody, and once."""
    auditor = _opened(school)
    broken = _openings(school)[0]["id"]
    browser = auditor if who == "auditor" else come_in(school, who)
    page = browser.get("/glass").text
    ended = browser.post("/glass/end", {"broken": broken})
    again = browser.post("/glass/end", {"broken": broken})
    after = browser.get("/glass").text
    assert (True, 303, 409, False, True, 403) == (
        "Close it now" in page and WHY in unescape(page),
        ended.status_code,
        again.status_code,
        "Close it now" in after,
        "Closed" in after,
        auditor.get(_evidence(school)).status_code,
    )


def test_another_auditor_neither_sees_nor_ends_it(school: School) -> None:
    """Each auditor has one's own list."""
    _opened(school)
    broken = _openings(school)[0]["id"]
    wish = {"name": "Ibis", "roles": ["peer"], "birth_date": "1990-05-01"}
    school.ids["ibis"] = school.made("admin", "/api/v1/people", wish)["id"]
    place = f"/api/v1/people/{school.ids['ibis']}/roles"
    grant = school.made("admin", place, {"role": "auditor"})["id"]
    school.made("riverbend", f"{place}/{grant}/confirm")
    other = come_in(school, "ibis", Role.AUDITOR)
    page = other.get("/glass").text
    ended = other.post("/glass/end", {"broken": broken})
    assert (False, 403, True) == (
        WHY in unescape(page),
        ended.status_code,
        "You may not close this evidence again" in ended.text,
    )


@pytest.mark.parametrize(("who", "learner"), [("kestrel", "kestrel"), ("guardian", "wren")])
def test_learner_and_guardian_read_it_in_their_history(
    school: School, who: str, learner: str
) -> None:
    """That it was opened, looked at and closed, and in which role; not why, and not by whom."""
    auditor = come_in(school, "auditor")
    auditor.get(_page(school, learner))
    auditor.post(_page(school, learner), {"reason": WHY})
    auditor.get(_evidence(school, learner))
    auditor.get("/glass")
    auditor.post("/glass/end", {"broken": _openings(school)[0]["id"]})
    role = Role.GUARDIAN if who == "guardian" else Role.LEARNER
    page = unescape(come_in(school, who, role).get(f"/history/{school.ids[learner]}").text)
    said = (
        "An auditor asked to see evidence, with a reason",
        "Somebody entitled to it read a record",
        "Evidence that an auditor had opened was closed again",
        "Auditor</td>",
    )
    assert ([], False, False) == (
        [each for each in said if each not in page],
        WHY in page,
        school.ids["auditor"] in page,
    )


def test_history_leaves_out_what_one_read_oneself(school: School) -> None:
    """A guardian's own readings are events, and would hide everything else."""
    guardian = come_in(school, "guardian")
    guardian.get("/family")
    page = guardian.get(f"/history/{school.ids['wren']}").text
    assert (True, False) == ("Work was handed in" in page, "read a record" in page)


def test_history_of_somebody_else_is_not_there(school: School) -> None:
    """No child of this guardian's, no guardian at all, and a guardian, who has no work."""
    asked = [
        ("guardian", Role.GUARDIAN, "kestrel"),
        ("guardian", Role.GUARDIAN, "guardian"),
        ("heron", Role.LEARNER, "kestrel"),
        ("teacher", Role.TEACHER, "kestrel"),
    ]
    codes = [
        come_in(school, who, role).get(f"/history/{school.ids[learner]}").status_code
        for who, role, learner in asked
    ]
    assert [404] * 4 == codes


def test_record_leads_to_the_history(school: School) -> None:
    """The learner's own, and a child's."""
    own = come_in(school, "heron").get("/learn/record").text
    wren = school.ids["wren"]
    childs = come_in(school, "guardian").get(f"/family/{wren}/record").text
    assert (True, True) == (
        f'href="/history/{school.ids["heron"]}"' in own,
        f'href="/history/{wren}"' in childs,
    )
