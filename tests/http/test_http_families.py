"""Badges, record and the family's page over HTTP: standing, files, who may see, consents."""

import pytest

from issuer import images
from issuer.access import Role
from tests.schooling import School, approve, hand_in
from tests.visiting import Browser, come_by_link, come_in


@pytest.fixture
def guardian(school: School) -> Browser:
    """Wren's guardian."""
    return come_in(school, "guardian")


def test_badges_stand_with_what_holds_today(school: School) -> None:
    """Osprey's badge is there, valid, with its files."""
    page = come_in(school, "osprey").get("/learn/badges").text
    files = [f"/learn/badges/{school.ids['badge of osprey']}/{form}" in page for form in _FORMS]

    assert (True, [True] * 4) == ("This badge is valid." in page, files)


_FORMS = ("json", "jwt", "png", "svg")


def test_no_badge_says_what_to_do(school: School) -> None:
    """An empty page leads to the catalogue."""
    assert "Find a badge to earn" in come_in(school, "heron").get("/learn/badges").text


def test_private_badge_is_taken_as_signed_bytes(school: School) -> None:
    """The owner saves a private badge: the same bytes, alone and inside the picture."""
    browser = come_by_link(school, "wren", Role.LEARNER)
    place = f"/learn/badges/{school.ids['badge of wren']}"
    alone = browser.client.get(f"{place}/json").text
    inside = images.extract(browser.client.get(f"{place}/png").data).text

    assert alone == inside


@pytest.mark.parametrize(
    ("who", "role", "status"),
    [
        ("heron", Role.LEARNER, 403),
        ("guardian", Role.GUARDIAN, 200),
        ("teacher", Role.TEACHER, 200),
    ],
    ids=["another learner", "guardian", "teacher"],
)
def test_badge_file_is_for_whom_the_table_lets(
    school: School, who: str, role: Role, status: int
) -> None:
    """Wren's private badge opens to the family and to the school."""
    browser = come_in(school, who, role)

    assert status == browser.get(f"/learn/badges/{school.ids['badge of wren']}/json").status_code


def test_unknown_form_and_foreign_badge_are_nowhere(school: School) -> None:
    """Neither another ending nor an id that never was answers anything."""
    browser = come_in(school, "osprey")
    paths = (f"/learn/badges/{school.ids['badge of osprey']}/exe", f"/learn/badges/{'2' * 22}/json")

    assert [404, 404] == [browser.get(path).status_code for path in paths]


def test_visibility_is_chosen_and_the_page_opens(school: School) -> None:
    """With the choice `link` the public page answers, and the QR code stands beside it."""
    browser = come_in(school, "osprey")
    badge = school.ids["badge of osprey"]
    browser.get("/learn/badges")
    browser.post(f"/learn/badges/{badge}", {"visibility": "link"})
    page = browser.get("/learn/badges").text
    public = school.client.get(f"/badges/{badge}", headers={"Accept": "text/html"})

    assert (200, True, True) == (
        public.status_code,
        "QR code of Safety Talk" in page,
        f"/credentials/{badge}.pdf" in page,
    )


def test_public_without_consent_is_refused_beside_the_badge(school: School) -> None:
    """A page becomes public only after somebody agreed, and that is said at the badge."""
    browser = come_in(school, "osprey")
    badge = school.ids["badge of osprey"]
    browser.get("/learn/badges")
    answer = browser.post(f"/learn/badges/{badge}", {"visibility": "public"})

    assert "A public page needs the consent" in answer.text.split('role="alert">', 1)[1]


def test_adult_agrees_and_takes_it_back(school: School) -> None:
    """A consent holds from one press to the other."""
    browser = come_in(school, "osprey")
    browser.get("/learn/badges")
    found = []
    for agree in ("yes", "no"):
        browser.post("/learn/consents", {"purpose": "publish-page", "agree": agree})
        found.append("Agreed since 20 November 2026." in browser.get("/learn/badges").text)

    assert [True, False] == found


def test_minor_reads_who_decides_and_cannot_agree(school: School) -> None:
    """A child of twelve sees the consents without a form, and the door refuses one."""
    browser = come_by_link(school, "wren", Role.LEARNER)
    page = browser.get("/learn/badges").text
    answer = browser.post("/learn/consents", {"purpose": "publish-page", "agree": "yes"})

    assert ("your guardian decides" in page, 'name="agree"' in page, answer.status_code) == (
        True,
        False,
        422,
    )


