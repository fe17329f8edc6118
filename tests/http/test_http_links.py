"""Share links and family links: who makes them, what they show, and when they close."""

from datetime import timedelta
from typing import Any

import pytest

from tests.erasing import PERSONAL, fresh_token, settle_avocet
from tests.schooling import School

LINKS = "/api/v1/share-links"


@pytest.fixture
def settled(school: School) -> School:
    """Return a school in which an adult learner has a badge and evidence."""
    settle_avocet(school)
    return school


def share(school: School, who: str = "avocet", **more: Any) -> str:
    """Make a share link of the adult learner and return its path."""
    wish = {
        "learner": school.ids["avocet"],
        "kind": "share",
        "credential": school.ids["badge of avocet"],
        "evidence": [school.ids["file of avocet"]],
        **more,
    }
    address = str(school.made(who, LINKS, wish)["address"])
    return address.removeprefix("http://localhost:8000")


def family(school: School, who: str = "guardian") -> str:
    """Make a family link about the child and return its path."""
    wish = {"learner": school.ids["wren"], "kind": "family"}
    return str(school.made(who, LINKS, wish)["address"]).removeprefix("http://localhost:8000")


def test_share_link_shows_the_badge_and_the_chosen_evidence(settled: School) -> None:
    """Whoever has the address sees what was chosen, and nothing else of the work."""
    page = settled.call(None, "GET", share(settled)).text
    assert (True, True, False) == (
        "Safety Talk" in page,
        f"evidence/{settled.ids['file of avocet']}" in page,
        settled.ids["text of avocet"] in page,
    )


def test_shared_page_is_neither_kept_nor_listed(settled: School) -> None:
    """Caches, search engines and other sites learn nothing of the address."""
    headers = settled.call(None, "GET", share(settled)).headers
    assert ("no-store", True, "no-referrer", False) == (
        headers["Cache-Control"],
        "noindex" in headers["X-Robots-Tag"],
        headers["Referrer-Policy"],
        "Set-Cookie" in headers,
    )


def test_shared_evidence_is_an_attachment_that_runs_nowhere(settled: School) -> None:
    """A file of somebody is handed out so that no browser runs it."""
    answer = settled.call(None, "GET", f"{share(settled)}/evidence/{settled.ids['file of avocet']}")
    assert (PERSONAL["file content"], "attachment", "sandbox", "no-store") == (
        answer.text,
        answer.headers["Content-Disposition"].partition(";")[0],
        answer.headers["Content-Security-Policy"].partition(";")[0],
        answer.headers["Cache-Control"],
    )


def test_evidence_that_was_not_chosen_stays_closed(settled: School) -> None:
    """The address of another item of the same learner opens nothing."""
    path = f"{share(settled)}/evidence/{settled.ids['text of avocet']}"
    assert 404 == settled.call(None, "GET", path).status_code


def test_unknown_expired_and_revoked_links_look_the_same(settled: School) -> None:
    """Nobody can tell whether an address ever opened anything."""
    expired, revoked = share(settled, days=1), share(settled)
    items = settled.call("avocet", "GET", LINKS).get_json()["items"]
    newest = max(items, key=lambda item: item["expires"])
    settled.call("avocet", "DELETE", f"{LINKS}/{newest['id']}")
    settled.clock.now += timedelta(days=1)
    answers = [
        settled.call(None, "GET", path)
        for path in (expired, revoked, f"/shared/{'x' * 22}", "/shared/short")
    ]
    assert ({404}, 1) == (
        {answer.status_code for answer in answers},
        len({answer.data for answer in answers}),
    )


def test_each_look_is_counted_and_an_event(settled: School) -> None:
    """The learner sees how often a link was opened."""
    path = share(settled)
    settled.call(None, "GET", path)
    settled.call(None, "GET", f"{path}/evidence/{settled.ids['file of avocet']}")
    (link,) = settled.call("avocet", "GET", LINKS).get_json()["items"]
    events = settled.call(
        "registrar", "GET", f"/api/v1/events?learner={settled.ids['avocet']}&limit=100"
    ).get_json()["items"]
    seen = [event["name"] for event in events]
    assert (2, 2) == (link["views"], seen.count("link.viewed"))


def test_secret_is_stored_as_a_hash_alone(settled: School) -> None:
    """Whoever reads the database cannot open a link."""
    secret = share(settled).rsplit("/", 1)[-1].encode()
    files = [path for path in settled.folder.rglob("*") if path.is_file()]
    assert [] == [path.name for path in files if secret in path.read_bytes()]


def test_withdrawing_the_consent_closes_the_link_at_once(settled: School) -> None:
    """A link rests on `share-evidence`, and ends with it."""
    path = share(settled)
    settled.call(
        "avocet", "DELETE", f"/api/v1/people/{settled.ids['avocet']}/consents/share-evidence"
    )
    assert 404 == settled.call(None, "GET", path).status_code


def test_nothing_is_shared_without_consent(settled: School) -> None:
    """Evidence behind a link needs the consent first."""
    path = f"/api/v1/people/{settled.ids['avocet']}/consents/share-evidence"
    settled.call("avocet", "DELETE", path)
    wish = {
        "learner": settled.ids["avocet"],
        "kind": "share",
        "evidence": [settled.ids["file of avocet"]],
    }
    answer = settled.call("avocet", "POST", LINKS, json=wish)
    assert (422, "consent_missing") == (answer.status_code, answer.get_json()["code"])


def test_evidence_of_somebody_else_cannot_be_shared(settled: School) -> None:
    """An id of another learner's item is not found."""
    wish = {
        "learner": settled.ids["avocet"],
        "kind": "share",
        "evidence": [settled.ids["evidence of wren"]],
    }
    assert 404 == settled.call("avocet", "POST", LINKS, json=wish).status_code


def test_minor_makes_no_link_alone(school: School) -> None:
    """Before the age of majority a guardian does it."""
    wish = {
        "learner": school.ids["wren"],
        "kind": "share",
        "credential": school.ids["badge of wren"],
    }
    answer = school.call("wren", "POST", LINKS, json=wish)
    assert (422, "minor_consent") == (answer.status_code, answer.get_json()["code"])


def test_family_page_says_where_the_work_stands(school: School) -> None:
    """A family without an account reads the state of each badge in words."""
    page = school.call(None, "GET", family(school)).text
    assert (True, True) == ("Team Leadership" in page, "The badge is there" in page)


def test_family_page_names_nobody_and_shows_no_work(school: School) -> None:
    """Neither names nor evidence nor the lowest level's name."""
    page = school.call(None, "GET", family(school)).text.lower()
    hidden = ("wren", "teacher@", "what i did", "led a team", "beginning", "evidence/")
    assert [] == [word for word in hidden if word in page]


def test_family_link_of_a_guardian_ends_when_the_child_is_an_adult(school: School) -> None:
    """On the eighteenth birthday the guardian's link closes (reliability.md row 75)."""
    school.clock.now = school.clock.now.replace(year=2032, month=4, day=20)
    school.tokens["guardian"] = fresh_token(school, "guardian", "guardian")
    path = family(school)
    seen = []
    for day in ("2032-04-30", "2032-05-01", "2032-05-02"):
        year, month, date = (int(part) for part in day.split("-"))
        school.clock.now = school.clock.now.replace(year=year, month=month, day=date)
        seen.append(school.call(None, "GET", path).status_code)
    assert [200, 404, 404] == seen
