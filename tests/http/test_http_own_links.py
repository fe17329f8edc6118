"""Links over the pages: made, shown once, counted, closed; by an adult, or by a guardian."""

import re

import pytest

from issuer.access import Role
from tests.schooling import BASE, School
from tests.visiting import Browser, come_by_link, come_in

ADDRESS = re.compile(re.escape(BASE) + r"(/shared/[A-Za-z0-9_-]{22})")


@pytest.fixture
def osprey(school: School) -> Browser:
    """An adult learner with a badge."""
    return come_in(school, "osprey")


def _make(browser: Browser, place: str, badge: str, **more: str) -> str:
    """Make a link on a page; return the path that it opens."""
    browser.get(place)
    answer = browser.post(place, {"badge": badge, "days": "30", **more})
    found = ADDRESS.search(answer.text)
    assert found is not None, answer.text
    return found[1]


def test_link_is_made_shown_once_and_opens(osprey: Browser, school: School) -> None:
    """The address stands on the answer alone, and whoever has it sees the badge."""
    path = _make(osprey, "/learn/links", school.ids["badge of osprey"])
    later = osprey.get("/learn/links").text
    page = school.client.get(path)

    assert (False, 200, True) == (
        path in later,
        page.status_code,
        "Safety Talk" in page.text,
    )


def test_visits_are_counted_in_words(osprey: Browser, school: School) -> None:
    """Three strangers came, and the learner reads it."""
    path = _make(osprey, "/learn/links", school.ids["badge of osprey"])
    found = ["Nobody has opened it yet." in osprey.get("/learn/links").text]
    for _ in range(3):
        school.client.get(path)
    found.append("Opened 3 times." in osprey.get("/learn/links").text)

    assert [True, True] == found


def test_closed_link_opens_nothing(osprey: Browser, school: School) -> None:
    """One press, and the address is nowhere."""
    path = _make(osprey, "/learn/links", school.ids["badge of osprey"])
    action = osprey.get("/learn/links").text.split('action="/learn/links/', 1)[1].split('"', 1)[0]
    osprey.post(f"/learn/links/{action}")
    page = osprey.get("/learn/links").text

    assert (404, True, True) == (
        school.client.get(path).status_code,
        "Closed on 20 November 2026" in page,
        "No link is open." in page,
    )


def test_work_is_chosen_only_after_somebody_agreed(school: School) -> None:
    """Without the consent the page offers no work, and the door refuses what a form invents."""
    browser = come_in(school, "kestrel", Role.LEARNER)
    page = browser.get("/learn/links").text
    answer = browser.post(
        "/learn/links",
        {"badge": "2" * 22, "piece": school.ids["evidence of kestrel"], "days": "30"},
    )

    assert (True, False, 422) == (
        "agree to it first" in page,
        'name="piece"' in page,
        answer.status_code,
    )


def test_chosen_work_stands_behind_the_link(school: School) -> None:
    """With the consent a text goes along, and each look at page and text is counted and noted."""
    heron = come_in(school, "heron")
    _earn_with_a_text(school)
    heron.get("/learn/badges")
    heron.post("/learn/consents", {"purpose": "share-evidence", "agree": "yes"})
    page = heron.get("/learn/links").text
    piece = page.split('name="piece" value="', 1)[1].split('"', 1)[0]
    path = _make(heron, "/learn/links", school.ids["talk badge of heron"], piece=piece)
    school.client.get(path)
    text = school.client.get(f"{path}/evidence/{piece}")
    events = school.call("heron", "GET", f"/api/v1/events?learner={school.ids['heron']}").get_json()
    seen = [event["name"] for event in events["items"] if event["name"].startswith("link.")]

    assert ("My talk.", ["link.created", "link.viewed", "link.viewed"], True) == (
        text.text,
        seen,
        "Opened 2 times." in heron.get("/learn/links").text,
    )