def test_record_keeps_every_decided_level(school: School) -> None:
    """Two decisions about one competency stand beside each other, oldest first, in words."""
    for level in ("developing", "proficient"):
        work = school.made("heron", "/api/v1/submissions", {"badge": school.ids["team"]})["id"]
        hand_in(school, "heron", work)
        place = f"/api/v1/submissions/{work}"
        levels = {"planning": level, "ethics": "developing"}
        school.made(
            "teacher", f"{place}/ratings", {"rubric": "team-leadership@1", "levels": levels}
        )
        school.made("teacher", f"{place}/not-yet", {"feedback": {"planning": "Go on."}})
        school.clock.now = school.clock.now.replace(day=school.clock.now.day + 1)
    page = come_in(school, "heron").get("/learn/record").text
    planning = page.split("Planning the work", 1)[1].split("<tbody>", 1)[1]

    found = (planning.index("Developing") < planning.index("Proficient"), "Step 3 of 4" in planning)
    assert (True, True) == found


def test_empty_record_says_when_something_comes(school: School) -> None:
    """Before any decision the page says so."""
    assert "Nothing is decided yet." in come_in(school, "osprey", None).get("/learn/record").text


def test_family_sees_where_the_child_stands(guardian: Browser) -> None:
    """The draft with its next step, the badge held, and every consent."""
    page = guardian.get("/family").text
    found = [
        sentence in page
        for sentence in (
            "One badge is under way. One badge is held.",
            "wren: add the work, then hand it in.",
            "Safety Talk",
            "You decide for wren.",
        )
    ]

    assert [True] * 4 == found


def test_family_without_a_child_reads_what_to_do(school: School) -> None:
    """A learner who opens the page is told that no child is linked."""
    assert "No child is linked to you" in come_in(school, "heron").get("/family").text


def test_family_link_ends_with_the_childhood(school: School) -> None:
    """Once the child has come of age the page shows nothing of them."""
    school.clock.now = school.clock.now.replace(year=2032)
    browser = come_in(school, "guardian")

    assert "wren" not in browser.get("/family").text


def test_guardian_agrees_for_the_child(guardian: Browser, school: School) -> None:
    """A guardian agrees, and takes it back, for the own child."""
    guardian.get("/family")
    place = f"/family/{school.ids['wren']}/consents"
    found = []
    for agree in ("yes", "no"):
        guardian.post(place, {"purpose": "publish-page", "agree": agree})
        found.append("Agreed since 20 November 2026." in guardian.get("/family").text)

    assert [True, False] == found


@pytest.mark.parametrize("child", ["kestrel", "stork"], ids=["another child", "another school"])
def test_guardian_decides_for_no_other_child(guardian: Browser, school: School, child: str) -> None:
    """Somebody else's child is nobody here."""
    guardian.get("/family")
    answer = guardian.post(
        f"/family/{school.ids[child]}/consents", {"purpose": "publish-page", "agree": "yes"}
    )

    assert 404 == answer.status_code


def test_name_on_the_page_wants_a_name(guardian: Browser, school: School) -> None:
    """The fault stands beside the one consent that it is about."""
    guardian.get("/family")
    place = f"/family/{school.ids['wren']}/consents"
    page = guardian.post(place, {"purpose": "name-on-page", "agree": "yes"}).text

    assert "Say which name to show" in page.split('role="alert">', 1)[1]


def test_guardian_chooses_who_sees_the_childs_badge(guardian: Browser, school: School) -> None:
    """A nameless link may be chosen without a consent."""
    guardian.get("/family")
    badge = school.ids["badge of wren"]
    guardian.post(f"/family/badges/{badge}", {"visibility": "link"})

    assert 200 == school.client.get(f"/badges/{badge}", headers={"Accept": "text/html"}).status_code


def test_reading_of_a_family_is_written_down(guardian: Browser, school: School) -> None:
    """What a guardian opens stands in the child's own history."""
    guardian.get("/family")
    found = school.call("registrar", "GET", f"/api/v1/events?learner={school.ids['wren']}")

    assert "record.viewed" in [event["name"] for event in found.get_json()["items"]]


def test_approved_badge_appears_without_more(school: School) -> None:
    """From approval to the learner's page nothing else has to be done."""
    browser = come_in(school, "heron")
    approve(school, school.ids["talk of heron"])

    assert "Safety Talk" in browser.get("/learn/badges").text