def _earn_with_a_text(school: School) -> None:
    """Let Heron hand in a talk with a text, and get its badge."""
    work = school.made("heron", "/api/v1/submissions", {"badge": school.ids["safety"]})["id"]
    place = f"/api/v1/submissions/{work}"
    said = {"kind": "text", "title": "What I said", "text": "My talk."}
    school.made("heron", f"{place}/evidence", said)
    school.made("heron", f"{place}/submit", {"authorship": "Mine."})
    school.made("teacher", f"{place}/triage")
    school.made("teacher", f"{place}/signoffs", {"node": "seen", "approve": True})
    headers = {"Idempotency-Key": "talk-of-heron"}
    made = school.made("approver", f"{place}/approve", headers=headers)
    school.ids["talk badge of heron"] = str(made["credential"]).rsplit("/", 1)[-1]


def test_child_sees_links_and_makes_none(school: School) -> None:
    """A learner of twelve reads who decides; the form is not there, and the door refuses it."""
    browser = come_by_link(school, "wren", Role.LEARNER)
    page = browser.get("/learn/links").text
    answer = browser.post("/learn/links", {"badge": school.ids["badge of wren"], "days": "30"})

    assert (True, False, 422) == (
        "your guardian makes and closes links" in page,
        "Make the link" in page,
        answer.status_code,
    )


def test_guardian_makes_a_link_that_the_child_sees(school: School) -> None:
    """What a guardian makes stands on the child's page as well, with its visits."""
    guardian = come_in(school, "guardian")
    place = f"/family/{school.ids['wren']}/links"
    path = _make(guardian, place, school.ids["badge of wren"])
    school.client.get(path)
    child = come_by_link(school, "wren", Role.LEARNER)

    assert "Opened once." in child.get("/learn/links").text


def test_family_link_says_where_the_work_stands(school: School) -> None:
    """Without a badge it is the link for relatives, and names nobody."""
    guardian = come_in(school, "guardian")
    path = _make(guardian, f"/family/{school.ids['wren']}/links", "")
    page = school.client.get(path).text

    assert (True, False) == ("Team Leadership" in page, "wren" in page)


@pytest.mark.parametrize("child", ["kestrel", "stork"], ids=["another child", "another school"])
@pytest.mark.parametrize("page", ["links", "record"])
def test_other_children_are_nobody(school: School, child: str, page: str) -> None:
    """A guardian opens the pages of the own child alone."""
    guardian = come_in(school, "guardian")

    assert 404 == guardian.get(f"/family/{school.ids[child]}/{page}").status_code


def test_link_of_somebody_else_is_not_closed(osprey: Browser, school: School) -> None:
    """A made-up address of a link, and one of another learner, answer alike."""
    wish = {"learner": school.ids["wren"], "kind": "family"}
    link = school.made("guardian", "/api/v1/share-links", wish)["id"]
    osprey.get("/learn/links")
    found = [osprey.post(f"/learn/links/{each}/close").status_code for each in (link, "2" * 22)]

    assert [403, 404] == found


@pytest.mark.parametrize("days", ["", "0", "181", "x", "1" * 9])
def test_wrong_duration_is_told_at_the_badge(osprey: Browser, school: School, days: str) -> None:
    """The fault stands in the card of the badge."""
    osprey.get("/learn/links")
    answer = osprey.post("/learn/links", {"badge": school.ids["badge of osprey"], "days": days})

    assert (400, 1) == (answer.status_code, answer.text.count('class="fault" role="alert"'))


def test_guardian_has_no_links_of_its_own(school: School) -> None:
    """The page of a learner sends a guardian to the family."""
    answer = come_in(school, "guardian").get("/learn/links")

    assert "/family" == answer.headers["Location"]


def test_backpack_offers_honest_ways(osprey: Browser, school: School) -> None:
    """LinkedIn and a QR code come with a page; the wallet is told of, and no button pretends."""
    before = osprey.get("/learn/badges").text
    osprey.post(f"/learn/badges/{school.ids['badge of osprey']}", {"visibility": "private"})
    private = osprey.get("/learn/badges").text
    found = [
        "https://www.linkedin.com/profile/add" in before,
        "https://www.linkedin.com/profile/add" in private,
        "How does it get into a wallet?" in private,
        "dccrequest:" in before or "openid-credential-offer:" in before,
    ]

    assert [True, False, True, False] == found
